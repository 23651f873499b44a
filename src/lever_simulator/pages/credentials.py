"""Screens: Settings > Integrations and API > API Credentials, and the apps that Lever's staff register by hand."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lever_simulator.here import the_account, the_world
from lever_simulator.world import registrations
from lever_simulator.world.grants import CONFIDENTIAL_ACCESS, MOST_SCOPES, OFFLINE_ACCESS, SCOPES
from lever_simulator.world.writes import Refused

screens = Blueprint("credentials", __name__, url_prefix="/settings")

Answer = str | tuple[str, int]


@screens.get("/api-credentials")
def keys() -> str:
    return _keys_page()


@screens.post("/api-credentials")
def make_key() -> Answer:
    name, scopes = request.form.get("name", ""), request.form.getlist("scopes")
    try:
        key = registrations.make_key(the_account(), name, scopes, now=the_world().clock.now())
    except Refused as problem:
        return _keys_page(str(problem)), 400
    return render_template("key_made.html", key=key), 201


@screens.post("/api-credentials/<key_id>/revoke")
def revoke_key(key_id: str) -> Response:
    keys = the_account().api_keys
    for key in [key for key in keys.values() if key.id == key_id]:
        del keys[key.key]
        flash(f"The key “{key.name}” opens nothing any more.")
    return redirect(url_for("pages.credentials.keys"), 303)


@screens.get("/apps")
def registered() -> str:
    return _apps_page()


@screens.post("/apps")
def register() -> Answer:
    form = request.form
    callbacks = form.get("redirect_uris", "").split()
    try:
        app = registrations.register_app(
            the_account(),
            form.get("name", ""),
            form.get("description", ""),
            redirect_uris=callbacks,
            scopes=form.getlist("scopes"),
        )
    except Refused as problem:
        return _apps_page(str(problem)), 400
    return render_template("app_made.html", app=app), 201


def _keys_page(problem: str | None = None) -> str:
    return render_template("api_credentials.html", problem=problem, **_rights())


def _apps_page(problem: str | None = None) -> str:
    return render_template("registered_apps.html", problem=problem, most=MOST_SCOPES, **_rights())


def _rights() -> dict[str, object]:
    """Return what the grid of rights shows: for each endpoint the scopes to read and to write it."""
    nouns = dict.fromkeys(scope.partition(":")[0] for scope in SCOPES)
    special = (OFFLINE_ACCESS, CONFIDENTIAL_ACCESS)
    rows = {
        _in_words(noun): [_scope(noun, right) for right in ("read", "write")]
        for noun in sorted(nouns)
        if not any(scope.startswith(noun) for scope in special)
    }
    return {"rights": rows, "offline": OFFLINE_ACCESS, "confidential": CONFIDENTIAL_ACCESS}


def _in_words(noun: str) -> str:
    words = noun.replace("_", " ").replace("eeo", "EEO").replace("pii", "with personal data")
    return words[0].upper() + words[1:]


def _scope(noun: str, right: str) -> str | None:
    scope = f"{noun}:{right}:admin"
    return scope if scope in SCOPES else None
