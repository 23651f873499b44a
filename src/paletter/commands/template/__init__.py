"""`paletter template …`: looks at, compares, writes out and stores AI Assessment Templates."""

import argparse
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from paletter.commands.opening import database_ready
from paletter.commands.template import looking, naming, storing
from paletter.commands.template.naming import WHICH

Action = Callable[[argparse.Namespace], int]


def arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    lint = _action(actions, "lint", looking.lint, "say what to change in template files; exit code 1 with errors")
    lint.add_argument("files", nargs="+", type=Path, metavar="FILE")
    lint.add_argument("--json", action="store_true", help="print the findings as JSON")
    _organisation(lint, "compare with what it has stored, so that changed texts carry changed versions")
    diff = _action(actions, "diff", looking.diff, "say what changed between two texts of a template")
    diff.add_argument("old", metavar="OLD", help=WHICH)
    diff.add_argument("new", metavar="NEW", help=WHICH)
    diff.add_argument("--text", action="store_true", help="line by line, as programmers read it")
    _organisation(diff, "whose stored templates are meant")
    show = _action(actions, "show", looking.show, "print a template as people read it")
    export = _action(actions, "export", looking.export, "print a template as its canonical file")
    for parser_of_one in (show, export):
        parser_of_one.add_argument("which", metavar="KEY[@VERSION]", help=WHICH)
        _organisation(parser_of_one, "whose stored templates are meant")
    export.add_argument("--out", type=Path, metavar="FILE", help="write it there instead of printing it")
    _action(actions, "rules", looking.rules, "print what may not be judged or asked, why, and by which law or study")
    listing = _action(actions, "list", storing.listing, "print which templates are stored")
    _organisation(listing, "only those that it may use")
    add = _action(actions, "add", storing.add, "store a template file as the newest version of an organisation's own")
    add.add_argument("file", type=Path, metavar="FILE")
    _organisation(add, "whose template it is", required=True)
    retire = _action(actions, "retire", storing.retire, "offer an organisation's own template no longer for new jobs")
    retire.add_argument("key", metavar="KEY")
    retire.add_argument("--undo", action="store_true", help="offer it again")
    _organisation(retire, "whose template it is", required=True)


def run(asked: argparse.Namespace) -> int:
    action: Action = asked.action
    with _database(asked):
        return action(asked)


def _database(asked: argparse.Namespace) -> AbstractContextManager[None]:
    """Files and what ships are read without one."""
    return database_ready() if naming.needs_database(asked) else nullcontext()


def _action(
    actions: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, action: Action, told: str
) -> argparse.ArgumentParser:
    parser = actions.add_parser(name, help=told, description=f"{told[0].upper()}{told[1:]}.")
    parser.set_defaults(action=action)
    return parser


def _organisation(parser: argparse.ArgumentParser, told: str, *, required: bool = False) -> None:
    parser.add_argument("--organisation", metavar="NAME", required=required, help=told)
