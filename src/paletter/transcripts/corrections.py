"""What the candidate says they said: a second transcript beside the recognised one, which is never touched."""

from datetime import datetime

from paletter.accounts.models import User
from paletter.scorers import gates
from paletter.transcripts import alignment
from paletter.transcripts.models import Source, Transcript
from paletter.vocabulary import transcripts

MOST_DOUBTFUL = 20


def correct(recognised: Transcript, text: str, *, by: User, now: datetime) -> Transcript:
    """Store a candidate's words for a recording and return them; a second time changes nothing.

    Save where the interview was opened again in between: then the newer words take the place of the earlier.

    Each word keeps or gets a time, so that quotes still play. Text left as it was heard is stored too: the candidate
    has now vouched for it, which makes words trusted that the recogniser itself doubted. Raises ValueError for words
    that were written: there is nothing that could have been misheard.
    """
    recording = recognised.recording
    if recording is None:
        raise ValueError("words that were written have nothing to correct")
    heard = recognised.value.segments
    words = alignment.realign(heard, text, duration=recording.duration)
    reopened_at = recording.answer.interview.reopened_at
    if reopened_at is not None:
        recording.transcripts.filter(source=Source.CORRECTED, created_at__lt=reopened_at).delete()
    row, _ = Transcript.objects.get_or_create(
        recording=recording,
        source=Source.CORRECTED,
        defaults={
            "engine": recognised.engine,
            # A strong accent may have been heard as another language; what is written now tells better.
            "language": gates.language_of(text) or recognised.language,
            "words": [[word.start, word.end, word.text, word.confidence] for word in words],
            "is_trusted": True,
            "confidence": recognised.confidence,
            "share_changed": alignment.share_changed(heard, words),
            "made_by": by,
            "created_at": now,
        },
    )
    return row


def doubtful(heard: transcripts.Transcript) -> frozenset[int]:
    """Return which segments, counted from 0, the recogniser is least sure of; no more than people would look at."""
    doubts = {at: one.confidence or 0.0 for at, one in enumerate(heard.segments) if one.is_doubtful}
    return frozenset(sorted(doubts, key=lambda at: (doubts[at], at))[:MOST_DOUBTFUL])
