"""What Lever has and this program does not play: it says so with 501, and COVERAGE.md lists it."""

from flask import Blueprint, Response, request

from lever_simulator.resources.answering import ApiError, error_reply

api = Blueprint("refused", __name__)

ADDRESSES: dict[str, str] = {
    "/users": "POST",
    "/users/<_id>": "PUT",
    "/users/<_id>/deactivate": "POST",
    "/users/<_id>/reactivate": "POST",
    "/requisitions": "POST",
    "/requisitions/<_id>": "PUT DELETE",
    "/requisition_fields": "POST",
    "/requisition_fields/<_id>": "PUT DELETE",
    "/requisition_fields/<_id>/options": "POST PUT DELETE",
    "/surveys/diversity/<_id>": "GET",
    "/tasks": "GET",
    "/roles": "GET POST",
    "/roles/<_id>": "GET PUT DELETE",
    "/permissions": "GET",
    "/groups": "GET POST",
    "/groups/<_id>": "GET PUT DELETE",
}


def _refuse(_id: str = "") -> Response:
    return error_reply(ApiError(501, "NotSimulated", f"{request.method} {request.path} is not played; see COVERAGE.md"))


for _address, _methods in ADDRESSES.items():
    api.add_url_rule(_address, f"refused {_address}".replace(".", ""), _refuse, methods=_methods.split())
