"""A changed text carries a changed version, so that everybody who reads a version reads the same words."""

import re
from collections.abc import Iterator, Sequence

from paletter.assessments.rules.findings import Finding, error
from paletter.vocabulary.rubrics import AssessmentTemplate, BarsRubric


def findings(value: AssessmentTemplate, *, history: Sequence[AssessmentTemplate]) -> Iterator[Finding]:
    """Tell where a text differs from an earlier one of the same version. `history` is oldest first."""
    is_new = bool(history) and value != history[-1]
    if is_new and (told := _template_told(value, history)):
        yield error("field “version”", "version", f"{told} Raise the version.")
    for rubric in value.rubrics:
        yield from _rubric(rubric, history)


def _template_told(value: AssessmentTemplate, history: Sequence[AssessmentTemplate]) -> str:
    if value in history:
        return f"this very text is stored as version {value.version} and is not the newest."
    if any(earlier.version == value.version for earlier in history):
        return f"version {value.version} is stored with another text, by which interviews may have been judged."
    # Numbers only go up: a lower one would be read as the older text.
    newest = max((_number(earlier.version) for earlier in history), default=-1)
    return f"version {newest} is stored already." if 0 <= _number(value.version) < newest else ""


def _rubric(rubric: BarsRubric, history: Sequence[AssessmentTemplate]) -> Iterator[Finding]:
    key = rubric.competency.key
    earlier = [old for template in history for old in template.rubrics if old.competency.key == key]
    if any(old.version == rubric.version and old != rubric for old in earlier):
        told = f"its words differ from those stored as version {rubric.version} of this skill. Raise its version."
        yield error(f"skill “{key}”", "skill-version", told)


def _number(version: str) -> int:
    return int(version) if re.fullmatch(r"[0-9]{1,18}", version) else -1
