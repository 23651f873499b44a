"""What Paletter writes into a Lever account: notes and tags on an opportunity, and calls that Lever shall make."""

from collections.abc import Collection, Iterator

from paletter.ats.lever import events, rights, translate
from paletter.ats.lever.client import Call, LeverClient, address
from paletter.ats.protocol import AtsNotFound, AtsRefused, AtsSilent, StandingSubscription, Subscription
from paletter.vocabulary.hiring import EventKind, Note


class LeverNotes:
    def __init__(self, client: LeverClient) -> None:
        self._client = client

    def notes(self, opportunity_id: str) -> Iterator[Note]:
        path = address("opportunities", opportunity_id, "notes")
        for row in self._client.rows(path, right=rights.NOTES_WRITE):
            if note := translate.note(row):
                yield note

    def add_note(self, opportunity_id: str, text: str) -> str:
        path = address("opportunities", opportunity_id, "notes")
        # Neither `score`, which would look like a colleague's thumbs-up, nor `notifyFollowers`, which mails people.
        call = Call("POST", path, rights.NOTES_WRITE, body={"value": text}, is_repeatable=False)
        note_id = translate.note_id(translate.row(self._client.send(call)))
        if not note_id:
            raise AtsSilent("Lever did not say whether it kept the note. Paletter looks again by itself.")
        return note_id

    def remove_note(self, opportunity_id: str, note_id: str) -> None:
        path = address("opportunities", opportunity_id, "notes", note_id)
        try:
            self._client.send(Call("DELETE", path, rights.NOTES_WRITE))
        except AtsNotFound:
            return

    def add_tags(self, opportunity_id: str, tags: Collection[str]) -> None:
        self._tags(opportunity_id, "addTags", tags)

    def remove_tags(self, opportunity_id: str, tags: Collection[str]) -> None:
        self._tags(opportunity_id, "removeTags", tags)

    def _tags(self, opportunity_id: str, verb: str, tags: Collection[str]) -> None:
        # The reply has the person's name and addresses blanked out; nothing is read from it. Not repeated here when it
        # is lost: the first one could still come after a later call that says the opposite.
        path, body = address("opportunities", opportunity_id, verb), {"tags": list(tags)}
        self._client.send(Call("POST", path, rights.OPPORTUNITIES_WRITE, body=body, is_repeatable=False))


class LeverHooks:
    def __init__(self, client: LeverClient) -> None:
        self._client = client

    def subscriptions(self) -> Iterator[StandingSubscription]:
        # One page, without `hasNext`: no limit may be asked for.
        for row in translate.rows(self._client.send(Call("GET", "/webhooks", rights.WEBHOOKS_WRITE))):
            if subscription := events.listed(row):
                yield subscription

    def subscribe(self, url: str, kinds: Collection[EventKind]) -> Iterator[Subscription]:
        for event in events.words_for(kinds):
            body = {"url": url, "event": event}
            call = Call("POST", "/webhooks", rights.WEBHOOKS_WRITE, body=body, is_repeatable=False)
            subscription = events.subscription(translate.row(self._client.send(call)), event=event)
            if subscription is None:
                raise AtsRefused("Lever made a webhook and did not tell its signing token, so it cannot be trusted.")
            yield subscription

    def unsubscribe(self, subscription_id: str) -> None:
        try:
            self._client.send(Call("DELETE", address("webhooks", subscription_id), rights.WEBHOOKS_WRITE))
        except AtsNotFound:
            return
