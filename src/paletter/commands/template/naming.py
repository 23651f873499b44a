"""Which text is meant: a file, what ships, or what is stored."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from paletter.assessments import prompt_files, shelf
from paletter.commands.stopping import WRONG, Stop
from paletter.vocabulary.rubrics import AssessmentTemplate

if TYPE_CHECKING:
    # Models can only be imported once Django is set up.
    from paletter.accounts.models import Organisation

WHICH = "a file, the key of a template, or KEY@VERSION for a stored one"


def needs_database(asked: argparse.Namespace) -> bool:
    """Tell whether something stored is asked for."""
    if asked.what in ("list", "add", "retire") or getattr(asked, "organisation", None):
        return True
    texts = [getattr(asked, field) for field in ("old", "new", "which") if hasattr(asked, field)]
    return any(not _is_file(text) and _on_shelf(text) is None for text in texts)


def text(which: str, *, organisation: str | None) -> AssessmentTemplate:
    """Return the text that is meant. Raises Stop when there is none, or it can't be read."""
    if _is_file(which):
        return file(Path(which))
    if organisation is None and (shipped := _on_shelf(which)):
        return shipped
    return _stored(which, organisation)


def file(path: Path) -> AssessmentTemplate:
    """Return what a file says, proofread or not. Raises Stop when it can't be read as a template."""
    try:
        return shelf.parse(content(path), name=path.name)
    except shelf.TemplateError as error:
        raise Stop(str(error)) from error


def content(path: Path) -> bytes:
    """Return what stands in a file. Raises Stop when it can't be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise Stop(f"There is no file “{path}”. Check the name and the folder.", code=WRONG) from None
    except OSError as error:
        raise Stop(f"“{path}” can't be read: {error.strerror}.", code=WRONG) from error


def files_beside(value: AssessmentTemplate, path: Path) -> dict[str, bytes]:
    """Return those files of a template's prompts that lie in the folder of its own file. Raises Stop."""
    try:
        return prompt_files.beside(value, path.parent)
    except OSError as error:
        raise Stop(f"“{error.filename}” can't be read: {error.strerror}.", code=WRONG) from error


def organisation_named(name: str) -> "Organisation":
    """Return an organisation. Raises Stop naming those there are."""
    from paletter.accounts import organisations

    try:
        return organisations.named(name)
    except organisations.UnknownOrganisation as error:
        raise Stop(str(error), code=WRONG) from error


def _is_file(which: str) -> bool:
    return which.endswith(".toml") or "/" in which or Path(which).is_file()


def _on_shelf(key: str) -> AssessmentTemplate | None:
    try:
        return shelf.template(key)
    except shelf.UnknownTemplate:
        return None


def _stored(which: str, organisation: str | None) -> AssessmentTemplate:
    from paletter.assessments import own

    key, _, version = which.partition("@")
    whose = organisation_named(organisation) if organisation else None
    # An organisation sees its own first, then what ships.
    rows = own.versions(key, whose) or own.versions(key, None)
    if not rows:
        hint = "" if organisation else " Name its organisation with --organisation, if it is not one that ships."
        raise Stop(f"No template “{key}” is stored.{hint} “paletter template list” shows all.", code=WRONG)
    wanted = [row for row in rows if row.version == version] if version else rows
    if not wanted:
        known = ", ".join(dict.fromkeys(row.version for row in rows))
        raise Stop(f"“{key}” has no version {version}. Stored versions: {known}.", code=WRONG)
    return wanted[-1].value
