"""argparse in the words of our users: Chinese help, one sentence where something is wrong."""

import argparse
import re
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn

from app.commands.errors import WrongUse
from app.core.clock import SHANGHAI
from app.core.words import say

# argparse's own sentences; the first that fits wins.
_TRANSLATED = (
    (re.compile(r"the following arguments are required: (.+)"), "missing"),
    (re.compile(r"argument ([^:]+): invalid choice: '(.*)' \(choose from (.+)\)"), "choice"),
    (re.compile(r"unrecognized arguments: (.+)"), "unrecognized"),
    (re.compile(r"argument ([^:]+): expected .+ argument.*"), "value_missing"),
    (re.compile(r"argument ([^:]+): not allowed with argument (.+)"), "together"),
    (re.compile(r"argument ([^:]+): invalid .+ value: '(.*)'"), "value"),
    (re.compile(r"one of the arguments (.+) is required"), "one_of"),
    (re.compile(r"argument (?:[^:]+): (.+)"), "own"),
)


class _Format(argparse.RawDescriptionHelpFormatter):
    """Names what argparse names in English."""

    def add_usage(self, usage, actions, groups, prefix=None):  # type: ignore[no-untyped-def]
        """Begin the usage line in Chinese."""
        super().add_usage(usage, actions, groups, prefix or say("commands.parser.usage"))


class Parser(argparse.ArgumentParser):
    """Parses one command."""

    def __init__(self, command: str) -> None:
        super().__init__(
            prog=f"main.py {command}",
            description=say(f"commands.about.{command}"),
            formatter_class=_Format,
            allow_abbrev=False,
            add_help=False,
        )
        self.command = command
        self.given = self.add_argument_group(say("commands.parser.given"))
        self.options = self.add_argument_group(say("commands.parser.options"))

    def option(self, name: str, *, about: str = "", **how: object) -> None:
        """Add an option; its help is the sentence ``commands.option.<name>``, or that of `about`
        where the same option means something else.
        """
        key = about or name.removeprefix("--").replace("-", "_")
        about = say(f"commands.option.{key}")
        self.options.add_argument(name, help=about, **how)  # type: ignore[arg-type]

    def argument(self, name: str, key: str, **how: object) -> None:
        """Add a positional argument shown as `name`; its help is ``commands.given.<key>``."""
        about = say(f"commands.given.{key}")
        self.given.add_argument(key, metavar=name, help=about, **how)  # type: ignore[arg-type]

    def common(self, *, acts: bool = True) -> None:
        """Add what every command takes, and who acts where somebody does."""
        self.option("--database", metavar="URL", default="")
        if acts:
            self.option("--as", metavar="NAME", default="", dest="login")
            self.option("--password-file", metavar="FILE", type=Path)
        self.option("--json", action="store_true")
        self.options.add_argument("-h", "--help", action="help", help=say("commands.option.help"))

    def error(self, message: str) -> NoReturn:
        """Say what is wrong in one Chinese sentence."""
        raise WrongUse(why=_translated(message), command=self.command)


def day(typed: str) -> date:
    """Return a day typed as 2026-11-24."""
    try:
        return date.fromisoformat(typed)
    except ValueError as error:
        raise argparse.ArgumentTypeError(say("commands.parser.day", value=typed)) from error


def moment(typed: str) -> datetime:
    """Return a moment typed on the wall clock as 2026-11-24 14:05, aware."""
    try:
        return datetime.fromisoformat(typed).replace(tzinfo=SHANGHAI)
    except ValueError as error:
        raise argparse.ArgumentTypeError(say("commands.parser.moment", value=typed)) from error


def _translated(message: str) -> str:
    for pattern, key in _TRANSLATED:
        found = pattern.fullmatch(message)
        if found is not None:
            return say(f"commands.parser.{key}", **_named(found.groups()))
    return message


def _named(groups: Iterable[str]) -> dict[str, str]:
    return dict(zip(("first", "second", "third"), groups, strict=False))
