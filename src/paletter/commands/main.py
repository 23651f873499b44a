"""The `paletter` command: finds the file of a subcommand, and turns its failures into sentences and exit codes."""

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Protocol

from paletter.commands.stopping import INTERRUPTED, Stop

COMMANDS = {
    "run": "start everything: database, pages, worker; in the demo a simulated Lever too",
    "serve": "serve the pages",
    "worker": "process recordings, scores and write-backs; start as many as you want",
    "migrate": "bring the database up to date",
    "check": "explain the settings: what is missing and what that means",
    "organisation": "make an organisation and its first admin",
    "export": "write all that is kept of an interview or a person into a zip archive",
    "erase": "erase one interview with all its recordings, for good",
    "reseal": "encrypt secrets anew with the newest key, so that an old one can go",
    "assess": "recordings in, report out, without server or database",
    "transcribe": "write down what is said in a recording",
    "models": "list, fetch and remove the models of the better recogniser",
    "fuzz": "try what becomes of damaged and hostile recordings",
    "score": "score written answers",
    "audit": "tell whether groups of people fare alike, by the tables of Local Law 144",
    "evaluate": "compare a scorer with raters, and with worthless scorers",
    "guard": "try what must not move a level",
    "train": "make the built-in scorer anew from marked and rated answers",
    "rescore": "score interviews again, and show what is different",
    "template": "check, compare, write out and store assessment templates",
    "demo": "fill the demo (make run does it)",
}


class Command(Protocol):
    """What each file of a subcommand has."""

    def arguments(self, parser: argparse.ArgumentParser) -> None:
        """Add the command's arguments."""

    def run(self, asked: argparse.Namespace) -> int:
        """Do it and return the exit code. Raises Stop."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a subcommand and return its exit code: 0 done, 1 failed, 2 wrongly asked, 130 interrupted."""
    typed = list(sys.argv[1:] if arguments is None else arguments)
    interrupt = _Interrupt()
    try:
        name = _name(typed)
        # Only the chosen command's file is loaded: some bring recognisers with them, some Django.
        command: Command = import_module(f"paletter.commands.{name}")
        parser = argparse.ArgumentParser(f"paletter {name}", description=_sentence(COMMANDS[name]))
        command.arguments(parser)
        return command.run(parser.parse_args(typed[1:]))
    except Stop as stop:
        sys.stderr.write(f"{stop}\n")
        return stop.code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output went away (`| head`); what is still buffered must not complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception:
        # An extension that is being imported may turn the interrupt into an error of its own.
        if interrupt.came:
            return INTERRUPTED
        raise


class _Interrupt:
    """Raises KeyboardInterrupt on Ctrl-C, as Python does, and remembers it."""

    def __init__(self) -> None:
        self.came = False
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, self._on_signal)

    def _on_signal(self, *_: object) -> None:
        self.came = True
        raise KeyboardInterrupt


def _sentence(summary: str) -> str:
    return f"{summary[0].upper()}{summary[1:]}."


def _name(typed: Sequence[str]) -> str:
    parser = argparse.ArgumentParser(
        "paletter",
        description="One-way video interviews with soft-skill scores that show their evidence.",
        epilog="“paletter COMMAND --help” tells more.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, summary in COMMANDS.items():
        commands.add_parser(name, help=summary, add_help=False)
    return str(parser.parse_known_args(typed[:1])[0].command)
