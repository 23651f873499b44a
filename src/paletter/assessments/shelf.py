from typing import Any
from paletter.vocabulary.rubrics import AssessmentTemplate


def from_dict(content: dict[str, Any]) -> AssessmentTemplate:
    raise NotImplementedError
