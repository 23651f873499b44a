"""Demographics come in by file, belong to interviews of that organisation only, and go again."""

from collections.abc import Callable, Iterator

import pytest
from allauth.account.models import EmailAddress
from django.db import OperationalError, connection

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
    a_scored_interview(cast.a_job(), "dan@example.org")

    assert imported(b"email,sex\ncarol@example.org,F\ndan@example.org,M\n").unmatched == 1


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

    ours = a_scored_interview(cast.a_job(), "dan@example.org")
    lines = f"{theirs.key},,,F\n,carol@example.org,,F\n,,opp-1,F\n,dan@example.org,,M\n"

    done = imported(f"interview,email,opportunity,sex\n{lines}".encode())

    assert (done.unmatched, done.interviews) == (3, 1)
    assert Demographics.objects.get().interview == ours


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


def test_a_file_that_matches_nobody_is_refused_and_says_what_was_compared() -> None:
    carol = a_scored_interview(cast.a_job(), "carol@example.org")
    imported(told((carol, "F", "")))
    nobody = b"email,opportunity,interview,sex\na@example.org,,,F\nb@example.org,,,M\n,opp-9,,M\n"
    nobody += b",,0e8f1e9c-5a0c-4bd4-a29c-1d0c4e2e7d11,F\n"

    with pytest.raises(SheetRefused) as refused:
        imported(nobody)

    assert refused.value.faults == (
        "No line of the file (4 lines) is about anybody who was interviewed by Fjord Hotel Group (1 interview). "
        "Compared were: 1 key of an interview with those in the interviews' addresses (/i/KEY/); "
        "1 id of an opportunity with those that results were written to, and those on a job's posting with a "
        "candidate's address; 2 addresses with those that candidates have proved.",
    )
    assert kept() == {"carol@example.org": "Female"}


def test_before_anybody_was_interviewed_no_file_is_kept() -> None:
    with pytest.raises(SheetRefused, match=r"\(0 interviews\)"):
        imported(b"email,sex\na@example.org,F\n")

    assert demographics.standing(cast.an_organisation()) is None


def test_a_file_that_tells_of_far_fewer_than_the_last_is_put_to_the_question_first() -> None:
    job = cast.a_job()
    five = [a_scored_interview(job, f"person-{n}@example.org") for n in "abcde"]
    imported(told(*((one, "F", "") for one in five)))
    fewer = told((five[0], "M", ""), (five[1], "M", "")) + b"\n0e8f1e9c-5a0c-4bd4-a29c-1d0c4e2e7d11,M,"

    with pytest.raises(demographics.FarFewer) as refused:
        imported(fewer)

    assert refused.value.faults == (
        "This file tells of 2 interviews and 1 of its 3 lines is about nobody who was interviewed here; "
        "what is imported now tells of 5 interviews.",
    )
    assert set(kept().values()) == {"Female"}
    assert imported(fewer, even_if_fewer=True).interviews == 2
    assert set(kept().values()) == {"Male"} and len(kept()) == 2


def test_in_place_of_made_up_people_any_real_ones_may_come() -> None:
    job = cast.a_job()
    five = [a_scored_interview(job) for _ in range(5)]
    imported(told(*((one, "F", "") for one in five)), is_synthetic=True)

    assert imported(told((five[0], "M", ""))).interviews == 1


@pytest.fixture
def full_disk() -> Iterator[Callable[[], None]]:
    """Makes a database that has no room for a row more."""

    def fill() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE disk_full; END$$; "
                f"CREATE TRIGGER no_room BEFORE INSERT ON {Demographics._meta.db_table} "
                "FOR EACH ROW EXECUTE FUNCTION no_room()"
            )

    yield fill
    with connection.cursor() as cursor:
        cursor.execute("DROP FUNCTION no_room CASCADE")


@pytest.mark.django_db(transaction=True)
def test_an_import_that_breaks_in_the_middle_leaves_the_last_one_whole(full_disk) -> None:
    carol = a_scored_interview(cast.a_job(), "carol@example.org")
    imported(told((carol, "F", "")))
    full_disk()

    with pytest.raises(OperationalError):
        imported(told((carol, "M", "")))

    assert kept() == {"carol@example.org": "Female"}
    assert demographics.standing(cast.an_organisation()) is not None


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
