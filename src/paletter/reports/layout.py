"""A report made ready for a template: every number already text, every quote a link, every bar drawn.

The web's page and the standalone file lay out the same `Layout`, so that they never tell different things. Numbers are
text because a page in a reader's language must not turn a media time into "1,5".
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from paletter.reports import drawing, reading
from paletter.reports import quotes as quoting
from paletter.reports.cards import AnswerCard, HumanCard, Layout, Mark, QuoteLink, Run, SkillCard
from paletter.reports.report import AnswerView, ReportView, SkillView, WordSource, WordsView
from paletter.scores.people_alone import is_by_people_alone
from paletter.vocabulary.scores import HumanLevel, NoFitScore, Unscored, Usage

Link = Callable[[AnswerView, float], str]
"""Where a click on a quote leads: the answer's recording at a second."""

Explain = Callable[[str], str]
"""Where a skill's level is explained, by the skill's key; empty where nothing explains it."""

Passages = Mapping[str, tuple[quoting.Passage, ...]]

KNOWN_HUES = frozenset(drawing.MARKS)


def _nowhere(_: str) -> str:
    return ""


def lay_out(view: ReportView, *, link: Link, explain: Explain = _nowhere) -> Layout:
    """Return a report as text and drawings; `link` makes the addresses of quotes."""
    fit = view.fit_score
    who = view.candidate_name or "Interview"
    counted = sum(skill.weight for skill in view.counted_skills)
    passages = _passages(view)
    return Layout(
        title=f"{who} · {view.job_title}",
        who=who,
        job=view.job_title,
        template=f"{view.template_name}, version\N{NO-BREAK SPACE}{view.template_version}",
        fit=f"{fit.value:.1f}" if fit else "",
        fit_error=f"{fit.error:.1f}" if fit else "",
        fit_reason=view.fit.reason if isinstance(view.fit, NoFitScore) else "",
        is_counted=f"{len(view.counted_skills)} of {len(view.skills)}",
        levels_by_people=_levels_by_people(view),
        skills=tuple(_skill(skill, passages[skill.competency.key], view, link, explain) for skill in view.skills),
        answers=tuple(_answer(answer, view, passages) for answer in view.answers),
        remarks=tuple((f"Answer {note.position}" if note.position else "", note.text) for note in view.notes),
        scorer=f"{view.scorer} {view.scorer_version}",
        share_scored=_percent(counted),
        scored_at=moment(view.scored_at),
        scored_at_iso=view.scored_at.isoformat(),
        usage=usage(view.usage) if view.usage else "",
        is_by_people_alone=is_by_people_alone(view.scorer, view.scorer_version),
    )


def _passages(view: ReportView) -> Passages:
    """Return what was quoted for each skill, by its key."""
    words = {answer.id: answer.words.transcript.segments for answer in view.answers if answer.words}
    return {skill.competency.key: quoting.passages(skill.evidence, words) for skill in view.skills}


def _levels_by_people(view: ReportView) -> str:
    count = view.levels_by_people
    return f"{count} level{'' if count == 1 else 's'} by people" if count else ""


def _skill(
    skill: SkillView, passages: tuple[quoting.Passage, ...], view: ReportView, link: Link, explain: Explain
) -> SkillCard:
    scored, counting = skill.scored, skill.counting
    shown, folded = quoting.open_and_folded(passages)
    return SkillCard(
        key=skill.competency.key,
        name=skill.competency.name,
        definition=skill.competency.definition,
        css=hue(skill.competency.key),
        mark=drawing.mark(skill.competency.key),
        bar=drawing.bar(skill),
        level="" if isinstance(counting, Unscored) else f"{counting.level:.1f}",
        band="" if isinstance(counting, Unscored) else f"{counting.band:.1f}",
        suggested=f"{scored.level:.1f}" if scored else "",
        suggested_band=f"{scored.band:.1f}" if scored else "",
        spread=f"{scored.spread:.1f}" if scored and scored.spread is not None else "",
        human=human_card(skill.human) if skill.human else None,
        reason=skill.reason,
        explained_at=explain(skill.competency.key),
        weight=_percent(skill.weight),
        anchors=skill.anchors,
        quotes=tuple(quote_link(passage, view, link) for passage in shown),
        more_quotes=tuple(quote_link(passage, view, link) for passage in folded),
    )


def human_card(human: HumanLevel) -> HumanCard:
    return HumanCard(
        level="" if human.level is None else f"{human.level:.1f}",
        who=human.reviewer,
        reason=human.reason,
        given_at=moment(human.given_at),
        given_at_iso=human.given_at.isoformat(),
        is_blind=human.is_blind,
    )


def quote_link(passage: quoting.Passage, view: ReportView, link: Link) -> QuoteLink:
    answer = view.answer(passage.answer_id)
    return QuoteLink(
        text=passage.quote,
        behaviours=passage.behaviours,
        position=answer.position,
        clock="" if answer.is_written else clock(passage.start),
        seconds=seconds(passage.start),
        href=link(answer, passage.start),
        against=passage.against,
    )


def _answer(answer: AnswerView, view: ReportView, passages: Passages) -> AnswerCard:
    runs = _runs(answer, view, passages)
    return AnswerCard(
        position=answer.position,
        question=answer.question,
        recording=answer.recording or "",
        captions=answer.captions or "",
        poster=answer.poster or "",
        variant=answer.variant or "",
        language=answer.words.transcript.language if answer.words else "",
        length=clock(answer.duration) if answer.duration else "",
        has_picture=answer.has_picture,
        runs=runs,
        why_silent=answer.why_silent,
        origin=origin(answer.words) if answer.words else "",
        heard=answer.heard.transcript.text if answer.heard else "",
        heard_origin=origin(answer.heard) if answer.heard else "",
        has_doubtful=any(word.is_doubtful for run in runs for word in run.words),
        is_untrusted=answer.words is not None and not answer.words.transcript.is_trusted,
        quoted_for=tuple(
            Mark(hue(skill.competency.key), drawing.mark(skill.competency.key))
            for skill in view.skills
            if any(evidence.answer_id == answer.id for evidence in skill.evidence)
        ),
    )


def _runs(answer: AnswerView, view: ReportView, passages: Passages) -> tuple[Run, ...]:
    if answer.words is None:
        return ()
    quotes = [
        reading.Quoted(skill.competency.key, _quoted_for(skill, passage), passage.quote, passage.start)
        for skill in view.skills
        for passage in passages[skill.competency.key]
        if passage.answer_id == answer.id
    ]
    return tuple(_run(run) for run in reading.runs(answer.words.transcript.segments, quotes))


def _quoted_for(skill: SkillView, passage: quoting.Passage) -> str:
    return f"{skill.competency.name} (lowers it)" if passage.against else skill.competency.name


def _run(run: reading.Run) -> Run:
    lines = ("line-a", "line-b", "line-c")
    classes = [f"{line}-{_hue_key(key)}" for line, key in zip(lines, run.competencies, strict=False)]
    return Run(
        words=run.words,
        css=" ".join(classes),
        title=f"Quoted for {' and '.join(run.names)}" if run.names else "",
        marks=tuple(Mark(hue(key), drawing.mark(key)) for key in run.competencies),
    )


def origin(words: WordsView) -> str:
    """Say whose words these are, and how sure their engine was."""
    transcript = words.transcript
    if words.source is WordSource.CORRECTED:
        share = f", {_percent(words.share_changed)} of the words" if words.share_changed is not None else ""
        return f"Corrected by the candidate{share}"
    if words.source is WordSource.GIVEN:
        return "Transcript given with the recording"
    if words.source is WordSource.WRITTEN:
        return "Written by the candidate"
    confidence = transcript.confidence
    sure = f", {_percent(confidence)} sure of its words on average" if confidence is not None else ""
    return f"Recognised by {transcript.engine}{sure}"


def usage(used: Usage) -> str:
    """Say what a scorer that costs something has used."""
    tokens = f"{used.tokens_in:,} tokens read and {used.tokens_out:,} written"
    requests = f"{used.requests:,} request{'' if used.requests == 1 else 's'}"
    cost = f", for {used.cost:.4f} by the operator's price list" if used.cost else ""
    return f"{requests} to {used.model}, {tokens}{cost}"


def hue(competency: str) -> str:
    """Return the class of a skill's hue; skills of one's own share a neutral one."""
    return f"skill-{_hue_key(competency)}"


def _hue_key(competency: str) -> str:
    return competency if competency in KNOWN_HUES else "other"


def moment(at: datetime) -> str:
    """Write a moment for readers of any zone."""
    return f"{at.astimezone(UTC):%-d %B %Y, %H:%M} UTC"


def clock(second: float) -> str:
    """Write seconds as m:ss."""
    whole = int(second)
    return f"{whole // 60}:{whole % 60:02}"


def seconds(second: float) -> str:
    """Write seconds as a media fragment takes them."""
    return f"{second:.2f}".rstrip("0").rstrip(".")


def _percent(share: float | None) -> str:
    return f"{round(100 * (share or 0.0))} %"
