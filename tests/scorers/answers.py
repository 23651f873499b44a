"""Answers of an invented front-of-house worker to the six shipped questions, written for these tests."""

import re

from paletter.assessments import shelf
from paletter.scores.assess import written
from paletter.vocabulary.rubrics import AssessmentTemplate
from paletter.vocabulary.scores import Assessed, CompetencyScore, SpokenAnswer
from paletter.vocabulary.transcripts import Segment, SpeechTiming

GOOD = (
    "Last summer I worked at the front desk of a small hotel. One evening I noticed an elderly man who kept looking "
    "at the lift and holding his knee. He did not ask for anything. I went over and asked him if the stairs were hard "
    "for him, and he said that his room was on the third floor and the lift was slow. So I moved him to a room on the "
    "ground floor and carried his bag. Later I called his room to check that everything was all right. He smiled the "
    "next morning and wrote a nice review.",
    "A couple was angry because their room was not ready at four. I listened to them and apologised, and I checked "
    "the system and found out that housekeeping had the wrong list. I could have offered another room or asked them "
    "to wait, but another room was quicker, so I decided to move them and gave them a free drink. In the end they "
    "thanked me and came back in autumn.",
    "On Christmas Eve two waiters called in sick and we had eighty guests. First I told the chef, then I moved the "
    "late tables together and we split the sections, so that each of us took five tables. The cleaning had to wait. I "
    "kept calm and told the guests that the food would take twenty minutes. In the end everybody was served and "
    "nobody left.",
    "My colleague wanted to close the bar early and I did not agree. We sat down and talked about it, I asked him "
    "why, and he said that he was tired after two doubles. I offered to cover his last hour and he took my opening "
    "shift. Our manager was happy with that and we still do it that way.",
    "Our card machine broke every Friday. I wrote down when it happened for two weeks and found out that it was "
    "always when the oven was on, because both were on one fuse. We could buy a new machine or use another socket. I "
    "decided to move it because that cost nothing. Since then it has never stopped again.",
    "I forgot to write down a nut allergy once. It was my fault and I told the chef and the guest at once and "
    "apologised. We made a new plate. Since then I repeat every order and write allergies in red, and I taught the "
    "new girls to do it too.",
)

TEMPLATE: AssessmentTemplate = shelf.template("general-hospitality-foh")
SHORT = "I always do my best for every guest and I am a good team player who communicates well with all people at work."


def spoken(text: str, *, start: float = 1.0, pace: float = 0.4) -> tuple[Segment, ...]:
    """Return the words of a text as if spoken evenly, one every `pace` seconds."""
    return tuple(
        Segment(start + number * pace, start + number * pace + pace * 0.75, word)
        for number, word in enumerate(text.split())
    )


def timing(seconds: float) -> SpeechTiming:
    return SpeechTiming(spans=((0.5, 0.5 + seconds),), duration=seconds + 1)


def an_answer(text: str, *, id: str = "1", question: str = "Tell us about a guest.", **fields) -> SpokenAnswer:  # noqa: A002
    return SpokenAnswer(id=id, question=question, words=written(text), **fields)


def an_interview(texts=GOOD, template: AssessmentTemplate = TEMPLATE) -> list[SpokenAnswer]:
    """Return one answer per question, in their order."""
    return [
        an_answer(text, id=str(number), question=question.text, competencies=question.competencies)
        for number, (question, text) in enumerate(zip(template.questions, texts, strict=False), start=1)
    ]


def as_heard(text: str) -> str:
    """Return a text as a recogniser gives it: lower case, no punctuation."""
    return re.sub(r"[^\w' ]", "", text).lower()


def levels(assessed: Assessed) -> dict[str, float]:
    return {key: result.level for key, result in assessed.results.items() if isinstance(result, CompetencyScore)}
