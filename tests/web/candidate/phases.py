"""What journeys of the recorder share: a line that is cut for some requests, and what must be whole at the end."""

import hashlib
import re
from collections.abc import Callable

from playwright.sync_api import Page, Route

from paletter.interviews.models import Interview
from tests.web.candidate.browser import kept, on_disk

PIECE = r"/uploads/[0-9a-f-]{36}$"
KEEP = r"/keep$"


def save(page: Page, name: str = "Save this answer") -> None:
    page.get_by_role("button", name=name).click()


def is_whole(interview: Interview, sha256: str, position: int = 1) -> None:
    """Tell that the answer is what was recorded on the device, byte for byte."""
    recording = kept(interview, position)
    assert recording.sha256 == sha256 == hashlib.sha256(on_disk(recording)).hexdigest()


def until(page: Page, is_so: Callable[[], bool], *, seconds: float = 20) -> None:
    for _ in range(int(seconds * 10)):
        if is_so():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it did not come to that")


def hold_up(page: Page, pattern: str, method: str) -> Callable[[], None]:
    """Let no request of this kind through until the returned function is called; they fail as on a dead line."""
    is_cut = True

    def answer(route: Route) -> None:
        if is_cut and route.request.method == method:
            route.abort("internetdisconnected")
        else:
            route.continue_()

    def mend() -> None:
        nonlocal is_cut
        is_cut = False

    page.context.route(re.compile(pattern), answer)
    return mend
