"""What must be true of an answer before anybody scores it. A failed gate gives a reason, never a low level.

Reasons are whole sentences that a recruiter and a candidate can both read. Nothing here looks at how well a
question was answered, and the relevance of an answer is never a gate.
"""

from collections.abc import Iterable, Sequence

from paletter.scorers import instructions
from paletter.scorers.reading import Reading, tokens_of
from paletter.vocabulary.rubrics import BarsRubric
from paletter.vocabulary.scores import GateNote, SpokenAnswer

FEWEST_SECONDS = 10.0
FEWEST_WORDS = 25
LANGUAGES = {"en": "English"}
LEAST_STOP_WORDS = 0.20
LEAST_VARIETY = 0.45
VARIETY_WINDOW = 50
MOST_READ_ALOUD = 0.40
RUN = 4
"""So many words in a row count as taken from the scale."""

TOO_LITTLE_SPEECH = (
    "There is too little speech in this answer to judge it ({seconds:.0f} seconds; {needed:.0f} are needed)."
)
TOO_FEW_WORDS = "There are too few words in this answer to judge it ({count}; {needed} are needed)."
LEFT_OUT = "The candidate left this question without an answer."
NO_WORDS = "No words could be heard in this answer."
NEEDS_BETTER_TRANSCRIPT = (
    "What was heard is too uncertain to judge; somebody should check the words of this answer first."
)
OTHER_LANGUAGE = "This answer is in a language that cannot be judged yet; {known} can."
NO_SENTENCES = "The words of this answer do not form {language} sentences, so it cannot be judged."
REPEATS = "This answer says the same words over and over, so it cannot be judged."
READ_ALOUD = "Much of this answer is the text of the rating scale itself, so it cannot be judged."
ASKS_THE_SCORER = (
    "Contains words that tell the scorer what to do: “{quote}”. They changed no level and count for nothing."
)

_STOP_LINES = """
i me my mine myself we us our ours you your yours he him his she her hers it its they them their this that these those
who whom whose which what when where why how a an the and but or nor so if then than because as until while of at by
for with about against between into through during before after above below to from up down in out on off over under
again further once here there all any both each few more most other some such no not only own same too very am is are
was were be been being have has had having do does did doing will would can could shall should may might must just
don't didn't wasn't isn't can't couldn't i'm i've it's that's there's we're they're let's
"""
STOP_WORDS = frozenset(_STOP_LINES.split())


def failed(answer: SpokenAnswer, rubrics: Iterable[BarsRubric]) -> str | None:
    """Return why an answer cannot be judged, the first reason in the order of the checks, or None."""
    tokens = Reading(answer.words).tokens
    words = [token.text for token in tokens]
    return (
        (None if answer.is_given else LEFT_OUT)
        or _too_little_speech(answer)
        or _too_few_words(words)
        or (None if answer.is_trusted else NEEDS_BETTER_TRANSCRIPT)
        or _other_language(answer.language)
        or _no_sentences(words, answer.language)
        or (REPEATS if variety(words) < LEAST_VARIETY else None)
        or (READ_ALOUD if read_aloud(words, rubrics) > MOST_READ_ALOUD else None)
    )


def notes(answer: SpokenAnswer) -> tuple[GateNote, ...]:
    """Return what a recruiter should know of an answer although it changes nothing: words that address the scorer."""
    reading = Reading(answer.words)
    spans = instructions.addressing_the_scorer(reading)
    return tuple(GateNote(answer.id, ASKS_THE_SCORER.format(quote=reading.quote(span)[0])) for span in spans)


def language_of(text: str) -> str | None:
    """Return the code of the language whose sentences a text is made of, of those that can be judged, or None."""
    words = tokens_of(text)
    return "en" if words and _share_of_stop_words(words) >= LEAST_STOP_WORDS else None


def variety(words: Sequence[str]) -> float:
    """Return the share of different words in fifty words on end, averaged over the answer (MATTR-50).

    An answer shorter than fifty words is one window.
    """
    if not words:
        return 0.0
    size = min(VARIETY_WINDOW, len(words))
    windows = [len(set(words[at : at + size])) / size for at in range(len(words) - size + 1)]
    return sum(windows) / len(windows)


def read_aloud(words: Sequence[str], rubrics: Iterable[BarsRubric]) -> float:
    """Return the share of an answer's words that stand in runs of four or more taken from the anchors."""
    known = {
        run
        for rubric in rubrics
        for text in (*rubric.anchors.values(), rubric.competency.definition)
        for run in _runs(tokens_of(text))
    }
    taken: set[int] = set()
    for at, run in enumerate(_runs(words)):
        if run in known:
            taken.update(range(at, at + RUN))
    return len(taken) / len(words) if words else 0.0


def _runs(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)]


def _too_little_speech(answer: SpokenAnswer) -> str | None:
    if answer.timing is None or answer.timing.speech_seconds >= FEWEST_SECONDS:
        return None
    return TOO_LITTLE_SPEECH.format(seconds=answer.timing.speech_seconds, needed=FEWEST_SECONDS)


def _too_few_words(words: Sequence[str]) -> str | None:
    if not words:
        return NO_WORDS
    return TOO_FEW_WORDS.format(count=len(words), needed=FEWEST_WORDS) if len(words) < FEWEST_WORDS else None


def _other_language(language: str) -> str | None:
    if language.lower().split("-")[0] in LANGUAGES:
        return None
    return OTHER_LANGUAGE.format(known=" and ".join(LANGUAGES.values()))


def _no_sentences(words: Sequence[str], language: str) -> str | None:
    if _share_of_stop_words(words) >= LEAST_STOP_WORDS:
        return None
    return NO_SENTENCES.format(language=LANGUAGES[language.lower().split("-")[0]])


def _share_of_stop_words(words: Sequence[str]) -> float:
    return sum(word in STOP_WORDS for word in words) / len(words)
