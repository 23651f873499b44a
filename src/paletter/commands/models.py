"""`paletter models list|fetch|remove`: the Whisper models of this machine. The only command that fetches one."""

import argparse
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

from paletter.commands.opening import settings_read
from paletter.commands.printing import print_tables
from paletter.commands.stopping import WRONG, Stop
from paletter.config.options import Options
from paletter.evaluation.tables import Table
from paletter.transcribers import fetching, hub, kept_models
from paletter.transcribers.kept_models import Model, ModelError

REPOSITORY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*/[A-Za-z0-9][A-Za-z0-9._-]*")
PERCENT_BETWEEN_LINES = 10


def arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", metavar="WHAT", required=True)
    listed = verbs.add_parser("list", help="what is here, how large, and from where")
    listed.add_argument("--verify", action="store_true", help="read every file and compare its digest")
    listed.add_argument("--known", action="store_true", help="the names that can be fetched")
    fetch = verbs.add_parser("fetch", help="bring a model here")
    fetch.add_argument("model", metavar="MODEL", help="a name such as “small”, OWNER/NAME of the hub, or a folder")
    fetch.add_argument("--as", dest="name", metavar="NAME", help="what to call it here")
    fetch.add_argument("--revision", default="main", help="which edition: a commit, branch or tag of the hub")
    fetch.add_argument(
        "--hub",
        metavar="ADDRESS",
        default=os.environ.get("HF_ENDPOINT") or hub.HUB,
        help="where models are fetched from; HF_ENDPOINT does the same",
    )
    remove = verbs.add_parser("remove", help="remove a model, or what came of one")
    remove.add_argument("model", metavar="MODEL", help="its name in the list, or its folder")


def run(asked: argparse.Namespace) -> int:
    try:
        return VERBS[asked.verb](asked, settings_read())
    except ModelError as error:
        raise Stop(str(error)) from error
    except OSError as error:
        raise Stop(f"{error.filename or 'The disk'} can't be used ({error.strerror}).") from error


def show(asked: argparse.Namespace, options: Options) -> int:
    """List models. With --verify the exit code is 1 when a file is not what was fetched."""
    if asked.known:
        sys.stdout.writelines(f"{name}\t{repository}\n" for name, repository in kept_models.OF_THE_HUB.items())
        return 0
    models = kept_models.all_in(options.models_dir)
    states = [_state(model, verify=asked.verify) for model in models]
    rows = [_row(model, state, options) for model, state in zip(models, states, strict=True)]
    parts = kept_models.under_way(options.models_dir)
    rows += [(part.name, _megabytes(part.size), "", "", "not whole; fetch it again to go on") for part in parts]
    if not rows:
        sys.stdout.write(
            f"There is no Whisper model in {options.models_dir}. “paletter models fetch small” brings one of middle "
            "size; “paletter models list --known” tells the names.\n"
        )
        return 0
    print_tables(
        [Table("models", str(options.models_dir), ("model", "size", "from", "weights", "state"), tuple(rows), texts=5)]
    )
    return 1 if any(state.startswith("damaged") for state in states) else 0


def fetch(asked: argparse.Namespace, options: Options) -> int:
    """Bring a model from the hub or from a folder."""
    with _source(asked) as (source, name), _bar(name) as told:
        model = fetching.fetch(source, asked.name or name, options.models_dir, told=told)
    sys.stdout.write(
        f"{model.name}: {_megabytes(model.size)} in {model.folder}; the digests of all files are right.\n"
        f"Set PALETTER_WHISPER_MODEL={model.name} and start the workers again to hear with it.\n"
    )
    return 0


def remove(asked: argparse.Namespace, options: Options) -> int:
    """Remove a model by name or folder, if it is one of ours and not the one in use."""
    model = _ours(asked.model, options.models_dir)
    if _is_used(model, options):
        raise Stop(
            f"“{model.name}” is the model that PALETTER_WHISPER_MODEL names. Set another first, or leave it out.",
            code=WRONG,
        )
    kept_models.remove(model)
    sys.stdout.write(f"Removed {model.name} ({_megabytes(model.size)}).\n")
    return 0


VERBS: dict[str, Callable[[argparse.Namespace, Options], int]] = {"list": show, "fetch": fetch, "remove": remove}


def _row(model: Model, state: str, options: Options) -> tuple[str, ...]:
    source = f"{model.note.source} {model.note.commit[:12]}".strip() if model.note else "put here by hand"
    weights = next((f.digest for f in model.note.files if f.name == kept_models.WEIGHTS), "") if model.note else ""
    used = "in use, " if _is_used(model, options) else ""
    return model.name, _megabytes(model.size), source, weights[:12], f"{used}{state}"


def _state(model: Model, *, verify: bool) -> str:
    if model.missing:
        return f"damaged: {' and '.join(model.missing)} missing"
    if not verify:
        return "whole"
    if model.note is None:
        return "whole; digests unknown"
    wrong = kept_models.wrong_files(model)
    return f"damaged: {' and '.join(wrong)} changed" if wrong else "digests right"


def _is_used(model: Model, options: Options) -> bool:
    named = options.whisper_model
    return bool(named) and (named == model.name or Path(named).expanduser().resolve() == model.folder.resolve())


def _ours(named: str, place: Path) -> Model:
    found = [*kept_models.all_in(place), *kept_models.under_way(place)]
    for model in found:
        if named == model.name or Path(named).expanduser().resolve() == model.folder.resolve():
            return model
    raise Stop(f"There is no model “{named}” in {place}. “paletter models list” tells what is there.", code=WRONG)


@contextmanager
def _source(asked: argparse.Namespace) -> Iterator[tuple[fetching.Source, str]]:
    folder = Path(asked.model).expanduser()
    if folder.is_dir() and asked.model not in kept_models.OF_THE_HUB:
        yield fetching.FolderSource(folder), folder.resolve().name
        return
    repository = kept_models.OF_THE_HUB.get(asked.model, asked.model)
    if not REPOSITORY.fullmatch(repository):
        raise Stop(
            f"There is no model “{asked.model}”. “paletter models list --known” tells the names; "
            "a folder and OWNER/NAME of the hub work too.",
            code=WRONG,
        )
    with closing(hub.HubSource(repository, hub=asked.hub, revision=asked.revision)) as source:
        yield source, asked.model.rpartition("/")[2]


@contextmanager
def _bar(name: str) -> Iterator[fetching.Told]:
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _lines(name)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as shown:
        task = shown.add_task(name)
        yield lambda here, whole: shown.update(task, completed=here, total=whole)


def _lines(name: str) -> fetching.Told:
    """Write a line every ten percent, so that a log tells how far it is and does not fill."""
    last = -PERCENT_BETWEEN_LINES

    def told(here: int, whole: int) -> None:
        nonlocal last
        percent = 100 * here // whole if whole else 100
        if percent >= last + PERCENT_BETWEEN_LINES or (percent == 100 and last != 100):
            last = percent
            sys.stderr.write(f"{name}: {percent} % of {_megabytes(whole)}\n")
            sys.stderr.flush()

    return told


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
