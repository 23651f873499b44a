"""Which ATS, transcriber and scorer are in use: the one place where settings meet providers by name."""

import tomllib
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
    from paletter.evaluation.folds import Train
    from paletter.scorers.language_model.scorer import LanguageModelScorer


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

    options = settings.OPTIONS
    return choice.choose(options.engine, model=options.whisper_model or None, models=options.models_dir)


@lru_cache(maxsize=1)
def scorer() -> Scorer:
    """Return the scorer that the settings choose; raises ScorerMisconfigured."""
    return scorer_named(settings.OPTIONS.scorer)


def scorer_named(name: str) -> Scorer:
    """Return the scorer of that name; raises UnknownScorer, and ScorerMisconfigured for what settings lack."""
    if name == "indicators":
        from paletter.scorers.indicators.scorer import IndicatorsScorer

        return IndicatorsScorer()
    if name == "language_model":
        return language_model(settings.OPTIONS)
    raise UnknownScorer(f"There is no scorer “{name}”. Known scorers: indicators, language_model.")


def language_model(options: "Options") -> "LanguageModelScorer":
    """Return the scorer that asks a language model; raises ScorerMisconfigured."""
    from paletter.scorers.language_model.scorer import LanguageModelScorer
    from paletter.scorers.language_model.settings import Format, LanguageModelSettings, Prices

    return LanguageModelScorer(
        LanguageModelSettings(
            url=options.language_model_url,
            model=options.language_model_name,
            key=options.language_model_key.get_secret_value(),
            format=Format(options.language_model_format),
            runs=options.language_model_runs,
            reply_tokens=options.language_model_reply_tokens,
            timeout=options.language_model_timeout,
            concurrency=options.language_model_concurrency,
            per_minute=options.language_model_per_minute,
            prices=Prices(options.language_model_price_in, options.language_model_price_out),
            canary_minutes=options.language_model_canary_minutes,
        )
    )


def stand_in() -> Scorer | None:
    """Return who judges while the scorer of the settings does not answer; None when interviews wait for it."""
    options = settings.OPTIONS
    if options.scorer == "language_model" and options.language_model_down == "indicators":
        return scorer_named("indicators")
    return None


def trainer_named(name: str) -> "Train | None":
    """Return what trains that scorer anew from rated answers, or None for one that cannot be trained here."""
    if name != "indicators":
        return None
    from paletter.training import anew

    return anew.trainer()


def trained_on(name: str) -> frozenset[str]:
    """Return the digests of the rated answers that the shipped model of that scorer was trained on."""
    if name != "indicators":
        return frozenset()
    from paletter.scorers.indicators.model import MODEL

    told = tomllib.loads(MODEL.read_text(encoding="utf-8"))["data_sha256"]
    return frozenset([told] if isinstance(told, str) else told)


def texts_trained_on(name: str) -> frozenset[str]:
    """Return the marks (`evaluation.ratings.mark`) of the texts that the shipped model of that scorer was trained on.

    Those of the project's own texts are known where its material is at hand, those of others from the model's file.
    """
    if name != "indicators":
        return frozenset()
    from paletter.evaluation.ratings import mark
    from paletter.scorers.indicators.model import MODEL
    from paletter.training.material import is_there, material

    others = tomllib.loads(MODEL.read_text(encoding="utf-8"))["texts_of_others"]
    own = [mark(example.text) for example in material().examples] if is_there() else []
    return frozenset([*own, *others])
