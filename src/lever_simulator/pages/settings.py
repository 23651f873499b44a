"""Screens: Settings > Integrations and API > Authorized Apps."""

from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from lever_simulator.here import the_account, the_world
from lever_simulator.world import consents
from lever_simulator.world.grants import App, Grant, in_plain_words

screens = Blueprint("settings", __name__)


@dataclass(frozen=True)
class Authorized:
    app: App
    by: str
    at_ms: float
    permissions: list[str]


@screens.get("/settings/integrations")
def apps() -> str:
    standing = [grant for grant in the_account().grants.values() if grant.revoked_at is None]
    return render_template("apps.html", authorized=[_authorized(grant) for grant in standing])


@screens.post("/settings/integrations/<client_id>/revoke")
def revoke(client_id: str) -> Response:
    app = the_account().apps.get(client_id) or abort(404)
    consents.revoke(the_world(), client_id)
    flash(f"{app.name} has no access any more.")
    return redirect(url_for("pages.settings.apps"), 303)


def _authorized(grant: Grant) -> Authorized:
    account = the_account()
    permissions = [in_plain_words(scope) for scope in grant.scopes]
    by = account.users[grant.user_id].name
    return Authorized(account.apps[grant.client_id], by, grant.granted_at * 1000, permissions)
