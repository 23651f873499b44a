"""Shows tables on standard output: as wide as the terminal, or wide enough for every column elsewhere."""

import sys
from collections.abc import Iterable

from rich.console import Console
from rich.table import Table as Drawn
from rich.text import Text

from paletter.evaluation.tables import Table

WIDTH = 160
"""Columns for output that goes into a file or another program."""


def print_tables(tables: Iterable[Table], *, remarks: Iterable[str] = ()) -> None:
    """Write remarks first, then every table with its note."""
    console = Console(file=sys.stdout, highlight=False, width=None if sys.stdout.isatty() else WIDTH)
    for remark in remarks:
        console.print(Text(f"! {remark}", style="bold"))
    for table in tables:
        console.print()
        console.print(_drawn(table))
        if table.note:
            console.print(Text(table.note, style="dim"))


def _drawn(table: Table) -> Drawn:
    drawn = Drawn(title=Text(table.title, style="bold"), title_justify="left", box=None, pad_edge=False)
    for number, name in enumerate(table.columns):
        is_text = number < table.texts
        drawn.add_column(Text(name, style="dim"), justify="left" if is_text else "right", overflow="fold")
    for row in table.rows:
        drawn.add_row(*map(Text, row))
    return drawn
