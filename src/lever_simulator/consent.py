"""Lever's consent pages and its token endpoint."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, redirect, render_template, request, session
from werkzeug.wrappers import Response as AnyResponse

from lever_simulator.here import the_account, the_world
from lever_simulator.resources.answering import EXTRA_FIELDS
from lever_simulator.world import consents
from lever_simulator.world.consents import OAuthRefused, Tokens
from lever_simulator.world.grants import App, in_plain_words
from lever_simulator.world.people import User

door = Blueprint("consent", __name__)

Answer = AnyResponse | str | tuple[str, int]
NOT_A_SUPER_ADMIN = "Only a Super Admin may authorize an app for this account."
NOT_IN_THE_PACKAGE = "This account's Lever package does not include integrations."


@dataclass(frozen=True)
class Request:
    """What an app asks for; `app` is registered and `redirect_uri` is one of its own."""

    app: App
    redirect_uri: str
    state: str
    scopes: list[str]
    audience: str | None
    prompt: str | None


class Trouble(Exception):
    """The request cannot be shown to anybody; the sentence is for the app's developer."""


@door.get("/authorize")
def authorize() -> Answer:
    try:
        asking = _read_request()
    except Trouble as trouble:
        return render_template("trouble.html", sentence=str(trouble)), 400
    user = _signed_in()
    if asking.prompt == "none" and (problem := _must_show_a_page(asking, user)):
        return _return(asking, state=asking.state, error=problem)
    if user is None:
        return _login_page(asking)
    if _may_skip(asking, user):
        return _accept(asking, user)
    permissions = [in_plain_words(scope) for scope in asking.scopes]
    return render_template("consent.html", asking=asking, user=user, permissions=permissions)


@door.post("/authorize")
def decide() -> Answer:
    """Take what a person pressed: who they are, "Someone else", Accept or Deny."""
    try:
        asking = _read_request()
    except Trouble as trouble:
        return render_template("trouble.html", sentence=str(trouble)), 400
    pressed = request.form.get("decision")
    if pressed in ("sign in", "someone else"):
        return _sign_in(request.form.get("user") if pressed == "sign in" else None)
    user = _signed_in()
    if user is None:
        return _login_page(asking)
    return _accept(asking, user) if pressed == "accept" else _deny(asking)


def _read_request() -> Request:
    asked = request.args
    app = the_account().apps.get(asked.get("client_id", ""))
    if app is None:
        raise Trouble("ClientID not found")
    redirect_uri = asked.get("redirect_uri", "")
    if redirect_uri not in app.redirect_uris:
        raise Trouble("undefined")
    if asked.get("response_type") != "code" or not asked.get("state"):
        raise Trouble("undefined")
    audience = asked.get("audience")
    scopes = consents.scopes_to_ask(app, asked.get("scope", ""), audience)
    return Request(app, redirect_uri, asked["state"], scopes, audience, asked.get("prompt"))


def _signed_in() -> User | None:
    user = the_account().users.get(session.get("user", ""))
    return user if user and user.deactivated_at is None else None


def _login_page(asking: Request) -> str:
    users = [user for user in the_account().users.values() if user.deactivated_at is None]
    return render_template("login.html", asking=asking, users=users)


def _sign_in(user_id: str | None) -> AnyResponse:
    session.pop("user", None)
    if user_id:
        session["user"] = user_id
    return redirect(request.full_path, 303)


def _may_skip(asking: Request, user: User) -> bool:
    if asking.prompt == "consent" or not user.may_authorize_apps:
        return False
    return not consents.needs_consent(the_world(), asking.app, user, asking.scopes)


def _must_show_a_page(asking: Request, user: User | None) -> str | None:
    """Return OAuth's word for the page that `prompt=none` forbids, or None when none is needed."""
    if user is None:
        return "login_required"
    return None if _may_skip(asking, user) else "consent_required"


def _accept(asking: Request, user: User) -> Answer:
    # Lever lets other roles go through the pages and fails at the very end.
    if not user.may_authorize_apps:
        return _refuse(asking, the_world().switches.not_super_admin, NOT_A_SUPER_ADMIN)
    if not the_world().switches.package_has_api:
        return _refuse(asking, "access_denied", NOT_IN_THE_PACKAGE)
    code = consents.accept(
        the_world(),
        asking.app,
        user,
        scopes=asking.scopes,
        redirect_uri=asking.redirect_uri,
        audience=asking.audience,
    )
    return _return(asking, code=code, state=asking.state)


def _refuse(asking: Request, error: str, sentence: str) -> Answer:
    if error == "no return":
        return render_template("trouble.html", sentence=sentence), 403
    return _return(asking, state=asking.state, error=error, error_description=sentence)


def _deny(asking: Request) -> AnyResponse:
    description = "user_did_not_authorize_the_request"
    return _return(asking, state=asking.state, error="access_denied", error_description=description)


def _return(asking: Request, **parameters: str) -> AnyResponse:
    joint = "&" if "?" in asking.redirect_uri else "?"
    return redirect(asking.redirect_uri + joint + urlencode(parameters), 302)


@door.post("/oauth/token")
def token() -> Response:
    try:
        return _written(_tokens_for(_read_form()))
    except OAuthRefused as refusal:
        reply = jsonify(error=refusal.error, error_description=refusal.description)
        reply.status_code = refusal.status
        return reply


def _read_form() -> dict[str, str]:
    sent = request.get_json(silent=True) if request.is_json else request.form.to_dict()
    if not isinstance(sent, dict):
        raise OAuthRefused(400, "invalid_request", "The body is not a JSON object")
    return {str(key): str(value) for key, value in sent.items()}


def _tokens_for(sent: dict[str, str]) -> Tokens:
    app = consents.client(the_world(), sent.get("client_id", ""), sent.get("client_secret", ""))
    grant_type = sent.get("grant_type")
    if grant_type == "authorization_code":
        return consents.exchange(the_world(), app, sent.get("code", ""), sent.get("redirect_uri", ""))
    if grant_type == "refresh_token":
        return consents.refresh(the_world(), app, sent.get("refresh_token", ""))
    raise OAuthRefused(403, "unsupported_grant_type", f"Unsupported grant type: {grant_type}")


def _written(tokens: Tokens) -> Response:
    answer: dict[str, str | int] = {
        "access_token": tokens.access_token,
        "token_type": "Bearer",
        "scope": " ".join(tokens.scopes),
        "expires_in": tokens.expires_in,
    }
    if tokens.refresh_token:
        answer["refresh_token"] = tokens.refresh_token
    reply = jsonify(answer | (EXTRA_FIELDS if the_world().switches.extra_fields else {}))
    reply.headers["Cache-Control"] = "no-store"
    return reply
