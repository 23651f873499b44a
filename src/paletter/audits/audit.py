"""An audit: the figures of a sample, with all that a reader needs to know where they come from."""

from dataclasses import dataclass
from datetime import datetime
from importlib import metadata

from paletter.accounts.models import Organisation
from paletter.audits import demographics, sample
from paletter.audits.figures import SMALLEST, Figures, figures
from paletter.audits.sample import Sample, Scope


@dataclass(frozen=True)
class Audit:
    """What was found, of whom, by which scorers, from which demographics. Names nobody.

    `lines` were imported, `unmatched` of them about nobody who was interviewed here.
    """

    organisation: str
    made_at: datetime
    scope: Scope
    sample: Sample
    figures: Figures
    imported_at: datetime
    lines: int
    unmatched: int
    is_synthetic: bool
    version: str


class NothingImported(Exception):
    """There are no demographics to audit by; the message says how they come in."""


def make(
    organisation: Organisation,
    scope: Scope,
    *,
    smallest: int = SMALLEST,
    is_demo: bool,
    now: datetime,
) -> Audit:
    """Return the audit of an organisation's interviews.

    `is_demo` says that all data of this installation is made up. Raises NothingImported.
    """
    origin = demographics.standing(organisation)
    if origin is None:
        raise NothingImported(
            "There are no demographics to audit by yet. An admin imports them from a CSV file, on the page “Bias "
            "audit” or by “paletter audit import”."
        )
    drawn = sample.draw(organisation, scope)
    return Audit(
        organisation=organisation.name,
        made_at=now,
        scope=scope,
        sample=drawn,
        figures=figures(drawn.people, smallest=smallest),
        imported_at=origin.imported_at,
        lines=origin.lines,
        unmatched=origin.unmatched,
        is_synthetic=is_demo or origin.is_synthetic,
        version=_version(),
    )


def _version() -> str:
    try:
        return metadata.version("paletter")
    except metadata.PackageNotFoundError:
        return "of a source folder"
