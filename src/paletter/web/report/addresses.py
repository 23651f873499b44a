"""Where this site serves recordings and their captions."""

from uuid import UUID

from django.urls import reverse


class PageAddresses:
    """What `reports.stored` asks for addresses."""

    def recording(self, recording_id: UUID) -> str:
        return reverse("report:recording", args=[recording_id])

    def poster(self, recording_id: UUID) -> str:
        return reverse("report:poster", args=[recording_id])

    def variant(self, recording_id: UUID) -> str:
        return reverse("report:variant", args=[recording_id])

    def captions(self, recording_id: UUID) -> str:
        return reverse("report:captions", args=[recording_id])
