"""Where Lever's behaviour is unknown, or a test wants the other one: every switch with its question and its answers."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from typing import Any, TypeVar

from lever_simulator.world.grants import SCOPES

Value = TypeVar("Value")
Choices = tuple[str | int, ...]


def _switch(default: Value, asks: str, *choices: str | int) -> Value:
    """Declare a switch by what it decides; `choices` are all its values, unless its kind says enough."""
    declared: Value = field(default=default, metadata={"asks": asks, "choices": choices})
    return declared


@dataclass
class Switches:
    rotation: str = _switch(
        "strict", "May a refresh token be used twice? Strict: no, and then its whole family ends.", "strict", "lenient"
    )
    access_token_seconds: int = _switch(3600, "How many seconds does an access token live?")
    code_seconds: int = _switch(120, "How many seconds may pass between Accept and the exchange of the code?")
    unused_refresh_token_days: float = _switch(90.0, "After how many days without use does a refresh token die?")
    refresh_token_days: float = _switch(365.0, "After how many days does a refresh token die, however often used?")
    revoking_kills_access_tokens: bool = _switch(True, "Does an access token die at once when access is revoked?")
    leaving_ends_grants: bool = _switch(True, "Does an app lose its access when the person who gave it is deactivated?")
    not_super_admin: str = _switch(
        "access_denied",
        "What happens after Accept to somebody who is no Super Admin? “No return”: a page, and the app hears nothing.",
        "access_denied",
        "unauthorized_client",
        "no return",
    )
    package_has_api: bool = _switch(True, "Does the account's Lever package include the API and its integrations?")
    missing_scopes: list[str] = field(
        default_factory=list,
        metadata={"asks": "Which rights does every app and key lack, whatever they were given?", "choices": ()},
    )
    missing_scope_status: int = _switch(403, "What is a call without the right scope answered?", 403, 401)
    tags_locked: bool = _switch(False, "Are tags locked down, so that the API may not create a new one?")
    invalid_offset_status: int = _switch(400, "What is a page with an invalid offset answered?", 400, 404, 422, 500)
    extra_fields: bool = _switch(False, "Does every object carry fields that nobody has heard of?")
    requests_per_second: float = _switch(10.0, "How many requests a second does the limit allow? 0: no limit.")
    burst: float = _switch(20.0, "How many requests may come at once?")
    bucket: str = _switch("credential", "Whose requests does the limit count together?", "credential", "account")
    limit_names_a_wait: bool = _switch(False, "Does a 429 of the limit itself carry Retry-After?")
    email_matching: str = _switch(
        "case-blind",
        "When does ?email= find an address? Plus-blind: kari+x@ finds kari@ too.",
        "case-blind",
        "exact",
        "plus-blind",
    )
    posting_id_finds_archived: bool = _switch(False, "Does ?posting_id= find archived candidacies too?")
    unfiltered_shows_internal: bool = _switch(True, "Does a list of postings without filters hold internal ones?")
    notes_move_updated_at: bool = _switch(False, "Does a new note move the opportunity's updatedAt?")
    notes_name_the_grantor: bool = _switch(
        False, "Is a note without perform_as by the person who authorized the app? No: by nobody."
    )
    webhook_first_gap_seconds: float = _switch(60.0, "After how many seconds does a webhook's second try come?")
    webhook_gap_factor: float = _switch(5.0, "How many times longer is each gap between tries than the one before?")
    webhook_timeout_seconds: float = _switch(10.0, "How many seconds may a webhook's receiver take?")
    webhook_calls_at_once: int = _switch(1, "How many calls to one webhook may be under way at once?")
    revoking_ends_webhooks: bool = _switch(False, "Do an app's webhooks end when its access is revoked?")

    def changed(self, changes: dict[str, Any]) -> "Switches":
        """Return these switches with `changes`; an unknown name or a value that does not fit raises ValueError."""
        known = {switch.name: switch for switch in described(self)}
        for name, value in changes.items():
            if name not in known:
                raise ValueError(f"There is no switch “{name}”. There are: {', '.join(known)}.")
            known[name].check(value)
        return Switches(**(asdict(self) | changes))


@dataclass(frozen=True)
class Switch:
    """One switch as it stands, for those who check or show it."""

    name: str
    value: Any
    asks: str
    choices: Choices

    @property
    def kind(self) -> str:
        """Return "choice", "yes or no", "rights" or "number"."""
        if self.choices:
            return "choice"
        kinds = {bool: "yes or no", list: "rights"}
        return kinds.get(type(self.value), "number")

    def check(self, value: Any) -> None:
        if self.kind == "choice" and value not in self.choices:
            raise ValueError(f"{self.name} is one of {', '.join(f'“{choice}”' for choice in self.choices)}.")
        if not self._fits(value):
            raise ValueError(f"{self.name} cannot be {value!r}.")

    def _fits(self, value: Any) -> bool:
        if self.kind == "yes or no":
            return isinstance(value, bool)
        if self.kind == "rights":
            return isinstance(value, list) and set(value) <= set(SCOPES)
        if self.kind == "number":
            # A limit of nan would compare false with everything, and admit it.
            return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < float("inf")
        return type(value) is type(self.value)


def described(switches: Switches) -> Iterator[Switch]:
    for spec in fields(switches):
        value = getattr(switches, spec.name)
        yield Switch(spec.name, value, spec.metadata["asks"], spec.metadata["choices"])
