"""Every page that candidates meet, by axe-core, in light and dark, at 320 and at 1280 pixels."""

from datetime import timedelta

from django.utils import timezone

from paletter.accounts.models import Organisation
from paletter.interviews import sitting
from paletter.interviews.models import Interview
from paletter.retention import erase
from paletter.retention.models import Erasure
from tests.cast import NOON, a_candidate, a_job, a_posting, a_template, an_interview
from tests.reports.cast import GUEST, a_full_report, a_take, hear
from tests.web.accessible.walk import Walk
from tests.web.candidate.agreed import agreed
from tests.web.candidate.browser import IN_BROWSER
from tests.web.candidate.kinds import in_writing

pytestmark = IN_BROWSER


def a_short_job():
    return a_job(template=a_template("guest-service-short"))


def handed_in(**fields: object) -> Interview:
    interview = agreed(an_interview(a_short_job(), submitted_at=NOON, **fields))
    hear(a_take(interview, 1), GUEST, doubtful=("limping",))
    a_take(interview, 2, unusable_reason="There is no sound in this recording.")
    return interview


def test_before_any_account(walk: Walk) -> None:
    closed = a_job(a_posting(state="closed"))

    assert walk.past("/", f"/j/{a_short_job().code}", f"/j/{closed.code}", "/help/interviews", "/nothing/here") == ""


def test_from_the_consent_to_the_last_look(walk: Walk) -> None:
    new, begun = an_interview(a_short_job()), agreed(an_interview(a_short_job()))
    a_take(begun, 1, GUEST)
    walk.as_(a_candidate())

    faults = walk.past(
        "/interviews/",
        f"/j/{new.job.code}",
        f"/i/{new.key}/consent",
        f"/i/{begun.key}/consent",
        f"/i/{begun.key}/devices",
        f"/i/{begun.key}/questions/1",
        f"/i/{begun.key}/questions/2",
        f"/i/{begun.key}/questions/",
        f"/i/{begun.key}/practice",
        f"/i/{begun.key}/another-way",
        f"/i/{begun.key}/review",
    )

    assert faults == ""


def test_an_answer_in_writing(walk: Walk) -> None:
    begun = agreed(an_interview(in_writing(a_short_job())))

    assert walk.as_(a_candidate()).past(f"/i/{begun.key}/questions/1", f"/i/{begun.key}/review") == ""


def test_after_handing_in(walk: Walk) -> None:
    soon = timezone.now() + timedelta(hours=20)
    checking = handed_in(heard_at=NOON, check_until=soon)
    stations = [
        handed_in(),
        handed_in(trouble="The server could not use its disk."),
        handed_in(heard_at=NOON, checked_at=NOON, scored_at=NOON),
        checking,
    ]
    walk.as_(a_candidate())

    faults = walk.past("/interviews/", f"/i/{checking.key}/words", *(f"/i/{one.key}/" for one in stations))

    assert faults == ""


def test_the_report_where_it_is_shared(walk: Walk) -> None:
    interview = a_full_report().interview
    Organisation.objects.update(shares_reports=True)
    Interview.objects.update(submitted_at=NOON, scored_at=NOON)

    assert walk.as_(interview.candidate).past(f"/i/{interview.key}/report") == ""


def test_own_data_and_what_can_not_be_undone(walk: Walk) -> None:
    interview, withdrawn = handed_in(scored_at=NOON), handed_in()
    sitting.withdraw(withdrawn, now=NOON)
    erased = an_interview(a_job(a_posting("Night Porter")))
    erase.erase(erased, reason=Erasure.Reason.ASKED_FOR, now=NOON)

    faults = walk.as_(a_candidate()).past(
        f"/i/{interview.key}/data",
        f"/i/{interview.key}/data/withdraw",
        f"/i/{interview.key}/data/delete",
        "/account/data",
        "/account/delete",
        f"/i/{withdrawn.key}/",
        f"/i/{withdrawn.key}/data",
        f"/i/{erased.key}/",
        "/interviews/",
    )

    assert faults == ""


def test_asking_before_an_interview_is_begun(walk: Walk) -> None:
    assert walk.as_(a_candidate()).past(f"/j/{a_short_job().code}/another-way") == ""


def test_nothing_yet(walk: Walk) -> None:
    assert walk.as_(a_candidate()).past("/interviews/") == ""
