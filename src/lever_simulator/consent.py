"""Lever's consent pages and its token endpoint."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, redirect, render_template, request, session
from werkzeug.wrappers import Response as AnyResponse

from lever_simulator.here import the_account, the_world
from lever_simulator.world import consents
from lever_simulator.world.consents import OAuthRefused, Tokens
from lever_simulator.world.grants import App, in_plain_words
from lever_simulator.world.people import User

door = Blueprint("consent", __name__)

Answer = AnyResponse | str | tuple[str, int]
NOT_A_SUPER_ADMIN = "Only a Super Admin may authorize an app for this account."


@dataclass(frozen=True)
class Request:
    """What an app asks for; `app` is registered and `redirect_uri` is one of its own."""

    app: App
    redirect_uri: str
    state: str
    scopes: list[str]
    audience: str | None
    must_ask: bool


class Trouble(Exception):
    """The request cannot be shown to anybody; the sentence is for the app's developer."""


@door.get("/authorize")
def authorize() -> Answer:
    try:
        asking = _read_request()
    except Trouble as trouble:
        return render_template("trouble.html", sentence=str(trouble)), 400
    user = _signed_in()
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
    scopes = consents.scopes_to_ask(asked.get("scope", ""), audience)
    must_ask = asked.get("prompt") == "consent"
    return Request(app, redirect_uri, asked["state"], scopes, audience, must_ask)


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
    if asking.must_ask or not user.may_authorize_apps:
        return False
    return not consents.needs_consent(the_world(), asking.app, user, asking.scopes)


def _accept(asking: Request, user: User) -> AnyResponse:
    # Lever lets other roles go through the pages and fails at the very end.
    if not user.may_authorize_apps:
        return _return(asking, state=asking.state, error="access_denied", error_description=NOT_A_SUPER_ADMIN)
    code = consents.accept(
        the_world(),
        asking.app,
        user,
        scopes=asking.scopes,
        redirect_uri=asking.redirect_uri,
        audience=asking.audience,
    )
    return _return(asking, code=code, state=asking.state)


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
    reply = jsonify(answer)
    reply.headers["Cache-Control"] = "no-store"
    return reply
