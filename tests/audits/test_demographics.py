"""Demographics come in by file, belong to interviews of that organisation only, and go again."""

import pytest
from allauth.account.models import EmailAddress

from paletter.accounts.models import Organisation
from paletter.audits import demographics
from paletter.audits.models import Demographics, DemographicsImport
from paletter.audits.sheet import SheetRefused
from paletter.connections import addresses
from paletter.connections.models import MirroredOpportunity
from paletter.reports.models import Report
from paletter.retention import erase
from paletter.retention.models import Erasure
from paletter.writeback.models import Delivery
from tests import cast
from tests.audits.scene import a_scored_interview, imported, told
from tests.cast import NOON

pytestmark = pytest.mark.django_db


def kept() -> dict[str, str]:
    """Return the sex that is kept, by the candidate's address."""
    return dict(Demographics.objects.values_list("interview__candidate__email", "sex"))


def test_a_line_is_matched_by_the_address_of_the_candidate_without_case() -> None:
    a_scored_interview(cast.a_job(), "carol@example.org")

    done = imported(b"email,sex\nCAROL@example.org,F\nnobody@example.org,M\n")

    assert (done.lines, done.unmatched, done.interviews) == (2, 1, 1)
    assert kept() == {"carol@example.org": "Female"}


def test_an_address_tells_of_all_interviews_of_that_person() -> None:
    for title in ("Host", "Porter"):
        a_scored_interview(cast.a_job(cast.a_posting(title)), "carol@example.org")

    assert imported(b"email,sex\ncarol@example.org,F\n").interviews == 2


def test_an_address_that_was_never_proved_matches_nobody() -> None:
    a_scored_interview(cast.a_job(), "carol@example.org")
    EmailAddress.objects.update(verified=False)

    assert imported(b"email,sex\ncarol@example.org,F\n").unmatched == 1


def test_a_line_is_matched_by_the_key_of_the_interview() -> None:
    interview = a_scored_interview(cast.a_job(), "carol@example.org")

    imported(told((interview, "F", "")))

    assert kept() == {"carol@example.org": "Female"}


def test_a_line_is_matched_by_the_opportunity_that_a_result_was_written_to() -> None:
    interview = a_scored_interview(cast.a_job(), "carol@example.org")
    Delivery.objects.create(report=Report.objects.get(interview=interview), opportunity_id="opp-1")

    imported(b"opportunity,sex\nopp-1,F\n")

    assert kept() == {"carol@example.org": "Female"}


def test_a_line_is_matched_by_an_opportunity_on_the_posting_with_the_candidates_address() -> None:
    job = cast.a_job()
    a_scored_interview(job, "carol@example.org")
    an_opportunity = MirroredOpportunity(
        connection=job.posting.connection,
        external_id="opp-1",
        posting=job.posting,
        digests=addresses.digests(["carol@example.org"]),
        created_at=NOON,
    )
    an_opportunity.save()

    imported(b"opportunity,sex\nopp-1,F\nopp-2,M\n")

    assert kept() == {"carol@example.org": "Female"}


def test_interviews_of_another_organisation_are_never_matched() -> None:
    rival = cast.an_organisation("Rival Hotels")
    theirs = a_scored_interview(cast.a_job(cast.a_posting(connection=cast.a_connection(rival))), "carol@example.org")
    Delivery.objects.create(report=Report.objects.get(interview=theirs), opportunity_id="opp-1")

    done = imported(f"interview,email,opportunity,sex\n{theirs.key},,,F\n,carol@example.org,,F\n,,opp-1,F\n".encode())

    assert (done.unmatched, done.interviews) == (3, 0)


def test_a_new_file_takes_the_place_of_the_last() -> None:
    job = cast.a_job()
    carol, dan = a_scored_interview(job, "carol@example.org"), a_scored_interview(job, "dan@example.org")
    imported(told((carol, "F", ""), (dan, "M", "")))

    imported(told((carol, "X", "")))

    assert kept() == {"carol@example.org": "X"}
    assert DemographicsImport.objects.count() == 1


def test_a_file_with_a_fault_changes_nothing() -> None:
    carol = a_scored_interview(cast.a_job(), "carol@example.org")
    imported(told((carol, "F", "")))

    with pytest.raises(SheetRefused):
        imported(b"email,sex\ncarol@example.org,X\n,X\n")

    assert kept() == {"carol@example.org": "Female"}


def test_two_lines_that_contradict_each_other_are_refused() -> None:
    carol = a_scored_interview(cast.a_job(), "carol@example.org")

    with pytest.raises(SheetRefused, match="Line 3 and line 2 say different things about one interview"):
        imported(told((carol, "F", ""), (carol, "M", "")))

    assert imported(told((carol, "F", ""), (carol, "F", ""))).interviews == 1


def test_nothing_is_kept_of_the_file_but_categories() -> None:
    a_scored_interview(cast.a_job(), "carol@example.org")
    imported(b"email,name,sex\ncarol@example.org,Carol Candidate,F\nsomebody@example.org,Some Body,M\n")

    rows = [*Demographics.objects.values(), *DemographicsImport.objects.values()]

    assert "Carol" not in str(rows)
    assert "example.org" not in str(rows)


def test_what_was_imported_is_removed_for_one_organisation_only() -> None:
    ours, theirs = cast.an_organisation(), cast.an_organisation("Rival Hotels")
    for organisation in (ours, theirs):
        posting = cast.a_posting(connection=cast.a_connection(organisation))
        imported(told((a_scored_interview(cast.a_job(posting)), "F", "")), organisation)

    assert demographics.remove(ours)

    assert not demographics.remove(ours)
    assert demographics.standing(ours) is None
    assert demographics.standing(theirs)
    assert Demographics.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_with_an_interview_its_demographics_are_erased() -> None:
    job = cast.a_job()
    carol, dan = a_scored_interview(job, "carol@example.org"), a_scored_interview(job, "dan@example.org")
    imported(told((carol, "F", ""), (dan, "M", "")))

    erase.erase(carol, reason=Erasure.Reason.ASKED_FOR, now=NOON)

    assert kept() == {"dan@example.org": "Male"}


def test_an_interview_does_not_lead_to_what_its_person_said() -> None:
    interview = a_scored_interview(cast.a_job())
    imported(told((interview, "F", "")))

    ways = {relation.get_accessor_name() for relation in type(interview)._meta.related_objects}

    assert "demographics" not in ways
    assert not {relation.name for relation in Organisation._meta.related_objects} & {
        "demographics",
        "demographicsimport",
    }


def test_a_thousand_lines_take_as_many_queries_as_one(django_assert_max_num_queries) -> None:
    job = cast.a_job()
    interviews = [a_scored_interview(job) for _ in range(30)]
    with django_assert_max_num_queries(14):
        imported(told((interviews[0], "F", "")))

    with django_assert_max_num_queries(14):
        imported(told(*((interview, "F", "") for interview in interviews)))
