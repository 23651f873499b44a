"""`paletter audit import FILE` and `paletter audit report`: whether groups of people fare alike, on real use."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from paletter.commands.opening import database_ready
from paletter.commands.stopping import FAILED, WRONG, Stop

if TYPE_CHECKING:
    from paletter.accounts.models import Organisation
    from paletter.audits.audit import Audit
    from paletter.audits.demographics import Imported
    from paletter.jobs.models import Job


def arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_subparsers(dest="what", required=True)
    taken = what.add_parser("import", help="take in demographics from a CSV file, in place of what was imported before")
    taken.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help="with a column email, interview or opportunity, and sex, race_ethnicity and, if you want, age_group",
    )
    taken.add_argument("--synthetic", action="store_true", help="the people or their data are made up; label it so")
    taken.add_argument(
        "--even-if-fewer",
        action="store_true",
        help="replace what is there although this file tells of far fewer interviews",
    )
    report = what.add_parser("report", help="print the tables of Local Law 144, and more")
    report.add_argument("--from", dest="begin", type=_day, metavar="DAY", help="handed in on this day or later")
    report.add_argument("--to", dest="end", type=_day, metavar="DAY", help="handed in on this day or before")
    report.add_argument(
        "--job", action="append", default=[], metavar="CODE", help="the code in its link /j/CODE; often"
    )
    report.add_argument("--template", default="", metavar="KEY", help="only interviews under this template")
    report.add_argument("--smallest", type=int, default=5, metavar="N", help="tell of no group of fewer people (5)")
    report.add_argument("--csv", type=Path, metavar="FILE", help="write the figures as CSV")
    report.add_argument("--json", type=Path, metavar="FILE", help="write the figures as JSON")
    report.add_argument("--page", type=Path, metavar="FILE.html", help="write the page to publish")
    for parser_ in (taken, report):
        parser_.add_argument("--organisation", required=True, metavar="NAME", help="its name, or its short name")


def run(asked: argparse.Namespace) -> int:
    content = _content(asked.file) if asked.what == "import" else b""
    with database_ready():
        organisation = _organisation(asked.organisation)
        if asked.what == "import":
            sys.stdout.write(_told(_taken_in(content, organisation, asked)))
        else:
            _write(_audit(asked, organisation), asked)
    return 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}” is no day; write it as 2026-11-23") from error


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise Stop(f"There is no file “{path}”. Check the name and the folder.", code=WRONG) from None
    except OSError as error:
        raise Stop(f"“{path}” can't be read: {error.strerror}.", code=WRONG) from error


def _organisation(name: str) -> "Organisation":
    # Models can only be imported once Django is set up.
    from django.db.models import Q

    from paletter.accounts.models import Organisation

    found = Organisation.objects.filter(Q(name__iexact=name.strip()) | Q(slug=name.strip())).first()
    if found is None:
        known = ", ".join(Organisation.objects.order_by("name").values_list("name", flat=True)) or "none yet"
        raise Stop(f"There is no organisation named “{name}”. There are: {known}.", code=WRONG)
    return found


def _taken_in(content: bytes, organisation: "Organisation", asked: argparse.Namespace) -> "Imported":
    from django.utils import timezone

    from paletter.audits import demographics
    from paletter.audits.sheet import SheetRefused

    try:
        return demographics.take_in(
            content,
            organisation=organisation,
            by=None,
            is_synthetic=asked.synthetic,
            even_if_fewer=asked.even_if_fewer,
            now=timezone.now(),
        )
    except SheetRefused as refusal:
        faults = "\n".join(refusal.faults)
        if isinstance(refusal, demographics.FarFewer):
            faults += " If that is meant, add --even-if-fewer."
        raise Stop(f"{faults}\nNothing was imported; what was there before still counts.", code=WRONG) from refusal


def _told(done: "Imported") -> str:
    from paletter.audits.wording import counted

    told = f"{counted(done.lines, 'line')} read; {counted(done.interviews, 'interview')} told of; "
    told += f"{counted(done.unmatched, 'line')} about nobody who was interviewed here, of which nothing is kept.\n"
    return told + (f"Columns not read and not kept: {', '.join(done.unread)}.\n" if done.unread else "")


def _audit(asked: argparse.Namespace, organisation: "Organisation") -> "Audit":
    from django.utils import timezone

    from paletter.audits import audit
    from paletter.audits.figures import FEWEST_SMALLEST
    from paletter.audits.sample import Scope
    from paletter.config.options import options

    if asked.smallest < FEWEST_SMALLEST:
        raise Stop(f"--smallest must be {FEWEST_SMALLEST} or more: of two people each knows the other.", code=WRONG)
    if asked.begin and asked.end and asked.begin > asked.end:
        raise Stop("--from lies after --to. Exchange them.", code=WRONG)
    scope = Scope(asked.begin, asked.end, _jobs(asked.job, organisation), _template(asked.template, organisation))
    try:
        return audit.make(organisation, scope, smallest=asked.smallest, is_demo=options().demo, now=timezone.now())
    except audit.NothingImported as error:
        raise Stop(str(error), code=FAILED) from error


def _jobs(codes: list[str], organisation: "Organisation") -> "tuple[Job, ...]":
    from paletter.jobs.models import Job

    found = {job.code: job for job in Job.objects.filter(organisation=organisation).select_related("posting")}
    for code in codes:
        if code not in found:
            raise Stop(
                f"{organisation.name} has no job with the code “{code}”. It stands in the job's link, /j/CODE.",
                code=WRONG,
            )
    return tuple(found[code] for code in codes)


def _template(key: str, organisation: "Organisation") -> str:
    from paletter.assessments.models import Template

    known = Template.objects.filter(jobs__organisation=organisation).distinct().order_by("key")
    keys = list(known.values_list("key", flat=True))
    if key and key not in keys:
        told = ", ".join(keys) or "none yet"
        raise Stop(f"No job of {organisation.name} has a template “{key}”. There are: {told}.", code=WRONG)
    return key


def _write(audit: "Audit", asked: argparse.Namespace) -> None:
    from paletter.audits import exports, layout, public

    page = layout.lay_out(audit)
    if asked.csv:
        _save(asked.csv, exports.to_csv(audit))
    if asked.json:
        _save(asked.json, json.dumps(exports.to_json(audit), ensure_ascii=False, indent=2) + "\n")
    if asked.page:
        _save(asked.page, public.render(page))
    sys.stdout.write(exports.to_text(page))


def _save(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise Stop(f"“{path}” can't be written: {error.strerror}.") from error
    sys.stderr.write(f"Written: {path}.\n")
