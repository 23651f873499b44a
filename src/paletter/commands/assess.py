"""`paletter assess FILE… --template NAME`: recordings in, one an answer; report out. Needs no database."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from paletter.assessments import shelf
from paletter.commands import given, listening
from paletter.commands.judging import judge
from paletter.commands.opening import settings_read
from paletter.commands.progress import progress
from paletter.commands.stopping import WRONG, Stop
from paletter.interviews import media
from paletter.reports import report, standalone
from paletter.reports.report import AnswerView, ReportView, WordsView
from paletter.scores.assess import assess
from paletter.vocabulary.rubrics import AssessmentTemplate, Question
from paletter.vocabulary.scores import FitScore, SpokenAnswer
from paletter.vocabulary.transcripts import SpeechTiming, Transcript

NOT_GIVEN = "No recording was given for this question."


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a recording for each question, in order")
    parser.add_argument("--template", required=True, metavar="NAME", help="an AI Assessment Template, by name or key")
    parser.add_argument("--job", default="", metavar="TITLE", help="the job's title, for the report")
    parser.add_argument(
        "--transcript",
        nargs="+",
        type=Path,
        default=[],
        metavar="FILE",
        help="what is said in each recording, in the same order: what “paletter transcribe” wrote (.json), "
        "or plain text, whose times are found by listening",
    )
    parser.add_argument("--engine", choices=listening.ENGINES, help="the recogniser; without it PALETTER_ENGINE")
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="report.html or report.json; without it JSON is printed"
    )


def run(asked: argparse.Namespace) -> int:
    template = _template(asked.template)
    _check(asked, template)
    report_folder = asked.out.absolute().parent if asked.out else Path.cwd()
    answers = _heard(asked, template, report_folder)
    with judge() as scorer:
        assessed = assess([spoken for spoken, _ in answers], template, scorer)
    view = report.build(
        assessed=assessed,
        template=template,
        answers=[view for _, view in answers],
        job_title=asked.job or template.name,
        scored_at=datetime.now(UTC),
    )
    _write(view, asked.out)
    return 0


def _template(name: str) -> AssessmentTemplate:
    try:
        return shelf.template(name)
    except shelf.UnknownTemplate as error:
        raise Stop(str(error), code=WRONG) from error


def _check(asked: argparse.Namespace, template: AssessmentTemplate) -> None:
    """Find out what can't work before an hour of listening."""
    most = len(template.questions)
    if len(asked.files) > most:
        raise Stop(
            f"“{template.name}” has {most} questions, and {_counted(asked.files, 'recording')} were given.", code=WRONG
        )
    if asked.transcript and len(asked.transcript) != len(asked.files):
        raise Stop(
            f"{_counted(asked.files, 'recording')} and {_counted(asked.transcript, 'transcript')} were given. "
            "Give one transcript for each recording, in the same order.",
            code=WRONG,
        )
    for path in (*asked.files, *asked.transcript):
        if not path.exists():
            raise Stop(f"There is no file “{path}”. Check the name and the folder.", code=WRONG)
    if asked.out:
        _check_out(asked.out)


def _counted(things: Sequence[Path], name: str) -> str:
    return f"{len(things)} {name}" + ("" if len(things) == 1 else "s")


def _check_out(out: Path) -> None:
    if out.suffix.lower() not in (".html", ".json"):
        raise Stop(
            f"“{out}” must end in .html or .json, so that it is clear which kind of report to write.", code=WRONG
        )
    if not out.absolute().parent.is_dir():
        raise Stop(f"There is no folder “{out.parent}” for the report.", code=WRONG)


def _heard(
    asked: argparse.Namespace, template: AssessmentTemplate, report_folder: Path
) -> list[tuple[SpokenAnswer, AnswerView]]:
    options = settings_read()
    engine = listening.transcriber(
        asked.engine or options.engine, model=options.whisper_model, models=options.models_dir
    )
    texts: Sequence[Transcript | str | None] = [given.read(path) for path in asked.transcript]
    texts = texts or [None] * len(asked.files)
    answers = []
    with progress(len(asked.files)) as begin:
        for position, (path, text) in enumerate(zip(asked.files, texts, strict=True), start=1):
            begin(f"Listening to {path.name}")
            words = given.words_of(path, text, engine)
            answers.append(_answer(position, template.questions[position - 1], path, words, report_folder))
    silent = enumerate(template.questions[len(answers) :], start=len(answers) + 1)
    return answers + [_missing(position, question) for position, question in silent]


def _answer(
    position: int, question: Question, path: Path, words: given.Words, report_folder: Path
) -> tuple[SpokenAnswer, AnswerView]:
    view = AnswerView(
        id=str(position),
        position=position,
        question=question.text,
        words=words.counting,
        heard=words.heard,
        recording=quote(os.path.relpath(path.absolute(), report_folder)),
        duration=words.duration,
        has_picture=_has_picture(path),
    )
    return _spoken(position, question, words.counting, words.timing), view


def _spoken(position: int, question: Question, words: WordsView | None, timing: SpeechTiming | None) -> SpokenAnswer:
    return SpokenAnswer(
        id=str(position),
        question=question.text,
        words=words.transcript.segments if words else (),
        competencies=question.competencies,
        timing=timing,
        language=words.transcript.language if words else "en",
        is_trusted=words.transcript.is_trusted if words else True,
    )


def _missing(position: int, question: Question) -> tuple[SpokenAnswer, AnswerView]:
    view = AnswerView(str(position), position, question.text, unusable_reason=NOT_GIVEN)
    return _spoken(position, question, None, None), view


def _has_picture(path: Path) -> bool:
    try:
        return media.probe(path).has_video
    except media.MediaError:
        return False  # a sound file, which could be heard


def _write(view: ReportView, out: Path | None) -> None:
    if out is None:
        sys.stdout.write(json.dumps(standalone.to_json(view), ensure_ascii=False, indent=2) + "\n")
        return
    is_page = out.suffix.lower() == ".html"
    text = (
        standalone.render_html(view) if is_page else json.dumps(standalone.to_json(view), ensure_ascii=False, indent=2)
    )
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Stop(f"“{out}” can't be written: {error.strerror}.") from error
    sys.stderr.write(f"{_fit(view)} The report is in {out}.\n")


def _fit(view: ReportView) -> str:
    if isinstance(view.fit, FitScore):
        return f"Fit {view.fit.value:.1f} of {view.fit.out_of} (± {view.fit.error:.1f})."
    return f"No fit score: {view.fit.reason}"
