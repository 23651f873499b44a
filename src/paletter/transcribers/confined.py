"""Runs a module of ours as a child process that cannot take its caller down with it.

Bytes from strangers are decoded, and recognisers that hold Python's global lock are run, only through here: the child
has limits on memory, CPU time and file size, sees no secret of the caller's environment, and is killed with its whole
process group when it is late. The module is started with `python -m`; it calls `serve` with what it can do.
"""

import contextlib
import fcntl
import json
import os
import resource
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import paletter

FROM_OUTSIDE = (signal.SIGHUP, signal.SIGINT, signal.SIGKILL, signal.SIGTERM)
REPLY_BYTES = 1024 * 1024
COMPLAINT_BYTES = 600
SCRATCH = "paletter-scratch-"
YOUNG = 60.0
"""Seconds in which a scratch folder is nobody's orphan yet."""
MEBIBYTE = 1024 * 1024
SOURCE = Path(paletter.__file__).parent.parent

Verb = Callable[[Sequence[str]], Mapping[str, Any]]


class ChildError(Exception):
    """The child gave no answer. The message is for a log, not for a person."""


class ChildTimedOut(ChildError):
    """The child used up its wall-clock or CPU time and was killed."""


class ChildCrashed(ChildError):
    """The child was ended by a signal: what it was reading broke it."""


class ChildKilled(ChildError):
    """Somebody ended the child (whoever stops Paletter, a machine short of memory); its work is not to blame."""


class Refusal(Exception):
    """Raised inside a child: the work can't be done for a reason the caller knows by `kind`."""

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(kind, detail)
        self.kind = kind
        self.detail = detail


@dataclass(frozen=True)
class Limits:
    """What a child may use at most. `file_bytes` bounds each file that it writes."""

    wall_seconds: float
    memory_bytes: int = 2048 * MEBIBYTE
    file_bytes: int = 64 * MEBIBYTE

    @property
    def cpu_seconds(self) -> int:
        return int(self.wall_seconds) + 1


def run_confined(module: str, verb: str, *arguments: str, limits: Limits, code: Path = SOURCE) -> Mapping[str, Any]:
    """Run one verb of `module` in a child and return its answer. `code` is the folder from which it is imported.

    Raises Refusal when the child says why it can't, ChildTimedOut when it is late, ChildCrashed when it broke,
    ChildKilled when somebody else ended it, ChildError when it failed otherwise (a fault of ours or of the machine).
    """
    with scratch_folder("child") as place, _scratch() as reply, _scratch() as complaints:
        folder = str(place)
        child = subprocess.Popen(
            [sys.executable, "-P", "-m", module, _as_argument(limits), verb, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=reply,
            stderr=complaints,
            env=_bare_environment(folder, code),
            cwd=folder,
            start_new_session=True,
            close_fds=True,
        )
        try:
            child.wait(timeout=limits.wall_seconds)
        except subprocess.TimeoutExpired:
            raise ChildTimedOut(f"{module} {verb} took more than {limits.wall_seconds:.0f} s") from None
        finally:
            _kill_with_its_group(child)
        _check_ending(child.returncode, f"{module} {verb}", complaints)
        reply.seek(0)
        return _answer(reply.read(REPLY_BYTES), f"{module} {verb}")


@contextlib.contextmanager
def scratch_folder(kind: str) -> Iterator[Path]:
    """Make a folder for what must not outlive its use, such as decoded voices, and remove it afterwards.

    It is locked as long as this process lives, so that `sweep` can tell what a killed one left behind.
    """
    with tempfile.TemporaryDirectory(prefix=f"{SCRATCH}{kind}-") as name:
        lock = os.open(name, os.O_RDONLY)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield Path(name)
        finally:
            os.close(lock)


def sweep(*, now: float) -> int:
    """Remove the scratch folders of killed processes and return how many; `now` is in seconds of the epoch."""
    found = [place for place in Path(tempfile.gettempdir()).glob(f"{SCRATCH}*") if _is_orphan(place, now=now)]
    for place in found:
        shutil.rmtree(place, ignore_errors=True)
    return len(found)


def _is_orphan(place: Path, *, now: float) -> bool:
    try:
        facts = place.lstat()
        # A folder this young may be about to be locked by who made it.
        if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != os.geteuid() or now - facts.st_mtime < YOUNG:
            return False
        folder = os.open(place, os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(folder)
    return True


def serve(verbs: Mapping[str, Verb]) -> None:
    """In the child: take on the limits, do what the command line asks for, print the answer as JSON."""
    _take_on(sys.argv[1])
    try:
        answer: dict[str, Any] = {"answer": dict(verbs[sys.argv[2]](sys.argv[3:]))}
    except Refusal as refusal:
        answer = {"refused": refusal.kind, "detail": refusal.detail}
    except MemoryError:
        answer = {"refused": "memory", "detail": ""}
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()
    # Libraries with threads of their own may hang or crash while they are torn down; the answer is out.
    os._exit(0)


def _scratch() -> IO[bytes]:
    # Files, not pipes: the child's limit on file size holds for them, and nobody can block on them.
    return tempfile.TemporaryFile()


def _check_ending(code: int, who: str, complaints: IO[bytes]) -> None:
    if code == -signal.SIGXCPU:
        raise ChildTimedOut(f"{who} used up its CPU time")
    if -code in FROM_OUTSIDE:
        raise ChildKilled(f"{who} was ended from outside by {signal.Signals(-code).name}")
    if code < 0:
        raise ChildCrashed(f"{who} was ended by {signal.Signals(-code).name}")
    if code > 0:
        complaints.seek(max(0, complaints.seek(0, os.SEEK_END) - COMPLAINT_BYTES))
        raise ChildError(f"{who} ended with {code}: {complaints.read().decode(errors='replace').strip()}")


def _answer(reply: bytes, who: str) -> Mapping[str, Any]:
    try:
        said = json.loads(reply)
    except ValueError as error:
        raise ChildError(f"{who} gave an answer that can't be read") from error
    if "refused" in said:
        raise Refusal(said["refused"], said["detail"])
    answer: Mapping[str, Any] = said["answer"]
    return answer


def _kill_with_its_group(child: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def _bare_environment(folder: str, code: Path) -> dict[str, str]:
    """Nothing of the caller's environment but what Python needs: passwords and keys stay out."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "PYTHONPATH": os.pathsep.join(dict.fromkeys([str(SOURCE), str(code)])),
        "LANG": "C.UTF-8",
        "HOME": folder,
        "TMPDIR": folder,
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


def _as_argument(limits: Limits) -> str:
    return f"{limits.memory_bytes},{limits.cpu_seconds},{limits.file_bytes}"


def _take_on(argument: str) -> None:
    # The child limits itself before it opens anything: preexec_fn is unsafe in a caller with threads.
    memory, cpu, size = (int(part) for part in argument.split(","))
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, size)
    _limit(resource.RLIMIT_CPU, cpu)
    _limit(resource.RLIMIT_AS, memory)


def _limit(what: int, value: int) -> None:
    # macOS refuses RLIMIT_AS, and nobody may go above the hard limit that is already set.
    hard = resource.getrlimit(what)[1]
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(what, (value, value))
