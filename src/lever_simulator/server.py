"""The simulator as a program and as a part of tests: `lever-simulator`, `create_app`, `running`."""

import argparse
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

from flask import Flask, Response, jsonify, render_template, request
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from lever_simulator import consent, control, faults, pages, resources
from lever_simulator.here import place, the_world
from lever_simulator.journeys import through_the_pages
from lever_simulator.sender import Sender
from lever_simulator.world import Switches, World
from lever_simulator.world.deliveries import Delivery
from lever_simulator.world.saving import Saver, StateFile, StateFileError
from lever_simulator.world.seeds import SEEDS
from lever_simulator.world.webhooks import EVENTS

_INSIDE = "lever_simulator.inside"


def create_app(world: World | None = None, *, saver: Saver | None = None, sender: Sender | None = None) -> Flask:
    """Return the simulator of `world` (default: the demo account) as a WSGI application.

    Calls to webhooks wait until somebody starts the sender.
    """
    world = world or World()
    sender = sender or Sender(world)
    app = Flask(__name__, template_folder="pages/templates", static_folder="pages/static")
    app.url_map.strict_slashes = False
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.secret_key = world.account.secret
    app.config["SESSION_COOKIE_NAME"] = "lever_simulator"  # cookies know no ports: the product's own must survive
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    place(app, world, sender)
    faults.watch(app)
    _one_at_a_time(app, world)
    for part in (consent.door, resources.data_api(), control.door, pages.pages()):
        app.register_blueprint(part)
    app.register_error_handler(404, _not_found)
    app.after_request(_by_lever_s_clock)
    if saver:
        _save_after_changes(app, saver)
    _send_after_changes(app, sender)
    return app


def _by_lever_s_clock(reply: Response) -> Response:
    reply.date = datetime.fromtimestamp(the_world().clock.now(), UTC)
    return reply


def _one_at_a_time(app: Flask, world: World) -> None:
    """Let one request at a time into the world; those that were told to hang wait outside."""

    def enter() -> None:
        world.lock.acquire()
        # Not on g: the walk through the consent pages runs inside a request and would share it.
        request.environ[_INSIDE] = True

    def leave(_error: BaseException | None) -> None:
        if request.environ.pop(_INSIDE, False):
            world.lock.release()

    app.before_request(enter)
    app.teardown_request(leave)


def _save_after_changes(app: Flask, saver: Saver) -> None:
    def changed(reply: Response) -> Response:
        changing = request.method not in ("GET", "HEAD") or request.path.startswith("/authorize")
        if changing or faults.struck():
            saver.changed()
        return reply

    app.after_request(changed)


def _send_after_changes(app: Flask, sender: Sender) -> None:
    def changed(reply: Response) -> Response:
        if request.method not in ("GET", "HEAD") or faults.struck():
            sender.wake()
        return reply

    app.after_request(changed)


def _not_found(_error: Exception) -> tuple[Response | str, int]:
    if request.path.startswith("/_control"):
        return jsonify(error=f"{request.path} does not exist"), 404
    return render_template("missing.html"), 404


class _QuietHandler(WSGIRequestHandler):
    def log_request(self, *_args: Any, **_kwargs: Any) -> None:
        """Say nothing: the control door keeps the log."""

    def send_response(self, code: int, message: str | None = None) -> None:
        """Begin a reply without werkzeug's own Server and Date: those are Lever's."""
        self.send_response_only(code, message)


@dataclass(frozen=True)
class RunningSimulator:
    url: str
    world: World
    app: Flask
    sender: Sender

    def consent(self, authorize_url: str, *, user: str = "sigrid", accept: bool = True) -> str:
        """Walk through the consent pages and return the address that Lever sends the browser to."""
        return through_the_pages(self.app, authorize_url, user=user, accept=accept)

    def switch_on(self, *events: str) -> None:
        """Switch webhooks on as a Super Admin would: for these events, or for all."""
        with self.world.lock:
            for event in events or EVENTS:
                self.world.account.hooks.switch(event, on=True)

    def deliveries(self, event: str | None = None) -> list[Delivery]:
        """Return what was sent to webhooks and what waits, oldest first."""
        with self.world.lock:
            return [d for d in self.world.account.hooks.deliveries if event in (None, d.call.event)]

    def settle(self, timeout: float = 10) -> None:
        """Wait until every call that is due was answered or has failed; retries that are not due yet stay."""
        if not self.sender.settle(timeout):
            raise TimeoutError(f"Calls to webhooks are still under way after {timeout} seconds.")


@contextmanager
def running(
    world: World | None = None,
    *,
    port: int = 0,
    host: str = "127.0.0.1",
    seed: str = "demo",
    rotation: str = "strict",
    redirect_uris: tuple[str, ...] = (),
) -> Iterator[RunningSimulator]:
    """Serve a world over real HTTP in a thread; port 0 takes a free one."""
    world = world or World(seed, Switches(rotation=rotation), redirect_uris=redirect_uris)
    sender = Sender(world)
    app = create_app(world, sender=sender)
    server = _bind(app, host, port)
    sender.start()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield RunningSimulator(f"http://{host}:{server.port}", world, app, sender)
    finally:
        server.shutdown()
        thread.join(timeout=5)
        server.server_close()
        sender.stop()


def _bind(app: Flask, host: str, port: int) -> BaseWSGIServer:
    # Bound here: werkzeug would print a page of advice and exit when the port is taken.
    with socket.create_server((host, port), family=_family(host)) as listener:
        taken = listener.getsockname()[1]
        return make_server(host, taken, app, threaded=True, request_handler=_QuietHandler, fd=listener.fileno())


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def main(arguments: list[str] | None = None) -> None:
    asked = _parser().parse_args(arguments)
    world = World(asked.seed, Switches(rotation=asked.rotation), redirect_uris=tuple(asked.redirect_uri))
    saver = _open_state(world, asked.state) if asked.state else None
    sender = Sender(world, on_change=saver.changed) if saver else Sender(world)
    try:
        server = _bind(create_app(world, saver=saver, sender=sender), asked.host, asked.port)
    except (OSError, OverflowError) as error:
        _give_up(f"Cannot listen on {asked.host}:{asked.port}: {_reason(error)}. Choose another with --port.")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    sys.stdout.write(f"Lever, simulated: http://{asked.host}:{server.port} (stop with Ctrl-C)\n")
    sys.stdout.flush()
    sender.start()
    try:
        with suppress(KeyboardInterrupt):
            server.serve_forever()
    finally:
        sender.stop()
        if saver:
            saver.stop()


def _open_state(world: World, path: Path) -> Saver:
    file = StateFile(path)
    try:
        file.load(world)
        for uri in world.redirect_uris:
            world.add_redirect_uri(uri)
        file.save(world)
    except StateFileError as error:
        _give_up(str(error))
    saver = Saver(world, file)
    saver.start()
    return saver


def _reason(error: Exception) -> str:
    text = getattr(error, "strerror", None) or str(error)
    return text.partition(" (while")[0].lower().rstrip(".")


def _give_up(sentence: str) -> NoReturn:
    sys.stderr.write(sentence + "\n")
    raise SystemExit(2)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("lever-simulator", description="Lever, played on this machine.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8100)
    parser.add_argument("--seed", choices=list(SEEDS), default="demo", help="the account to start with")
    parser.add_argument(
        "--state", type=Path, metavar="FILE", help="keep everything in FILE; what it holds wins over --seed"
    )
    parser.add_argument(
        "--rotation",
        choices=["strict", "lenient"],
        default="strict",
        help="may a refresh token be used twice",
    )
    parser.add_argument(
        "--redirect-uri", action="append", default=[], metavar="URI", help="one more callback of the app"
    )
    return parser
