"""Pages in the reader's language: wholly, or not at all."""

import re
from pathlib import Path

import pytest
from babel.messages import mofile
from babel.messages.catalog import Message
from django.test import Client, override_settings

import paletter.web
from paletter.web.candidate import sentences
from scripts import messages
from tests.cast import a_candidate, a_job, a_recruiter, an_interview
from tests.web import unmarked
from tests.web.candidate.agreed import agreed

WEB = Path(paletter.web.__file__).parent
REPORTS = WEB.parent / "reports" / "templates" / "reports"
SCRIPTS = WEB / "static" / "paletter" / "candidate"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

DONE = [
    "403.html",
    "403_csrf.html",
    "404.html",
    "429.html",
    "500.html",
    "account/_code_form.html",
    "account/account_inactive.html",
    "account/base_confirm_code.html",
    "account/base_reauthenticate.html",
    "account/confirm_email_verification_code.html",
    "account/confirm_login_code.html",
    "account/email.html",
    "account/email/base_notification.txt",
    "account/email/email_changed_message.txt",
    "account/email/email_changed_subject.txt",
    "account/email/email_confirm_message.txt",
    "account/email/email_confirm_subject.txt",
    "account/email/email_confirmation_message.txt",
    "account/email/email_confirmation_subject.txt",
    "account/email/email_deleted_message.txt",
    "account/email/email_deleted_subject.txt",
    "account/email/login_code_message.txt",
    "account/email/login_code_subject.txt",
    "account/email/password_changed_message.txt",
    "account/email/password_changed_subject.txt",
    "account/email/password_set_message.txt",
    "account/email/password_set_subject.txt",
    "account/login.html",
    "account/logout.html",
    "account/messages/cannot_delete_primary_email.txt",
    "account/messages/email_confirmation_sent.txt",
    "account/messages/email_confirmed.txt",
    "account/messages/email_deleted.txt",
    "account/messages/logged_in.txt",
    "account/messages/logged_out.txt",
    "account/messages/login_code_sent.txt",
    "account/messages/password_changed.txt",
    "account/messages/password_set.txt",
    "account/messages/primary_email_set.txt",
    "account/messages/unverified_primary_email.txt",
    "account/name.html",
    "account/password_change.html",
    "account/password_reset.html",
    "account/password_set.html",
    "account/reauthenticate.html",
    "account/request_login_code.html",
    "allauth/layouts/base.html",
    "allauth/layouts/entrance.html",
    "allauth/layouts/manage.html",
    "base.html",
    "candidate/_address.html",
    "candidate/_browser_notes.html",
    "candidate/_job.html",
    "candidate/_layout.html",
    "candidate/_outbox.html",
    "candidate/_next_steps.html",
    "candidate/_obstacle.html",
    "candidate/_question_controls.html",
    "candidate/_question_kinds.html",
    "candidate/_question_places.html",
    "candidate/_question_prompt.html",
    "candidate/_question_stage.html",
    "candidate/_question_writing.html",
    "candidate/_state.html",
    "candidate/_told.html",
    "candidate/_until.html",
    "candidate/account_data.html",
    "candidate/another_way.html",
    "candidate/closed.html",
    "candidate/consent.html",
    "candidate/consent_given.html",
    "candidate/data.html",
    "candidate/delete.html",
    "candidate/delete_account.html",
    "candidate/devices.html",
    "candidate/erased.html",
    "candidate/help.html",
    "candidate/interviews.html",
    "candidate/landing.html",
    "candidate/overview.html",
    "candidate/practice.html",
    "candidate/question.html",
    "candidate/question_covered.html",
    "candidate/report.html",
    "candidate/review.html",
    "candidate/status.html",
    "candidate/withdraw.html",
    "candidate/words.html",
    "mfa/authenticate.html",
    "mfa/email/recovery_codes_generated_message.txt",
    "mfa/email/recovery_codes_generated_subject.txt",
    "mfa/email/totp_activated_message.txt",
    "mfa/email/totp_activated_subject.txt",
    "mfa/email/totp_deactivated_message.txt",
    "mfa/email/totp_deactivated_subject.txt",
    "mfa/index.html",
    "mfa/messages/recovery_codes_generated.txt",
    "mfa/messages/totp_activated.txt",
    "mfa/messages/totp_deactivated.txt",
    "mfa/reauthenticate.html",
    "mfa/recovery_codes/generate.html",
    "mfa/recovery_codes/index.html",
    "mfa/totp/activate_form.html",
    "mfa/totp/deactivate_form.html",
    "partials/field.html",
    "partials/footer.html",
    "partials/menu.html",
    "partials/message.html",
    "partials/messages.html",
    "partials/nav_member.html",
    "partials/nav_person.html",
    "partials/sign.html",
    "report/_player.html",
    "welcome.html",
]
"""Templates that are marked for translation; it grows. A view may be marked `speaks` when all it shows is here."""
IN_REPORTS = ["_fit.html", "_how.html", "_quote.html", "_remarks.html", "_skill.html", "_skills.html", "_words.html"]
"""Parts of a report, which members read in English only, and candidates in their language."""

QUESTION = {
    "boot",
    "camera",
    "obstacles",
    "onward",
    "question",
    "recorder",
    "stage",
    "states",
    "studio",
    "there",
    "think",
}
OUTBOX = {"outbox-page", "outbox", "saving", "upload"}
DEVICES = {"states", "camera", "obstacles", "boot", "devices", "trial", "line"}
PRACTICE = {"states", "camera", "obstacles", "boot", "recorder", "stage", "practice"}
WORDS = {"states", "drafts", "spot", "words"}
WRITING = {"states", "unsaved", "post", "writing"}


@pytest.mark.parametrize("name", DONE)
def test_every_sentence_of_a_done_template_is_marked(name: str) -> None:
    assert unmarked.in_template((WEB / "templates" / name).read_text()) == []


@pytest.mark.parametrize("name", IN_REPORTS)
def test_every_sentence_of_a_report_that_candidates_read_is_marked(name: str) -> None:
    assert unmarked.in_template((REPORTS / name).read_text()) == []


@pytest.mark.parametrize(
    "planted",
    [
        "<p>Record again</p>",
        '<p>{% translate "Saved" %} and safe</p>',
        '<button aria-label="Close"></button>',
        '<p>{{ name|default:"nobody" }}</p>',
        "<p>{{ count }}{{ count|pluralize }}</p>",
        "{% if it %}Yes{% endif %}",
    ],
)
def test_what_was_forgotten_is_found(planted: str) -> None:
    assert unmarked.in_template(planted) != []


@pytest.mark.parametrize(
    "fine",
    [
        '<p title="{% translate "Saved" %}">{% translate "Saved" %} · {{ when|date:"j F" }} UTC</p>',
        "{% blocktranslate count n=n %}{{ n }} answer{% plural %}{{ n }} answers{% endblocktranslate %}",
        "{# A word to developers #}<title>{% block title %}{% endblock %} · Paletter</title>",
    ],
)
def test_what_is_marked_is_not_found(fine: str) -> None:
    assert unmarked.in_template(fine) == []


# --- what scripts say ---


@pytest.mark.parametrize("script", sorted(SCRIPTS.glob("*.js")), ids=lambda path: path.name)
def test_scripts_hold_no_sentence_of_their_own(script: Path) -> None:
    code = re.sub(r"/\*.*?\*/|//[^\n]*|new Error\([^\n]*", "", script.read_text(), flags=re.DOTALL)

    assert re.findall(r"[\"`][A-Z][^\"`\n]* [^\"`\n]*[\"`]", code) == []


@pytest.mark.parametrize(
    ("scripts", "told"),
    [
        (
            QUESTION,
            sentences.told(sentences.CAMERA, sentences.EARS, sentences.RECORDER | sentences.TIMES, sentences.SENDING),
        ),
        (
            QUESTION,
            sentences.told(
                sentences.MICROPHONE,
                sentences.EARS,
                sentences.RECORDER | sentences.TIMES | sentences.SOUND,
                sentences.SENDING,
            ),
        ),
        (OUTBOX, sentences.told(sentences.OUTBOX)),
        (WRITING, sentences.told(sentences.WRITING)),
        (DEVICES, sentences.told(sentences.CAMERA, sentences.DEVICES)),
        (PRACTICE, sentences.told(sentences.CAMERA, sentences.EARS, sentences.PRACTICE)),
        (WORDS, sentences.told(sentences.WORDS)),
    ],
    ids=["question", "question without a picture", "outbox", "writing", "devices", "practice", "words"],
)
def test_a_page_tells_its_scripts_each_sentence_they_ask_for_and_no_other(
    scripts: set[str], told: dict[str, str]
) -> None:
    code = "\n".join((SCRIPTS / f"{name}.js").read_text() for name in scripts)

    assert {name for name in told if f'"{name.removesuffix("-remedy")}"' not in code} == set()
    assert set(re.findall(r'(?:sentence|told)\("([a-z-]+)"', code)) - set(told) == set()


def test_the_outbox_which_is_on_every_page_says_nothing_else_by_the_name_of_another_sentence() -> None:
    groups = [group for name, group in vars(sentences).items() if name.isupper()]
    everywhere = sentences.told(sentences.OUTBOX)

    assert len(groups) > 5
    for group in groups:
        there = sentences.told(group)
        assert {name for name in there.keys() & everywhere.keys() if there[name] != everywhere[name]} == set()


# --- the translations ---


@pytest.mark.parametrize("language", messages.languages())
def test_every_marked_sentence_is_translated(language: str) -> None:
    catalog = messages.brought_up_to_date(language, messages.marked())

    assert [message.id for message in messages.untranslated(catalog)] == [], "translate them: make messages"


@pytest.mark.parametrize("language", messages.languages())
def test_the_catalogue_holds_what_is_marked_and_nothing_else(language: str) -> None:
    found = {(message.context, _text(message)) for message in messages.read(language) if message.id}

    assert found == {(context, text if isinstance(text, str) else text[0]) for context, text in messages.marked()}


@pytest.mark.parametrize("language", messages.languages())
def test_the_compiled_catalogue_says_what_the_written_one_says(language: str) -> None:
    with messages.mo(language).open("rb") as file:
        compiled = {(one.context, _text(one)): _strings(one) for one in mofile.read_mo(file) if one.id}

    assert compiled == {(one.context, _text(one)): _strings(one) for one in messages.read(language) if one.id}


@pytest.mark.parametrize("language", messages.languages())
def test_translations_keep_what_is_filled_in_and_the_marks_of_the_page(language: str) -> None:
    for message in messages.read(language):
        if message.id:
            for string in _strings(message):
                assert _parts(string) == _parts(_text(message)), message.id


def test_sentences_are_collected_from_python_and_from_templates() -> None:
    python = 'x = _("One")\ny = ngettext("a", "b", 2)\nz = pgettext_lazy("where", "Two")\n'
    template = '  {% if a %}\n{% translate "Three" %}{% endif %}{% blocktranslate %}Four {{ a }}{% endblocktranslate %}'

    assert set(messages.in_python(python)) == {(None, "One"), (None, ("a", "b")), ("where", "Two")}
    assert set(messages.in_template(template)) == {(None, "Three"), (None, "Four %(a)s")}


def _text(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _strings(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def _parts(text: str) -> list[str]:
    return sorted(re.findall(r"%\(\w+\)s|\{\w+\}|<[^>]+>", text))


# --- pages ---


def text(response) -> str:
    return response.content.decode()


@pytest.mark.django_db
def test_a_german_browser_gets_the_landing_page_in_german(client: Client) -> None:
    response = client.get(f"/j/{a_job().code}", headers={"Accept-Language": "de-CH,de;q=0.9,en;q=0.5"})

    assert '<html lang="de" dir="ltr">' in text(response)
    assert "Wer das sieht und wie eine KI es bewertet" in text(response)
    assert "Eine Software, eine KI" in text(response)
    assert "What is recorded" not in text(response)
    assert response["Content-Language"] == "de"
    assert {"Accept-Language", "Cookie"} <= set(response["Vary"].split(", "))


@pytest.mark.django_db
def test_a_browser_in_a_language_that_there_is_not_gets_english(client: Client) -> None:
    page = text(client.get(f"/j/{a_job().code}", headers={"Accept-Language": "fr"}))

    assert '<html lang="en"' in page
    assert "Who sees this, and how an AI scores it" in page


@pytest.mark.django_db
def test_a_page_that_is_not_translated_is_english_throughout(client: Client) -> None:
    client.force_login(a_recruiter(), backend=BACKEND)
    made_up = {"email": "bob@example.org", "role": "emperor"}
    page = text(client.post("/settings/members/invite", made_up, headers={"Accept-Language": "de"}))

    assert '<html lang="en"' in page
    assert "Select a valid choice." in page
    assert "Deutsch" not in page


@pytest.mark.django_db
def test_a_recruiter_sees_the_same_address_in_english(client: Client) -> None:
    job = a_job()
    client.force_login(a_recruiter(organisation=job.organisation), backend=BACKEND)

    page = text(client.get(f"/j/{job.code}", headers={"Accept-Language": "de"}))

    assert '<html lang="en"' in page
    assert "Abmelden" not in page


@pytest.mark.django_db
def test_the_language_of_one_request_does_not_leak_into_the_next(client: Client) -> None:
    client.get(f"/j/{a_job().code}", headers={"Accept-Language": "de"})

    client.force_login(a_recruiter(), backend=BACKEND)

    assert '<html lang="en"' in text(client.get("/jobs/", headers={"Accept-Language": "de"}))


@pytest.mark.django_db
def test_the_switch_changes_the_language_and_is_remembered(client: Client) -> None:
    address = f"/j/{a_job().code}"
    assert '<button class="link-button" type="submit" name="language" value="de" lang="de">Deutsch</button>' in text(
        client.get(address)
    )

    answer = client.post("/language", {"language": "de", "next": address})

    assert answer.url == address
    assert client.cookies["language"]["max-age"] == 365 * 24 * 3600
    assert '<html lang="de"' in text(client.get(address, headers={"Accept-Language": "en"}))
    assert ">English</button>" in text(client.get(address))


@pytest.mark.django_db
def test_somebody_logged_in_keeps_the_language_chosen_in_this_browser(client: Client) -> None:
    interview = agreed(an_interview())
    client.post("/language", {"language": "de"})
    client.force_login(interview.candidate, backend=BACKEND)

    page = text(client.get(f"/i/{interview.key}/questions/1"))

    assert "Frage 1 von 6" in page
    assert '"save": "Diese Antwort speichern"' in page


@pytest.mark.django_db
def test_what_somebody_logged_in_chose_follows_them_to_another_device(client: Client) -> None:
    carol = a_candidate()
    client.force_login(carol, backend=BACKEND)
    client.post("/language", {"language": "de"})
    carol.refresh_from_db()
    assert carol.language == "de"

    phone = Client()
    phone.force_login(carol, backend=BACKEND)
    assert '<html lang="de"' in text(phone.get(f"/j/{a_job().code}"))
    phone.post("/language", {"language": "en"})
    assert '<html lang="en"' in text(phone.get(f"/j/{a_job().code}"))


@pytest.mark.django_db
@pytest.mark.parametrize("other", ["", "xx", "../de", "fr", "de-ch", f"de{'-abcdefgh' * 5}"])
def test_a_language_in_which_there_are_no_pages_is_not_kept(client: Client, other: str) -> None:
    carol = a_candidate()
    client.force_login(carol, backend=BACKEND)
    client.post("/language", {"language": other})
    carol.refresh_from_db()

    assert carol.language == ""


@pytest.mark.django_db
def test_what_saving_says_is_in_the_readers_language(client: Client) -> None:
    interview = agreed(an_interview())
    client.force_login(interview.candidate, backend=BACKEND)
    headers = {"Accept-Language": "de", "Accept": "application/json"}

    answer = client.post(f"/i/{interview.key}/questions/1/keep", {"recording": "no id"}, headers=headers)

    assert answer.json()["sentence"].startswith("Die Aufnahme hat etwas Unerwartetes gesendet.")


@pytest.mark.django_db
def test_an_upload_is_refused_in_the_readers_language(client: Client) -> None:
    answer = client.post("/uploads/", headers={"Tus-Resumable": "1.0.0", "Accept-Language": "de"})

    assert answer.status_code == 401
    assert text(answer).startswith("Sie sind abgemeldet.")


@pytest.mark.django_db
def test_a_page_that_is_not_there_says_so_in_the_readers_language(client: Client) -> None:
    page = client.get("/j/nothing", headers={"Accept-Language": "de"})

    assert page.status_code == 404
    assert "Unter dieser Adresse gibt es keine Seite für Sie" in text(page)


@pytest.mark.django_db
def test_a_form_that_was_open_too_long_is_refused_in_the_readers_language() -> None:
    stranger = Client(enforce_csrf_checks=True)

    page = stranger.post("/accounts/login/code/", {"email": "x"}, headers={"Accept-Language": "de"})

    assert page.status_code == 403
    assert "Bitte senden Sie das Formular noch einmal" in text(page)


@pytest.mark.django_db
def test_no_other_site_can_change_the_language(client: Client) -> None:
    stranger = Client(enforce_csrf_checks=True)

    assert stranger.post("/language", {"language": "de"}).status_code == 403
    assert client.post("/language", {"language": "de", "next": "https://elsewhere.example.org/"}).url == "/"


@pytest.mark.django_db
@override_settings(LANGUAGES=[("en", "English"), ("ar", "Arabic")])
def test_a_language_from_right_to_left_turns_the_page_round(client: Client) -> None:
    page = text(client.get(f"/j/{a_job().code}", headers={"Accept-Language": "ar"}))

    assert '<html lang="ar" dir="rtl">' in page
