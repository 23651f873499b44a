"""The note in the ATS."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from paletter.reports.note import Correction, ReportFacts, note_text
from paletter.reports.tags import FIT_3_PLUS, tags_for
from paletter.scores.fit import fit_score, published
from paletter.vocabulary.rubrics import Competency
from paletter.vocabulary.scores import (
    CompetencyScore,
    Counting,
    Evidence,
    FitScore,
    LevelByPeople,
    NoFitScore,
    Unscored,
)

LINK = "https://paletter.example.org/reports/5f0c2d6e-5a53-4b53-9d0e-0d5b8f6a1c01"


def a_score(key: str, level: float) -> CompetencyScore:
    return CompetencyScore(key, level, 0.6, "why", (Evidence("answer", "I noticed she was limping", 1.0, 2.0),))


def a_skill(name: str, result: float | str) -> tuple[Competency, Counting]:
    key = name.lower().replace(" ", "_")
    found = Unscored(key, result) if isinstance(result, str) else a_score(key, result)
    return Competency(key, name, ""), found


def facts(
    *skills: tuple[Competency, Counting],
    title: str = "Front of House Host",
    fit: FitScore | NoFitScore = FitScore(3.6, 0.5),  # noqa: B008 - frozen
    corrects: Correction | None = None,
) -> ReportFacts:
    return ReportFacts(title, skills, fit, LINK, corrects)


def an_earlier_note(*skills: tuple[Competency, Counting], fit: FitScore | NoFitScore) -> Correction:
    return Correction(date(2026, 11, 5), fit, {skill.key: result for skill, result in skills})


def test_a_whole_note() -> None:
    text = note_text(
        facts(
            a_skill("Service", 3.8),
            a_skill("Communication", 3.4),
            a_skill("Teamwork", "no answer shows it"),
            a_skill("Problem solving", 4.1),
            a_skill("Ownership", "no answer shows it"),
        )
    )

    assert text.splitlines() == [
        "Paletter AI assessment: Front of House Host",
        "Fit score: 3.6 out of 5 (± 0.5)",
        "Service 3.8 · Communication 3.4 · Problem solving 4.1",
        "Not scored: Teamwork, Ownership (no answer shows it)",
        "Scored by software from what was said. Watch before you decide.",
        LINK,
    ]


def test_a_level_that_a_person_gave_counts_and_is_named_as_such() -> None:
    by_alice = (Competency("service", "Service", ""), LevelByPeople("service", 2.5, 0.5))

    lines = note_text(facts(by_alice, a_skill("Communication", 3.4))).splitlines()

    assert lines[2:4] == ["Service 2.5 · Communication 3.4", "Level given by a person: Service"]


def test_without_a_fit_score_the_reason_stands_in_its_place() -> None:
    text = note_text(facts(a_skill("Service", 3.8), fit=NoFitScore("Not enough evidence.")))

    assert text.splitlines()[1] == "No fit score: Not enough evidence."
    assert "out of 5" not in text


def test_an_interview_without_any_score_says_so_and_still_links() -> None:
    text = note_text(facts(a_skill("Service", "no speech in any answer."), fit=NoFitScore("Not enough evidence.")))

    assert "Not scored: Service (no speech in any answer)" in text
    assert text.splitlines()[-1] == LINK


def test_a_correction_names_the_earlier_note_and_what_has_changed() -> None:
    before = [a_skill("Service", 3.8), a_skill("Communication", 3.4), a_skill("Teamwork", "no answer shows it")]
    after = [a_skill("Service", 2.9), a_skill("Communication", 3.4), a_skill("Teamwork", 3.1)]

    text = note_text(facts(*after, fit=FitScore(2.8, 0.5), corrects=an_earlier_note(*before, fit=FitScore(3.6, 0.5))))

    assert text.splitlines()[1:3] == [
        "Fit score: 2.8 out of 5 (± 0.5)",
        "Corrects the note of 5 November 2026: fit score 3.6 → 2.8 · Service 3.8 → 2.9 · Teamwork not scored → 3.1",
    ]


def test_a_correction_tells_a_level_and_a_fit_score_that_are_gone() -> None:
    earlier = an_earlier_note(a_skill("Service", 3.8), fit=FitScore(3.8, 0.5))

    text = note_text(facts(a_skill("Service", "not asked"), fit=NoFitScore("Not enough evidence."), corrects=earlier))

    assert "Corrects the note of 5 November 2026: fit score 3.8 → none · Service 3.8 → not scored" in text


def test_a_correction_that_changes_no_figure_says_so() -> None:
    skill = a_skill("Service", 3.8)

    text = note_text(facts(skill, corrects=an_earlier_note(skill, fit=FitScore(3.6, 0.5))))

    assert "Corrects the note of 5 November 2026: no figure has changed" in text


def test_what_differs_only_behind_the_published_decimal_is_no_change() -> None:
    earlier = an_earlier_note(a_skill("Service", 3.81), fit=FitScore(3.6, 0.5))

    text = note_text(facts(a_skill("Service", 3.79), corrects=earlier))

    assert "no figure has changed" in text


def test_nobody_is_called_by_an_at_sign() -> None:
    text = note_text(facts(a_skill("Service", "said “ask @sigrid” only"), title="Host @ Fjord"))

    assert "@" not in text
    assert "(at)sigrid" in text


def test_line_breaks_in_a_title_do_not_move_the_link() -> None:
    text = note_text(facts(title=f"Host\n\nhttps://evil.example.org\r\n{'x' * 3}"))

    assert text.splitlines()[0] == "Paletter AI assessment: Host https://evil.example.org xxx"
    assert text.splitlines()[-1] == LINK


def test_titles_are_told_as_the_ats_has_them() -> None:
    assert "Jost Post # 4 (Test # 4)" in note_text(facts(title="Jost Post # 4 (Test # 4)"))


@given(st.floats(1, 5), st.floats(1, 5))
def test_note_and_tag_never_contradict_each_other(first: float, second: float) -> None:
    results = {"a": a_score("a", first), "b": a_score("b", second)}
    fit = fit_score(results, {"a": 1.0, "b": 1.0}, scorable_answers=3)
    assert isinstance(fit, FitScore)

    text = note_text(facts(a_skill("A", first), a_skill("B", second), fit=fit))
    told = float(text.split("Fit score: ")[1].split(" ")[0])

    assert told == published(fit.value)
    assert (told >= 3.0) == (FIT_3_PLUS in tags_for(results=results.values(), fit=fit))


texts = st.text(max_size=5_000)
skills = st.lists(st.builds(a_skill, st.text(max_size=500), st.one_of(st.floats(1, 5), texts)), max_size=40)


@given(title=texts, skills=skills, reason=texts, is_correction=st.booleans())
def test_a_note_is_never_too_long_calls_nobody_and_ends_with_the_bare_link(
    title: str, skills: list[tuple[Competency, Counting]], reason: str, is_correction: bool
) -> None:
    earlier = an_earlier_note(fit=FitScore(3.6, 0.5)) if is_correction else None

    text = note_text(facts(*skills, title=title, fit=NoFitScore(reason), corrects=earlier))

    assert len(text) < 4_000
    assert "@" not in text
    assert text.split("\n")[-1] == LINK
