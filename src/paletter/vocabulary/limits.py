"""How long an answer may be: what a template may ask for, what one person may be granted, what is still processed.

Each follows from the one before, so that whatever a template asks for can also be processed.
"""

LONGEST_TAKE_SECONDS = 1800
"""The longest answer that a template may ask for."""

MOST_TIME_FACTOR = 2.0
"""The most by which one person's times may be multiplied."""

GRACE_SECONDS = 60
"""What a recording may run over its limit: the end of a sentence, a slow device."""

LONGEST_RECORDING_SECONDS = LONGEST_TAKE_SECONDS * MOST_TIME_FACTOR + GRACE_SECONDS
"""What media and recognisers must be able to take."""
