"""Files of questions go when nothing names them any more, and never before."""

import os
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from paletter.accounts.models import Organisation
from paletter.assessments import own
from paletter.assessments.models import Template
from paletter.flow import queue, worker
from paletter.interviews import prompts
from paletter.vocabulary.rubrics import AssessmentTemplate
from tests.assessments.test_prompt_files import PNG, showing
from tests.cast import an_organisation

pytestmark = pytest.mark.django_db
VALUE = replace(showing(), key="our-lobby", name="Our lobby", version="1")
OTHER = PNG + b"another lobby"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def taken(organisation: Organisation, content: bytes = PNG) -> AssessmentTemplate:
    return prompts.take_in(VALUE, {"lobby.PNG": content}, organisation).value


def there(value: AssessmentTemplate, organisation: Organisation) -> bool:
    prompt = value.questions[0].prompt
    assert prompt is not None
    try:
        return bool(prompts.where(prompt.file, organisation))
    except FileNotFoundError:
        return False


def in_days(days: float) -> datetime:
    return timezone.now() + timedelta(days=days)


def test_what_was_checked_and_never_stored_goes_after_a_week(folder: Path) -> None:
    fjord = an_organisation()
    value = taken(fjord)

    assert prompts.sweep(now=in_days(6.9)) == 0
    assert prompts.sweep(now=in_days(7.1)) == 1
    assert not there(value, fjord)
    assert list(folder.iterdir()) == []


def test_what_a_version_names_stays_also_when_it_is_not_the_newest_or_the_template_is_retired() -> None:
    fjord = an_organisation()
    first, second = taken(fjord), replace(taken(fjord, OTHER), version="2")
    own.add(first, fjord)
    own.add(second, fjord)
    own.retire(Template.objects.get(key="our-lobby"))

    assert prompts.sweep(now=in_days(400)) == 0
    assert there(first, fjord) and there(second, fjord)


def test_files_of_another_organisation_are_not_named_by_ours() -> None:
    fjord, rival = an_organisation(), an_organisation("Rival Hotels")
    own.add(taken(fjord), fjord)
    value = taken(rival)

    assert prompts.sweep(now=in_days(8)) == 1
    assert there(value, fjord)
    assert not there(value, rival)


def test_files_that_ship_stay() -> None:
    value = prompts.take_in(VALUE, {"lobby.PNG": PNG}, None).value
    fjord = an_organisation()
    own.add(value, fjord)

    assert prompts.sweep(now=in_days(8)) == 0
    assert there(value, fjord)


def test_what_is_about_to_be_stored_counts_as_given_now(folder: Path) -> None:
    fjord = an_organisation()
    value = taken(fjord)
    (file,) = folder.glob("*/prompt")
    os.utime(file, (0, 0))

    assert prompts.take_in(value, {}, fjord).findings == ()

    assert prompts.sweep(now=in_days(1)) == 0
    assert file.read_bytes() == PNG


def test_files_of_takes_are_none_of_its_business(folder: Path) -> None:
    (folder / "5d2f4a3e-7b1c-4f0e-9a58-3a1f0c8e6b21").mkdir()
    (folder / "5d2f4a3e-7b1c-4f0e-9a58-3a1f0c8e6b21" / "playable").write_bytes(b"voice")
    (folder / "odd").mkdir()
    (folder / "odd" / "prompt").write_bytes(b"?")

    assert prompts.sweep(now=in_days(400)) == 0
    assert len(list(folder.glob("*/*"))) == 2


@pytest.mark.django_db(transaction=True)
def test_the_clock_does_it() -> None:
    value = taken(fjord := an_organisation())
    for file in Path(prompts.places.disk().root).glob("*/prompt"):
        os.utime(file, (0, 0))

    queue.defer(queue.Step(queue.SWEEP_PROMPTS.name, "alone"), "test", timestamp=0)
    worker.run(name="test", concurrency=1, queues=["alone"], wait=False)

    assert not there(value, fjord)
