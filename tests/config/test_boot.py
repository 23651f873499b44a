import pytest


@pytest.mark.django_db
def test_boot():
    from paletter.accounts.models import Organisation

    Organisation.objects.create(name="x", slug="x")
