"""What goes to the ATS about one edition of a report, and how its note is known again."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from paletter.writeback.models import Delivery


@dataclass(frozen=True)
class Letter:
    """A note and the tags that agree with it. `marker` is a word of the note that stands in no other edition's.

    `heading` begins every note of ours: a colleague who copies our link into a note of their own has not written ours.
    `figures` are the lines that another scoring would tell otherwise.
    """

    note: str
    tags: tuple[str, ...]
    marker: str
    heading: str
    figures: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.marker or not self.heading or not self.is_in(self.note):
            raise ValueError("The note must hold its marker and its heading, or it could not be found again.")

    def is_in(self, text: str) -> bool:
        """Tell whether `text` is this note; a marker counts as a whole word only, never as a part of a longer one."""
        return self.heading in text and bool(re.search(rf"(?<![\w-]){re.escape(self.marker)}(?![\w?=&-])", text))

    def tells_the_same(self, text: str) -> bool:
        return all(line in text for line in self.figures)


LetterWriter = Callable[[Delivery], Letter]
"""Returns the letter of the edition that a delivery tells, with what is true at that moment."""
