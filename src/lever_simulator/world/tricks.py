"""What can be wrong with a webhook's call, when it was ordered."""

from dataclasses import dataclass

SIGNATURES = ("right", "wrong", "missing")


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
        if self.delay < 0:
            raise ValueError("A call cannot be sent before it happened: delay is 0 or more.")

    def is_about(self, event: str) -> bool:
        return self.event in ("*", event)


PLAIN = Trick()
