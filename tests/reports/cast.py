"""Carol's interview as it stands after scoring: six answers, one without sound, one corrected, one skill unscored."""

from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

from paletter.accounts.models import User
from paletter.interviews.models import Answer, Interview, Recording
from paletter.jobs.models import Job
from paletter.reports import publish
from paletter.reports.models import Report
from paletter.scores.models import EvidenceRow, Scoring, ScoringNote, SkillScore
from paletter.transcripts.models import Source, Transcript
from tests.cast import NOON, an_interview

GUEST = (
    "Last winter I worked at the front desk of a small hotel by the fjord. One evening a family came in from the bus "
    "and I noticed that the grandmother was limping and held on to the counter. Nobody had said a word about it. "
    "Their room was on the third floor and our lift was slow that week. So I asked her quietly whether stairs were "
    "hard for her today, and I moved them to a ground floor room next to the breakfast hall before I printed the keys. "
    "I also brought a chair and a glass of water while they waited. In the morning I asked her how she had slept, and "
    "she said it was the first hotel where she did not have to ask."
)
UNHAPPY = (
    "A guest came down at ten at night because his bathroom was flooded. First I said I am sorry and I listened until "
    "he was finished. The night technician was not there, so I looked for the reason myself: the drain was blocked by "
    "the shower mat. I had two options, to repair it or to move him. I moved him because it was faster for him, and I "
    "carried his bags. After half an hour I rang the new room to check that all was fine. He wrote a review with five "
    "stars and he mentioned that call."
)
BUSY = (
    "It was the first of May and we had sixty covers booked, then a coach with thirty more people stood at the door. I "
    "wrote down what had to happen in the next ten minutes and what could wait. I seated the coach in two groups so "
    "that the kitchen could breathe, and I told every table honestly how long it would take. It was loud, but nobody "
    "left. Afterwards I was tired, and I learned to ask the kitchen before I promise anything."
)
TOGETHER = "I like working with people. I always communicate well and everybody is happy with me."
MISTAKE = (
    "I once booked the same room twice. I saw it myself on the list in the evening and I told my manager before the "
    "guests arrived. I called the second guest, said plainly that it was my fault, and found a better room at the same "
    "price. The next day I changed our list so that a taken room turns grey at once, and since then it has not "
    "happened again."
)

QUOTES = {
    "service": (
        (1, "I noticed that the grandmother was limping and held on to the counter", "notices an unspoken need"),
        (1, "I asked her quietly whether stairs were hard for her today", "asks what is needed"),
        (2, "I rang the new room to check that all was fine", "checks the outcome"),
    ),
    "communication": ((2, "First I said I am sorry and I listened until he was finished", "tells it in order"),),
    "problem_solving": (
        (2, "I looked for the reason myself: the drain was blocked by the shower mat", "finds the cause"),
        (2, "I had two options, to repair it or to move him", "weighs options"),
    ),
    "adaptability": (
        (3, "I wrote down what had to happen in the next ten minutes and what could wait", "re-orders the work"),
    ),
    "ownership": (
        (6, "said plainly that it was my fault", "owns the fault"),
        (6, "I changed our list so that a taken room turns grey at once", "changed something afterwards"),
    ),
}
LEVELS = {"service": 4.2, "communication": 3.4, "problem_solving": 4.1, "adaptability": 3.5, "ownership": 4.4}
REASONS = {"teamwork": "No answer shows how work was shared with others."}
RATIONALES = {
    "service": "Finds out an unspoken need, acts on it, and checks afterwards that the guest was well served.",
    "communication": "Situation, own action and outcome can be followed; some parts stay general.",
    "problem_solving": "Establishes the cause, names two options and a reason for the choice.",
    "adaptability": "Orders the work anew under pressure and tells others what to expect.",
    "ownership": "Owns the fault plainly and changed the list so that it does not happen again.",
}


def words(text: str, *, doubtful: tuple[str, ...] = (), sure: float | None = 0.9) -> list[list[object]]:
    """Return text as words, 0.4 seconds each, beginning at second 1."""
    confidence = [0.31 if word in doubtful else sure for word in text.split()]
    return [
        [round(1 + 0.4 * place, 2), round(1.35 + 0.4 * place, 2), word, confidence[place]]
        for place, word in enumerate(text.split())
    ]


def span(text: str, quote: str) -> tuple[float, float]:
    """Return when a quote is said in an answer made by `words`."""
    letters, wanted = text.split(), quote.split()
    for first, last in pairwise(range(len(letters) + 1)):
        if [word.strip(".,:") for word in letters[first : first + len(wanted)]] == [w.strip(".,:") for w in wanted]:
            return round(1 + 0.4 * first, 2), round(1.35 + 0.4 * (last + len(wanted) - 2), 2)
    raise AssertionError(f"nobody said “{quote}”")


def a_take(interview: Interview, position: int, text: str = "", **fields: object) -> Recording:
    """Return a kept and prepared recording of an answer, with its words as recognised when there are any."""
    answer = interview.answers.get(position=position)
    values = {"container": "webm", "duration": 3 + 0.4 * len(text.split()), "has_video": True, "prepared_at": NOON}
    recording = Recording.objects.create(answer=answer, take=1, completed_at=NOON, **(values | fields))
    answer.kept = recording
    answer.save()
    if text:
        hear(recording, text)
    return recording


def hear(recording: Recording, text: str, *, doubtful: tuple[str, ...] = ()) -> Transcript:
    return Transcript.objects.create(
        recording=recording,
        source=Source.RECOGNISED,
        engine="pocketsphinx 5.0.4",
        language="en",
        words=words(text, doubtful=doubtful),
        is_trusted=True,
        confidence=0.87,
    )


def correct(recording: Recording, text: str, *, share_changed: float) -> Transcript:
    return Transcript.objects.create(
        recording=recording,
        source=Source.CORRECTED,
        engine="pocketsphinx 5.0.4",
        language="en",
        words=words(text, sure=None),
        is_trusted=True,
        share_changed=share_changed,
        made_by=recording.answer.interview.candidate,
    )


def a_scoring(interview: Interview, *, fit: str | None = "3.9", fit_reason: str = "") -> Scoring:
    return Scoring.objects.create(
        interview=interview,
        scorer="indicators",
        scorer_version="2026.11",
        fit_value=Decimal(fit) if fit else None,
        fit_error=0.5 if fit else None,
        fit_reason=fit_reason,
        created_at=NOON,
    )


def a_scored_skill(scoring: Scoring, competency: str, level: float, *, position: int = 1) -> SkillScore:
    """Return a level with a quote of the first answer, since there is none without."""
    skill = SkillScore.objects.create(
        scoring=scoring, competency=competency, position=position, level=level, band=0.5, rationale="why"
    )
    answer = Answer.objects.get(interview=scoring.interview, position=1)
    EvidenceRow.objects.create(skill=skill, answer=answer, position=1, quote="I noticed", start=1, end=2)
    return skill


def a_full_report(job: Job | None = None, candidate: User | None = None) -> Report:
    """Return the whole story, published."""
    interview = an_interview(job, candidate, started_at=NOON, submitted_at=NOON, scored_at=NOON + timedelta(hours=2))
    texts = {1: GUEST, 2: UNHAPPY, 3: BUSY, 4: TOGETHER, 6: MISTAKE}
    a_take(interview, 1, duration=50.2)
    hear(interview.answers.get(position=1).kept, GUEST, doubtful=("fjord.", "lift", "printed"))
    second = a_take(interview, 2, UNHAPPY.replace("drain", "train").replace("bathroom was flooded", "bus room floated"))
    correct(second, UNHAPPY, share_changed=0.12)
    a_take(interview, 3, BUSY)
    a_take(interview, 4, TOGETHER)
    a_take(interview, 5, unusable_reason="There is no sound in this recording.")
    a_take(interview, 6, MISTAKE)
    scoring = a_scoring(interview)
    scoring.transcripts.set(
        Transcript.objects.filter(recording__answer__interview=interview).exclude(recording=second, source="recognised")
    )
    for position, rubric in enumerate(interview.template_version.value.rubrics, start=1):
        _a_skill(scoring, position, rubric.competency.key, texts)
    ScoringNote.objects.create(
        scoring=scoring,
        answer=interview.answers.get(position=4),
        text="Claims without an example count at most 2.5 on any skill.",
    )
    return publish.publish(scoring, now=NOON)


def _a_skill(scoring: Scoring, position: int, key: str, texts: dict[int, str]) -> None:
    if key in REASONS:
        SkillScore.objects.create(scoring=scoring, competency=key, position=position, reason=REASONS[key])
        return
    skill = SkillScore.objects.create(
        scoring=scoring, competency=key, position=position, level=LEVELS[key], band=0.5, rationale=RATIONALES[key]
    )
    for number, (answer, quote, behaviour) in enumerate(QUOTES[key], start=1):
        start, end = span(texts[answer], quote)
        EvidenceRow.objects.create(
            skill=skill,
            answer=Answer.objects.get(interview=scoring.interview, position=answer),
            position=number,
            quote=quote,
            start=start,
            end=end,
            behaviour=behaviour,
        )


def an_unscored_report(job: Job | None = None) -> Report:
    """Return the report of an interview in which nobody could be heard."""
    interview = an_interview(job, submitted_at=NOON, scored_at=NOON)
    for answer in interview.answers.all():
        a_take(interview, answer.position, unusable_reason="There is no sound in this recording.")
    scoring = a_scoring(interview, fit=None, fit_reason="Not enough evidence: no answer could be judged.")
    for position, rubric in enumerate(interview.template_version.value.rubrics, start=1):
        SkillScore.objects.create(
            scoring=scoring,
            competency=rubric.competency.key,
            position=position,
            reason="There is too little speech in the answers.",
        )
    return publish.publish(scoring, now=NOON)
