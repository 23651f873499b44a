"""The built-in scorer trained anew, for whoever wants to try it on answers that it has not seen."""

from collections.abc import Callable, Sequence

from paletter.evaluation.ratings import RatedAnswer
from paletter.scorers.indicators import detecting, model
from paletter.scorers.indicators.scorer import IndicatorsScorer
from paletter.scorers.protocol import Scorer
from paletter.training.material import is_there, material
from paletter.training.train import train


def trainer() -> Callable[[Sequence[RatedAnswer]], Scorer] | None:
    """Return what trains on given answers and the project's other material; None where that material is not at hand."""
    return _trained if is_there() else None


def _trained(answers: Sequence[RatedAnswer]) -> Scorer:
    result = train(material(answers))
    skills = {skill: dict(row) for skill, row in result.skills.items()}
    return IndicatorsScorer(model.loaded({"version": "trained anew", "skills": skills}), detecting.loaded(result.signs))
