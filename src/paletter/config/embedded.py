"""The embedded PostgreSQL: the server program comes in a wheel, its data lies in Paletter's data folder.

The wheel's own manager is not used: as root it changes the rights of parent folders and shares one lock file among
all users. Here the wheel's programs are run directly, as an unprivileged user when we are root
(docs/decisions/0001-postgresql-everywhere.md).
"""

import errno
import fcntl
import hashlib
import os
import re
import shlex
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg

from paletter.config import data_folder, server_account, server_process, server_programs
from paletter.config.server_account import Account

SUPERUSER = "paletter"
PORT = 5432
SOCKET = f".s.PGSQL.{PORT}"
LONGEST_SOCKET = 103
"""Bytes that a socket's address may have, less the closing zero: 107 on Linux (unix(7)), 103 on macOS."""

LARGEST_LOG = 10 * 1024**2
START_SECONDS = 120
OPTIONS = (
    "-c listen_addresses='' -c unix_socket_permissions=0700 -c max_connections=200 "
    # Errors name what a row holds, such as an address; who asked is told them anyway.
    "-c log_min_messages=log -c log_min_error_statement=panic"
)
FAST_NOT_DURABLE = " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"


class EmbeddedDatabaseError(Exception):
    """The embedded database cannot be made or started. The message says why and what the operator can do."""


def address(folder: Path) -> str:
    """Return the DATABASE_URL of the database in `folder`, whether it runs or not."""
    return (
        f"postgresql://{SUPERUSER}@/postgres?host={quote(str(_socket_folder(folder.absolute())), safe='')}&port={PORT}"
    )


def start(folder: Path, *, durable: bool = True) -> str:
    """Make the database in `folder` if it is not there, start its server if it does not run, return its address.

    `durable=False` gives up safety against power cuts for speed; for tests. Raises EmbeddedDatabaseError.
    """
    folder = folder.absolute()
    with _told_plainly(folder):
        data_folder.make(folder)
        with _alone(folder / "start.lock"):
            account = _account(folder)
            _wait_until_settled(folder)
            if not answers(folder):
                _initialise(folder, account)
                _launch(folder, account, durable=durable)
    return address(folder)


def answers(folder: Path) -> bool:
    """Tell whether the server of `folder` takes connections."""
    try:
        psycopg.connect(address(folder), connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def stop(folder: Path) -> None:
    """Stop the server of `folder`; a server that is not running is no error. Raises EmbeddedDatabaseError."""
    folder = folder.absolute()
    with _told_plainly(folder):
        if server_process.is_running(folder / "data"):
            account = _account(folder)
            pg_ctl = _programs(folder, account) / "pg_ctl"
            _run(folder, account, pg_ctl, "-w", "-s", "-m", "fast", "-D", folder / "data", "stop")


def destroy(folder: Path) -> None:
    """Stop the server and remove its data; for tests."""
    stop(folder)
    shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(_socket_folder(folder.absolute()), ignore_errors=True)


@contextmanager
def in_use(folder: Path) -> Iterator[str]:
    """Run the database for as long as this process needs it and yield its address.

    The last process that leaves stops the server, so that a crashed one leaves none behind for good.
    """
    folder = folder.absolute()
    with _told_plainly(folder):
        data_folder.make(folder)
        users = os.open(folder / "users.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(users, fcntl.LOCK_SH)
        yield start(folder)
    finally:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pass  # others still use it
        else:
            stop(folder)
        os.close(users)


def _account(folder: Path) -> Account | None:
    """Return whom the server runs as: None for ourselves; under root the data's owner, or our system user."""
    data = folder / "data"
    owner = data.stat().st_uid if data.exists() else None
    if os.geteuid() != 0:
        if owner not in (None, os.geteuid()):
            raise EmbeddedDatabaseError(
                f"The database in {folder} belongs to another user ({server_account.name_of(owner or 0)}). "
                "Run Paletter as that user, or set PALETTER_DATA_DIR to a folder of your own."
            )
        return None
    account = server_account.owning(data) if owner else server_account.find_or_make()
    if owner is None:
        _give(folder, account)
    if not server_account.may_enter(account, folder):
        raise EmbeddedDatabaseError(
            f"PostgreSQL never runs as root, and its user “{account.name}” may not enter {folder}. "
            "Set PALETTER_DATA_DIR to a folder below one that all may pass, such as /var/lib, or set DATABASE_URL."
        )
    return account


def _give(folder: Path, account: Account) -> None:
    os.chown(folder, account.uid, account.gid)
    folder.chmod(0o700)


def _programs(folder: Path, account: Account | None) -> Path:
    try:
        return server_programs.programs(folder, account)
    except server_programs.ProgramsMissing as error:
        raise EmbeddedDatabaseError(str(error)) from error


def _initialise(folder: Path, account: Account | None) -> None:
    data = folder / "data"
    if data.exists():
        _check_version(folder)
        return
    # Made under another name: a first start that is killed half-way leaves no half database.
    draft = folder / "data.draft"
    shutil.rmtree(draft, ignore_errors=True)
    # The builtin locale is part of PostgreSQL: an upgrade of the system's own can't change how indexes are sorted.
    locale = ("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C")
    trust = ("--auth-local=trust", "--auth-host=reject")
    _run(folder, account, _programs(folder, account) / "initdb", *locale, *trust, "-U", SUPERUSER, "-D", draft)
    draft.rename(data)


def _check_version(folder: Path) -> None:
    try:
        found = (folder / "data" / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        raise EmbeddedDatabaseError(
            f"{folder / 'data'} is no database of PostgreSQL. Move it away, or set PALETTER_DATA_DIR to another folder."
        ) from None
    if found != server_programs.MAJOR:
        raise EmbeddedDatabaseError(
            f"The database in {folder} was made by PostgreSQL {found}, and this Paletter brings PostgreSQL "
            f"{server_programs.MAJOR}. Dump it with the Paletter that made it and load it into a new one "
            "(docs/operating.md, “Another version of PostgreSQL”)."
        )


def _launch(folder: Path, account: Account | None, *, durable: bool) -> None:
    """Start the server; its socket is open to its own user and root alone, and it listens nowhere else."""
    sockets = _socket_folder(folder)
    if sockets != folder:
        _make_socket_folder(sockets, account)
    server_process.remove_traces(folder / "data", sockets / SOCKET)
    log = folder / "log"
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(folder / "log.1")
    options = f"-k {shlex.quote(str(sockets))} -p {PORT} {OPTIONS}" + ("" if durable else FAST_NOT_DURABLE)
    pg_ctl = (_programs(folder, account) / "pg_ctl", "-w", "-s", "-t", START_SECONDS, "-l", log)
    said = log.stat().st_size if log.exists() else 0
    _run(folder, account, *pg_ctl, "-o", options, "-D", folder / "data", "start", log=log, said=said)


def _socket_folder(folder: Path) -> Path:
    """Return where the socket lies: beside the data, or in a short place of its own when that address is too long.

    A comma would be read as two places.
    """
    if len(os.fsencode(folder / SOCKET)) <= LONGEST_SOCKET and "," not in str(folder):
        return folder
    mark = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    short = Path("/run") if os.geteuid() == 0 else Path("/tmp")  # noqa: S108 - its owner is checked
    return short / f"paletter-{os.geteuid()}-{mark}"


def _make_socket_folder(sockets: Path, account: Account | None) -> None:
    sockets.mkdir(mode=0o700, exist_ok=True)
    if account is not None and sockets.lstat().st_uid == 0:
        _give(sockets, account)
    owner = account.uid if account else os.geteuid()
    if sockets.is_symlink() or sockets.lstat().st_uid != owner:
        raise EmbeddedDatabaseError(
            f"{sockets} is needed for the database's socket and belongs to somebody else. "
            "Set PALETTER_DATA_DIR to a folder with a shorter name."
        )


def _wait_until_settled(folder: Path) -> None:
    """Wait while a server that is starting, recovering or stopping makes up its mind."""
    end = time.monotonic() + START_SECONDS
    while server_process.is_running(folder / "data") and not answers(folder):
        if time.monotonic() > end:
            raise EmbeddedDatabaseError(
                f"A PostgreSQL server for {folder} runs and takes no connections. What it says is in {folder / 'log'}."
            )
        time.sleep(0.2)


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _run(folder: Path, account: Account | None, *command: object, log: Path | None = None, said: int = 0) -> None:
    done = server_account.run([str(part) for part in command], account=account)
    if done.returncode != 0:
        told = done.stderr + done.stdout + (_new_lines(log, said) if log else "")
        raise EmbeddedDatabaseError(_trouble(folder, str(command[0]), told))


def _new_lines(log: Path, said: int) -> str:
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(said)
        return file.read(100_000).decode(errors="replace")


def _trouble(folder: Path, program: str, told: str) -> str:
    if "No space left on device" in told or "Disk quota exceeded" in told:
        return _no_space(folder)
    fatal = re.findall(r"^.*?(?:FATAL|PANIC|error|ERROR):\s*(.*)$", told, re.MULTILINE)
    reason = (fatal[-1] if fatal else " ".join(told.split())[-400:]) or "no reason was given"
    return f"The embedded database in {folder} does not start ({Path(program).name}: {reason}). See {folder / 'log'}."


def _no_space(folder: Path) -> str:
    return f"There is no space left for the database in {folder}. Free some, or set PALETTER_DATA_DIR to another disk."


@contextmanager
def _told_plainly(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise EmbeddedDatabaseError(_no_space(folder)) from error
        raise EmbeddedDatabaseError(data_folder.unusable(folder.parent, error)) from error
