"""Files of prompts, kept where recordings are kept: an organisation's own, and those that ship.

Nothing but its template's stored text leads to a file, and that names it by its content (assessments.prompt_files).
"""

import shutil
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid5

import structlog
from django.db import transaction

from paletter.accounts.models import Organisation
from paletter.assessments import prompt_files
from paletter.assessments.models import TemplateVersion
from paletter.assessments.rules.findings import Finding
from paletter.interviews import places
from paletter.interviews.places import File, Stored
from paletter.vocabulary.rubrics import AssessmentTemplate

UNNAMED_FOR = timedelta(days=7)
"""For so long a file stays that was given and that no version names."""
NAMESPACE = UUID("7d0a4a39-6f0c-4c0e-9d61-0f3d3b7a5c11")


log = structlog.get_logger()


@dataclass(frozen=True)
class TakenIn:
    """A template whose files are stored under the names that it has now, and what is wrong with them."""

    value: AssessmentTemplate
    findings: tuple[Finding, ...]


def take_in(value: AssessmentTemplate, files: Mapping[str, bytes], organisation: Organisation | None) -> TakenIn:
    """Store those files that the template names, and return it with their stored names.

    Files that it needs and that were given before, or ship, need not be given again. May raise OSError.
    """
    wanted = set(prompt_files.names(value))
    given = {name: content for name, content in files.items() if name in wanted}
    wrong = tuple(prompt_files.contents(value, given))
    if wrong:
        return TakenIn(value, wrong)
    known = prompt_files.named(value, given)
    kept = {prompt_files.stored_name(name, content): content for name, content in given.items()}
    found = _missing(known, kept, organisation)
    if not found:
        for name, content in kept.items():
            _keep(name, content, organisation)
        _hold(set(prompt_files.names(known)) - kept.keys(), organisation)
    return TakenIn(known if not found else value, found)


def check(
    value: AssessmentTemplate, files: Mapping[str, bytes], organisation: Organisation | None
) -> tuple[Finding, ...]:
    """Return what is wrong with the files of a template, beside those that were stored before. May raise OSError."""
    return (*prompt_files.contents(value, files), *_missing(value, files, organisation))


def _missing(
    value: AssessmentTemplate, files: Mapping[str, bytes], organisation: Organisation | None
) -> tuple[Finding, ...]:
    starts = {name: content[: prompt_files.SNIFFED] for name, content in files.items()}
    for name in set(prompt_files.names(value)) - starts.keys():
        if (start := _start(name, organisation)) is not None:
            starts[name] = start
    return tuple(prompt_files.findings(value, starts))


def sweep(*, now: datetime) -> int:
    """Remove the files that no stored version of any template names any more, and return how many.

    Interviews name the version that they were asked under, and versions stay as long as an interview has them. What was
    given lately is left: whoever checks a template stores it later.
    """
    unnamed = [one for one, since in places.current().kept(File.PROMPT) if since <= now - UNNAMED_FOR]
    if not unnamed:
        return 0
    with transaction.atomic():
        # Whoever stores a template waits for the same rows (assessments.own).
        list(Organisation.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))
        named = _named()
        gone = [one for one in unnamed if one not in named and places.current().remove(one)]
    if gone:
        log.info("files of prompts that no template names were removed", files=len(gone))
    return len(gone)


def _named() -> set[UUID]:
    """Return the ids of all files that a stored version of a template names, where it would look for them."""
    rows = TemplateVersion.objects.select_related("template__organisation").iterator()
    return {
        _id(name, owner)
        for row in rows
        for name in prompt_files.names(row.value)
        for owner in (row.template.organisation, None)
    }


def _hold(names: Iterable[str], organisation: Organisation | None) -> None:
    """Let files that were given before, and that no version names yet, count as given now: one is about to."""
    named = _named() if names else set()
    for name in names:
        where_it_is = where(name, organisation)
        if where_it_is not in named:
            with (
                places.current().reading(where_it_is, File.PROMPT) as path,
                places.current().writing(where_it_is, File.PROMPT) as anew,
            ):
                shutil.copyfile(path, anew)


def opened(name: str, organisation: Organisation | None) -> Stored:
    """Open a file of an organisation's template. Raises FileNotFoundError, or another OSError."""
    return places.current().open(where(name, organisation), File.PROMPT)


def where(name: str, organisation: Organisation | None) -> UUID:
    """Return under which id a file lies: the organisation's own, else the one that ships. Raises FileNotFoundError."""
    for owner in dict.fromkeys((organisation, None)):
        if places.current().size(_id(name, owner), File.PROMPT):
            return _id(name, owner)
    raise FileNotFoundError(name)


def _id(name: str, organisation: Organisation | None) -> UUID:
    return uuid5(NAMESPACE, f"{organisation.pk if organisation else ''}/{name}")


def _keep(name: str, content: bytes, organisation: Organisation | None) -> None:
    # Also where it is: it counts as given now.
    with places.current().writing(_id(name, organisation), File.PROMPT) as path:
        path.write_bytes(content)


def _start(name: str, organisation: Organisation | None) -> bytes | None:
    try:
        with closing(opened(name, organisation)) as file:
            return b"".join(file.pieces(first=0, length=prompt_files.SNIFFED, at_most=prompt_files.SNIFFED))
    except FileNotFoundError:
        return None
