"""How a command ends when it can't go on: with a sentence for the person who typed it, and an exit code."""

FAILED = 1
"""What was asked for was tried and could not be done."""
WRONG = 2
"""What was typed or set can't be meant: it has to be changed first."""
INTERRUPTED = 130


class Stop(Exception):
    """Ends a command. The message says what happened and what to do; it is printed without a trace."""

    def __init__(self, message: str, *, code: int = FAILED) -> None:
        super().__init__(message)
        self.code = code
