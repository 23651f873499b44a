"""A question's picture or recording: stored with the template, shown to those who may see the question, no others."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from paletter.accounts.models import Organisation
from paletter.assessments.models import Template, TemplateVersion
from paletter.interviews import prompts
from paletter.interviews.models import Interview
from paletter.vocabulary.rubrics import Prompt, PromptKind
from tests.assessments.test_prompt_files import PNG, VTT, WEBM, showing
from tests.cast import a_recruiter, an_organisation, mallory
from tests.web.candidate.asked import asking

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
FILM = WEBM + bytes(range(200))


def an_interview_showing(kind: PromptKind = PromptKind.VIDEO, **fields: Any) -> Interview:
    value = showing(kind, "film.webm", "film.vtt")
    taken = prompts.take_in(value, {"film.webm": FILM, "film.vtt": VTT}, None)
    return asking(prompt=taken.value.questions[0].prompt, **fields)


def at(interview: Interview, what: str = "prompt") -> str:
    return f"/i/{interview.key}/questions/1/{what}"


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_the_page_plays_it_with_captions_and_says_it_in_words(carol: Client) -> None:
    interview = an_interview_showing()

    page = carol.get(f"/i/{interview.key}/questions/1").content.decode()

    assert f'src="{at(interview)}"' in page
    assert f'<track kind="captions" srclang="en" src="{at(interview, "captions")}"' in page
    assert "A lobby with a queue." in page


def test_it_is_sent_in_ranges_as_what_it_is(carol: Client) -> None:
    interview = an_interview_showing()

    whole = carol.get(at(interview))
    part = carol.get(at(interview), headers={"Range": "bytes=24-33"})
    captions = carol.get(at(interview, "captions"))

    assert (whole.status_code, whole["Content-Type"], body(whole)) == (200, "video/webm", FILM)
    assert (part.status_code, body(part)) == (206, bytes(range(10)))
    assert part["Cache-Control"] == "private, no-cache"
    assert (captions["Content-Type"], captions.content) == ("text/vtt; charset=utf-8", VTT)


def test_sound_is_called_sound_whatever_it_is_packed_in(carol: Client) -> None:
    assert carol.get(at(an_interview_showing(PromptKind.AUDIO)))["Content-Type"] == "audio/webm"


def test_it_stays_covered_as_long_as_its_question_does(carol: Client) -> None:
    interview = an_interview_showing(think_seconds=60)

    assert carol.get(at(interview)).status_code == 404
    interview.answers.update(thinking_since=timezone.now() - timedelta(hours=1))
    assert carol.get(at(interview)).status_code == 200


def test_nobody_else_sees_it_by_this_address(client: Client) -> None:
    interview = an_interview_showing()

    assert client.get(at(interview)).status_code == 302
    client.force_login(mallory(), backend=BACKEND)
    assert client.get(at(interview)).status_code == 404


def test_a_question_without_one_has_no_such_address(carol: Client) -> None:
    interview = asking()

    assert carol.get(at(interview)).status_code == 404
    assert carol.get(at(interview, "captions")).status_code == 404


def test_where_the_file_is_lost_the_words_remain(carol: Client) -> None:
    interview = asking(prompt=Prompt(PromptKind.IMAGE, "gone.png", text="A lobby with a queue."))

    page = carol.get(f"/i/{interview.key}/questions/1").content.decode()

    assert "<p>A lobby with a queue.</p>" in page
    assert at(interview) not in page
    assert carol.get(at(interview)).status_code == 404


def test_an_organisations_file_is_its_own(carol: Client) -> None:
    own, other = an_organisation(), an_organisation("Rival Hotels")
    name = prompts.take_in(showing(), {"lobby.PNG": PNG}, own).value.questions[0].prompt.file  # type: ignore[union-attr]

    assert prompts.where(name, own)
    with pytest.raises(FileNotFoundError):
        prompts.where(name, other)
    with pytest.raises(FileNotFoundError):
        prompts.where(name, None)


# --- brought by an admin ---


@pytest.fixture
def alice(client: Client) -> Client:
    client.force_login(a_recruiter(), backend=BACKEND)
    return client


def bring(client: Client, *files: tuple[str, bytes], do: str = "check", text: str = "") -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from paletter.assessments import written

    sent = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(
        "/settings/templates/add", {"text": text or written.to_toml(showing()), "do": do, "prompts": sent}
    )


def stored() -> TemplateVersion:
    return TemplateVersion.objects.get(template__key="night-reception")


def test_a_template_is_checked_with_its_files_and_stored_without_giving_them_again(alice: Client) -> None:
    checked = bring(alice, ("lobby.PNG", PNG), ("unasked.png", PNG + b"x"))
    assert "It can be stored" in checked.content.decode() or "Nothing to change" in checked.content.decode()

    assert bring(alice, do="store", text=checked.context["form"].initial["text"]).status_code == 302

    version = stored()
    question = version.value.questions[0]
    address = f"/templates/night-reception/versions/{version.pk}/prompts/{question.key}"
    assert address in alice.get("/templates/night-reception").content.decode()
    assert body(alice.get(address)) == PNG
    assert alice.get(address)["Content-Type"] == "image/png"


def test_a_template_without_its_files_is_not_stored(alice: Client) -> None:
    page = bring(alice, do="store").content.decode()

    assert "Nothing was stored." in page
    assert "“lobby.PNG” is missing; give it along with the template." in page
    assert not Template.objects.filter(key="night-reception").exists()


def test_a_file_that_is_no_picture_is_not_stored(alice: Client) -> None:
    page = bring(alice, ("lobby.PNG", b"<svg onload=alert(1)>"), do="store").content.decode()

    assert "is not a JPEG, PNG, WebP or GIF picture" in page
    with pytest.raises(FileNotFoundError):
        prompts.where("lobby.PNG", Organisation.objects.get(slug="fjord-hotel-group"))


def test_files_that_are_too_large_together_are_told(alice: Client) -> None:
    page = bring(alice, ("lobby.PNG", PNG + bytes(12_000_000)), ("other.png", bytes(12_000_000))).content.decode()

    assert "These files are larger than 20 MB together." in page
    assert not Template.objects.filter(key="night-reception").exists()


def test_another_organisations_file_is_not_found(alice: Client) -> None:
    checked = bring(alice, ("lobby.PNG", PNG))
    bring(alice, do="store", text=checked.context["form"].initial["text"])
    version = stored()
    alice.force_login(mallory(), backend=BACKEND)

    address = f"/templates/night-reception/versions/{version.pk}/prompts/question-1"
    assert alice.get(address).status_code == 404
