"""The control door for apps, consent and API keys; control.py describes it."""

from typing import Any

from flask import Blueprint, current_app

from lever_simulator.control_things import sent
from lever_simulator.here import the_account, the_world
from lever_simulator.journeys import through_the_pages
from lever_simulator.world import consents, registrations
from lever_simulator.world.grants import App
from lever_simulator.world.seeds.foundation import CLIENT_ID

access = Blueprint("access", __name__)

Json = dict[str, Any]


@access.post("/redirect-uris")
def add_redirect_uri() -> Json:
    the_world().add_redirect_uri(str(sent()["uri"]))
    return {"redirect_uris": the_account().apps[CLIENT_ID].redirect_uris}


@access.get("/apps")
def list_apps() -> Json:
    return {"apps": [_app_row(app) for app in the_account().apps.values()]}


@access.post("/apps")
def register_app() -> tuple[Json, int]:
    body = sent()
    app = registrations.register_app(
        the_account(),
        str(body["name"]),
        str(body["description"]),
        redirect_uris=list(body["redirect_uris"]),
        scopes=list(body["scopes"]),
    )
    return _app_row(app) | {"client_secret": app.client_secret}, 201


@access.post("/authorize")
def authorize() -> Json:
    body = sent()
    location = through_the_pages(
        current_app._get_current_object(),  # type: ignore[attr-defined]
        str(body["url"]),
        user=str(body.get("user", "sigrid")),
        accept=bool(body.get("accept", True)),
    )
    return {"location": location}


@access.post("/revoke")
def revoke() -> Json:
    client_id = str(sent().get("client_id", CLIENT_ID))
    return {"revoked": consents.revoke(the_world(), client_id)}


@access.post("/api-keys")
def add_api_key() -> Json:
    body = sent()
    key = registrations.make_key(
        the_account(),
        str(body.get("name", body["key"])),
        list(body["scopes"]),
        key=str(body["key"]),
        now=the_world().clock.now(),
    )
    return {"key": key.key, "scopes": key.scopes}


@access.delete("/api-keys/<key>")
def revoke_api_key(key: str) -> Json:
    del the_account().api_keys[key]
    return {"revoked": 1}


def _app_row(app: App) -> Json:
    return {key: value for key, value in vars(app).items() if key != "client_secret"}
