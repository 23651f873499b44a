"""A report made ready for a template: every number already text, every quote a link, every bar drawn.

The web's page and the standalone file lay out the same `Layout`, so that they never tell different things. Numbers are
text because a page in a reader's language must not turn a media time into "1,5".
"""

from collections.abc import Callable, Mapping

from paletter.reports import drawing, reading
from paletter.reports import quotes as quoting
from paletter.reports.cards import AnswerCard, HumanCard, Layout, Mark, QuoteLink, Run, SkillCard
from paletter.reports.report import AnswerView, ReportView, SkillView, WordSource, WordsView
from paletter.reports.wording import figure, gettext, in_readers_language, moment, ngettext
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
    who = view.candidate_name or gettext("Interview")
    counted = sum(skill.weight for skill in view.counted_skills)
    passages = _passages(view)
    return Layout(
        title=f"{who} · {view.job_title}",
        who=who,
        job=view.job_title,
        template=gettext("{name}, version\N{NO-BREAK SPACE}{version}").format(
            name=view.template_name, version=view.template_version
        ),
        fit=figure(fit.value) if fit else "",
        fit_error=figure(fit.error) if fit else "",
        fit_reason=in_readers_language(view.fit.reason) if isinstance(view.fit, NoFitScore) else "",
        is_counted=gettext("{counted} of {all}").format(counted=len(view.counted_skills), all=len(view.skills)),
        levels_by_people=_levels_by_people(view),
        skills=tuple(_skill(skill, passages[skill.competency.key], view, link, explain) for skill in view.skills),
        answers=tuple(_answer(answer, view, passages) for answer in view.answers),
        remarks=tuple((_place(note.position), in_readers_language(note.text)) for note in view.notes),
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
    told = ngettext("{count} level by people", "{count} levels by people", count)
    return told.format(count=count) if count else ""


def _place(position: int | None) -> str:
    return gettext("Answer {position}").format(position=position) if position else ""


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
        level="" if isinstance(counting, Unscored) else figure(counting.level),
        band="" if isinstance(counting, Unscored) else figure(counting.band),
        suggested=figure(scored.level) if scored else "",
        suggested_band=figure(scored.band) if scored else "",
        spread=figure(scored.spread) if scored and scored.spread is not None else "",
        human=human_card(skill.human) if skill.human else None,
        reason=in_readers_language(skill.reason),
        explained_at=explain(skill.competency.key),
        weight=_percent(skill.weight),
        anchors=skill.anchors,
        quotes=tuple(quote_link(passage, view, link) for passage in shown),
        more_quotes=tuple(quote_link(passage, view, link) for passage in folded),
    )


def human_card(human: HumanLevel) -> HumanCard:
    return HumanCard(
        level="" if human.level is None else figure(human.level),
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
        why_silent=in_readers_language(answer.why_silent),
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
    name = skill.competency.name
    return gettext("{skill} (lowers it)").format(skill=name) if passage.against else name


def _run(run: reading.Run) -> Run:
    lines = ("line-a", "line-b", "line-c")
    classes = [f"{line}-{_hue_key(key)}" for line, key in zip(lines, run.competencies, strict=False)]
    return Run(
        words=run.words,
        css=" ".join(classes),
        title=gettext("Quoted for {skills}").format(skills=gettext(" and ").join(run.names)) if run.names else "",
        marks=tuple(Mark(hue(key), drawing.mark(key)) for key in run.competencies),
    )


def origin(words: WordsView) -> str:
    """Say whose words these are, and how sure their engine was."""
    transcript = words.transcript
    if words.source is WordSource.CORRECTED:
        if words.share_changed is None:
            return gettext("Corrected by the candidate")
        return gettext("Corrected by the candidate, {share} of the words").format(share=_percent(words.share_changed))
    if words.source is WordSource.GIVEN:
        return gettext("Transcript given with the recording")
    if words.source is WordSource.WRITTEN:
        return gettext("Written by the candidate")
    if transcript.confidence is None:
        return gettext("Recognised by {engine}").format(engine=transcript.engine)
    told = gettext("Recognised by {engine}, {share} sure of its words on average")
    return told.format(engine=transcript.engine, share=_percent(transcript.confidence))


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


def clock(second: float) -> str:
    """Write seconds as m:ss."""
    whole = int(second)
    return f"{whole // 60}:{whole % 60:02}"


def seconds(second: float) -> str:
    """Write seconds as a media fragment takes them."""
    return f"{second:.2f}".rstrip("0").rstrip(".")


def _percent(share: float | None) -> str:
    return f"{round(100 * (share or 0.0))} %"
