"""Debian's Firefox, spoken to by WebDriver BiDi (https://w3c.github.io/webdriver-bidi/), which it understands itself.

Playwright drives only a Firefox of its own make, which can't be had here. The little that journeys need is small: open
a page, run a line of script in it, wait until something is so.
"""

import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from websockets.sync.client import ClientConnection, connect

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox") or ""
IN_FIREFOX = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not FIREFOX, reason="NOT TESTED IN FIREFOX: it is missing; scripts/browsers gets it"),
]
PREFERENCES = {
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    "media.autoplay.default": 0,
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}
PATIENCE_S = 30.0


class ScriptFailed(Exception):
    """A line of script raised an error in the page."""


class Tab:
    """One tab of Firefox."""

    def __init__(self, wire: "Wire", context: str) -> None:
        self._wire, self._context = wire, context

    def open(self, url: str) -> None:
        self._wire.send("browsingContext.navigate", context=self._context, url=url, wait="complete")

    def run(self, script: str) -> Any:
        """Return what an expression is in the page, as by JSON; promises are waited for. Raises ScriptFailed."""
        told = self._wire.send(
            "script.evaluate",
            expression=f"Promise.resolve({script}).then((value) => JSON.stringify(value ?? null))",
            target={"context": self._context},
            awaitPromise=True,
            userActivation=True,
        )
        if told["type"] == "exception":
            raise ScriptFailed(told["exceptionDetails"]["text"])
        return json.loads(told["result"]["value"])

    def wait(self, script: str, *, within_s: float = PATIENCE_S) -> Any:
        """Return what an expression is once it is true. Raises AssertionError when it isn't in time."""
        end = time.monotonic() + within_s
        while not (value := self._glance(script)):
            assert time.monotonic() < end, f"not so within {within_s} s: {script}; the page says: {self._glance(SEEN)}"
            time.sleep(0.1)
        return value

    def _glance(self, script: str) -> Any:
        try:
            return self.run(script)
        except (ScriptFailed, Gone):
            return None  # the page is being left for another

    def press(self, name: str) -> None:
        """Press the button or link that shows this name."""
        self.wait(f"({PRESS})({json.dumps(name)})")

    def state(self, name: str) -> None:
        """Wait until the recorder shows this state; stage.js lists them."""
        self.wait(f"document.querySelector('[data-recorder]')?.dataset.state === {json.dumps(name)}")


SEEN = "document.body.innerText"
PRESS = """(name) => {
    const shown = (one) => one.checkVisibility() && !one.disabled && one.textContent.trim().startsWith(name);
    const found = [...document.querySelectorAll("button, a")].find(shown);
    found?.click();
    return Boolean(found);
}"""


class Gone(Exception):
    """Firefox refused a command, as it does while one page is left for another."""


class Wire:
    """Commands and their answers, one at a time."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket, self._numbers = socket, count(1)

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Return the result of a command. Raises Gone when Firefox refuses it, TimeoutError when it stays silent."""
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            told = json.loads(self._socket.recv(timeout=60))
            if told.get("id") == number:
                if told["type"] == "error":
                    raise Gone(f"{told['error']}: {told['message']}")
                return dict(told["result"])


@contextmanager
def a_firefox(profile: Path) -> Iterator[Wire]:
    """Start Firefox without a screen, with a made-up camera and microphone that nobody has to allow."""
    lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in PREFERENCES.items())
    (profile / "user.js").write_text("".join(lines))
    command = [FIREFOX, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"]
    log = profile / "log"
    with log.open("w") as out, subprocess.Popen(command, stdout=out, stderr=out) as process:
        try:
            with connect(f"{_address(log, process)}/session", max_size=None) as socket:
                wire = Wire(socket)
                wire.send("session.new", capabilities={})
                yield wire
        finally:
            process.terminate()


def _address(log: Path, process: subprocess.Popen[bytes]) -> str:
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        if found := re.search(r"listening on (ws://\S+)", log.read_text()):
            return found.group(1)
        time.sleep(0.1)
    raise AssertionError(f"Firefox did not start: {log.read_text()}")


@contextmanager
def a_tab(wire: Wire, site: str, session: str) -> Iterator[Tab]:
    """Open a tab of somebody who is logged in."""
    cookie = {"name": "sessionid", "value": {"type": "string", "value": session}, "domain": urlsplit(site).hostname}
    wire.send("storage.setCookie", cookie=cookie)
    context = wire.send("browsingContext.create", type="tab")["context"]
    try:
        yield Tab(wire, context)
    finally:
        wire.send("browsingContext.close", context=context)
