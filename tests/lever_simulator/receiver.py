"""Somebody whom Lever calls: a real HTTP server that keeps what it hears and answers as it was told."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Heard:
    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def event(self) -> str:
        return str(self.body["event"])

    @property
    def data(self) -> dict[str, Any]:
        return dict(self.body["data"])


class Receiver:
    """`answers` are given one after the other, then 200; `patience` keeps every answer until it is set."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}/hooks/1"
        self.heard: list[Heard] = []
        self.answers: list[int] = []
        self.patience = threading.Event()
        self.patience.set()
        self.lock = threading.Lock()
        self.at_once = self.most_at_once = 0

    def take(self, heard: Heard) -> int:
        with self.lock:
            self.heard.append(heard)
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
            status = self.answers.pop(0) if self.answers else 200
        self.patience.wait(10)
        with self.lock:
            self.at_once -= 1
        return status

    @property
    def events(self) -> list[str]:
        return [heard.event for heard in self.heard]


@contextmanager
def receiving() -> Iterator[Receiver]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status = receiver.take(Heard(self.path, dict(self.headers), body))
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", f"{receiver.url}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        receiver = Receiver(server.server_port)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield receiver
        finally:
            receiver.patience.set()
            server.shutdown()
            thread.join(timeout=5)
