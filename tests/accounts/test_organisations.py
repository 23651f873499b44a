import pytest

from paletter.accounts import organisations
from paletter.accounts.models import Organisation, Role, User
from tests import cast

pytestmark = pytest.mark.django_db


def test_an_organisation_begins_with_its_first_admin():
    organisation = organisations.create(name="Fjord Hotel", admin_email="Alice@Example.org", admin_name="Alice")

    membership = organisation.memberships.get()
    assert (membership.user.email, membership.user.name, membership.role) == ("alice@example.org", "Alice", Role.ADMIN)


def test_the_first_admin_may_be_somebody_who_has_an_account():
    carol = cast.a_candidate()

    organisation = organisations.create(name="Fjord Hotel", admin_email=carol.email, admin_name="Somebody else")

    assert organisation.memberships.get().user == carol
    carol.refresh_from_db()
    assert carol.name == "Carol Candidate"


def test_the_first_admin_has_no_password_and_an_address_still_to_be_proved():
    organisations.create(name="Fjord Hotel", admin_email="alice@example.org")

    alice = User.objects.get()
    assert not alice.has_usable_password()
    assert not alice.emailaddress_set.get().verified


def test_two_organisations_of_one_name_are_refused():
    organisations.create(name="Fjord Hotel", admin_email="alice@example.org")

    with pytest.raises(organisations.OrganisationRefused, match="named fjord hotel already"):
        organisations.create(name="fjord  hotel", admin_email="bob@example.org")
    assert Organisation.objects.count() == 1


def test_an_organisation_without_a_name_is_refused():
    with pytest.raises(organisations.OrganisationRefused, match="needs a name"):
        organisations.create(name="  ", admin_email="alice@example.org")


def test_names_that_look_alike_in_an_address_get_addresses_of_their_own():
    first = organisations.create(name="Café Nord", admin_email="alice@example.org")
    second = organisations.create(name="Cafe Nord", admin_email="alice@example.org")

    assert (first.slug, second.slug) == ("cafe-nord", "cafe-nord-2")


@pytest.mark.parametrize("said", ["Fjord Hotel Group", "  fjord hotel  GROUP ", "fjord-hotel-group"])
def test_an_organisation_is_found_by_name_or_slug_in_any_case(said):
    made = organisations.create(name="Fjord Hotel Group", admin_email="alice@example.org")

    assert organisations.named(said) == made


def test_an_unknown_organisation_is_answered_with_the_known_ones():
    organisations.create(name="Fjord Hotel Group", admin_email="alice@example.org")

    with pytest.raises(organisations.UnknownOrganisation, match="Known organisations: Fjord Hotel Group"):
        organisations.named("Harbour Inn")
