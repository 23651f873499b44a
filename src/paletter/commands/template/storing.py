"""What asks or changes the database: list, add, retire."""

import argparse
import sys
from typing import TYPE_CHECKING

from paletter.commands.stopping import FAILED, WRONG, Stop
from paletter.commands.template import naming, telling

if TYPE_CHECKING:
    # Models can only be imported once Django is set up.
    from paletter.assessments.models import Template


def listing(asked: argparse.Namespace) -> int:
    """Print a line for each stored template."""
    from paletter.assessments.models import Template

    rows = Template.objects.select_related("organisation").order_by("organisation__name", "key")
    if asked.organisation:
        rows = rows.for_organisation(naming.organisation_named(asked.organisation))
    lines = [_line(row) for row in rows]
    sys.stdout.write("".join(lines) or "No template is stored. “paletter migrate” stores those that ship.\n")
    return 0


def add(asked: argparse.Namespace) -> int:
    """Store a file as the newest version."""
    from paletter.assessments import own
    from paletter.interviews import prompts

    value = naming.file(asked.file)
    organisation = naming.organisation_named(asked.organisation)
    taken = prompts.take_in(value, naming.files_beside(value, asked.file), organisation)
    if taken.findings:
        sys.stdout.write(telling.findings(taken.findings))
        raise Stop("Nothing was stored. Put the files beside the template, then add it again.", code=FAILED)
    value = taken.value
    try:
        added = own.add(value, organisation)
    except own.TemplateRefused as refusal:
        sys.stdout.write(telling.findings(refusal.findings))
        raise Stop("Nothing was stored. Mend the errors, then add the file again.", code=FAILED) from refusal
    if added.findings:
        sys.stdout.write(telling.findings(added.findings))
    told = {
        own.Outcome.NEW: "is stored as a new template of",
        own.Outcome.CHANGED: "is the newest version of this template for",
        own.Outcome.SAME: "was stored already; there was nothing to do for",
    }[added.outcome]
    sys.stdout.write(f"“{value.name}”, version {value.version}, {told} {organisation}.\n")
    return 0


def retire(asked: argparse.Namespace) -> int:
    """Offer a template no longer, or again."""
    from paletter.assessments import own
    from paletter.assessments.models import Template

    organisation = naming.organisation_named(asked.organisation)
    template = Template.objects.filter(key=asked.key, organisation=organisation).first()
    if template is None:
        raise Stop(f"{organisation} has no template “{asked.key}” of its own. What ships can't be retired.", code=WRONG)
    (own.bring_back if asked.undo else own.retire)(template)
    told = "is offered for new jobs again" if asked.undo else "is no longer offered for new jobs"
    kept = "" if asked.undo else " Jobs that have it go on with it, and interviews keep their text."
    sys.stdout.write(f"“{template}” {told}.{kept}\n")
    return 0


def _line(row: "Template") -> str:
    versions = [version.version for version in row.versions.order_by("pk")]
    whose = "ships with Paletter" if row.organisation is None else f"of {row.organisation}"
    retired = ", retired" if row.is_retired else ""
    return f"{row.key}@{versions[-1]}  {row.name}  ({whose}{retired}; versions {', '.join(versions)})\n"
