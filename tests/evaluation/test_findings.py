import json

import pytest

from paletter.evaluation import findings
from paletter.evaluation.baselines import NullScorer, trained_on_words
from paletter.evaluation.findings import Contender, Wishes
from paletter.evaluation.lines import Unreadable
from paletter.evaluation.pairs import Pair
from paletter.evaluation.ratings import mark
from tests.evaluation.data import RUBRICS, TOLD, CountsHelp, Says, helpful_answers, one, some

RATED = helpful_answers(60)


def learn_by_heart(answers):
    """A trainer that learns every text it sees with its level, and guesses 3 elsewhere."""
    known = {answer.text: answer.level("service") for answer in answers}
    return Says(lambda text: known.get(text, 3.0))


def agree(contender, **wishes):
    return findings.agree(contender, RATED, RUBRICS, Wishes(draws=200, **wishes))


def test_a_model_that_learned_the_answers_by_heart_is_found_out_when_they_are_held_out():
    contender = Contender("by-heart", learn_by_heart(RATED.answers), learn_by_heart, frozenset({"these"}))

    shipped, held = agree(contender), agree(contender, by="writer")

    assert shipped.skills[0].scorer.r.value > 0.99
    assert held.skills[0].scorer.r.value == 0.0
    assert held.by == "writer"
    assert held.remarks == ("Each “writer” was judged by a model trained without it (10 models).",)


def test_a_scorer_trained_on_these_very_answers_is_remarked_loudly():
    contender = Contender("by-heart", learn_by_heart(RATED.answers), learn_by_heart, frozenset({"these"}))

    assert agree(contender).remarks == (findings.TRAINED_ON_THESE,)
    assert "FLATTER" in findings.TRAINED_ON_THESE


def test_answers_are_known_again_in_a_part_of_the_file_and_in_lower_case_without_punctuation():
    texts = frozenset(mark(answer.text.upper() + "!") for answer in RATED.answers[:15])

    found = agree(Contender("counts-help", CountsHelp(), texts=texts))

    assert len(found.remarks) == 1
    assert found.remarks[0].startswith("THESE FIGURES FLATTER: the scorer was trained on 15 of these 60 answers")


def test_answers_that_are_all_known_by_their_words_are_these_very_answers():
    texts = frozenset(mark(answer.text) for answer in RATED.answers)

    assert agree(Contender("counts-help", CountsHelp(), texts=texts)).remarks == (findings.TRAINED_ON_THESE,)


def test_pairs_that_a_scorer_was_trained_on_are_remarked_loudly():
    chosen = [Pair(f"p{n}", "equal_length", "service", "?", f"{TOLD} {n}", f"{TOLD} asked {n}") for n in range(3)]
    contender = Contender("counts-help", CountsHelp(), texts=frozenset({mark(chosen[1].worse)}))

    found, others = (findings.compare(contender, some_, RUBRICS) for some_ in (chosen, chosen[:1]))

    assert found.remarks[0].startswith("THESE FIGURES FLATTER: the scorer was trained on 1 of these 3 pairs")
    assert others.remarks == ()


def test_a_scorer_trained_on_other_answers_is_not():
    assert agree(Contender("counts-help", CountsHelp(), trained_on=frozenset({"others"}))).remarks == ()


def test_a_scorer_that_nobody_can_train_is_evaluated_as_it_ships_and_it_is_said():
    found = agree(Contender("counts-help", CountsHelp()), by="writer")

    assert found.by == ""
    assert found.remarks == (
        "Nothing here can train “counts-help” anew, so nothing could be held out (--by writer): it was evaluated as it "
        "ships.",
    )
    assert found.skills == agree(Contender("counts-help", CountsHelp())).skills


def test_one_that_was_trained_on_these_and_cannot_be_trained_anew_is_remarked_loudly_too():
    found = agree(Contender("counts-help", CountsHelp(), trained_on=frozenset({"these"})), by="writer")

    assert "FLATTER" in found.remarks[0] and "“counts-help” anew" in found.remarks[0]


def test_the_word_counter_is_always_trained_without_the_writer_and_tells_nothing_beyond_words():
    found = agree(Contender("words", None, trained_on_words))

    assert found.by == "writer"
    assert found.skills[0].scorer.beyond is None
    assert found.skills[0].scorer.r.value == pytest.approx(found.skills[0].words.r.value, abs=0.05)


def test_without_writers_each_answer_is_held_out_alone():
    rated = some(*(one(f"a{n}", "word " * (30 + n), writer="") for n in range(8)))

    found = findings.agree(Contender("words", None, trained_on_words), rated, RUBRICS, Wishes(draws=200))

    assert (found.by, found.writers) == ("id", 8)


def test_a_field_that_answers_do_not_say_is_refused_even_when_nothing_can_be_trained():
    with pytest.raises(Unreadable, match="does not say its “region”"):
        agree(Contender("counts-help", CountsHelp()), by="region")


def test_the_null_model_comes_out_at_zero_within_its_interval():
    found = agree(Contender("null", NullScorer()))

    assert found.skills[0].scorer.r.low < 0 < found.skills[0].scorer.r.high


def test_conditions_of_hearing_are_judged_by_the_models_of_the_folds():
    contender = Contender("by-heart", learn_by_heart(RATED.answers), learn_by_heart)

    found = agree(contender, by="writer", as_heard=True, words_wrong=(10,))

    assert [row.condition for row in found.heard] == ["lower case, no punctuation", "10 % of words wrong"]
    assert all(row.r == 0.0 for row in found.heard)


def test_findings_can_be_written_as_json():
    content = json.loads(json.dumps(agree(Contender("counts-help", CountsHelp()), words_wrong=(10,)).as_json()))

    assert content["skills"][0]["scorer"]["r"]["value"] == pytest.approx(
        agree(Contender("counts-help", CountsHelp())).skills[0].scorer.r.value
    )
    assert content["digest"] == "these"
