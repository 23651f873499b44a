"""/v1/opportunities/:id/files, /v1/opportunities/:id/file_actions, /v1/uploads"""

from flask import Response, request
from werkzeug.datastructures import FileStorage

from lever_simulator.here import now_ms, the_account
from lever_simulator.resources.addresses import Noun
from lever_simulator.resources.answering import ApiError, Json, bad_request, page, single
from lever_simulator.resources.asking import acting_user, asked_page, asked_range, needs
from lever_simulator.resources.opportunities import find, find_on
from lever_simulator.world import attachments
from lever_simulator.world.files import LARGEST, PROCESSED, PROCESSING, FileAction, StoredFile

api = Noun("files", __name__)

READ, WRITE = "files:read:admin", "files:write:admin"


@api.post("/opportunities/<opportunity_id>/files")
@needs(WRITE)
def add_file(opportunity_id: str) -> tuple[Json, int]:
    opportunity, user = find(opportunity_id), acting_user()
    name, content = _sent_file()
    file = attachments.keep_file(the_account(), opportunity, name, content, now=now_ms(), user=user)
    shown = _shape(file)
    # Lever looks into a file after it has answered; here it is ready at the next question.
    return single(shown | ({"status": PROCESSING} if file.status == PROCESSED else {}), 201)


@api.get("/opportunities/<opportunity_id>/files")
@needs(READ)
def list_files(opportunity_id: str) -> Json:
    within = asked_range("uploaded_at")
    files = [f for f in the_account().files_on(find(opportunity_id).id) if within(f.uploaded_at)]
    return page(files, shape=_shape, place=lambda f: (0, f.uploaded_at, f.id), **asked_page())


@api.get("/opportunities/<opportunity_id>/files/<file_id>")
@needs(READ)
def get_file(opportunity_id: str, file_id: str) -> tuple[Json, int]:
    return single(_shape(_file(opportunity_id, file_id)))


@api.get("/opportunities/<opportunity_id>/files/<file_id>/download")
@needs(READ)
def download(opportunity_id: str, file_id: str) -> Response:
    file = _file(opportunity_id, file_id)
    if file.status != PROCESSED:
        raise ApiError(422, "UnprocessableEntity", f"The file could not be processed: {file.status}")
    reply = Response(attachments.content_of(file), mimetype="application/octet-stream")
    reply.headers.set("Content-Disposition", "attachment", filename=file.name)
    return reply


@api.delete("/opportunities/<opportunity_id>/files/<file_id>")
@needs(WRITE)
def delete_file(opportunity_id: str, file_id: str) -> tuple[str, int]:
    file, user = _file(opportunity_id, file_id), acting_user()
    attachments.drop_file(the_account(), file, now=now_ms(), user=user)
    return "", 204


@api.get("/opportunities/<opportunity_id>/file_actions")
@needs(READ)
def list_file_actions(opportunity_id: str) -> Json:
    opportunity, within = find(opportunity_id), asked_range("occurred_at")
    actions = [a for a in the_account().file_actions if a.opportunity == opportunity.id and within(a.occurred_at)]
    return page(actions, shape=_action, place=lambda a: (0, a.occurred_at, a.id), **asked_page())


@api.post("/uploads")
@needs("uploads:write:admin")
def upload() -> tuple[Json, int]:
    name, content = _sent_file()
    kept = attachments.upload(the_account(), name, len(content), now=now_ms())
    shown: Json = {"id": kept.id, "filename": kept.filename, "uri": f"{request.base_url.rstrip('/')}/{kept.id}"}
    return single(shown | {"size": kept.size, "expiresAt": kept.expires_at}, 201)


def _sent_file() -> tuple[str, bytes]:
    sent: FileStorage | None = request.files.get("file")
    if sent is None or not sent.filename:
        raise bad_request("file is required, as multipart/form-data")
    content = sent.stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise bad_request("file must not be larger than 30 MB")
    return sent.filename, content


def _file(opportunity_id: str, file_id: str) -> StoredFile:
    return find_on(find(opportunity_id), "files", the_account().files, file_id)


def _shape(file: StoredFile) -> Json:
    address = f"{request.host_url}v1/opportunities/{file.opportunity}/files/{file.id}/download"
    return {
        "id": file.id,
        "downloadUrl": address,
        "ext": file.ext,
        "name": file.name,
        "uploadedAt": file.uploaded_at,
        "status": file.status,
        "size": file.size,
    }


def _action(action: FileAction) -> Json:
    return {
        "id": action.id,
        "opportunityId": action.opportunity,
        "type": action.type,
        "occurredAt": action.occurred_at,
        "createdAt": action.occurred_at,
        "user": {"id": action.user},
        "meta": action.meta,
    }
