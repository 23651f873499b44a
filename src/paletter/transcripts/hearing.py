"""A prepared recording becomes words: the transcript as recognised, stored once."""

from paletter.interviews import media, places
from paletter.interviews.models import Answer, Recording
from paletter.interviews.places import File
from paletter.transcribers.protocol import Transcriber
from paletter.transcripts.models import Source, Transcript
from paletter.vocabulary import transcripts


def hear(recording: Recording, *, transcriber: Transcriber) -> Transcript:
    """Return the recognised transcript of a recording, made now unless it is there already.

    Unless the template or somebody says in which language answers are given, the engine finds it out: an answer that
    was forced into another one would be nonsense with a level.
    Raises media.MediaError when the file can't be read, OSError when it can't be reached and TranscriberUnavailable
    when the engine can't run.
    """
    found = recording.transcripts.filter(source=Source.RECOGNISED).first()
    if found is not None:
        return found
    with places.current().reading(recording.pk, File.PLAYABLE) as playable:
        audio = media.decode_audio(playable)
    return keep(recording, transcriber.transcribe(audio, language=recording.answer.interview.answered_in or None))


def keep(recording: Recording, heard: transcripts.Transcript) -> Transcript:
    """Store what was heard; when another worker was quicker, its words stay and are returned."""
    row, _ = Transcript.objects.get_or_create(
        recording=recording,
        source=Source.RECOGNISED,
        defaults={
            "engine": heard.engine,
            "language": heard.language,
            "words": [[s.start, s.end, s.text, s.confidence] for s in heard.segments],
            "is_trusted": heard.is_trusted,
            "confidence": heard.confidence,
        },
    )
    return row


def counting(recording: Recording) -> Transcript | None:
    """Return the transcript that counts: the candidate's correction before the recogniser's words."""
    by_source = {row.source: row for row in recording.transcripts.all()}
    return by_source.get(Source.CORRECTED) or by_source.get(Source.RECOGNISED)


def of_answer(answer: Answer) -> Transcript | None:
    """Return the words that count for an answer, said or written, or None."""
    if answer.is_written:
        return getattr(answer, "written", None)
    return counting(answer.kept) if answer.kept else None
