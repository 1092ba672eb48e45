"""The command line without windows: one module a command, the only code that prints.

Exit codes: 0 done, 1 the work failed and nothing is half-written, 2 wrong use. An error is one
sentence on stderr.
"""

import logging
import sys
from importlib import import_module
from types import MappingProxyType

from app.commands.console import Console
from app.commands.errors import UnknownCommand, WrongUse
from app.commands.mishaps import keep_mishap
from app.commands.parser import Parser
from app.core.database import VERSION
from app.core.errors import AppError
from app.core.words import say, sentence

DONE, FAILED, WRONG_USE = 0, 1, 2

COMMANDS = MappingProxyType(
    {
        "init": "init",
        "demo": "demo",
        "import": "importing",
        "export": "exporting",
        "report": "report",
        "backup": "backup",
        "restore": "restore",
        "retention": "retention",
        "migrate": "migrate",
        "account": "account",
        "keeper": "keeper",
        "check": "check",
        "drill": "drill",
    }
)
"""Command → the module that does it."""

WITH_WINDOWS = ("desk", "wall", "kiosk", "screenshots", "benchmark")
"""Commands that need Qt; they are listed here and done by `ui`."""

_HELP = ("-h", "--help", "help")
_VERSION = "--version"


def main(argv: list[str]) -> int:
    """Carry out a command and return its exit code.

    Args:
        argv: Name of the command and what follows it.
    """
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(message)s")
    if not argv or argv[0] in _HELP:
        print(_overview())
        return DONE
    if argv[0] == _VERSION:
        print(VERSION)
        return DONE
    try:
        return _carry_out(argv[0], argv[1:])
    except WrongUse as error:
        return _complain(sentence(error), WRONG_USE)
    except AppError as error:
        return _complain(sentence(error), FAILED)
    except KeyboardInterrupt:
        return _complain(say("commands.interrupted"), FAILED)
    except BrokenPipeError:
        sys.stdout = None  # whoever read along has gone; Python would complain when it ends
        return FAILED
    except Exception as error:  # noqa: BLE001  the border: nobody shall read a traceback
        return _complain(say("commands.mishap", file=keep_mishap(error)), FAILED)


def _carry_out(name: str, rest: list[str]) -> int:
    if name not in COMMANDS:
        raise UnknownCommand(command=name)
    module = import_module(f"app.commands.{COMMANDS[name]}")
    parser = Parser(name)
    module.declare(parser)
    try:
        arguments = parser.parse_args(rest)
    except SystemExit:  # --help has been printed
        return DONE
    return int(module.run(arguments, Console(as_json=arguments.json)))


def _complain(told: str, code: int) -> int:
    print(told, file=sys.stderr)
    return code


def _overview() -> str:
    listed = (*WITH_WINDOWS[:2], *COMMANDS, *WITH_WINDOWS[2:])
    width = max(map(len, listed)) + 2
    lines = [f"  {name:<{width}}{say(f'commands.about.{name}')}" for name in listed]
    return "\n".join((say("commands.overview"), "", *lines, "", say("commands.more")))
