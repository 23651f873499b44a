"""What is no answer must end unscored, with the reason that is true of it, and never with a low level."""

from collections.abc import Sequence
from dataclasses import replace

from paletter.evaluation.guards import changes
from paletter.evaluation.guards.guard import Guard, Measured
from paletter.evaluation.guards.interviews import Interview, answered
from paletter.evaluation.guards.trial import Trial
from paletter.scorers import gates
from paletter.scores.assess import written
from paletter.vocabulary.rubrics import AssessmentTemplate
from paletter.vocabulary.scores import Assessed, CompetencyScore, SpokenAnswer, Unscored
from paletter.vocabulary.transcripts import SpeechTiming

LIMIT = "every skill unscored, for that reason"
GIBBERISH = "blorp fnard quix zendle vapt grume wosk plint drabe snurf krell motch yib tarn olk frint bley " * 3
KEYWORDS = (
    "guest need service team credit cause options decision result pressure calm priority initiative fault lesson " * 3
)
NORWEGIAN = (
    "Jeg gikk bort til gjesten og spurte hva som var galt, og så hentet jeg en ny suppe fra kjøkkenet til henne. Hun "
    "takket meg, og etterpå spurte jeg om alt var bra."
)
SENTENCE = "I asked the guest what she needed and brought it to her. "
TIMES = 10


def guards(template: AssessmentTemplate) -> tuple[Guard, ...]:
    """Return one guard for each kind of thing that is no answer to a template's questions."""
    anchors = {rubric.competency.key: " ".join(rubric.anchors.values()) for rubric in template.rubrics}
    return (
        _guard("nothing", "nothing, one word, only marks", ("", "Yes.", "... ?!"), _too_few()),
        Guard("silence", "silence, and words without ten seconds of speech", LIMIT, _silence),
        _guard("gibberish", "gibberish", (GIBBERISH,), _no_sentences()),
        Guard("salad", "an answer's own words without the small ones, in no order", LIMIT, _salad),
        _guard("keywords", "a list of keywords", (KEYWORDS,), _no_sentences()),
        _guard("repeated", f"one good sentence {TIMES} times", (SENTENCE * TIMES,), (gates.REPEATS,)),
        _guard("other_language", "another language (Norwegian), told as English", (NORWEGIAN,), _no_sentences()),
        Guard("declared_language", "another language, known to be one", LIMIT, _declared),
        _guard(
            "rubric", "the rating scale read aloud: of each skill, and of all", _scales(anchors), (gates.READ_ALOUD,)
        ),
    )


def _scales(anchors: dict[str, str]) -> tuple[str, ...]:
    return (*anchors.values(), " ".join(anchors.values()))


def _too_few() -> tuple[str, ...]:
    return gates.NO_WORDS, _beginning(gates.TOO_FEW_WORDS)


def _no_sentences() -> tuple[str, ...]:
    return (_beginning(gates.NO_SENTENCES),)


def _beginning(reason: str) -> str:
    """Return a reason up to where it names what differs from answer to answer."""
    return reason.partition("{")[0]


def _guard(key: str, tried: str, texts: Sequence[str], reasons: Sequence[str]) -> Guard:
    def check(trial: Trial, _: Sequence[Interview]) -> Measured:
        whole = [answered([text] * len(trial.template.questions), trial.template) for text in texts]
        return _measured(trial, whole, reasons)

    return Guard(key, tried, LIMIT, check)


def _silence(trial: Trial, interviews: Sequence[Interview]) -> Measured:
    mute = [replace(answer, words=(), timing=SpeechTiming((), 60.0)) for answer in interviews[0].answers]
    brief = [replace(answer, timing=SpeechTiming(((1.0, 6.0),), 60.0)) for answer in interviews[0].answers]
    return _measured(trial, [mute, brief], (gates.NO_WORDS, _beginning(gates.TOO_LITTLE_SPEECH)))


def _salad(trial: Trial, interviews: Sequence[Interview]) -> Measured:
    whole = [one.changed(lambda text: changes.salad(text, gates.STOP_WORDS)) for one in interviews]
    # Short answers leave fewer words than are needed, which is as true of them.
    return _measured(trial, whole, (*_no_sentences(), *_too_few()))


def _declared(trial: Trial, interviews: Sequence[Interview]) -> Measured:
    whole = [replace(answer, language="nb", words=written(NORWEGIAN)) for answer in interviews[0].answers]
    return _measured(trial, [whole], (_beginning(gates.OTHER_LANGUAGE),))


def _measured(trial: Trial, tries: Sequence[Sequence[SpokenAnswer]], reasons: Sequence[str]) -> Measured:
    results = [trial.assessed(answers) for answers in tries]
    scored = [line for assessed in results for line in _scored(assessed)]
    otherwise = [line for assessed in results for line in _otherwise(assessed, reasons)]
    of = sum(len(assessed.results) for assessed in results)
    wrong = f", {len(otherwise)} for another reason" if otherwise else ""
    return Measured(f"{of - len(scored)} of {of} unscored{wrong}", (*scored, *otherwise))


def _scored(assessed: Assessed) -> list[str]:
    return [
        f"{skill}: {result.level:.1f}"
        for skill, result in assessed.results.items()
        if isinstance(result, CompetencyScore)
    ]


def _otherwise(assessed: Assessed, reasons: Sequence[str]) -> list[str]:
    return [
        f"{skill}: “{result.reason}”"
        for skill, result in assessed.results.items()
        if isinstance(result, Unscored) and not result.reason.startswith(tuple(reasons))
    ]
