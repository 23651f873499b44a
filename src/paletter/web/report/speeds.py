"""How fast a recording may be played, as times the speed at which it was said."""

SPEEDS = ("1", "1.25", "1.5", "2")
