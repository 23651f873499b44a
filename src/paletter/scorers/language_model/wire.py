"""One request to the endpoint and its reply, by OpenAI's own client. Nothing but what is named here goes out."""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import openai

from paletter.scorers.language_model.settings import LanguageModelSettings

HEADERS = frozenset(
    ("host", "accept", "accept-encoding", "connection", "content-type", "content-length", "authorization")
) | {"x-stainless-raw-response"}
"""The client would also tell the operating system, the processor, versions, and what its environment names. The last
one says nothing; it is how the client remembers that it was asked for the reply as it comes.
"""

NO_KEY = "none"
CONNECTING = 10.0
"""Seconds."""
LARGEST_BODY = 1_000_000
"""Bytes. A reply has a few thousand."""

CUT = "it was cut off since it was too long; be brief"
REFUSED = "it was a refusal; nobody is judged as a person here, only what an answer shows of one skill"
CALLED_TOOLS = "it called a tool, and there are none"
EMPTY = "it was empty"


@dataclass(frozen=True)
class Reply:
    """What came back: the text, or in `wrong` why there is none to read; and what it took."""

    text: str
    wrong: str
    model: str
    tokens_in: int
    tokens_out: int


class NoReply(Exception):
    """The endpoint said that all is well, and sent no reply in OpenAI's form."""


class Broken(Exception):
    """The reply did not arrive whole."""


class Wire:
    """Carries requests to one endpoint. May be used by many threads."""

    def __init__(self, settings: LanguageModelSettings) -> None:
        self._settings = settings
        hooks: dict[str, list[Any]] = {"request": [_strip if settings.key else _strip_key]}
        self._client = openai.OpenAI(
            api_key=settings.key or NO_KEY,
            base_url=settings.url,
            # Retries wait for their turn like every request, so they are made where turns are given.
            max_retries=0,
            timeout=openai.Timeout(settings.timeout, connect=min(CONNECTING, settings.timeout)),
            # A redirect would carry candidates' words to an address that nobody chose.
            http_client=openai.DefaultHttpxClient(follow_redirects=False, event_hooks=hooks),
        )

    def send(self, messages: Sequence[Mapping[str, str]], parameters: Mapping[str, Any]) -> Reply:
        """Return the reply. Raises openai.APIError, NoReply, Broken, and TimeoutError for one that takes too long."""
        create: Any = self._client.chat.completions.with_streaming_response.create
        until = time.monotonic() + self._settings.timeout
        with create(model=self._settings.model, messages=list(messages), **parameters) as response:
            return _reply(_body(response, until=until), asked=self._settings.model)


def _strip(request: Any) -> None:
    for name in set(request.headers) - HEADERS:
        del request.headers[name]


def _strip_key(request: Any) -> None:
    _strip(request)
    del request.headers["authorization"]


def _body(response: Any, *, until: float) -> bytes:
    """Read a reply that may be endless, or trickle."""
    body = bytearray()
    try:
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > LARGEST_BODY or time.monotonic() > until:
                break
    except Exception as error:
        # The network's own errors have the types of the library underneath, which is the client's business.
        raise Broken from error
    if len(body) > LARGEST_BODY:
        raise NoReply
    if time.monotonic() > until:
        raise TimeoutError
    return bytes(body)


def _reply(body: bytes, *, asked: str) -> Reply:
    try:
        content = json.loads(body)
        choice = content["choices"][0]
        message = choice["message"]
        text = message.get("content") or ""
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise NoReply from error
    if not isinstance(text, str):
        raise NoReply
    usage = content.get("usage") if isinstance(content.get("usage"), dict) else {}
    named = content.get("model")
    return Reply(
        text=text,
        wrong=_wrong(choice, message, text),
        model=named if isinstance(named, str) and named else asked,
        tokens_in=_count(usage.get("prompt_tokens")),
        tokens_out=_count(usage.get("completion_tokens")),
    )


def _wrong(choice: Mapping[str, Any], message: Mapping[str, Any], text: str) -> str:
    if choice.get("finish_reason") == "length":
        return CUT
    if message.get("refusal") or choice.get("finish_reason") == "content_filter":
        return REFUSED
    if message.get("tool_calls") or message.get("function_call"):
        return CALLED_TOOLS
    return "" if text.strip() else EMPTY


def _count(value: Any) -> int:
    return value if isinstance(value, int) and value > 0 else 0
