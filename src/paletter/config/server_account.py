"""Whom the embedded database runs as when we are root: PostgreSQL refuses to run as root, and rightly."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

NAME = "paletter"
FALL_BACK = "nobody"


@dataclass(frozen=True)
class Account:
    name: str
    uid: int
    gid: int


def find_or_make() -> Account:
    """Return our system user, made when it is missing; `nobody` where no user can be made."""
    found = _named(NAME)
    if found is None and (useradd := shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")):
        nowhere = ("--no-create-home", "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin")
        subprocess.run([useradd, "--system", "--user-group", *nowhere, NAME], capture_output=True, check=False)
        found = _named(NAME)
    # A person may have given the name to root itself, and some small images can't make users.
    return found if found and found.uid != 0 else _named(FALL_BACK) or Account(FALL_BACK, 65534, 65534)


def owning(path: Path) -> Account:
    """Return the user that owns a path."""
    owner = path.stat()
    return Account(name_of(owner.st_uid), owner.st_uid, owner.st_gid)


def name_of(uid: int) -> str:
    """Return a user's name, or its number when it has none."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def may_enter(account: Account, folder: Path) -> bool:
    """Tell whether the account may pass all parents of a folder and write in it."""
    return _holds(account, 'test -w "$1" && test -x "$1"', str(folder))


def may_run(account: Account, program: Path, share: Path) -> bool:
    """Tell whether the account reaches a program with its libraries, and the files beside it."""
    return _holds(account, '"$1" --version >&- 2>&- && test -r "$2" && test -x "$2"', str(program), str(share))


def run(command: list[str], *, account: Account | None) -> subprocess.CompletedProcess[str]:
    """Run a program with nothing of our environment, as the account, or as ourselves when there is none."""
    identity: dict[str, object] = {}
    if account is not None:
        identity = {"user": account.uid, "group": account.gid, "extra_groups": []}
    return subprocess.run(  # type: ignore[call-overload,no-any-return]
        command,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        cwd="/",
        stdin=subprocess.DEVNULL,
        # PGPORT, PGDATA and their kind would change what the programs do.
        env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
        umask=0o077,
        **identity,
    )


def _holds(account: Account, test: str, *arguments: str) -> bool:
    return run(["/bin/sh", "-c", test, "sh", *arguments], account=account).returncode == 0


def _named(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
