"""A good small template, and ways to spoil one thing in it."""

from dataclasses import replace

from paletter.vocabulary.rubrics import AssessmentTemplate, BarsRubric, Competency, Question

ANCHORS = {
    1: "Ignores the guest.",
    2: "Does the least that ends the talk.",
    3: "Does what is usual.",
    4: "Asks what is needed.",
    5: "Finds out what is needed, does more, and checks the result.",
}
ASKED = "Tell us about a time when a guest needed something. What did you do, and how did it end?"


def a_template(**fields: object) -> AssessmentTemplate:
    """Return a template that the linter has nothing to say about, but for the given fields."""
    value = AssessmentTemplate(
        key="night-reception",
        name="Night Reception AI Template",
        version="1",
        description="For the people who keep the house at night.",
        questions=tuple(Question(f"question-{number}", ASKED, ("service", "repair")) for number in (1, 2, 3)),
        rubrics=(a_skill(), a_skill(key="repair", name="Putting right", anchors=other_anchors())),
        weights={"service": 1.0, "repair": 1.0},
    )
    return replace(value, **fields)  # type: ignore[arg-type]  # any field may be spoilt


def a_skill(
    *,
    key: str = "service",
    name: str = "Guest focus",
    definition: str = "Notices what guests need.",
    anchors: dict[int, str] | None = None,
    version: str = "1",
) -> BarsRubric:
    return BarsRubric(Competency(key, name, definition), ANCHORS if anchors is None else anchors, version)


def other_anchors() -> dict[int, str]:
    return {level: f"Mends it so far: {level} of 5 steps." for level in range(1, 6)}


def with_skill(**fields: object) -> AssessmentTemplate:
    """Return the good template with its first skill made otherwise."""
    good = a_template()
    return replace(good, rubrics=(a_skill(**fields), *good.rubrics[1:]))  # type: ignore[arg-type]


def with_anchor(text: str, *, level: int = 5) -> AssessmentTemplate:
    return with_skill(anchors=ANCHORS | {level: text})


def with_question(text: str = ASKED, **fields: object) -> AssessmentTemplate:
    """Return the good template with its first question made otherwise."""
    good = a_template()
    question = Question("question-1", text, ("service", "repair"))
    return replace(good, questions=(replace(question, **fields), *good.questions[1:]))  # type: ignore[arg-type]
