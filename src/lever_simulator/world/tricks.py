"""What can be wrong with a webhook's call, when it was ordered."""

from dataclasses import dataclass

SIGNATURES = ("right", "wrong", "missing")
LONGEST = 100 * 365 * 86_400


@dataclass
class Trick:
    """How the next `times` calls about `event` are spoiled (`None`: until cleared; "*": any event)."""

    event: str = "*"
    times: int | None = 1
    copies: int = 1
    delay: float = 0.0
    seconds_old: float = 0.0
    signature: str = "right"
    replayed: bool = False
    empty: bool = False

    def __post_init__(self) -> None:
        if self.signature not in SIGNATURES:
            raise ValueError(f"A signature is one of {', '.join(SIGNATURES)}.")
        if not 0 <= self.copies <= 100:
            raise ValueError("A call can be sent up to 100 times.")
        if self.times is not None and self.times < 1:
            raise ValueError("times is 1 or more, or null for “until cleared”.")
        if not 0 <= self.delay <= LONGEST or not abs(self.seconds_old) <= LONGEST:
            raise ValueError("A call comes 0 seconds late or more, and is not older or newer than a hundred years.")

    def is_about(self, event: str) -> bool:
        return self.event in ("*", event)


PLAIN = Trick()
