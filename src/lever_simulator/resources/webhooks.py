"""/v1/webhooks

Each credential sees and changes only what was made with it; what a person made on the page is changed there alone.
"""

from typing import Any

from flask import Blueprint, g

from lever_simulator.here import now_ms, the_account
from lever_simulator.resources.answering import Json, bad_request, forbidden, not_found, single
from lever_simulator.resources.asking import body, flag, needs
from lever_simulator.world.webhooks import EVENTS, ORIGINS, WITH_ORIGINS, Webhook, is_address

api = Blueprint("webhooks", __name__)

READ, WRITE = "webhooks:read:admin", "webhooks:write:admin"


@api.get("/webhooks")
@needs(READ)
def list_webhooks() -> Json:
    # Recorded: no hasNext, no pages.
    return {"data": [_shape(webhook) for webhook in the_account().hooks.in_order() if _is_mine(webhook)]}


@api.post("/webhooks")
@needs(WRITE)
def create() -> tuple[Json, int]:
    sent = body()
    event, url, configuration = _event(sent), _url(sent), _configuration(sent)
    origins = _origins(configuration, event)
    hooks = the_account().hooks
    webhook = hooks.add(event, url, now=now_ms(), origins=origins, made_with=g.credential.name)
    _verify_if_asked(webhook, configuration)
    return single(_shape(webhook, with_token=True), 201)


@api.put("/webhooks")
@needs(WRITE)
def change() -> Json:
    """Change one or several; when one of them cannot be, none is."""
    rows = body().get("data")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise bad_request("data must be a list of webhooks")
    changes = [(_mine(str(row.get("id"))), row) for row in rows]
    read = [(webhook, row, *_changed(webhook, row)) for webhook, row in changes]
    for webhook, row, event, url, origins in read:
        webhook.event, webhook.url, webhook.origins, webhook.updated_at = event, url, origins, now_ms()
        _verify_if_asked(webhook, _configuration(row))
    return {"data": [_shape(webhook) for webhook, _row in changes]}


@api.delete("/webhooks/<webhook_id>")
@needs(WRITE)
def delete(webhook_id: str) -> tuple[str, int]:
    the_account().hooks.remove(_mine(webhook_id))
    return "", 204


def _shape(webhook: Webhook, *, with_token: bool = False) -> Json:
    configuration: Json = {}
    if webhook.origins is not None:
        configuration["conditions"] = {"origins": webhook.origins}
    if with_token:
        configuration["signatureToken"] = webhook.signature_token
    return {
        "id": webhook.id,
        "event": webhook.event,
        "url": webhook.url,
        "configuration": configuration,
        "createdAt": webhook.created_at,
        "updatedAt": webhook.updated_at,
    }


def _is_mine(webhook: Webhook) -> bool:
    return bool(webhook.made_with == g.credential.name)


def _mine(webhook_id: str) -> Webhook:
    webhook = the_account().hooks.webhooks.get(webhook_id)
    if webhook and webhook.made_with is None:
        raise forbidden("Webhooks that were created in the UI can only be changed in the UI.")
    if webhook is None or not _is_mine(webhook):
        raise not_found("webhooks", webhook_id)
    return webhook


def _changed(webhook: Webhook, row: Json) -> tuple[str, str, list[str] | None]:
    event = _event(row) if "event" in row else webhook.event
    url = _url(row) if "url" in row else webhook.url
    origins = _origins(_configuration(row), event)
    if event not in WITH_ORIGINS:
        return event, url, None
    return event, url, origins or webhook.origins or list(ORIGINS)


def _event(sent: Json) -> str:
    event = sent.get("event")
    if event not in EVENTS:
        raise bad_request(f"event must be one of {', '.join(EVENTS)}")
    return str(event)


def _url(sent: Json) -> str:
    url = sent.get("url")
    if not isinstance(url, str) or not is_address(url):
        raise bad_request("url must be an https address")
    return url


def _configuration(sent: Json) -> Json:
    configuration = sent.get("configuration", {})
    if not isinstance(configuration, dict):
        raise bad_request("configuration must be an object")
    return configuration


def _origins(configuration: Json, event: str) -> list[str] | None:
    """Return the origins asked for; Lever's own examples write them with `conditions` around and without."""
    conditions: Any = configuration.get("conditions", configuration)
    if not isinstance(conditions, dict):
        raise bad_request("conditions must be an object")
    origins = conditions.get("origins")
    if origins is None:
        return None
    if event not in WITH_ORIGINS:
        raise bad_request(f"{event} does not support conditions on origins")
    if not isinstance(origins, list) or not origins or not all(origin in ORIGINS for origin in origins):
        raise bad_request(f"origins must be a list of {', '.join(ORIGINS)}")
    return [origin for origin in ORIGINS if origin in origins]


def _verify_if_asked(webhook: Webhook, configuration: Json) -> None:
    if flag(configuration, "verifyConnection"):
        the_account().hooks.test(webhook, now=now_ms())
