from paletter.evaluation import hearing, judging
from paletter.evaluation.hearing import HEARD
from paletter.evaluation.judging import Judgement, One
from tests.evaluation.data import HELPFUL, RUBRICS, TOLD, CountsHelp, a_scorer, helpful_answers, one, some

SERVICE = [RUBRICS["service"]]


def under(rated, scorer, **asked):
    judges = One(scorer)
    clean = judging.judge(rated.answers, SERVICE, judges)
    conditions = hearing.conditions(rated, **asked)
    return [hearing.heard_under(condition, rated, SERVICE, judges, clean)[0] for condition in conditions]


def test_more_wrong_words_mean_less_agreement_with_raters_and_with_clean_text():
    ten, sixty = under(helpful_answers(120), CountsHelp(), percents=(10, 60), heard=False)

    assert (ten.condition, sixty.condition) == ("10 % of words wrong", "60 % of words wrong")
    assert ten.clean_r > sixty.clean_r
    assert ten.r > sixty.r
    assert abs(ten.change) < abs(sixty.change)


def test_a_scorer_that_needs_capitals_is_found_out_by_text_as_heard():
    rated = some(*(one(f"a{n}", f"{TOLD} Asked.") for n in range(4)))

    (heard,) = under(rated, a_scorer(lambda text: 4.0 if "Asked" in text else "No capitals."), percents=(), heard=True)

    assert heard.condition == HEARD
    assert (heard.n, heard.lost, heard.r, heard.clean_r) == (0, 4, None, None)


def test_with_as_heard_the_wrong_words_stand_in_text_without_case():
    rated = helpful_answers(10)
    capitals = [one(answer.id, answer.text.title()) for answer in rated.answers]

    _, wrong = hearing.conditions(some(*capitals), percents=(20,), heard=True)

    assert all(wrong.words(answer).islower() for answer in capitals)
    assert all(set(wrong.words(answer).split()) <= {*HELPFUL, *capitals_words(capitals)} for answer in capitals)


def capitals_words(answers):
    return {word.lower() for answer in answers for word in answer.text.split()}


def test_figures_tell_how_levels_changed_and_how_many_were_lost():
    rated = some(*(one(f"a{n}", given={"r1": {"service": float(n + 1)}}) for n in range(4)))
    clean = {(f"a{n}", "service"): Judgement(level) for n, level in enumerate((1.0, 2.0, 3.0, 4.0))}
    now = {(f"a{n}", "service"): Judgement(level) for n, level in enumerate((1.0, 1.5, 2.0, None))}

    found = hearing.figures("x", "service", rated, now, clean)

    assert (found.n, found.clean_n, found.lost) == (3, 3, 1)
    assert found.change == -0.5
    assert found.clean_r == found.r == 1.0
