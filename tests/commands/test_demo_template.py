"""The demo's template that shows every setting: it is one that the linter lets pass, and its files play."""

from dataclasses import fields
from pathlib import Path
from typing import Any

import av
import pytest

from paletter.assessments import lint, prompt_files, shelf
from paletter.commands.demo import every_setting, pictures
from paletter.interviews import media, prompts
from paletter.vocabulary.rubrics import AskedKind, AssessmentTemplate, Question
from tests import cast

VALUE = every_setting.value()


def test_every_setting_is_used_but_another_order_that_would_mix_them_up() -> None:
    plain = shelf.template("guest-service-short")
    same = {one.name for one in fields(AssessmentTemplate) if getattr(VALUE, one.name) == getattr(plain, one.name)}
    of_questions = {
        one.name
        for one in fields(Question)
        if all(getattr(question, one.name) == one.default for question in VALUE.questions)
    }

    assert same - {"rubrics", "weights", "version"} == {"order"}
    assert of_questions == set()
    assert {question.kind for question in VALUE.questions} == set(AskedKind)


def test_the_linter_warns_of_nothing() -> None:
    files = {"lobby.png": pictures.lobby(), "bell.webm": pictures.film(), "bell.vtt": pictures.CAPTIONS}

    assert prompt_files.check(VALUE, files) == ()
    assert [str(one) for one in lint.lint(VALUE) if one.severity.value != "note"] == []


def test_the_film_plays_with_sound_and_is_small(tmp_path: Path) -> None:
    path = tmp_path / "bell.webm"
    path.write_bytes(pictures.film())

    facts = media.probe(path)

    assert (facts.has_video, facts.has_audio, facts.container) == (True, True, "webm")
    assert facts.duration == pytest.approx(pictures.SECONDS, abs=0.3)
    assert path.stat().st_size < 1_000_000
    assert float(abs(media.decode_audio(path)[17_000:20_000]).max()) > 0.1


def test_the_picture_is_one(tmp_path: Path) -> None:
    path = tmp_path / "lobby.png"
    path.write_bytes(pictures.lobby())

    with av.open(str(path)) as file:
        frame = next(file.decode(video=0))

    assert (frame.width, frame.height) == (pictures.WIDTH, pictures.HEIGHT)


@pytest.mark.django_db
class TestJoining:
    @pytest.fixture(autouse=True)
    def folder(self, settings: Any, tmp_path: Path) -> None:
        settings.MEDIA_ROOT = tmp_path

    def test_the_job_is_made_once_with_its_files(self) -> None:
        posting, alice = cast.a_posting("Night Receptionist"), cast.a_recruiter()

        first, second = every_setting.joined(posting, alice), every_setting.joined(posting, alice)

        assert first is not None and first == second
        organisation = first.organisation
        for name in prompt_files.names(first.template_version.value):
            assert prompts.where(name, organisation)

    def test_a_posting_with_another_job_is_left_alone(self) -> None:
        posting = cast.a_posting("Night Receptionist")
        cast.a_job(posting)

        assert every_setting.joined(posting, cast.a_recruiter()) is None

    def test_a_posting_that_is_closed_is_left_alone(self) -> None:
        posting = cast.a_posting("Night Receptionist", state="closed")

        assert every_setting.joined(posting, cast.a_recruiter()) is None
