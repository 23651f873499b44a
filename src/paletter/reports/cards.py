"""What a report's templates lay out: every number already text, every quote a link, every bar drawn."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from paletter.reports import reading
from paletter.reports.report import Anchor
from paletter.reports.wording import ngettext


@dataclass(frozen=True)
class QuoteLink:
    """Words that carry a level, with all that they show.

    `clock` is m:ss into answer number `position`, empty where that was written.
    """

    text: str
    behaviours: tuple[str, ...]
    position: int
    clock: str
    seconds: str
    href: str
    against: bool = False


@dataclass(frozen=True)
class HumanCard:
    """What a person made of a skill. `level` is empty where it can't be judged."""

    level: str
    who: str
    reason: str
    given_at: str
    given_at_iso: str
    is_blind: bool


@dataclass(frozen=True)
class SkillCard:
    """One skill as shown. `level` and `band` are what counts, empty when nothing does; `css` names its hue.

    `suggested` and its band are the scorer's level, empty when it gave none; `spread` is how far several runs lie
    apart. `quotes` are the strongest, `more_quotes` all others.
    """

    key: str
    name: str
    definition: str
    css: str
    mark: SafeString
    bar: SafeString
    level: str
    band: str
    suggested: str
    suggested_band: str
    spread: str
    human: HumanCard | None
    reason: str
    explained_at: str
    weight: str
    anchors: tuple[Anchor, ...]
    quotes: tuple[QuoteLink, ...]
    more_quotes: tuple[QuoteLink, ...]

    @property
    def anchor(self) -> str:
        """The fragment at which it stands on the page."""
        return f"levels-{self.key}"

    @property
    def how_many_quotes(self) -> str:
        count = len(self.quotes) + len(self.more_quotes)
        return ngettext("{count} quote", "{count} quotes", count).format(count=count)


@dataclass(frozen=True)
class Mark:
    """A skill's shape, with the class of its hue."""

    css: str
    mark: SafeString


@dataclass(frozen=True)
class Run:
    """Neighbouring words quoted for the same skills; `css` and `title` are empty for plain ones."""

    words: tuple[reading.Word, ...]
    css: str
    title: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class AnswerCard:
    """One answer as shown. `origin` tells in a sentence whose words these are; `heard` is the recogniser's text.

    `language` is that of the words, a code; empty without words.
    """

    position: int
    question: str
    recording: str
    captions: str
    poster: str
    variant: str
    language: str
    length: str
    has_picture: bool
    runs: tuple[Run, ...]
    why_silent: str
    origin: str
    heard: str
    heard_origin: str
    has_doubtful: bool
    is_untrusted: bool
    quoted_for: tuple[Mark, ...]


@dataclass(frozen=True)
class Layout:
    """Everything a template needs."""

    title: str
    who: str
    job: str
    template: str
    fit: str
    fit_error: str
    fit_reason: str
    is_counted: str
    levels_by_people: str
    skills: tuple[SkillCard, ...]
    answers: tuple[AnswerCard, ...]
    remarks: tuple[tuple[str, str], ...]
    scorer: str
    share_scored: str
    scored_at: str
    scored_at_iso: str
    usage: str = ""
    is_by_people_alone: bool = False
    """No software judged it."""
