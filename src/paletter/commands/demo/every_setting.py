"""A template of the demo that uses every setting there is once, with a job, so that a newcomer can walk them all."""

from dataclasses import replace

from paletter.accounts.models import Organisation, User
from paletter.assessments import own, shelf
from paletter.assessments.models import Template
from paletter.commands.demo import pictures
from paletter.commands.stopping import Stop
from paletter.connections.models import MirroredPosting
from paletter.interviews import prompts
from paletter.jobs import joining
from paletter.jobs.models import Job
from paletter.vocabulary.rubrics import AskedKind, AssessmentTemplate, Prompt, PromptKind, Question

KEY = "every-setting"
QUESTIONS = (
    Question(
        key="night-desk",
        text=(
            "Look at the picture: it is three o’clock at night, and guests have come. Tell us about a time when "
            "several people needed something from you at once. What did you do first, and how did you decide that?"
        ),
        competencies=("problem_solving", "service"),
        seconds=120,
        retakes=2,
        think_seconds=30,
        prompt=Prompt(PromptKind.IMAGE, "lobby.png", text=pictures.LOBBY_IN_WORDS),
    ),
    Question(
        key="late-arrival",
        text=(
            "Watch the short film. Tell us about a guest or customer who came at a bad moment. What did you say to "
            "them, and how did you know whether they felt welcome?"
        ),
        competencies=("service", "communication"),
        seconds=120,
        retakes=2,
        kind=AskedKind.AUDIO,
        prompt=Prompt(PromptKind.VIDEO, "bell.webm", captions="bell.vtt", text=pictures.FILM_IN_WORDS),
    ),
    Question(
        key="hand-over",
        text=(
            "Tell us about a time when you handed work over to somebody at the end of a shift. What did you write down "
            "for them, and what came of it?"
        ),
        competencies=("communication", "teamwork"),
        seconds=120,
        retakes=2,
        kind=AskedKind.TEXT,
    ),
    Question(
        key="helped-out",
        text=(
            "Tell us about a time when you helped a colleague with something that was not your task. How did you "
            "notice that help was needed, and what did you do?"
        ),
        competencies=("teamwork", "service"),
        seconds=120,
        retakes=2,
        kind=AskedKind.CHOICE,
    ),
    Question(
        key="on-the-spot",
        text=(
            "Tell us about a moment when you had to decide at once. What had happened, what did you decide, and how "
            "did it end?"
        ),
        competencies=("problem_solving", "communication"),
        seconds=60,
        retakes=1,
        think_seconds=10,
        is_timing_essential=True,
    ),
)


def value() -> AssessmentTemplate:
    """Return the template, its files still under their own names; its skills are those of the short one that ships."""
    return replace(
        shelf.template("guest-service-short"),
        key=KEY,
        name="Every Setting AI Template",
        version="1",
        description=(
            "Five questions that show what a template can set: a picture and a film, time to think, answers by video, "
            "by sound, in writing or as the candidate likes, and times that are the same for everybody."
        ),
        questions=QUESTIONS,
        shows_questions_first=True,
        days=14,
        check_hours=2,
        language="en",
    )


def stored(organisation: Organisation) -> Template:
    """Return the organisation's template, made now with its picture and film unless it is there. Raises Stop."""
    found = Template.objects.filter(key=KEY, organisation=organisation).first()
    if found is not None:
        return found
    files = {"lobby.png": pictures.lobby(), "bell.webm": pictures.film(), "bell.vtt": pictures.CAPTIONS}
    taken = prompts.take_in(value(), files, organisation)
    if taken.findings:
        raise Stop("\n".join(map(str, taken.findings)))
    try:
        return own.add(taken.value, organisation).version.template
    except own.TemplateRefused as refusal:
        raise Stop(str(refusal)) from refusal


def joined(posting: MirroredPosting, user: User) -> Job | None:
    """Return the job of a posting and the template, made now unless the posting has one; None where it can't be."""
    template = stored(posting.connection.organisation)
    found = Job.objects.filter(posting=posting).first()
    if found is not None:
        return found if found.template_id == template.pk else None
    try:
        return joining.join(posting=posting, template=template, user=user)
    except joining.JoinRefused:
        return None
