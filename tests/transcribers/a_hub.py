"""Plays the Hugging Face hub on this machine: its list of files, its redirect to a storage, ranges, its bad days."""

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

COMMIT = "5f0c1e9f6c7f4c2a8d3b1a0e9d8c7b6a5f4e3d2c"
LARGE = 10_000
"""Files above so many bytes are kept as LFS objects, as the hub does with binaries."""


class Hub:
    """One repository with the files of a folder. The fields say how it misbehaves and what it was asked."""

    def __init__(self, repository: str, folder: Path) -> None:
        self.repository = repository
        self.folder = folder
        self.address = ""
        self.asked: list[tuple[str, str]] = []  # what was read: file name and range
        self.breaks_after: int | None = None  # bytes of one reply, then the line breaks
        self.breaks_left = 0
        self.knows_ranges = True
        self.tampers_with = ""
        self.adds: tuple[str, bytes] = ("", b"")
        self.claims: dict[str, int] = {}
        self.extra_files: list[str] = []

    def index(self) -> dict:
        names = sorted(path.name for path in self.folder.iterdir())
        siblings = [self._entry(name) for name in names]
        siblings += [{"rfilename": name, "size": 5, "blobId": "0" * 40} for name in self.extra_files]
        return {"id": self.repository, "modelId": self.repository, "sha": COMMIT, "siblings": siblings}

    def _entry(self, name: str) -> dict:
        content = (self.folder / name).read_bytes()
        size = self.claims.get(name, len(content))
        blob = hashlib.sha1(b"blob %d\0" % len(content) + content).hexdigest()  # noqa: S324 - git's name for it
        entry = {"rfilename": name, "size": size, "blobId": blob}
        if len(content) > LARGE:
            entry["lfs"] = {"sha256": hashlib.sha256(content).hexdigest(), "size": size, "pointerSize": 130}
        return entry

    def content(self, name: str) -> bytes:
        content = (self.folder / name).read_bytes()
        if name == self.tampers_with:
            content = content[:100] + bytes([content[100] ^ 1]) + content[101:]
        return content + (self.adds[1] if name == self.adds[0] else b"")


@contextmanager
def a_hub(folder: Path, repository: str = "example-org/faster-whisper-tiny-test") -> Iterator[Hub]:
    hub = Hub(repository, folder)

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_HEAD(self) -> None:
            self.do_GET()

        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            if path in (f"/api/models/{repository}/revision/main", f"/api/models/{repository}/revision/{COMMIT}"):
                self._send(json.dumps(hub.index()).encode(), "application/json")
            elif path.startswith(f"/{repository}/resolve/{COMMIT}/"):
                self.send_response(302)
                self.send_header("Location", f"/storage/{path.rpartition('/')[2]}")
                self.send_header("Content-Length", "0")
                self.end_headers()
            elif path.startswith("/storage/"):
                self._file(path.rpartition("/")[2])
            else:
                self.send_error(404)

        def _send(self, content: bytes, kind: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def _file(self, name: str) -> None:
            content, wanted = hub.content(name), self.headers.get("Range", "")
            hub.asked.append((name, wanted))
            start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and hub.knows_ranges else 0
            self.send_response(206 if start else 200)
            self.send_header("Content-Length", str(len(content) - start))
            if start:
                self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
            self.end_headers()
            piece = content[start:]
            if hub.breaks_after is not None and hub.breaks_left and len(piece) > hub.breaks_after:
                hub.breaks_left -= 1
                self.wfile.write(piece[: hub.breaks_after])
                self.close_connection = True
                return
            self.wfile.write(piece)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    hub.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
