"""The demo, told by walking the product's own way: each chapter looks first at what happened already.

Nothing is written that a person's clicks would not write, and nothing is computed here: the worker does it.
"""

import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar
from urllib.parse import parse_qsl, urlsplit

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from paletter import plugins
from paletter.accounts import organisations, people
from paletter.accounts.models import Organisation, User
from paletter.assessments.models import Template
from paletter.ats.protocol import AtsError
from paletter.commands.demo import every_setting
from paletter.commands.demo.cast import (
    CANDIDATE,
    LEVER_USER,
    ORGANISATION,
    POSTING,
    POSTING_OF_EVERY_SETTING,
    RECRUITER,
    TEMPLATE,
    Invented,
)
from paletter.commands.demo.simulator import SimulatorSilent, accept
from paletter.commands.stopping import Stop
from paletter.connections import connect
from paletter.connections.models import Connection, MirroredPosting
from paletter.flow import triggers
from paletter.interviews import consent, receiving, recordings, sitting, takes
from paletter.interviews.models import Answer, Interview, Recording
from paletter.jobs import joining
from paletter.jobs.models import Job
from paletter.reports.models import Report
from paletter.transcripts import corrections
from paletter.transcripts.models import Source
from paletter.writeback.models import Delivery, DeliveryState

T = TypeVar("T")
SHIPPED = Path(__file__).with_name("recordings")
SOON = 120.0
LATER = 1800.0


def tell() -> None:
    """Make everything that is missing, wait for the worker, and say where the report is. Raises Stop."""
    recruiter = _recruiter()
    organisation = Organisation.objects.get(name=ORGANISATION)
    interview = Interview.objects.filter(candidate__email=CANDIDATE.email, submitted_at__isnull=False).first()
    if interview is None:
        connection = _connection(organisation, recruiter)
        interview = _handed_in(_job(connection, recruiter))
        _say(f"{CANDIDATE.name} has handed in her interview; the worker listens to it now. This takes some minutes.")
    _every_setting(organisation, recruiter)
    if interview.scored_at is None:
        _check_words(interview)
        _wait_for_report(interview)


def _recruiter() -> User:
    if not Organisation.objects.filter(name=ORGANISATION).exists():
        organisations.create(name=ORGANISATION, admin_email=RECRUITER.email, admin_name=RECRUITER.name)
    return _person(RECRUITER)


def _person(who: Invented) -> User:
    """Return an invented person, who cannot open mails and so is taken at their word."""
    user = people.with_address(who.email, name=who.name)
    EmailAddress.objects.filter(user=user, email=who.email).update(verified=True)
    return user


def _connection(organisation: Organisation, recruiter: User) -> Connection:
    found = Connection.objects.filter(organisation=organisation).first()
    if found is not None:
        return found  # as the recruiter left it, be it switched off
    provider = plugins.ats_provider("lever")
    return_to = settings.BASE_URL + reverse("recruiter:ats_callback", args=[provider.key])
    expected, url = connect.begin(provider=provider, return_to=return_to)
    try:
        sent_to = _patiently(lambda: accept(url, user=LEVER_USER))
        answer = dict(parse_qsl(urlsplit(sent_to).query))
        connection = connect.complete(
            organisation=organisation,
            user=recruiter,
            provider=provider,
            code=answer.get("code", ""),
            state=answer.get("state", ""),
            expected_state=expected,
            return_to=return_to,
            now=timezone.now(),
        )
    except (SimulatorSilent, connect.ConnectRefused, AtsError) as error:
        raise Stop(str(error)) from error
    triggers.connected(connection)
    return connection


def _job(connection: Connection, recruiter: User) -> Job:
    posting = _until(
        lambda: MirroredPosting.objects.filter(connection=connection, title=POSTING).first(),
        seconds=SOON,
        otherwise=f"The posting “{POSTING}” has not come from the simulated Lever. Does the worker run?",
    )
    found = Job.objects.filter(posting=posting).first()
    template = Template.objects.get(key=TEMPLATE, organisation=None)
    try:
        return found or joining.join(posting=posting, template=template, user=recruiter)
    except joining.JoinRefused as refusal:
        raise Stop(str(refusal)) from refusal


def _every_setting(organisation: Organisation, recruiter: User) -> None:
    """Let a newcomer walk what a template can set; a posting that has left Lever, or has another job, is left so."""
    rows = MirroredPosting.objects.filter(connection__organisation=organisation, title=POSTING_OF_EVERY_SETTING)
    posting = rows.select_related("connection__organisation").first()
    job = every_setting.joined(posting, recruiter) if posting else None
    if job is not None:
        _say(
            f"An interview that uses every setting of a template: {settings.BASE_URL}{reverse('job', args=[job.code])}"
        )


def _handed_in(job: Job) -> Interview:
    try:
        interview = sitting.begin(job, _person(CANDIDATE), now=timezone.now())
        contact = settings.OPTIONS.support_email
        shown = consent.of(interview, contact=contact)
        consent.give(interview, shown_sha256=shown.sha256, contact=contact, now=timezone.now())
        for answer in interview.answers.filter(kept=None).order_by("position"):
            _record(interview, answer)
        with transaction.atomic():
            interview = sitting.submit(interview, now=timezone.now())
            triggers.interview_submitted(interview)
    except sitting.Refused as refusal:
        raise Stop(str(refusal)) from refusal
    return interview


def _record(interview: Interview, answer: Answer) -> None:
    """Upload the shipped recording of a question as a browser would, and keep it."""
    path = SHIPPED / f"{answer.question_key}.webm"
    size = path.stat().st_size
    take = takes.open_take(interview, answer.position, length=size, now=timezone.now())
    with path.open("rb") as file, receiving.receive(file.read, size) as piece:
        take = recordings.append(take, piece, at=0, length=size, now=timezone.now())
    with transaction.atomic():
        takes.keep(take, sha256=take.sha256, now=timezone.now())
        triggers.answer_kept(take)


def _check_words(interview: Interview) -> None:
    """Wait until all answers are in words, and put these right as the candidate would."""
    _until(
        lambda: Interview.objects.filter(pk=interview.pk, heard_at__isnull=False).first(),
        seconds=LATER,
        otherwise="The worker has not found the words of the demo's interview yet; it goes on as long as it runs.",
    )
    interview.refresh_from_db()
    if interview.checked_at is not None:
        return
    spoken = {one["question"]: one["text"] for one in tomllib.loads((SHIPPED / "texts.toml").read_text())["answers"]}
    with transaction.atomic():
        interview = sitting.finish_check(interview, is_skipped=False, now=timezone.now())
        for take in Recording.objects.filter(kept_by__interview=interview).select_related("answer"):
            heard = take.transcripts.get(source=Source.RECOGNISED)
            corrections.correct(heard, spoken[take.answer.question_key], by=interview.candidate, now=timezone.now())
        triggers.words_checked(interview)


def _wait_for_report(interview: Interview) -> None:
    report = _until(
        lambda: Report.objects.filter(interview=interview).first(),
        seconds=SOON,
        otherwise="The demo's interview is not scored yet; it will be as long as the worker runs.",
    )
    _say(f"{CANDIDATE.name}'s report is ready: {settings.BASE_URL}{reverse('report:report', args=[report.key])}")
    delivery = _until(
        lambda: Delivery.objects.filter(report=report).exclude(state=DeliveryState.WAITING).first(),
        seconds=SOON,
        otherwise="Its note and tags have not reached the simulated Lever yet.",
    )
    if delivery.state == DeliveryState.DONE:
        _say("Its note and tags are in the simulated Lever.")
    else:
        _say(f"It waits on its way to Lever: {delivery.sentence}")


def _until(look: Callable[[], T | None], *, seconds: float, otherwise: str) -> T:
    """Return what is found within some seconds; raises Stop with the other sentence."""
    end = time.monotonic() + seconds
    while (found := look()) is None:
        if time.monotonic() > end:
            raise Stop(otherwise)
        time.sleep(0.5)
    return found


def _patiently(ask: Callable[[], str]) -> str:
    """Ask the simulator, which may still be starting."""
    for _ in range(20):
        try:
            return ask()
        except SimulatorSilent:
            time.sleep(0.5)
    return ask()


def _say(text: str) -> None:
    sys.stdout.write(f"Demo: {text}\n")
    sys.stdout.flush()
