"""An organisation's own templates: what is refused, what is stored, and that the past stays."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from django.db import connection

from paletter.assessments import own, shelf, stored
from paletter.assessments.models import Template, TemplateVersion
from paletter.interviews import sitting
from tests import cast
from tests.assessments.writing import ANCHORS, a_template, with_anchor, with_question, with_skill

pytestmark = pytest.mark.django_db

TEXT = a_template()
SECOND = replace(TEXT, version="2", description="Asked anew.")


def refused(value, organisation) -> list[str]:
    with pytest.raises(own.TemplateRefused) as refusal:
        own.add(value, organisation)
    return [str(finding) for finding in refusal.value.findings if finding.is_error]


def test_a_template_is_stored_and_offered_to_its_organisation_alone():
    fjord, rival = cast.an_organisation(), cast.an_organisation("Rival Hotels")

    added = own.add(TEXT, fjord)

    assert added.outcome is own.Outcome.NEW
    assert [template.name for template in stored.templates_for(fjord)] == [TEXT.name]
    assert list(stored.templates_for(rival)) == []


def test_the_same_text_once_more_changes_nothing():
    fjord = cast.an_organisation()
    first = own.add(TEXT, fjord)

    again = own.add(a_template(), fjord)

    assert (again.outcome, again.version) == (own.Outcome.SAME, first.version)
    assert TemplateVersion.objects.count() == 1


def test_a_changed_text_with_another_version_is_the_current_one_and_the_old_one_stays():
    fjord = cast.an_organisation()
    first = own.add(TEXT, fjord).version

    second = own.add(SECOND, fjord)

    assert second.outcome is own.Outcome.CHANGED
    assert Template.objects.get().current == second.version
    first.refresh_from_db()
    assert first.value == TEXT


def test_a_changed_text_with_the_old_version_is_refused():
    fjord = cast.an_organisation()
    own.add(TEXT, fjord)

    assert refused(replace(TEXT, description="Asked anew."), fjord) == [
        "field “version”: version 1 is stored with another text, by which interviews may have been judged. "
        "Raise the version."
    ]
    assert TemplateVersion.objects.count() == 1


def test_a_changed_anchor_with_the_old_version_of_its_skill_is_refused():
    fjord = cast.an_organisation()
    own.add(TEXT, fjord)

    (told,) = refused(replace(with_skill(anchors=ANCHORS | {5: "Finds out more."}), version="2"), fjord)

    assert told.startswith("skill “service”: its words differ from those stored as version 1 of this skill.")


def test_an_old_text_does_not_become_current_again_in_silence():
    fjord = cast.an_organisation()
    own.add(TEXT, fjord)
    own.add(SECOND, fjord)

    assert "is stored as version 1 and is not the newest" in refused(TEXT, fjord)[0]
    assert own.add(replace(TEXT, version="3"), fjord).outcome is own.Outcome.CHANGED


def test_what_may_not_be_judged_is_not_stored():
    fjord = cast.an_organisation()

    assert "“enthusiasm” may not be scored" in refused(with_anchor("Answers with enthusiasm."), fjord)[0]
    assert not Template.objects.exists()


def test_warnings_do_not_keep_a_text_out_and_are_handed_back():
    added = own.add(with_question("Do you like guests?"), cast.an_organisation())

    assert [finding.rule for finding in added.findings] == ["yes-no"]


def test_a_key_that_ships_is_refused():
    stored.load_shelf()
    value = replace(TEXT, key="general-hospitality-foh")

    assert refused(value, cast.an_organisation()) == [
        "field “key”: “general-hospitality-foh” ships with Paletter. Give your copy a key of its own."
    ]


def test_a_name_that_recruiters_could_not_tell_apart_is_refused():
    fjord = cast.an_organisation()
    stored.load_shelf()
    own.add(TEXT, fjord)

    assert refused(replace(TEXT, key="copy", name=f" {TEXT.name.upper()} "), fjord)
    assert refused(replace(TEXT, key="copy", name="General Hospitality FOH AI Template"), fjord)
    assert own.add(TEXT, cast.an_organisation("Rival Hotels")).outcome is own.Outcome.NEW


def test_a_template_may_keep_or_change_its_own_name():
    fjord = cast.an_organisation()
    own.add(TEXT, fjord)
    own.add(replace(SECOND, name="Night Desk AI Template"), fjord)

    assert Template.objects.get().name == "Night Desk AI Template"


def test_two_organisations_keep_two_pasts_under_one_key():
    fjord, rival = cast.an_organisation(), cast.an_organisation("Rival Hotels")
    own.add(TEXT, fjord)

    own.add(replace(TEXT, description="Another text of version 1."), rival)

    assert [version.value for version in own.versions(TEXT.key, fjord)] == [TEXT]


def test_a_retired_template_is_not_offered_until_it_is_brought_back_or_stored_again():
    fjord = cast.an_organisation()
    template = own.add(TEXT, fjord).version.template

    own.retire(template)
    assert list(stored.templates_for(fjord)) == []
    own.bring_back(template)
    assert list(stored.templates_for(fjord)) == [template]
    own.retire(template)
    assert own.add(TEXT, fjord).outcome is own.Outcome.SAME
    assert list(stored.templates_for(fjord)) == [template]


def test_what_ships_cannot_be_retired_by_anybody():
    stored.load_shelf()
    own.retire(Template.objects.get(key="guest-service-short"))

    assert not Template.objects.get(key="guest-service-short").is_retired


def test_interviews_keep_the_version_they_were_begun_under_and_new_ones_get_the_newest():
    fjord = cast.an_organisation()
    template = own.add(TEXT, fjord).version.template
    job = cast.a_job(template=template)
    begun = cast.an_interview(job, started_at=cast.NOON)

    own.add(replace(with_question("What happened at night?"), version="2"), fjord)
    begun.refresh_from_db()
    later = sitting.begin(job, cast.a_candidate("dana@example.org"), now=cast.NOON)

    assert begun.template_version.value == TEXT
    assert [sitting.question_of(begun, answer).text for answer in begun.answers.all()] == [
        q.text for q in TEXT.questions
    ]
    assert later.template_version.value.version == "2"


def test_a_retired_template_goes_on_in_the_jobs_that_have_it():
    template = own.add(TEXT, cast.an_organisation()).version.template
    job = cast.a_job(template=template)

    own.retire(template)

    interview = sitting.begin(job, cast.a_candidate(), now=cast.NOON)
    assert interview.template_version.value == TEXT


def test_what_was_stored_before_a_rule_was_made_can_still_be_read():
    """A linter that learns new words must not make old interviews unreadable."""
    value = replace(with_anchor("Answers with enthusiasm."), key="old")
    stored.store(value, organisation=cast.an_organisation())

    assert Template.objects.get(key="old").current.value == value
    assert shelf.fingerprint(value) == Template.objects.get(key="old").current.fingerprint


@pytest.mark.django_db(transaction=True)
def test_of_two_who_store_another_text_under_one_version_at_once_only_one_succeeds():
    fjord = cast.an_organisation()
    own.add(TEXT, fjord)
    texts = [replace(TEXT, version="2", description=f"By hand {number}.") for number in range(4)]

    outcomes = _at_once([lambda text=text: own.add(text, fjord).outcome for text in texts])

    assert sorted(outcomes) == ["changed", "refused", "refused", "refused"]
    assert [version.version for version in own.versions(TEXT.key, fjord)] == ["1", "2"]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_store_the_same_new_template_at_once_both_are_content_and_it_is_there_once():
    fjord = cast.an_organisation()

    outcomes = _at_once([lambda: own.add(TEXT, fjord).outcome] * 4)

    assert sorted(outcomes) == ["new", "same", "same", "same"]
    assert (Template.objects.count(), TemplateVersion.objects.count()) == (1, 1)


def _at_once(things: list) -> list[str]:
    gate = Barrier(len(things))

    def do(thing) -> str:
        gate.wait()
        try:
            return thing()
        except own.TemplateRefused:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(things)) as pool:
        return list(pool.map(do, things))
