"""`paletter run`: database, pages, worker and, in the demo, a simulated Lever, as one thing to start and stop."""

import argparse
import fcntl
import os
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from paletter.commands.demo.cast import RECRUITER
from paletter.commands.demo.simulator import lever_settings, simulator_command
from paletter.commands.opening import check_answers, settings_read
from paletter.commands.ports import check_port, local
from paletter.commands.stopping import WRONG, Stop
from paletter.commands.supervisor import Program, Supervisor
from paletter.config import data_folder, embedded
from paletter.config.options import Options


def arguments(parser: argparse.ArgumentParser) -> None:
    """There is nothing to choose: settings say it all."""


def run(_asked: argparse.Namespace) -> int:
    os.umask(0o077)
    options = settings_read()
    check_port(options.host, options.port, setting="PALETTER_PORT")
    if options.demo:
        check_port("127.0.0.1", options.simulator_port, setting="PALETTER_SIMULATOR_PORT")
    with _alone(options.data_dir), _database(options):
        return _supervised(options)


def _supervised(options: Options) -> int:
    environment = _environment(options)
    with Supervisor(say=_say) as supervisor:
        if options.demo:
            supervisor.start(Program("simulated Lever", simulator_command(options), environment, leaned_on=True))
        supervisor.start(Program("web server", _paletter("serve"), environment))
        if code := supervisor.wait_for(lambda: _answers(options)):
            return code
        supervisor.start(Program("worker", _paletter("worker"), environment))
        _say(_welcome(options))
        if options.demo:
            supervisor.start(Program("demo", _paletter("demo"), environment, once=True))
        code = supervisor.run()
        _say("\nStopping.")
        return code


def _environment(options: Options) -> Mapping[str, str]:
    return os.environ | (lever_settings(options) if options.demo and not options.lever_client_id else {})


def _paletter(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "paletter", *arguments]


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let only one of us work in a data folder. Raises Stop."""
    try:
        data_folder.make(folder)
        held = (folder / "run.lock").open("a")
    except OSError as error:
        raise Stop(data_folder.unusable(folder, error), code=WRONG) from error
    with held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Stop(
                f"Paletter already runs from the data folder {folder}. Stop it, or set PALETTER_DATA_DIR to another.",
                code=WRONG,
            ) from None
        yield


@contextmanager
def _database(options: Options) -> Iterator[None]:
    if url := options.database_url.get_secret_value():
        check_answers(url)
        yield
        return
    try:
        with embedded.in_use(options.database_dir):
            yield
    except embedded.EmbeddedDatabaseError as error:
        raise Stop(str(error)) from error


def _answers(options: Options) -> bool:
    try:
        with urllib.request.urlopen(f"http://{local(options.host)}:{options.port}/healthz", timeout=2) as reply:
            return bool(reply.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _welcome(options: Options) -> str:
    lines = ["", "Paletter is ready.", "", f"  Pages             {options.address}/"]
    if options.demo:
        lines += [
            f"  Recruiter         {RECRUITER.email} (log in with this address; a code comes by mail)",
            f"  Mails             {options.address}/mail/ (and here)",
            f"  Lever, simulated  http://127.0.0.1:{options.simulator_port}/",
        ]
    return "\n".join(
        [*lines, f"  Data              {options.data_dir}", "", "Ctrl-C stops everything; the data stays.", ""]
    )
