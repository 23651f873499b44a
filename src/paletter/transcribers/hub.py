"""Models of the Hugging Face hub, or of a mirror that speaks like it: which files, how large, with which digests."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx

from paletter.transcribers.fetching import WANTED, SourceFailed
from paletter.transcribers.kept_models import File, ModelError

HUB = "https://huggingface.co"
SECONDS = httpx.Timeout(30.0)


class HubSource:
    """One repository at one commit; which commit, is asked for when it is made.

    Raises ModelError when there is no such repository or it can't be fetched freely, SourceFailed when the hub does
    not answer.
    """

    def __init__(self, repository: str, *, hub: str = HUB, revision: str = "main") -> None:
        self.name = repository
        self._hub = hub.rstrip("/")
        self._client = httpx.Client(follow_redirects=True, timeout=SECONDS)
        told = self._told(revision)
        try:
            self.commit = str(told["sha"])
            self._files = [_file(entry) for entry in told["siblings"] if entry["rfilename"] in WANTED]
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError(f"{self._hub} does not answer like a hub of models. Check --hub.") from error

    def files(self) -> list[File]:
        return list(self._files)

    def read(self, file: File, offset: int) -> Iterator[bytes]:
        path = f"{quote(self.name)}/resolve/{quote(self.commit)}/{quote(file.name)}"
        # identity: the digest is of the file, and offsets count its bytes.
        headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={offset}-"} if offset else {})
        try:
            with self._client.stream("GET", f"{self._hub}/{path}", headers=headers) as reply:
                if reply.status_code not in (200, 206):
                    raise SourceFailed(f"{self._hub} answers {reply.status_code} for “{file.name}”.")
                # A server that does not know ranges sends all from the start: what is here already is passed over.
                over = offset if reply.status_code == 200 else 0
                # Blocks as they come: what a chunker held back would be lost when the line breaks.
                for block in reply.iter_raw():
                    skipped = min(over, len(block))
                    over -= skipped
                    if block := block[skipped:]:
                        yield block
        except httpx.HTTPError as error:
            raise SourceFailed(f"The line to {self._hub} broke ({error}).") from error

    def close(self) -> None:
        self._client.close()

    def _told(self, revision: str) -> Any:
        address = f"{self._hub}/api/models/{quote(self.name)}/revision/{quote(revision, safe='')}"
        try:
            reply = self._client.get(address, params={"blobs": "true"})
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise SourceFailed(
                f"{self._hub} can't be reached ({error}). Fetch the model on another machine and copy its folder, "
                "or name a mirror (--hub)."
            ) from error
        if reply.status_code in (401, 403, 404):
            raise ModelError(f"{self._hub} has no “{self.name}” at “{revision}” that anybody may fetch.")
        if reply.status_code != 200:
            raise SourceFailed(f"{self._hub} answers {reply.status_code}. Try again later.")
        try:
            return reply.json()
        except ValueError as error:
            raise ModelError(f"{self._hub} does not answer like a hub of models. Check --hub.") from error


def _file(entry: dict[str, Any]) -> File:
    if lfs := entry.get("lfs"):
        return File(str(entry["rfilename"]), int(lfs["size"]), "sha256", str(lfs["sha256"]))
    return File(str(entry["rfilename"]), int(entry["size"]), "git-sha1", str(entry["blobId"]))
