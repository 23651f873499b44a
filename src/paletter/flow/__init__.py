"""What comes next: background steps, and the triggers by people, ATS and clock that start them."""
