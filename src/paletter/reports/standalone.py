"""Writes a report as one file: HTML that asks nothing of any server, or JSON for programs.

Works without a database and without Django's settings, for `paletter assess`.
"""

import base64
import hashlib
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.template import Context, Engine
from django.utils.safestring import SafeString

from paletter.reports import layout, wording
from paletter.reports.report import AnswerView, ReportView, SkillView, WordsView
from paletter.vocabulary.scores import Evidence, FitScore

HERE = Path(__file__).parent
LOOK = HERE.parent / "web" / "static" / "paletter"
"""The product's own style sheets: read as data, so that the file looks like the page."""


def render_html(view: ReportView, *, language: str = "en") -> str:
    """Return a whole report as one HTML page with its styles inside.

    It is in `language`, whatever that of the moment, and in English outside the server. Recordings appear only where an
    answer names a relative file; quotes lead to its second, else to the words.
    """
    style = _style()
    with wording.spoken(language):
        is_english = wording.is_english()
        context = {
            "report": layout.lay_out(view, link=_link),
            "style": SafeString(style),
            "policy": _policy(style),
            "language": "en" if is_english else language,
        }
        template = _engine(is_english=is_english).get_template("reports/standalone.html")
        # Localising would ask Django's settings, which need not exist here; all numbers are text already.
        return template.render(Context(context, use_l10n=False, use_tz=False))


def to_json(view: ReportView) -> dict[str, Any]:
    """Return a report as JSON-ready values; `evidence.answer` is the answer's `number`, times are in seconds."""
    numbers = {answer.id: answer.position for answer in view.answers}
    return {
        "candidate": view.candidate_name,
        "job": view.job_title,
        "template": {"name": view.template_name, "version": view.template_version},
        "fit": {"value": view.fit.value, "error": view.fit.error, "out_of": view.fit.out_of}
        if isinstance(view.fit, FitScore)
        else None,
        "fit_reason": "" if isinstance(view.fit, FitScore) else view.fit.reason,
        "skills": [_skill_json(skill, numbers) for skill in view.skills],
        "answers": [_answer_json(answer) for answer in view.answers],
        "notes": [{"answer": note.position, "text": note.text} for note in view.notes],
        "scorer": {"name": view.scorer, "version": view.scorer_version},
        "usage": asdict(view.usage) if view.usage else None,
        "scored_at": view.scored_at.isoformat(),
    }


def _skill_json(skill: SkillView, numbers: dict[str, int]) -> dict[str, Any]:
    scored = skill.scored
    return {
        "competency": skill.competency.key,
        "name": skill.competency.name,
        "level": scored.level if scored else None,
        "band": scored.band if scored else None,
        "spread": scored.spread if scored else None,
        "weight": round(skill.weight, 4),
        "reason": skill.reason,
        "evidence": [_evidence_json(evidence, numbers) for evidence in skill.evidence],
    }


def _evidence_json(evidence: Evidence, numbers: dict[str, int]) -> dict[str, Any]:
    return {
        "quote": evidence.quote,
        "answer": numbers[evidence.answer_id],
        "start": evidence.start,
        "end": evidence.end,
        "behaviour": evidence.behaviour,
        "against": evidence.against,
    }


def _answer_json(answer: AnswerView) -> dict[str, Any]:
    return {
        "number": answer.position,
        "question": answer.question,
        "recording": answer.recording,
        "duration": answer.duration,
        "reason": answer.why_silent,
        "transcript": _words_json(answer.words) if answer.words else None,
        "heard": _words_json(answer.heard) if answer.heard else None,
    }


def _words_json(words: WordsView) -> dict[str, Any]:
    transcript = words.transcript
    return {
        "source": words.source.value,
        "engine": transcript.engine,
        "language": transcript.language,
        "is_trusted": transcript.is_trusted,
        "share_changed": words.share_changed,
        "text": transcript.text,
        "words": [
            {"word": s.text, "start": s.start, "end": s.end, "confidence": s.confidence} for s in transcript.segments
        ],
    }


def _link(answer: AnswerView, second: float) -> str:
    if answer.recording and not answer.unusable_reason:
        return f"{answer.recording}#t={layout.seconds(second)}"
    return f"#answer-{answer.position}"


def _policy(style: str) -> str:
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; media-src 'self' file:; base-uri 'none'; form-action 'none'"
    )


@lru_cache(maxsize=1)
def _style() -> str:
    tokens = (LOOK / "tokens.css").read_text(encoding="utf-8")
    # Fonts lie beside the product's pages, not inside this file: it names the system's instead.
    tokens = tokens[tokens.index(":root") :]
    report = LOOK / "report"
    sheets = (report / "report.css", report / "player.css", HERE / "templates" / "reports" / "standalone.css")
    return "\n".join([tokens, *(sheet.read_text(encoding="utf-8") for sheet in sheets)])


@lru_cache(maxsize=1)
def _engine(*, is_english: bool) -> Engine:
    tags = "paletter.reports.english_tags" if is_english else "django.templatetags.i18n"
    return Engine(dirs=[str(HERE / "templates")], autoescape=True, builtins=[tags])
