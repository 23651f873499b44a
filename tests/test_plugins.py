"""Who is in use, by the names that the settings know."""

from typing import get_args

import pytest

from paletter import plugins
from paletter.config.options import Options
from paletter.scorers.protocol import ScorerMisconfigured


@pytest.fixture
def set_to(settings):
    def choose(**changed):
        settings.OPTIONS = settings.OPTIONS.model_copy(update=changed)

    return choose


MODEL = {"language_model_url": "http://localhost:11434/v1", "language_model_name": "m"}


def test_every_scorer_of_the_settings_is_found_by_its_name(set_to):
    set_to(**MODEL)

    for name in get_args(Options.model_fields["scorer"].annotation):
        assert plugins.scorer_named(name).name == name


def test_a_scorer_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(plugins.UnknownScorer, match=r"no scorer “panel”\. Known scorers: indicators, language_model"):
        plugins.scorer_named("panel")


def test_a_scorer_that_lacks_a_setting_says_which():
    with pytest.raises(ScorerMisconfigured, match="PALETTER_LANGUAGE_MODEL_URL is not set"):
        plugins.scorer_named("language_model")


@pytest.mark.parametrize(
    ("chosen", "stands_in"),
    [
        ({"scorer": "indicators", "language_model_down": "indicators"}, None),
        ({"scorer": "language_model", "language_model_down": "wait"}, None),
        ({"scorer": "language_model", "language_model_down": "indicators"}, "indicators"),
    ],
)
def test_somebody_stands_in_only_for_a_language_model_and_only_where_it_is_set(set_to, chosen, stands_in):
    set_to(**chosen)

    found = plugins.stand_in()

    assert (found.name if found else None) == stands_in
