"""What changes nothing: lint, diff, show, export, rules."""

import argparse
import sys
from pathlib import Path

from paletter.assessments import diff as differences
from paletter.assessments import lint as linter
from paletter.assessments import prompt_files, shelf, written
from paletter.assessments.rules import forbidden
from paletter.assessments.rules.findings import Finding, error
from paletter.commands.stopping import FAILED, Stop
from paletter.commands.template import naming, telling


def lint(asked: argparse.Namespace) -> int:
    """Print what is to be said of each file; 1 when one has errors."""
    found = {str(path): _findings(path, asked.organisation) for path in asked.files}
    if asked.json:
        sys.stdout.write(telling.findings_json(found))
    else:
        sys.stdout.write("".join(f"{name}\n{telling.findings(these)}" for name, these in found.items()))
    return FAILED if any(linter.errors(these) for these in found.values()) else 0


def diff(asked: argparse.Namespace) -> int:
    """Print what changed from one text to another."""
    old = naming.text(asked.old, organisation=asked.organisation)
    new = naming.text(asked.new, organisation=asked.organisation)
    if asked.text:
        sys.stdout.write(differences.unified(old, new, names=(asked.old, asked.new)))
    else:
        sys.stdout.write(telling.changes(differences.changes(old, new)))
    return 0


def show(asked: argparse.Namespace) -> int:
    """Print a template for people."""
    sys.stdout.write(telling.template(naming.text(asked.which, organisation=asked.organisation)))
    return 0


def export(asked: argparse.Namespace) -> int:
    """Print or write the canonical file."""
    text = written.to_toml(naming.text(asked.which, organisation=asked.organisation))
    if asked.out is None:
        sys.stdout.write(text)
        return 0
    try:
        asked.out.write_text(text, encoding="utf-8")
    except OSError as failure:
        raise Stop(f"“{asked.out}” can't be written: {failure.strerror}.") from failure
    return 0


def rules(_asked: argparse.Namespace) -> int:
    """Print what may not be judged."""
    sys.stdout.write(telling.rules(forbidden.rules()))
    return 0


def _findings(path: Path, organisation: str | None) -> tuple[Finding, ...]:
    try:
        value = shelf.parse(naming.content(path), name=path.name)
    except shelf.TemplateError as failure:
        return (error("file", "shape", str(failure)),)
    files = naming.files_beside(value, path)
    if organisation is None:
        return (*prompt_files.check(value, files), *linter.lint(value))
    from paletter.assessments import own
    from paletter.interviews import prompts

    whose = naming.organisation_named(organisation)
    return (*prompts.check(value, files, whose), *own.check(value, whose))
