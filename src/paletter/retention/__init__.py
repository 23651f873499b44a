"""What may still be kept of people, and how it goes when it may not."""
