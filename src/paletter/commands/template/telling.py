"""Findings, changes and templates as text for a terminal."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from textwrap import fill

from paletter.assessments.diff import Change
from paletter.assessments.rules.findings import Finding, Severity
from paletter.assessments.rules.forbidden import Rule
from paletter.vocabulary.rubrics import AssessmentTemplate

WIDTH = 100


def findings(found: Sequence[Finding]) -> str:
    """Return a paragraph for each finding, and what they come to."""
    lines = [_indented(f"{finding.severity}: {finding} [{finding.rule}]") for finding in found]
    return "\n".join([*lines, _indented(summary(found))]) + "\n"


def summary(found: Iterable[Finding]) -> str:
    """Return "2 errors, 1 warning", or that nothing was found."""
    counts = Counter(finding.severity for finding in found)
    parts = [f"{counts[kind]} {kind}{'' if counts[kind] == 1 else 's'}" for kind in Severity if counts[kind]]
    return f"{', '.join(parts)}." if parts else "Nothing to change."


def findings_json(found: Mapping[str, Sequence[Finding]]) -> str:
    rows = [{"file": name, "findings": [_as_json(finding) for finding in these]} for name, these in found.items()]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"


def changes(found: Sequence[Change]) -> str:
    """Return the changes under the parts that they are about, old and new words beneath."""
    if not found:
        return "Both say the same.\n"
    lines, place = [], ""
    for change in found:
        if change.place != place:
            place = change.place
            lines.append(place)
        lines.append(_indented(change.sentence))
        lines += [_quoted("-", change.before)] if change.before else []
        lines += [_quoted("+", change.after)] if change.after else []
    return "\n".join(lines) + "\n"


def template(value: AssessmentTemplate) -> str:
    """Return a template as people read it."""
    lines = [f"{value.name} ({value.key}, version {value.version})", value.description, "", "Questions"]
    for number, question in enumerate(value.questions, start=1):
        lines.append(_indented(f"{number}. {' '.join(question.text.split())}"))
        frame = f"{', '.join(question.competencies)}; {question.seconds} seconds, {question.retakes} retakes"
        lines.append(f"     [{frame}]")
    total = sum(value.weights.values()) or 1.0
    for rubric in value.rubrics:
        skill = rubric.competency
        weight = value.weights.get(skill.key, 0.0)
        lines += ["", f"{skill.name} ({skill.key}, version {rubric.version}): {weight / total:.0%} of the fit score"]
        lines.append(_indented(skill.definition))
        lines += [_indented(f"{level}  {rubric.anchors[level]}") for level in sorted(rubric.anchors)]
    return "\n".join(lines) + "\n"


def rules(listed: Iterable[Rule]) -> str:
    """Return what may not be judged, with reasons and sources."""
    return "\n".join(
        f"{rule.title} [{rule.id}]\n{_indented(f'{rule.why[0].upper()}{rule.why[1:]}.')}\n{_indented(rule.source)}\n"
        for rule in listed
    )


def _as_json(finding: Finding) -> dict[str, str]:
    return {
        "place": finding.place,
        "severity": finding.severity.value,
        "rule": finding.rule,
        "sentence": finding.sentence,
        "source": finding.source,
    }


def _indented(text: str) -> str:
    return fill(text, WIDTH, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)


def _quoted(sign: str, text: str) -> str:
    return fill(text, WIDTH, initial_indent=f"    {sign} ", subsequent_indent="      ", break_on_hyphens=False)
