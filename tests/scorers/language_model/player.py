"""Plays an OpenAI-compatible model over HTTP: sensible by default, and badly behaved in every way on request.

It scores by counting distinct cues of a skill, quotes what stands there, and abstains where it finds none: enough to be
steered, and nothing that says how good a real model is. Tokens are characters divided by four.
"""

import json
import re
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from paletter.scorers.language_model import canaries
from paletter.scorers.language_model.settings import LanguageModelSettings

ANSWER = re.compile(r"Question (\d+): (.*?)\nAnswer \1:\n(==== \w+ ====)\n(.*?)\n\3", re.DOTALL)
SKILL = re.compile(r"^Skill: (.*)$", re.MULTILINE)
CUES = {
    "Guest and people focus": "noticed asked listened apologised carried moved fetched knocked called thanked smiled",
    "Communication": "first then so because later end asked told said",
    "Teamwork": "split offered helped shared agreed talked told covered each colleague taught",
    "Problem solving": "because found cause decided checked could quicker since wrote list",
    "Adaptability and composure": "calm first then wait plan moved busy sick kept late",
    "Ownership and learning": "fault mistake since forgot repeat taught apologised new decided own",
}
OTHERS = "because then asked told decided"
AGAINST = ("own fault", "not my job")
QUOTED = 7


@dataclass(frozen=True)
class Asked:
    """One request as it came in."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    raw: str

    @property
    def text(self) -> str:
        return "\n".join(message["content"] for message in self.body["messages"])

    @property
    def answers(self) -> dict[int, str]:
        return {int(found[1]): found[4] for found in ANSWER.finditer(self.text)}

    @property
    def is_canary(self) -> bool:
        _, known = canaries.all_of_them()
        return any(canary.answer.text in self.text for canary in known)


@dataclass
class Played:
    """One reply. `body` is sent as it is when it is text; `pieces` are sent one by one, `pause` seconds apart."""

    body: Any
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0.0
    pieces: list[bytes] = field(default_factory=list)
    pause: float = 0.0
    hangs_up: bool = False


Behaviour = Callable[[Asked], Played]


def sensible(asked: Asked) -> Played:
    return completion(json.dumps(judgement(asked)), asked)


def judgement(asked: Asked) -> dict[str, Any]:
    """Return the judgement of a modest but honest rater."""
    found = SKILL.search(asked.text)
    cues = CUES.get(found[1] if found else "", OTHERS).split()
    quotes = {}
    for number, text in asked.answers.items():
        words = text.split()
        for at, word in enumerate(words):
            cue = re.sub(r"[^a-z]", "", word.lower())
            if cue in cues and (passage := _passage(words, at)):
                quotes.setdefault(cue, {"answer": number, "quote": passage, "shows": cue, "speaks": "for"})
    against = [
        {"answer": number, "quote": phrase + " ", "shows": phrase, "speaks": "against"}
        for number, text in asked.answers.items()
        for phrase in AGAINST
        if phrase in text and len(phrase.split()) > 2
    ]
    if not quotes and not against:
        return {"quotes": [], "reason": "Nothing that happened shows it.", "level": "abstain"}
    level = min(5.0, 1 + 0.5 * len(quotes))
    listed = sorted(quotes.values(), key=lambda quote: quote["shows"])
    return {"quotes": [*listed[:5], *against], "reason": f"It shows {len(quotes)} things.", "level": f"{level:g}"}


def _passage(words: list[str], at: int) -> str:
    passage = words[at : at + QUOTED]
    if "[left" in passage:
        passage = passage[: passage.index("[left")]
    return " ".join(passage) if len(passage) >= 3 else ""


def completion(text: str | None, asked: Asked, *, finish: str = "stop", **message: Any) -> Played:
    """Return a reply in OpenAI's form."""
    said = {"role": "assistant", "content": text} | message
    usage = {"prompt_tokens": len(asked.text) // 4, "completion_tokens": len(text or "") // 4}
    usage["total_tokens"] = sum(usage.values())
    choice = {"index": 0, "message": said, "finish_reason": finish}
    return Played(
        {"id": "x", "object": "chat.completion", "model": "player-1", "choices": [choice], "usage": usage, "created": 1}
    )


def judging(level: Any, *quotes: str, reason: str = "It stands there.", **more: Any) -> Behaviour:
    """Return a behaviour that says this level of answer 1, with these quotes."""
    listed = [{"answer": 1, "quote": quote, "shows": "what it says", "speaks": "for"} for quote in quotes]
    content = {"quotes": listed, "reason": reason, "level": level} | more
    return lambda asked: completion(json.dumps(content), asked)


def saying(text: str | None, **message: Any) -> Behaviour:
    return lambda asked: completion(text, asked, **message)


def failing(status: int, *, message: str = "no", headers: dict[str, str] | None = None, **error: Any) -> Behaviour:
    return lambda asked: Played({"error": {"message": message} | error}, status, headers or {})


class Player:
    """A running model. Candidates' answers are judged as ordered; the canaries honestly unless `of_canaries` is set."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.usually: Behaviour = sensible
        self.of_canaries: Behaviour = sensible
        self._next: deque[Behaviour] = deque()
        self._lock = threading.Lock()
        self.most_at_once = self._now = 0

    def next(self, *behaviours: Behaviour) -> None:
        """Behave so in the coming requests, one each, canaries aside."""
        self._next.extend(behaviours)

    def play(self, asked: Asked) -> Played:
        with self._lock:
            self.asked.append(asked)
            if asked.is_canary:
                return self.of_canaries(asked)
            behaviour = self._next.popleft() if self._next else self.usually
        return behaviour(asked)

    @contextmanager
    def counted(self) -> Iterator[None]:
        with self._lock:
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
        try:
            yield
        finally:
            with self._lock:
                self._now -= 1

    @property
    def about_answers(self) -> list[Asked]:
        return [asked for asked in self.asked if not asked.is_canary]


class Address:
    """Where a player can be reached."""

    def __init__(self, player: Player, port: int) -> None:
        self.player, self.port = player, port
        self.url = f"http://127.0.0.1:{port}/v1"

    def settings(self, **fields: Any) -> LanguageModelSettings:
        return LanguageModelSettings(**{"url": self.url, "model": "player", "key": "sk-test", "timeout": 5.0} | fields)


@contextmanager
def a_player() -> Iterator[Address]:
    """Run a player on a free port of this machine."""
    player, over = Player(), threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(player, over))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield Address(player, server.server_address[1])
    finally:
        over.set()
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(player: Player, over: threading.Event) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
            headers = {name.lower(): value for name, value in self.headers.items()}
            with player.counted():
                played = player.play(Asked(self.path, headers, json.loads(raw), raw))
                over.wait(played.wait)
                try:
                    self._send(played)
                except OSError:
                    self.close_connection = True

        def _send(self, played: Played) -> None:
            text = played.body if isinstance(played.body, str) else json.dumps(played.body)
            content = text.encode()
            whole = 1_000_000_000 if played.pieces or played.hangs_up else len(content)
            self.send_response(played.status)
            for name, value in (
                {"Content-Type": "application/json", "Content-Length": str(whole)} | played.headers
            ).items():
                self.send_header(name, value)
            self.end_headers()
            for piece in played.pieces or [content]:
                self.wfile.write(piece)
                self.wfile.flush()
                if over.wait(played.pause):
                    break
            self.close_connection = self.close_connection or whole != len(content)

        def log_message(self, *_: Any) -> None:
            """Tests are quiet."""

    return Handler
