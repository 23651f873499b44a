"""Files come to an opportunity and go; each coming and going is remembered."""

import base64

from lever_simulator.world.account import Account
from lever_simulator.world.files import UPLOAD_LIVES_MS, FileAction, StoredFile, Upload
from lever_simulator.world.hiring import Opportunity
from lever_simulator.world.writes import new_id


def keep_file(
    account: Account, opportunity: Opportunity, name: str, content: bytes, *, now: int, user: str
) -> StoredFile:
    encoded = base64.b64encode(content).decode()
    file = StoredFile(new_id(), opportunity.id, name, now, len(content), encoded)
    account.files[file.id] = file
    _remember(account, file, "file-added", now=now, user=user)
    opportunity.last_interaction_at = now
    return file


def drop_file(account: Account, file: StoredFile, *, now: int, user: str) -> None:
    del account.files[file.id]
    _remember(account, file, "file-remove", now=now, user=user)


def content_of(file: StoredFile) -> bytes:
    return base64.b64decode(file.content)


def upload(account: Account, name: str, size: int, *, now: int) -> Upload:
    """Keep the fact of an upload for a day; uploads that are older are forgotten."""
    account.uploads = {key: one for key, one in account.uploads.items() if one.expires_at > now}
    new = Upload(new_id(), name, size, now + UPLOAD_LIVES_MS)
    account.uploads[new.id] = new
    return new


def _remember(account: Account, file: StoredFile, kind: str, *, now: int, user: str) -> None:
    meta = {"fileId": file.id, "fileName": file.name}
    account.file_actions.append(FileAction(new_id(), file.opportunity, kind, now, user, meta))
