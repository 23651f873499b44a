"""A small tus client for tests: what the browser’s recorder does, one request at a time."""

import base64
import hashlib
import os
from typing import Any

from django.test import Client

from paletter.interviews.models import Interview, Recording

WEBM = b"\x1a\x45\xdf\xa3"
TYPE = "application/offset+octet-stream"


def a_webm(size: int) -> bytes:
    """Return bytes that begin as WebM does."""
    return WEBM + os.urandom(size - len(WEBM))


class Tus:
    """Speaks tus as one logged-in person."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def create(self, interview: Interview, position: int = 1, piece: bytes = b"", **headers: str) -> Any:
        metadata = f"interview {b64(str(interview.key))},position {b64(str(position))}"
        given = {"Tus-Resumable": "1.0.0", "Upload-Metadata": metadata} | (headers or {"Upload-Defer-Length": "1"})
        return self.client.post("/uploads/", piece, headers=given, content_type=TYPE)

    def opened(self, interview: Interview, position: int = 1) -> str:
        response = self.create(interview, position)
        assert response.status_code == 201, response.content
        return str(response["Location"])

    def patch(self, url: str, piece: bytes, *, at: int, **headers: str) -> Any:
        given = {"Tus-Resumable": "1.0.0", "Upload-Offset": str(at)} | headers
        return self.client.patch(url, piece, content_type=TYPE, headers=given)

    def head(self, url: str) -> Any:
        return self.client.head(url, headers={"Tus-Resumable": "1.0.0"})

    def delete(self, url: str) -> Any:
        return self.client.delete(url, headers={"Tus-Resumable": "1.0.0"})

    def send(self, interview: Interview, position: int, content: bytes) -> str:
        """Send a whole take and return its id."""
        url = self.opened(interview, position)
        response = self.patch(url, content, at=0, **{"Upload-Length": str(len(content))})
        assert response.status_code == 204, response.content
        return url.rsplit("/", 1)[1]

    def kept(self, take: str) -> dict[str, str]:
        """Return the form by which a browser makes a take the answer."""
        return {"recording": take, "sha256": Recording.objects.get(pk=take).sha256}


def checksum(piece: bytes, algorithm: str = "sha256") -> str:
    return f"{algorithm} {base64.b64encode(hashlib.new(algorithm, piece).digest()).decode()}"


def b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()
