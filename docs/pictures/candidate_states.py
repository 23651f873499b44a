"""Every page that candidates meet and every state of the recorder, each reached as they reach it, for a picture.

Run by make_candidate_pictures.py beside this file, which gives the folder. People, jobs and words are those of the
tests, with long names.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from paletter.accounts.models import Organisation, User
from paletter.interviews import another_way as ways
from paletter.interviews import sitting
from paletter.interviews.models import Interview, Recording
from paletter.jobs.models import Job
from paletter.retention import erase
from paletter.retention.models import Erasure
from paletter.vocabulary.rubrics import AskedKind
from tests.cast import NOON, a_candidate, a_job, a_posting, a_template, an_interview
from tests.conftest import django_db_setup  # noqa: F401
from tests.reports.cast import GUEST, a_full_report, a_take, hear
from tests.web.candidate.agreed import agreed
from tests.web.candidate.asked import asking
from tests.web.candidate.browser import REFUSE, a_window, chromium, state  # noqa: F401
from tests.web.candidate.kinds import in_kind, in_writing
from tests.web.candidate.phases import hold_up, until
from tests.web.candidate.tus import Tus, a_webm

SIZES = {"phone": {"width": 360, "height": 740}, "laptop": {"width": 1440, "height": 900}}
SCHEMES = ("light", "dark")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
JOB = "Assistant Front of House and Breakfast Restaurant Host (all genders, part-time)"
EMPLOYER = "Grand Fjord Hotels and Conference Centres Scandinavia"
ADDRESS = "carolina-alexandrina.candidate-of-long-name@mail.example.org"

pytestmark = pytest.mark.django_db(transaction=True)


class Album:
    """One window, in one language, whose every look is kept."""

    def __init__(self, page: Page, site: str, folder: Path, language: str) -> None:
        self.page, self.site, self.folder, self.language = page, site, folder, language

    def open(self, address: str) -> "Album":
        self.page.goto(self.site + address)
        return self

    def take(self, name: str) -> None:
        # A recorder is all on one screen, or ought to be; other pages are taken as long as they are.
        is_whole = self.page.locator(".page-recorder").count() == 0
        for size, viewport in SIZES.items():
            self.page.set_viewport_size(viewport)  # type: ignore[arg-type]
            for scheme in SCHEMES:
                self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
                self.page.wait_for_timeout(250)
                path = self.folder / f"{name}.{self.language}.{size}.{scheme}.png"
                self.page.screenshot(path=path, full_page=is_whole, animations="disabled", timeout=60_000)

    def pages(self, addresses: dict[str, str]) -> None:
        for name, address in addresses.items():
            self.open(address).take(name)

    def recorder(self, interview: Interview, name: str, query: str = "") -> "Album":
        """Open the first question and wait for a state."""
        self.open(f"/i/{interview.key}/questions/1{query}")
        state(self.page, name, within_ms=40_000)
        return self

    def refuse(self, error: str) -> None:
        self.page.evaluate(REFUSE, error)

    def press(self, name: str) -> None:
        self.page.locator(f"[data-{name}]:visible").first.click()


@pytest.fixture(autouse=True)
def _recordings(settings: Any, tmp_path: Path) -> None:
    cache.clear()
    settings.MEDIA_ROOT = tmp_path / "recordings"


@pytest.fixture(params=["en", "de"])
def album(
    request: pytest.FixtureRequest,
    chromium: Browser,  # noqa: F811
    live_server: Any,
    carol: Client,
    folder: Path,
) -> Iterator[Album]:
    locale = {"en": "en-GB", "de": "de-DE"}[request.param]
    session = carol.cookies["sessionid"].value
    with a_window(chromium, live_server.url, session, locale=locale, viewport=SIZES["phone"]) as window:
        page = window.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        yield Album(page, live_server.url, folder, request.param)


@pytest.fixture
def person(live_server: Any) -> User:
    return a_candidate(ADDRESS, "Carolina Alexandrina Candidate-Featherstonehaugh")


@pytest.fixture
def carol(live_server: Any, person: User) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def short_job(title: str = JOB) -> Job:
    job = a_job(a_posting(title, location="Oslo, Bergen, Trondheim"), template=a_template("guest-service-short"))
    Organisation.objects.update(name=EMPLOYER)
    return Job.objects.get(pk=job.pk)


@pytest.fixture
def begun(person: User) -> Interview:
    return agreed(an_interview(short_job(), person))


def handed_in(person: User, **fields: Any) -> Interview:
    interview = agreed(an_interview(short_job(), person, submitted_at=NOON, **fields))
    hear(a_take(interview, 1), GUEST, doubtful=("limping",))
    a_take(interview, 2, unusable_reason="There is no sound in this recording.")
    return interview


# --- pages ---


def test_pages_before_an_account(album: Album) -> None:
    job, closed = short_job(), a_job(a_posting(state="closed"))
    late = a_job(a_posting("Night Porter"))
    Job.objects.filter(pk=late.pk).update(deadline_at=NOON - timedelta(days=900))
    album.page.context.clear_cookies()
    album.pages({"landing": f"/j/{job.code}", "closed": f"/j/{closed.code}", "closed-late": f"/j/{late.code}"})
    album.pages({"home": "/", "help": "/help/interviews", "not-there": "/nothing/here", "login": "/accounts/login/"})
    album.open("/accounts/login/code/")
    album.page.locator("main form input[type=email]").fill(ADDRESS)
    album.page.locator("main form button[type=submit]").first.click()
    album.page.wait_for_url("**/confirm/**")
    album.take("login-code")
    album.page.locator("main form input[type=text]").first.fill("000000")
    album.page.locator("main form button[type=submit]").first.click()
    album.page.wait_for_load_state()
    album.take("login-code-wrong")


def test_pages_of_an_account(album: Album, person: User) -> None:
    EmailAddress.objects.get_or_create(user=person, email="second." + ADDRESS)
    album.pages({"interviews-none": "/interviews/", "name": "/accounts/name/", "email": "/accounts/email/"})
    album.pages({"account-data": "/account/data", "account-delete": "/account/delete", "two-steps": "/accounts/2fa/"})


def test_pages_before_the_first_answer(album: Album, person: User, begun: Interview) -> None:
    new = an_interview(short_job(), person)
    at = f"/i/{begun.key}"
    album.pages({"landing-logged-in": f"/j/{new.job.code}", "consent": f"/i/{new.key}/consent"})
    album.pages({"consent-given": f"{at}/consent", "overview": f"{at}/questions/", "review-empty": f"{at}/review"})
    album.pages({"another-way": f"{at}/another-way", "data": f"{at}/data"})
    asked, _ = ways.ask(begun, ways.Kind.MORE_TIME, words="I read slowly.", now=timezone.now())
    album.pages({"another-way-asked": f"{at}/another-way"})
    asked.state, asked.answered_at = asked.State.DECLINED, timezone.now()
    asked.answer = "We can’t move the date, but you may answer in writing."
    asked.save()
    album.pages({"another-way-answered": f"{at}/another-way"})


def test_pages_with_answers(album: Album, person: User, begun: Interview) -> None:
    hear(a_take(begun, 1, unusable_reason="There is no sound in this recording."), GUEST)
    album.pages({"review-missing": f"/i/{begun.key}/review"})
    a_take(begun, 2)
    album.pages({"review": f"/i/{begun.key}/review", "interviews-begun": "/interviews/"})


def test_pages_after_handing_in(album: Album, person: User) -> None:
    soon = timezone.now() + timedelta(hours=20)
    stations = {
        "status": handed_in(person),
        "status-trouble": handed_in(person, trouble="The server could not use its disk."),
        "status-done": handed_in(person, heard_at=NOON, checked_at=NOON, scored_at=NOON),
        "status-words": handed_in(person, heard_at=NOON, check_until=soon),
    }
    for name, interview in stations.items():
        album.open(f"/i/{interview.key}/").take(name)
    at = f"/i/{stations['status-words'].key}"
    album.pages({"words": f"{at}/words", "interviews": "/interviews/", "data-handed-in": f"{at}/data"})
    album.pages({"withdraw": f"{at}/data/withdraw", "delete": f"{at}/data/delete"})
    sitting.withdraw(stations["status"], now=NOON)
    erase.erase(stations["status-done"], reason=Erasure.Reason.ASKED_FOR, now=NOON)
    album.pages({"status-withdrawn": f"/i/{stations['status'].key}/"})
    album.pages({"erased": f"/i/{stations['status-done'].key}/", "interviews-ended": "/interviews/"})


def test_pages_of_a_shared_report(album: Album, person: User) -> None:
    interview = a_full_report().interview
    Interview.objects.filter(pk=interview.pk).update(candidate=person, submitted_at=NOON, scored_at=NOON)
    Organisation.objects.update(shares_reports=True, name=EMPLOYER)
    album.pages({"report": f"/i/{interview.key}/report", "status-report": f"/i/{interview.key}/"})


# --- devices ---


def test_devices(album: Album, begun: Interview) -> None:
    album.open(f"/i/{begun.key}/devices")
    expect(album.page.locator("[data-devices]")).to_have_attribute("data-state", "open")
    album.page.wait_for_timeout(5000)
    album.take("devices-open")
    album.open(f"/i/{begun.key}/practice")
    state(album.page, "ready")
    album.take("practice-ready")
    album.page.locator("[data-round]").click()
    album.page.wait_for_timeout(1500)
    album.take("practice-recording")
    album.page.locator("[data-round]").click()
    state(album.page, "watching")
    album.take("practice-watching")
    album.page.context.add_init_script(f"({REFUSE})('NotAllowedError')")
    for name in ("devices", "practice"):
        album.open(f"/i/{begun.key}/{name}").page.wait_for_timeout(1500)
        album.take(f"{name}-blocked")


# --- the recorder ---


def test_recorder_from_ready_to_saved(album: Album, begun: Interview) -> None:
    album.recorder(begun, "ready").take("recorder-ready")
    album.page.locator("[data-round]").click()
    state(album.page, "recording")
    album.page.wait_for_timeout(1500)
    album.take("recorder-recording")
    album.page.locator("[data-round]").click()
    state(album.page, "watching")
    until(album.page, lambda: Recording.objects.exclude(completed_at=None).exists())
    album.take("recorder-watching")
    album.press("again")
    state(album.page, "ready")
    album.take("recorder-again")
    album.refuse("NotAllowedError")
    album.press("keep-earlier")
    album.press("again")
    state(album.page, "blocked")
    album.take("recorder-again-blocked")
    album.press("keep-earlier")
    album.press("save")
    album.page.wait_for_url("**/questions/2", timeout=60_000)
    state(album.page, "ready")
    album.take("recorder-just-saved")
    album.recorder(begun, "saved").take("recorder-saved")


def test_recorder_sending_and_broken(album: Album, begun: Interview) -> None:
    album.recorder(begun, "ready").press("round")
    album.page.wait_for_timeout(2500)
    album.page.reload()
    state(album.page, "broken")
    album.take("recorder-broken")
    mend = hold_up(album.page, r"/(uploads/|keep$)", "PATCH")
    album.recorder(begun, "broken").press("again")
    state(album.page, "ready")
    album.press("round")
    state(album.page, "recording")
    album.page.wait_for_timeout(1500)
    album.press("round")
    state(album.page, "watching")
    album.press("save")
    state(album.page, "sending")
    album.take("recorder-sending")
    album.open("/interviews/").page.wait_for_selector("[data-outbox]:not([hidden])")
    album.take("outbox")
    album.page.locator("details.menu summary").click()
    album.page.locator("details.menu form button[type=submit]").last.click()
    album.page.wait_for_timeout(500)
    album.take("outbox-leaving")
    mend()


def test_recorder_that_can_not_begin(album: Album, begun: Interview) -> None:
    album.page.context.add_init_script("sessionStorage.refused && (navigator.mediaDevices.getUserMedia = () =>"
        " Promise.reject(new DOMException('refused', sessionStorage.refused)))")  # fmt: skip
    album.recorder(begun, "ready")
    for error, name in {"NotAllowedError": "denied", "NotFoundError": "none", "NotReadableError": "in-use"}.items():
        album.page.evaluate("error => { sessionStorage.refused = error }", error)
        album.recorder(begun, "blocked").take(f"recorder-{name}")
    album.page.evaluate("() => { delete sessionStorage.refused }")
    album.recorder(begun, "ready")
    with album.page.context.expect_page() as opened:
        album.page.evaluate("() => { window.open(location.href) }")
    state(opened.value, "elsewhere", within_ms=40_000)
    Album(opened.value, album.site, album.folder, album.language).take("recorder-elsewhere")
    opened.value.close()
    album.page.context.add_init_script("navigator.permissions.query = async () => ({ state: 'prompt' })")
    album.recorder(begun, "asking").take("recorder-asking")


def test_recorder_of_another_device(album: Album, begun: Interview, carol: Client) -> None:
    tus = Tus(carol)
    url = tus.opened(begun)
    content = a_webm(9000)
    tus.patch(url, content[:3000], at=0)
    album.recorder(begun, "lost").take("recorder-lost")
    album.page.wait_for_timeout(4500)
    tus.patch(url, content[3000:6000], at=3000)
    state(album.page, "beside")
    # It stays so for two seconds, and one picture takes some.
    album.page.evaluate("() => { for (let id = setInterval(() => {}); id > 0; id--) clearInterval(id); }")
    album.take("recorder-beside")


def test_recorder_of_sound_and_of_texts(album: Album, person: User) -> None:
    sound = agreed(an_interview(in_kind(short_job(), "audio"), person))
    album.recorder(sound, "ready").take("sound-ready")
    record = album.page.locator("[data-round]")
    record.click()
    state(album.page, "recording")
    album.page.wait_for_timeout(1500)
    album.take("sound-recording")
    record.click()
    state(album.page, "watching")
    album.take("sound-watching")
    text = agreed(an_interview(in_writing(short_job()), person))
    album.open(f"/i/{text.key}/questions/1").take("text-empty")
    album.page.locator("textarea").fill(GUEST)
    album.page.wait_for_timeout(1500)
    album.take("text-draft")


def test_recorder_of_questions_with_more_to_them(album: Album, person: User) -> None:
    thinking = _of(person, asking(AskedKind.VIDEO, think_seconds=60, of_template={"shows_questions_first": False}))
    album.open(f"/i/{thinking.key}/questions/1").take("recorder-covered")
    album.page.locator("main form button[type=submit]").first.click()
    state(album.page, "ready")
    album.take("recorder-thinking")


def test_recorder_where_the_kind_is_chosen(album: Album, person: User) -> None:
    choice = _of(person, asking(AskedKind.CHOICE))
    album.recorder(choice, "ready").take("recorder-choice")


def _of(person: User, interview: Interview) -> Interview:
    Interview.objects.filter(pk=interview.pk).update(candidate=person)
    Organisation.objects.update(name=EMPLOYER)
    return agreed(Interview.objects.get(pk=interview.pk))
