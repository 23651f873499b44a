"""Bytes of a take: received in pieces, appended to one file, confirmed only when they are on disk.

Order of an append: bytes to the file, fsync, then the offset in the row. So the row never promises more than the disk
holds. After a crash in between, the file is longer than the row: the surplus was never confirmed, the browser sends it
again, and the next append cuts it off first. Should the file ever be shorter than the row (a restored backup, a lost
disk), the row is set back to the file, and the browser, which keeps everything until the take is saved, sends the rest.

A piece is first received (receiving.py) and then appended under the row's lock. A browser that dies in the middle of a
piece therefore never holds that lock, and what did arrive of its piece still counts.

Where files lie is for `places` to know.
"""

import hashlib
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext, gettext_lazy

from paletter.accounts.models import User
from paletter.interviews import places, room
from paletter.interviews.models import Answer, AnswerKind, Recording
from paletter.interviews.places import BLOCK, File
from paletter.interviews.receiving import NO_ROOM, NoRoom, Piece, UploadRefused, no_room, spool

EBML = b"\x1a\x45\xdf\xa3"
SNIFFED = 12
WITHDRAWN = gettext_lazy("You have taken your consent back, so nothing more can be recorded or handed in here.")
CHECKSUMS = ("sha1", "sha256")


class NoSuchTake(UploadRefused):
    """No such take, or another person's."""


class Discarded(UploadRefused):
    """The take was thrown away."""


class Withdrawn(UploadRefused):
    """The candidate took their consent back."""


class WrongOffset(UploadRefused):
    """The piece does not begin where the confirmed bytes end: ask for the offset and send from there."""


class TooLarge(UploadRefused):
    """More bytes than an answer may have."""


class LengthChanged(UploadRefused):
    """The announced length contradicts an earlier one, or the bytes that are here."""


class NotMedia(UploadRefused):
    """The first bytes are neither WebM nor MP4."""


class DamagedPiece(UploadRefused):
    """The piece's checksum is not the one that the browser computed."""


def folder(recording: Recording) -> Path:
    """Return where a recording's files lie on this machine's disk."""
    return places.disk().folder(recording.pk)


def largest() -> int:
    """Return how many bytes one answer may have."""
    return int(settings.OPTIONS.max_answer_mb) * 1_000_000


def new(
    answer: Answer,
    *,
    length: int | None,
    now: datetime,
    kind: AnswerKind = AnswerKind.VIDEO,
    claimed_at: datetime | None = None,
) -> Recording:
    """Return a new, empty take. The caller holds the interview's row, so that take numbers don't collide."""
    refusal = why_not_begin(length)
    if refusal:
        raise refusal
    last = answer.takes.order_by("-take").first()
    return Recording.objects.create(
        answer=answer,
        take=last.take + 1 if last else 1,
        kind=kind,
        length=length,
        created_at=now,
        claimed_at=claimed_at,
        expires_at=now + patience(),
    )


def patience() -> timedelta:
    """Return for how long a take that is not whole waits for more of its bytes."""
    return timedelta(days=settings.OPTIONS.unfinished_days)


def why_not_begin(length: int | None) -> UploadRefused | None:
    """Tell why no take of this length can begin, or None."""
    if length == 0:
        return NotMedia(_not_media())
    return TooLarge(_too_large()) if length is not None and length > largest() else None


def find(recording_id: UUID, candidate: User) -> Recording:
    """Return the candidate's own take. Raises NoSuchTake, also for another person's, and Discarded."""
    found = (
        Recording.objects.select_related("answer__interview")
        .filter(pk=recording_id, answer__interview__candidate=candidate)
        .first()
    )
    if found is None:
        raise NoSuchTake("There is no such upload.")
    if found.discarded_at is not None:
        raise Discarded(gettext("This take was thrown away."))
    return found


def append(recording: Recording, piece: Piece, *, at: int, length: int | None, now: datetime) -> Recording:
    """Append a piece to a take, durably, and return the take with its new offset.

    `at` is where the browser believes the take to end, `length` its whole size, once known. A take whose bytes are all
    here is completed: its SHA-256 is computed from the disk. Raises a kind of UploadRefused; nothing is changed then.
    """
    with transaction.atomic():
        # The interview as it is now: consent may have been taken back while the piece came in.
        rows = Recording.objects.select_for_update(of=["self"]).select_related("answer__interview")
        row = rows.get(pk=recording.pk)
        _heal(row)
        refusal = why_not_append(row, piece.size, at=at, length=length)
        if refusal is None and not row.is_whole:
            refusal = _grow(row, piece, length=length, now=now)
        if refusal is None:
            row.expires_at = None if row.is_whole else now + patience()
            row.save(update_fields=["offset", "length", "sha256", "completed_at", "expires_at"])
    if refusal is not None:
        # Raised outside: a row that was set back to its file stays so.
        raise refusal
    return row


def _grow(row: Recording, piece: Piece, *, length: int | None, now: datetime) -> UploadRefused | None:
    refusal = _write(row, piece)
    if refusal is None:
        row.offset += piece.size
        row.length = length if length is not None else row.length
        if row.offset == row.length:
            refusal = _complete(row, now=now)
    return refusal


def _heal(row: Recording) -> None:
    """Set a row back to what the disk really holds, when that is less."""
    size = _size(row)
    if size < row.offset and row.completed_at is None:
        row.offset = size
        row.save(update_fields=["offset"])


def offset_of(recording: Recording) -> int:
    """Return how many bytes of a take are safe, here, now."""
    return recording.offset if recording.is_whole else min(recording.offset, _size(recording))


def why_not_append(row: Recording, size: int, *, at: int, length: int | None) -> UploadRefused | None:
    """Tell why `size` more bytes can't be appended, or None."""
    if row.discarded_at is not None:
        return Discarded(gettext("This take was thrown away."))
    if row.answer.interview.withdrawn_at is not None:
        return Withdrawn(str(WITHDRAWN))
    if at != row.offset:
        return WrongOffset(f"This piece begins at {at}, but {row.offset} bytes are here.")
    whole = row.length if length is None else length
    if row.length is not None and whole != row.length:
        return LengthChanged("The length was announced before, and differently.")
    if max(row.offset + size, whole or 0) > largest():
        return TooLarge(_too_large())
    if whole is not None and row.offset + size > whole:
        return LengthChanged("These are more bytes than were announced.")
    if not room.for_take(row, row.offset + size, largest=largest()):
        return TooLarge(
            gettext("Your recordings here are very large. Please ask for help before you begin this question again.")
        )
    return None


def _write(row: Recording, piece: Piece) -> UploadRefused | None:
    """Put a piece behind the confirmed bytes and see it safely on disk."""
    piece.file.seek(0)
    if row.offset == 0 and piece.size >= SNIFFED:
        if not is_media(piece.file.read(SNIFFED)):
            return NotMedia(_not_media())
        piece.file.seek(0)
    try:
        # The piece lies on the disk already, and now once more.
        if piece.size and not room.on_disk(spool(), piece.size):
            return NoRoom(NO_ROOM)
        places.current().append(row.pk, piece.file, at=row.offset)
    except OSError as error:
        return no_room(error)
    return None


def _complete(row: Recording, *, now: datetime) -> UploadRefused | None:
    with closing(places.current().open(row.pk, File.UPLOAD)) as upload:
        start = b"".join(upload.pieces(first=0, length=SNIFFED, at_most=SNIFFED))
        if not is_media(start):
            return NotMedia(_not_media())
        found = hashlib.sha256()
        for block in upload.pieces(first=0, length=upload.size, at_most=BLOCK):
            found.update(block)
    # Under the row's lock, though it may take seconds: what is called whole must lie where it stays, and an erasure
    # that comes meanwhile must find it there.
    places.current().finish(row.pk)
    row.sha256, row.completed_at = found.hexdigest(), now
    return None


def is_media(start: bytes) -> bool:
    """Tell from the first twelve bytes whether this is WebM (EBML) or MP4 (ftyp)."""
    return start[:4] == EBML or start[4:8] == b"ftyp"


def discard(recording: Recording, *, now: datetime) -> None:
    """Throw a take away: the row remembers that, the bytes go when the transaction is through."""
    Recording.objects.filter(pk=recording.pk).update(discarded_at=now, expires_at=now)
    transaction.on_commit(lambda: remove_files(recording))


def remove_files(recording: Recording) -> None:
    """Remove the bytes of a take that was thrown away; a place that does not let go of them is asked again later."""
    if places.current().remove(recording.pk):
        Recording.objects.filter(pk=recording.pk).update(expires_at=None)


def with_files_left() -> QuerySet[Recording]:
    """Return the takes that were thrown away and whose bytes may still be there."""
    return Recording.objects.filter(discarded_at__isnull=False, expires_at__isnull=False).order_by("expires_at")


def _size(row: Recording) -> int:
    return places.current().size(row.pk, File.UPLOAD)


def _too_large() -> str:
    return gettext("This answer is larger than {size} MB. Please record a shorter one.").format(
        size=settings.OPTIONS.max_answer_mb
    )


def _not_media() -> str:
    return gettext("This is no WebM or MP4 recording.")
