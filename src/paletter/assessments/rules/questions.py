"""Questions that bring out what happened: one thing asked, openly, of the past, in words that all understand."""

import re
from collections.abc import Iterator

from paletter.assessments.rules.disguises import plain
from paletter.assessments.rules.findings import Finding, note, warning
from paletter.assessments.rules.reading import ease, longest_sentence
from paletter.vocabulary.rubrics import AnswerKind, AskedKind, AssessmentTemplate, PromptKind, Question

MOST_SKILLS = 3
SHORTEST = 60
"""Seconds in which somebody can tell what was going on, what they did and how it ended."""
LONGEST = 300
MOST_WORDS = 80
LONGEST_SENTENCE = 35
HARD = 50.0
"""Flesch reading ease below this is called difficult; every shipped question stands above 70."""
ENOUGH_QUESTIONS = 3
"""A fit score needs so many scorable answers, or all there are."""
JUDGED = "en"
"""The one language whose sentences the checks before scoring know."""

REQUEST = re.compile(
    r"(?:^|[.?!;,:] |\band )(?:also )?(?:please )?"
    r"(?:tell (?:us|me)|describe|give (?:us |me )?an? (?:\w+ )?example|think (?:of|back)|talk about)\b"
)
ANOTHER = re.compile(
    r"\band (?:also )?(?:about )?(?:a|another|one) (?:\w+ )?(?:time|situation|example|occasion|moment)\b"
)
OPEN = re.compile(r"\b(?:tell|describe|give|think|talk|explain|share|walk|what|how|why|which|who|where|when)\b")
CLOSED = re.compile(r"(?:do|does|did|are|is|was|were|have|has|had|can|could|will|would|should|may|shall)\b")
LEADING = re.compile(
    r"\b(?:(?:do|did|are|is|was|have|has|would|should|could|can|wo)n'?t (?:you|it|we|they)|would(?:n't)? you agree"
    r"|of course|surely|obviously|as you (?:know|will agree)|everybody knows|we (?:value|love|expect|believe in|want)"
    r"|how much do you (?:love|like|enjoy)|why do you (?:love|like|enjoy)|as an? (?:good|great|real|true) )\b"
)
HYPOTHETICAL = re.compile(
    r"\b(?:(?:what|how|who|where|when|which|why) (?:\w+ )?(?:would|might|could) you|would you|imagine|suppose"
    r"|what if|if (?:a|an|you|your|the|there|somebody|someone)\b)"
)
HAPPENED = re.compile(
    r"\b(?:did|was|were|had|happened|went|made|came|ended|a (?:time|day|shift|moment|situation|night|week)"
    r" (?:when|that|in which|you)|(?:have|has) (?:you|somebody|someone)|you(?:'ve| have)"
    r"|last (?:time|year|week|month)|recent\w*|your (?:busiest|hardest|worst|best|biggest|first|last)|ever)\b"
)


def findings(template: AssessmentTemplate) -> Iterator[Finding]:
    """Tell which questions will bring less than they could."""
    for question in template.questions:
        yield from _wording(question)
        yield from _reading(question)
        yield from _frame(question)
        yield from _times(question)
        yield from _unseen(question)
    yield from _asked_once(template)
    if template.language not in ("", JUDGED):
        told = f"asks for answers in “{template.language}”; so far only English can be judged, others stay unscored."
        yield warning("field “language”", "not-judged", told)
    if len(template.questions) < ENOUGH_QUESTIONS:
        told = (
            f"fewer than {ENOUGH_QUESTIONS} questions make a quick try; one or two answers say little about a person."
        )
        yield note("field “questions”", "few-questions", told)


def _times(question: Question) -> Iterator[Finding]:
    """Whoever writes is not timed."""
    if AnswerKind.TEXT not in question.kind.allowed:
        return
    place = f"question “{question.key}”"
    if question.is_timing_essential:
        told = "calls its times essential, but may be answered in writing, where nobody counts. Ask for video or audio."
        yield warning(place, "untimed-text", told)
    elif question.kind is AskedKind.TEXT and question.think_seconds is not None:
        told = "has a time to think, but is answered in writing, where nobody counts. Leave “think_seconds” out."
        yield warning(place, "untimed-text", told)


def _unseen(question: Question) -> Iterator[Finding]:
    """Captions are for those who can't hear a film; what is only seen in it must stand in words."""
    prompt = question.prompt
    if prompt and prompt.kind is PromptKind.VIDEO and not prompt.text.strip():
        told = "its prompt is a video without “text”; say in words what is to be seen, for those who can't see it."
        yield warning(f"question “{question.key}”", "unseen-prompt", told)


def _wording(question: Question) -> Iterator[Finding]:
    place, text = f"question “{question.key}”", plain(question.text)
    if len(REQUEST.findall(text)) > 1 or ANOTHER.search(text) or question.text.count("?") > 2:
        told = "asks for more than one thing; an answer will leave one of them out. Make two questions of it."
        yield warning(place, "one-thing", told)
    if found := LEADING.search(text):
        told = f"“{found.group().strip()}” tells which answer is wanted. Ask without it."
        yield warning(place, "leading", told)
    if not OPEN.search(text) and any(CLOSED.match(sentence.strip()) for sentence in re.split(r"[.?!:;]", text)):
        told = "can be answered with yes or no. Begin with “Tell us about a time when …”."
        yield warning(place, "yes-no", told)
    elif not HAPPENED.search(text):
        yield _nothing_happened(place, text)


def _nothing_happened(place: str, text: str) -> Finding:
    if HYPOTHETICAL.search(text):
        told = "asks only what somebody would do. Ask for a time when it happened: plans get no level above a claim."
        return warning(place, "hypothetical", told)
    told = "does not ask for anything that happened, and general words get no level above a claim. Ask for one time."
    return warning(place, "no-example", told)


def _reading(question: Question) -> Iterator[Finding]:
    place, words = f"question “{question.key}”", len(question.text.split())
    if words > MOST_WORDS:
        yield warning(place, "long-question", f"has {words} words; people keep about {MOST_WORDS} in mind. Shorten it.")
    if (longest := longest_sentence(question.text)) > LONGEST_SENTENCE:
        told = (
            f"has a sentence of {longest} words; not everybody learned English at home. Stay below {LONGEST_SENTENCE}."
        )
        yield warning(place, "long-sentence", told)
    if (found := ease(question.text)) < HARD:
        told = f"reads hard (Flesch reading ease {found:.0f}; {HARD:.0f} or more is wanted). Use shorter words."
        yield warning(place, "reading-ease", told)


def _frame(question: Question) -> Iterator[Finding]:
    place, skills = f"question “{question.key}”", len(question.competencies)
    if skills > MOST_SKILLS:
        told = f"is judged on {skills} skills; one answer seldom shows more than {MOST_SKILLS}. Ask a second question."
        yield warning(place, "many-skills", told)
    if question.seconds < SHORTEST:
        told = f"{question.seconds} seconds are short to tell what happened; give {SHORTEST} or more."
        yield warning(place, "short-time", told)
    if question.seconds > LONGEST:
        told = f"{question.seconds} seconds tire people and add little; {LONGEST} are enough for one story."
        yield warning(place, "long-time", told)
    if question.retakes == 0:
        yield note(place, "no-retake", "can't be recorded anew; a door bell would stay in the answer for good.")


def _asked_once(template: AssessmentTemplate) -> Iterator[Finding]:
    for rubric in template.rubrics:
        key = rubric.competency.key
        if sum(key in question.competencies for question in template.questions) == 1:
            told = "only one question asks for it; one answer says little, two or more say it surer."
            yield note(f"skill “{key}”", "asked-once", told)
