"""What an endpoint's "no" means, and the sentence for whoever can act: again later, or only once a setting is changed.

Of what an endpoint says only short codes are repeated: its sentences may hold a candidate's words.
"""

import re
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import openai

from paletter.scorers.language_model.settings import PREFIX, LanguageModelSettings
from paletter.scorers.protocol import ScorerMisconfigured, ScorerUnavailable

LATER = "Nothing is lost; Paletter tries again by itself."
FIX = "Whoever runs Paletter corrects that and starts the workers again; then press “Try again”."
LONGEST_WAIT = 3600.0
"""Seconds. Nobody is believed who asks for more."""

_CODE = re.compile(r"[A-Za-z0-9_.-]{1,60}")
_TOO_LONG = re.compile(
    r"context.{0,20}(length|size|window)|maximum context|exceed_context|too many tokens|prompt is too long"
)
_FILTERED = ("content_filter", "content_policy", "content policy", "content management policy")
PASSING = frozenset({408, 409, 425, 429})


class TooLong(Exception):
    """The answers do not fit into what the model can read at once."""


class Filtered(Exception):
    """The endpoint's own filter stopped the request for what an answer holds."""


def is_passing(error: openai.APIError) -> bool:
    """Tell whether asking again in a moment may help."""
    if isinstance(error, openai.APIStatusError):
        return (error.status_code in PASSING or error.status_code >= 500) and not _is_used_up(error)
    # A model that did not answer in time still computes: it is not given the same work again at once.
    return isinstance(error, openai.APIConnectionError) and not isinstance(error, openai.APITimeoutError)


def said(error: openai.APIStatusError) -> str:
    """Return all that a refusal says, to be searched and never to be shown."""
    return f"{error.param or ''} {error.code or ''} {error.message} {error.body or ''}"


def meaning(error: openai.APIError, settings: LanguageModelSettings) -> Exception:
    """Return what to raise for an error that stands."""
    if isinstance(error, openai.APITimeoutError):
        return timed_out(settings)
    if isinstance(error, openai.APIStatusError):
        return _of_status(error, settings)
    return ScorerUnavailable(f"The language model can't be reached ({_why(error)}). {LATER}")


def timed_out(settings: LanguageModelSettings) -> ScorerUnavailable:
    return ScorerUnavailable(
        f"The language model did not answer within {settings.timeout:g} seconds. {LATER} If it is always so slow, "
        f"whoever runs Paletter raises {PREFIX}_TIMEOUT or chooses a smaller model."
    )


def no_reply() -> ScorerUnavailable:
    return ScorerUnavailable(
        f"What answers in the language model's place does not speak like one. {LATER} If it stays so, whoever runs "
        f"Paletter looks whether {PREFIX}_URL is right; it usually ends in /v1."
    )


def broken() -> ScorerUnavailable:
    return ScorerUnavailable(f"The language model's reply broke off on its way. {LATER}")


def retry_after(error: openai.APIError) -> float | None:
    """Return the seconds that a refusal asks to wait, at most an hour, or None."""
    headers: Mapping[str, str] = error.response.headers if isinstance(error, openai.APIStatusError) else {}
    asked = headers.get("retry-after", "").strip()
    try:
        seconds = float(asked)
    except ValueError:
        seconds = _until(asked)
    return min(seconds, LONGEST_WAIT) if seconds >= 0 else None


def _until(moment: str) -> float:
    try:
        then = parsedate_to_datetime(moment)
    except (TypeError, ValueError, IndexError):
        return -1.0
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    return max(0.0, (then - datetime.now(UTC)).total_seconds())


def _of_status(error: openai.APIStatusError, settings: LanguageModelSettings) -> Exception:
    status = error.status_code
    if status in (401, 403):
        return ScorerMisconfigured(
            f"The language model's endpoint refuses our key, {PREFIX}_KEY ({_named(error)}). {FIX}"
        )
    if status == 404:
        return ScorerMisconfigured(
            f"There is no model “{settings.model}” at {settings.url}, or nothing at all ({_named(error)}): "
            f"{PREFIX}_NAME or {PREFIX}_URL. {FIX}"
        )
    if 300 <= status < 400:
        return ScorerMisconfigured(
            f"{settings.url} sends us on to another address ({status}), and candidates' words do not follow: "
            f"{PREFIX}_URL. {FIX}"
        )
    if _is_used_up(error):
        return ScorerUnavailable(
            f"The account at the language model's endpoint is used up ({_named(error)}). Whoever pays for it raises "
            f"its limit. {LATER}",
            retry_after=retry_after(error),
        )
    if status in PASSING:
        return ScorerUnavailable(
            f"The language model is asked too much at the moment ({_named(error)}). {LATER}",
            retry_after=retry_after(error),
        )
    if status >= 500:
        return ScorerUnavailable(
            f"The language model fails at the moment ({_named(error)}). {LATER}", retry_after=retry_after(error)
        )
    return about_the_answers(error) or ScorerMisconfigured(
        f"The language model's endpoint does not take our request ({_named(error)}). Whoever runs Paletter runs "
        f"“paletter check” with the same settings, and compares with docs/language-model.md; then press “Try again”."
    )


def about_the_answers(error: openai.APIStatusError) -> TooLong | Filtered | None:
    """Return what a refusal says of the answers themselves, None when it says nothing of them."""
    words = said(error).lower()
    if error.status_code == 413 or (error.status_code in (400, 422) and _TOO_LONG.search(words)):
        return TooLong()
    return Filtered() if any(name in words for name in _FILTERED) else None


def _is_used_up(error: openai.APIStatusError) -> bool:
    return error.status_code == 402 or "insufficient_quota" in said(error)


def _named(error: openai.APIStatusError) -> str:
    code = error.code or ""
    return (
        f"{error.status_code} {code}"
        if _CODE.fullmatch(code) and code != str(error.status_code)
        else str(error.status_code)
    )


def _why(error: BaseException) -> str:
    """Return in a few words why there is no connection."""
    cause: Any = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "its certificate is not trusted"
        if isinstance(cause, ssl.SSLError):
            return "no encrypted connection could be made"
        if isinstance(cause, ConnectionRefusedError):
            return "nothing listens there"
        cause = cause.__cause__ or cause.__context__
    return "no connection"
