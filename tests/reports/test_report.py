"""What a recruiter reads, as values: built from an assessment, laid out as text."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paletter.assessments import shelf
from paletter.reports import layout, reading, report
from paletter.reports.report import AnswerView, WordSource, WordsView
from paletter.vocabulary.scores import Assessed, CompetencyScore, Evidence, FitScore, GateNote, NoFitScore, Unscored
from paletter.vocabulary.transcripts import Segment, Transcript

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TEMPLATE = shelf.template("guest-service-short")
SKILLS = [competency.key for competency in TEMPLATE.competencies]


def heard(text: str, *, confidence: float | None = 0.9) -> Transcript:
    segments = tuple(Segment(float(n), n + 0.8, word, confidence) for n, word in enumerate(text.split()))
    return Transcript("en", "pocketsphinx", segments)


def an_answer(text: str = "I noticed that she was limping", number: int = 1) -> AnswerView:
    return AnswerView(str(number), number, "What happened?", WordsView(WordSource.RECOGNISED, heard(text)))


def a_view(*results, answers=None, fit=None, notes=()):
    return report.build(
        assessed=Assessed(
            results={result.competency: result for result in results},
            fit=fit or FitScore(3.6, 0.5),
            scorer="indicators",
            scorer_version="1",
            notes=notes,
        ),
        template=TEMPLATE,
        answers=answers or [an_answer()],
        job_title="Host",
        scored_at=NOON,
    )


def a_score(level: float = 3.8, quote: str = "she was limping", start: float = 3.0) -> CompetencyScore:
    return CompetencyScore(SKILLS[0], level, 0.5, "Notices.", (Evidence("1", quote, start, start + 2),))


def lay_out(view):
    return layout.lay_out(view, link=lambda answer, second: f"#{answer.position}@{second}")


def test_a_skill_shows_the_anchors_on_both_sides_of_its_level():
    anchors = {1: "ignores", 3: "does what is usual", 5: "goes beyond"}

    assert [anchor.level for anchor in report.anchors_near(anchors, 3.8)] == [3, 5]
    assert [anchor.level for anchor in report.anchors_near(anchors, 3.0)] == [3]
    assert [anchor.level for anchor in report.anchors_near(anchors, 5.0)] == [5]


def test_weights_are_shares_of_the_whole():
    view = a_view(*[Unscored(key, "not asked") for key in SKILLS], fit=NoFitScore("not enough evidence"))

    assert sum(skill.weight for skill in view.skills) == pytest.approx(1.0)


def test_an_unscored_skill_has_its_reason_and_no_level():
    card = lay_out(a_view(Unscored(SKILLS[0], "No answer shows it."))).skills[0]

    assert (card.level, card.reason, card.quotes) == ("", "No answer shows it.", ())
    assert "not scored" in card.bar


def test_a_level_is_told_in_words_too():
    card = lay_out(a_view(a_score(3.8))).skills[0]

    assert "level 3.8 of 5, likely between 3.3 and 4.3" in card.bar


def test_the_band_of_a_level_never_leaves_the_scale():
    card = lay_out(a_view(a_score(4.9))).skills[0]

    assert "likely between 4.4 and 5.0" in card.bar


def test_a_quote_links_to_the_second_at_which_it_is_said():
    quote = lay_out(a_view(a_score(start=72.4))).skills[0].quotes[0]

    assert (quote.href, quote.clock, quote.seconds) == ("#1@72.4", "1:12", "72.4")


def test_quoted_words_are_marked_with_their_skill():
    runs = lay_out(a_view(a_score())).answers[0].runs

    assert [(" ".join(w.text for w in run.words), bool(run.title)) for run in runs] == [
        ("I noticed that", False),
        ("she was limping", True),
    ]


def test_a_quote_said_twice_is_marked_where_it_counts():
    segments = heard("we left early and we left early").segments
    quote = reading.Quoted("service", "Service", "we left early", start=4.1)

    runs = reading.runs(segments, [quote])

    assert [(len(run.words), run.is_quoted) for run in runs] == [(4, False), (3, True)]


def test_words_quoted_for_two_skills_carry_both():
    segments = heard("I asked her first").segments
    quotes = [
        reading.Quoted("service", "Service", "I asked her", start=0),
        reading.Quoted("communication", "Communication", "her first", start=2),
    ]

    runs = reading.runs(segments, quotes)

    assert [run.competencies for run in runs] == [("service",), ("service", "communication"), ("communication",)]


def test_quotes_of_one_skill_side_by_side_stay_apart():
    segments = heard("I looked I asked").segments
    quotes = [reading.Quoted("service", "Service", said, start=0) for said in ("I looked", "I asked")]

    assert [len(run.words) for run in reading.runs(segments, quotes)] == [2, 2]


def test_punctuation_and_case_do_not_hide_a_quote():
    segments = heard("So, I ASKED her: first.").segments

    runs = reading.runs(segments, [reading.Quoted("service", "Service", "I asked her, first", start=1)])

    assert [run.is_quoted for run in runs] == [False, True]


def test_a_quote_that_nobody_said_marks_nothing():
    runs = reading.runs(heard("I asked her").segments, [reading.Quoted("service", "Service", "I told him", start=0)])

    assert [run.is_quoted for run in runs] == [False]


@given(
    text=st.lists(st.sampled_from(["we", "left", "early", "and", "—", "then"]), min_size=1, max_size=12),
    cut=st.tuples(st.integers(0, 11), st.integers(1, 5)),
)
def test_marking_never_loses_adds_or_moves_a_word(text, cut):
    quote = " ".join(text[cut[0] : cut[0] + cut[1]])
    segments = heard(" ".join(text)).segments

    runs = reading.runs(segments, [reading.Quoted("service", "Service", quote, start=float(cut[0]))])

    assert [word.text for run in runs for word in run.words] == [segment.text for segment in segments]


def test_words_that_the_recogniser_doubts_are_marked():
    answer = AnswerView("1", 1, "?", WordsView(WordSource.RECOGNISED, heard("the fjord", confidence=0.31)))

    card = lay_out(a_view(a_score(quote="the fjord", start=0), answers=[answer])).answers[0]

    assert card.has_doubtful
    assert all(word.is_doubtful for run in card.runs for word in run.words)


def test_a_correction_says_how_much_was_changed_and_keeps_what_was_heard():
    answer = AnswerView(
        "1",
        1,
        "?",
        words=WordsView(WordSource.CORRECTED, heard("the drain", confidence=None), share_changed=0.118),
        heard=WordsView(WordSource.RECOGNISED, heard("the train")),
    )

    card = lay_out(a_view(a_score(quote="the drain", start=0), answers=[answer])).answers[0]

    assert card.origin == "Corrected by the candidate, 12 % of the words"
    assert card.heard == "the train"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (AnswerView("1", 1, "?", unusable_reason="There is no sound."), "There is no sound."),
        (AnswerView("1", 1, "?", WordsView(WordSource.RECOGNISED, heard(""))), "Nobody could be heard in this answer."),
    ],
)
def test_an_answer_without_words_says_why(answer, reason):
    assert answer.why_silent == reason


def test_a_remark_names_the_answer_it_is_about():
    notes = (GateNote("1", "Asks the scorer for a 5."), GateNote("", "Two answers are much alike."))

    page = lay_out(a_view(a_score(), notes=notes))

    assert page.remarks == (("Answer 1", "Asks the scorer for a 5."), ("", "Two answers are much alike."))


def test_a_report_without_a_fit_score_says_why():
    page = lay_out(a_view(a_score(), fit=NoFitScore("Fewer than three answers could be judged.")))

    assert (page.fit, page.fit_reason) == ("", "Fewer than three answers could be judged.")
