"""Anchors that two readers could apply alike: they say what an answer does, and each level says something else."""

import re
from collections.abc import Iterator
from itertools import combinations

from paletter.assessments.rules.disguises import plain
from paletter.assessments.rules.findings import Finding, error, note, warning
from paletter.vocabulary.rubrics import AssessmentTemplate, BarsRubric

TRAIT = re.compile(
    r"\b(?:(?:has|shows|have|showing) (?:(?:a|an|the|some|very) )*(?:great|good|positive|poor|bad|right|strong|weak"
    r"|excellent|natural|real|true|negative)?(?: \w+)? ?(?:attitude|mindset|mentality|character|nature|talent|gift)s?"
    r"|(?:has|have) (?:\w+ )?(?:good|great|strong|excellent|poor|weak|bad) (?:\w+ )*skills"
    r"|(?:is|are|being|seems|appears|sounds) (?:(?:a|an|very|always|really|truly|quite|not|highly|naturally) )*"
    r"(?:friendly|nice|polite|kind|motivated|ambitious|reliable|confident|self confident|professional|proactive|caring"
    r"|empathetic|creative|smart|clever|bright|lazy|arrogant|rude|difficult|positive|negative|dynamic|flexible|patient"
    r"|resilient|dedicated|committed|humble|open minded|likeable|team players?|perfectionists?|leaders?|go getters?)"
    r"|team players?|cares deeply|feels (?!out|for)\w+|loves (?:to|the|their|working|helping|people|guests)"
    r"|comes across|gives (?:a|the) (?:\w+ )?impression|makes (?:a|an) (?:\w+ )?impression|gut feeling)\b"
)


def findings(template: AssessmentTemplate) -> Iterator[Finding]:
    """Tell which anchors describe people, repeat each other, or are left out."""
    for rubric in template.rubrics:
        yield from _traits(rubric)
        yield from _same_text(rubric)
        yield from _left_out(rubric)
    yield from _shared(template)


def _traits(rubric: BarsRubric) -> Iterator[Finding]:
    for level, anchor in sorted(rubric.anchors.items()):
        if found := TRAIT.search(plain(anchor)):
            told = (
                f"“{found.group()}” tells what somebody is or feels, and two readers will not agree on it. "
                "Say what the answer tells that was done, as in “checks that the person was well served”."
            )
            yield warning(f"skill “{rubric.competency.key}”, anchor {level}", "anchor-behaviour", told)


def _same_text(rubric: BarsRubric) -> Iterator[Finding]:
    place = f"skill “{rubric.competency.key}”"
    for (lower, one), (higher, other) in combinations(sorted(rubric.anchors.items()), 2):
        if one.strip() and _bare(one) == _bare(other):
            told = f"levels {lower} and {higher} have the same anchor, so no answer could be told apart by it."
            yield error(place, "anchor-repeated", told)


def _left_out(rubric: BarsRubric) -> Iterator[Finding]:
    if missing := [str(level) for level in (2, 4) if level not in rubric.anchors]:
        told = f"has no anchor for level {' and '.join(missing)}; readers agree better where each level is described."
        yield note(f"skill “{rubric.competency.key}”", "anchor-left-out", told)


def _shared(template: AssessmentTemplate) -> Iterator[Finding]:
    """Two skills with one anchor would be two names for one thing, counted twice."""
    for one, other in combinations(template.rubrics, 2):
        texts = {_bare(anchor) for anchor in one.anchors.values() if anchor.strip()}
        if texts & {_bare(anchor) for anchor in other.anchors.values()}:
            told = f"shares an anchor with “{one.competency.key}”; what is shown once would count twice."
            yield warning(f"skill “{other.competency.key}”", "anchor-shared", told)


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", plain(text)))
