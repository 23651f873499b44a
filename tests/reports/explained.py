"""A report whose levels say how they add up: by an invented scorer that finds for and against."""

from datetime import timedelta

from paletter.reports.models import Report
from paletter.scores.models import EvidenceRow, Scoring, SkillScore
from tests.cast import NOON
from tests.reports.cast import UNHAPPY, a_full_report, a_scored_skill, a_scoring, span

AGAINST = "He wrote a review with five stars"
TERMS = [
    {"name": "Where everybody starts", "effect": 2.104, "behaviour": "", "rule": "An example was told."},
    {"name": "Notices", "effect": 1.2, "behaviour": "notices an unspoken need", "rule": "“noticed that” in the past"},
    {"name": "Asks", "effect": 0.8, "behaviour": "asks what is needed", "rule": "“asked” and a person"},
    {"name": "Checks", "effect": 0.5, "behaviour": "checks the outcome", "rule": "“to check that”, told as done"},
    {"name": "Boasts", "effect": -0.4, "behaviour": "boasts of praise", "rule": "“five stars”, told by the speaker"},
    {
        "name": "Credits others",
        "effect": 0.0,
        "behaviour": "credits others",
        "rule": "“helped” and a colleague",
    },
]


def with_terms(report: Report | None = None, terms: list[dict[str, object]] | None = None) -> Report:
    """Let the level of service say how it adds up to 4.2, with a quote against it."""
    report = report or a_full_report()
    skill = report.scoring.by_scorer.skills.get(competency="service")
    skill.terms = TERMS if terms is None else terms
    skill.save()
    start, end = span(UNHAPPY, AGAINST)
    answer = report.interview.answers.get(position=2)
    EvidenceRow.objects.create(
        skill=skill, answer=answer, position=9, quote=AGAINST, start=start, end=end, behaviour="boasts of praise",
        against=True,
    )  # fmt: skip
    return report


def scored_again(report: Report, *, service: float = 3.1, fit: str = "3.6") -> Scoring:
    """Keep another judgement beside the one that counts, in which service has another level."""
    rescoring = a_scoring(report.interview, fit=fit)
    rescoring.is_rescoring, rescoring.scorer_version = True, "2027.01"
    rescoring.created_at = NOON + timedelta(days=40)
    rescoring.save()
    for skill in report.scoring.by_scorer.skills.all():
        level = service if skill.competency == "service" else skill.level
        if level is None:
            SkillScore.objects.create(
                scoring=rescoring, competency=skill.competency, position=skill.position, reason=skill.reason
            )
        else:
            a_scored_skill(rescoring, skill.competency, level, position=skill.position)
    return rescoring
