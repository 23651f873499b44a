"""A report as one file."""

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser

from django.template import Context, Engine
from django.utils import translation

from paletter.assessments import shelf
from paletter.reports import report, standalone
from paletter.reports.report import AnswerView, ReportView, WordSource, WordsView
from paletter.vocabulary.scores import Assessed, CompetencyScore, Evidence, FitScore, NoFitScore, SkillResult, Unscored
from paletter.vocabulary.transcripts import Segment, Transcript

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TEMPLATE = shelf.template("general-hospitality-foh")
TEXT = "I noticed that she was limping so I brought a chair"


def an_answer(text: str = TEXT, **fields: object) -> AnswerView:
    segments = tuple(Segment(float(n), n + 0.8, word, 0.9) for n, word in enumerate(text.split()))
    words = WordsView(WordSource.RECOGNISED, Transcript("en", "pocketsphinx", segments))
    return replace(AnswerView("a", 1, "What happened?", words), **fields)  # type: ignore[arg-type]


def a_view(*, answer: AnswerView | None = None, has_fit: bool = True, **fields: object) -> ReportView:
    quote = Evidence("a", "she was limping", 3.0, 5.8, "notices a need")
    results: dict[str, SkillResult] = {c.key: Unscored(c.key, "No answer shows it.") for c in TEMPLATE.competencies}
    results["service"] = CompetencyScore("service", 3.8, 0.5, "Notices an unspoken need.", (quote,))
    assessed = Assessed(
        results=results,
        fit=FitScore(3.6, 0.5) if has_fit else NoFitScore("Not enough evidence."),
        scorer="indicators",
        scorer_version="2026.11",
    )
    view = report.build(
        assessed=assessed, template=TEMPLATE, answers=[answer or an_answer()], job_title="Host", scored_at=NOON
    )
    return replace(view, **fields)  # type: ignore[arg-type]


class Seen(HTMLParser):
    """What a browser would fetch, link to and run."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.scripts = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.fetched += [values[name] for name in ("src", "srcset", "poster", "data") if name in values]
        self.fetched += [values["href"]] if tag == "link" else []
        self.links += [values["href"]] if tag == "a" else []
        self.ids += [values["id"]] if "id" in values else []
        self.scripts += tag == "script" or any(name.startswith("on") for name in values)


def test_the_file_asks_nothing_of_any_server():
    html = standalone.render_html(a_view())

    assert Seen(html).fetched == []
    assert Seen(html).scripts == 0
    assert not re.findall(r"url\(|@import", html)


def test_its_policy_forbids_everything_but_its_own_style():
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', standalone.render_html(a_view()))

    assert policy is not None
    assert "default-src &#x27;none&#x27;" in policy[1]
    assert "unsafe-inline" not in policy[1]


def test_it_shows_fit_level_reason_and_quote():
    html = standalone.render_html(a_view())

    for words in ("<strong>3.6</strong>", "(± 0.5)", "<strong>3.8</strong>", "she was limping", "No answer shows it."):
        assert words in html


def test_the_same_words_for_two_behaviours_stand_once_in_the_file_and_twice_in_the_json():
    quotes = [Evidence("a", "she was limping", 3.0, 5.8, name) for name in ("sees the need", "asks")]
    service = CompetencyScore("service", 3.8, 0.5, "Notices an unspoken need.", tuple(quotes))
    view = a_view()
    skills = tuple(replace(skill, result=service) if skill.scored else skill for skill in view.skills)
    view = replace(view, skills=skills)

    assert standalone.render_html(view).count("<q>she was limping</q>") == 1
    assert "sees the need · asks" in standalone.render_html(view)
    assert [len(skill["evidence"]) for skill in standalone.to_json(view)["skills"] if skill["level"]] == [2]


def test_a_quote_leads_to_its_answers_words():
    seen = Seen(standalone.render_html(a_view()))

    assert "#answer-1" in seen.links
    assert "answer-1" in seen.ids


def test_with_a_recording_beside_it_a_quote_leads_to_its_second():
    seen = Seen(standalone.render_html(a_view(answer=an_answer(recording="answers/one.webm"))))

    assert seen.fetched == ["answers/one.webm"]
    assert "answers/one.webm#t=3" in seen.links


def test_a_quote_from_a_written_answer_names_no_second_and_offers_nothing_to_play():
    answer = an_answer()
    assert answer.words is not None
    said, written = (
        standalone.render_html(a_view(answer=replace(answer, words=replace(answer.words, source=source))))
        for source in (WordSource.RECOGNISED, WordSource.WRITTEN)
    )

    assert "Question 1, 0:03" in said
    assert "Question 1, " not in written
    assert "▶" not in written
    assert "Written by the candidate." in written


def test_markup_in_names_words_and_reasons_is_shown_not_obeyed():
    bad = "<script>alert(1)</script>"
    view = a_view(answer=an_answer(f"she was limping {bad}"), candidate_name=bad, job_title=bad)

    html = standalone.render_html(view)

    assert "<script" not in html
    assert html.count("&lt;script&gt;alert(1)") >= 4


def test_without_a_fit_score_it_says_why():
    html = standalone.render_html(a_view(has_fit=False))

    assert "No fit score" in html
    assert "Not enough evidence." in html


def test_json_has_the_promised_shape():
    found = json.loads(json.dumps(standalone.to_json(a_view())))

    service = next(skill for skill in found["skills"] if skill["competency"] == "service")
    assert (found["fit"]["value"], found["fit"]["error"]) == (3.6, 0.5)
    assert (service["level"], service["reason"]) == (3.8, "Notices an unspoken need.")
    assert {"quote": "she was limping", "answer": 1, "start": 3.0, "end": 5.8}.items() <= service["evidence"][0].items()
    assert found["answers"][0]["question"] == "What happened?"
    assert found["answers"][0]["transcript"]["text"] == TEXT
    assert found["answers"][0]["transcript"]["words"][0] == {"word": "I", "start": 0.0, "end": 0.8, "confidence": 0.9}


def test_json_has_null_for_what_could_not_be_judged():
    found = standalone.to_json(a_view(has_fit=False))

    teamwork = next(skill for skill in found["skills"] if skill["competency"] == "teamwork")
    assert found["fit"] is None
    assert (teamwork["level"], teamwork["evidence"]) == (None, [])
    assert teamwork["reason"] == "No answer shows it."


def test_an_answer_that_could_not_be_heard_has_no_transcript_but_a_reason():
    answer = AnswerView("a", 1, "What happened?", unusable_reason="There is no sound.")

    found = standalone.to_json(a_view(answer=answer))

    assert found["answers"][0]["transcript"] is None
    assert found["answers"][0]["reason"] == "There is no sound."


def test_both_forms_work_without_djangos_settings():
    program = (
        "from tests.reports.test_standalone import a_view; from paletter.reports import standalone;"
        "from django.conf import settings; html = standalone.render_html(a_view()); standalone.to_json(a_view());"
        "assert not settings.configured; print(len(html))"
    )
    bare = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}

    done = subprocess.run(
        [sys.executable, "-c", program], env=bare | {"PYTHONPATH": "src:."}, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 1000


def test_the_file_is_english_whoever_asks_for_it():
    english = standalone.render_html(a_view())

    with translation.override("de"):
        assert standalone.render_html(a_view()) == english


def test_what_is_shared_with_the_page_is_filled_in_and_counted():
    counted = "{% blocktranslate count more=n %}{{ more }} quote{% plural %}{{ more }} quotes{% endblocktranslate %}"
    texts = {
        """{% translate "On" context "a day" %}""": "On",
        "{% blocktranslate with level=2 %}Level {{ level }}{% endblocktranslate %}": "Level 2",
        "{% blocktranslate with who=name %}By {{ who }}{% endblocktranslate %}": "By &lt;b&gt;",
        counted: "1 quote",
        counted.replace("=n", "=name|length"): "3 quotes",
    }
    engine = Engine(builtins=["paletter.reports.english_tags"])

    for text, said in texts.items():
        assert engine.from_string(text).render(Context({"n": 1, "name": "<b>"}, use_l10n=False, use_tz=False)) == said


def test_words_that_lower_a_level_say_so_in_both_kinds_of_file():
    view = a_view()
    service = next(skill for skill in view.skills if skill.scored)
    against = replace(service.evidence[0], against=True)
    lowered = replace(service, result=replace(service.scored, evidence=(against,)))
    view = replace(view, skills=(lowered,))

    assert "Lowers the level" in standalone.render_html(view)
    assert standalone.to_json(view)["skills"][0]["evidence"][0]["against"] is True


def test_a_file_without_a_server_offers_nobody_to_judge_or_to_look_further():
    html = standalone.render_html(a_view())

    assert "<form" not in html
    assert "How this level came about" not in html
