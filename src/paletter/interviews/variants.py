"""A second file of a recording, on demand: for players that can't play the first. Nobody waits for it but who asked."""

from paletter.interviews import media, places
from paletter.interviews.models import Recording, VariantState
from paletter.interviews.places import File


def want(recording: Recording) -> VariantState | None:
    """Note that somebody needs the variant, and return how far it is; None for a recording that can't be played at all.

    What could not be made once is not tried again: the file is still the same.
    """
    if recording.prepared_at is None or not recording.container or recording.discarded_at is not None:
        return None
    Recording.objects.filter(pk=recording.pk, variant="").update(variant=VariantState.WANTED)
    recording.refresh_from_db(fields=["variant"])
    return VariantState(recording.variant)


def make(recording: Recording) -> None:
    """Make the variant that is wanted; safe to repeat. Raises OSError, which trying again may cure."""
    if recording.variant != VariantState.WANTED:
        return
    place = places.current()
    try:
        with (
            place.reading(recording.pk, File.PLAYABLE) as playable,
            place.writing(recording.pk, File.VARIANT) as target,
        ):
            media.encode(playable, target, seconds=recording.duration or 0.0)
    except media.MediaError:
        state = VariantState.IMPOSSIBLE
    else:
        state = VariantState.READY
    Recording.objects.filter(pk=recording.pk).update(variant=state)
