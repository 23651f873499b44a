"""Shows how far long work is, on standard error: a bar on a terminal, plain lines elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

MOST_LINES = 20

Next = Callable[[str], None]


@contextmanager
def progress(total: int) -> Iterator[Next]:
    """Yield a function to be told what begins now; the one before is done then.

    Elsewhere than on a terminal at most about twenty lines are written, however many pieces there are.
    """
    console = Console(stderr=True)
    with _bar(console, total) if console.is_terminal else _lines(total) as begin:
        yield begin


@contextmanager
def _bar(console: Console, total: int) -> Iterator[Next]:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as shown:
        task = shown.add_task("", total=total)
        begun = 0

        def begin(what: str) -> None:
            nonlocal begun
            shown.update(task, description=what, completed=begun)
            begun += 1

        yield begin


@contextmanager
def _lines(total: int) -> Iterator[Next]:
    every = max(1, total // MOST_LINES)
    begun = 0

    def begin(what: str) -> None:
        nonlocal begun
        if begun % every == 0:
            sys.stderr.write(f"{what} ({begun + 1} of {total})\n")
            sys.stderr.flush()
        begun += 1

    yield begin
