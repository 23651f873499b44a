from dataclasses import replace

import pytest

from paletter.assessments import shelf, stored
from paletter.assessments.models import Template, TemplateVersion
from tests import cast

pytestmark = pytest.mark.django_db


def names(organisation) -> list[str]:
    return [template.name for template in stored.templates_for(organisation)]


def test_every_shipped_template_is_stored_once():
    first, second = stored.load_shelf(), stored.load_shelf()

    assert (first, second) == (len(shelf.templates()), 0)
    assert "General Hospitality FOH AI Template" in names(cast.an_organisation())


def test_what_is_stored_reads_back_as_it_stands_in_its_file():
    stored.load_shelf()

    assert Template.objects.get(key="general-hospitality-foh").current.value == shelf.template(
        "general-hospitality-foh"
    )


def test_a_changed_text_is_a_new_version_and_the_old_one_stays():
    stored.load_shelf()
    template = Template.objects.get(key="general-hospitality-foh")
    changed = replace(template.current.value, description="Asked anew.", version="2")

    assert stored.store(changed)
    assert template.current.value.description == "Asked anew."
    assert TemplateVersion.objects.filter(template=template).count() == 2


def test_an_organisation_uses_shipped_templates_and_its_own_but_nobody_elses():
    mine, theirs = cast.an_organisation(), cast.an_organisation("Rival Hotels")
    value = shelf.template("general-hospitality-foh")
    stored.store(replace(value, key="mine", name="Mine"), organisation=mine)
    stored.store(replace(value, key="theirs", name="Theirs"), organisation=theirs)

    assert names(mine) == ["Mine"]
    assert names(theirs) == ["Theirs"]


def test_a_retired_template_is_no_longer_offered():
    stored.load_shelf()
    Template.objects.update(is_retired=True)

    assert names(cast.an_organisation()) == []
