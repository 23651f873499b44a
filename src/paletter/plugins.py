"""Which ATS, transcriber and scorer are in use: the one place where settings meet providers by name."""

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings

from paletter.ats.protocol import AtsProvider
from paletter.scorers.protocol import Scorer
from paletter.transcribers.protocol import Transcriber

if TYPE_CHECKING:
    from paletter.ats.lever.settings import LeverSettings
    from paletter.config.options import Options


class UnknownProvider(LookupError):
    """No ATS of that key is installed."""


class UnknownScorer(LookupError):
    """No scorer of that name is installed."""


def ats_providers(*, is_hasty: bool = False) -> tuple[AtsProvider, ...]:
    """Return every ATS that can be connected, in the order in which recruiters see them.

    With `is_hasty` an ATS gets a few seconds and one try: somebody waits for a page.
    """
    from paletter.ats.lever.provider import LeverProvider, Patience

    patience = Patience(connect=3, read=5, attempts=1, longest_all=8, whole=8) if is_hasty else Patience()
    return (LeverProvider(replace(lever_settings(settings.OPTIONS), patience=patience)),)


def lever_settings(options: "Options") -> "LeverSettings":
    """Return where Lever is and who we are there; raises LeverMisconfigured, a ValueError, for what cannot work."""
    from paletter.ats.lever.settings import LeverSettings

    return LeverSettings.at(
        options.lever_site,
        client_id=options.lever_client_id,
        client_secret=options.lever_client_secret.get_secret_value(),
        api_url=options.lever_api_url,
        authorize_url=options.lever_authorize_url,
        token_url=options.lever_token_url,
        audience=options.lever_audience,
        app_url=options.lever_app_url,
    )


def ats_provider(key: str, *, is_hasty: bool = False) -> AtsProvider:
    """Return the ATS of that key; raises UnknownProvider."""
    for provider in ats_providers(is_hasty=is_hasty):
        if provider.key == key:
            return provider
    raise UnknownProvider(key)


@lru_cache(maxsize=1)
def transcriber() -> Transcriber:
    """Return the recogniser that the settings choose; raises TranscriberUnavailable."""
    from paletter.transcribers import choice

    return choice.choose(settings.OPTIONS.engine, model=settings.OPTIONS.whisper_model or None)


@lru_cache(maxsize=1)
def scorer() -> Scorer:
    """Return the scorer that the settings choose."""
    return scorer_named("indicators")


def scorer_named(name: str) -> Scorer:
    """Return the scorer of that name; raises UnknownScorer."""
    if name == "indicators":
        from paletter.scorers.indicators.scorer import IndicatorsScorer

        return IndicatorsScorer()
    raise UnknownScorer(f"There is no scorer “{name}”. There is: indicators.")
