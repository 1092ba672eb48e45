"""Where the passphrase of a backup comes from: a file, the environment, a prompt; no argument."""

import getpass
import sys
from argparse import Namespace
from pathlib import Path

from app.administration.backup.errors import PassphraseNeeded, PassphraseShort
from app.administration.backup.locks import Keys, Lock, PassphraseLock, read_private, read_public
from app.administration.backup.machine import has_lock, kept_passphrase
from app.commands.acting import first_line
from app.commands.errors import PassphrasesDiffer
from app.commands.parser import Parser
from app.core.words import say


def declare_locks(parser: Parser) -> None:
    """Declare what a backup is encrypted with."""
    parser.option("--encrypt", action="store_true")
    parser.option("--encrypt-for", metavar="FILE", type=Path)
    parser.option("--passphrase-file", metavar="FILE", type=Path)


def declare_keys(parser: Parser) -> None:
    """Declare what an encrypted backup is opened with."""
    parser.option("--key", metavar="FILE", type=Path)
    parser.option("--passphrase-file", metavar="FILE", type=Path)
    parser.option("--unlocked", action="store_true")


def lock_from(arguments: Namespace, least: int) -> Lock | None:
    """Return what a backup is to be encrypted with, None for not at all.

    Args:
        arguments: See `declare_locks`.
        least: Fewest characters of a passphrase.
    """
    if arguments.encrypt_for is not None:
        return read_public(arguments.encrypt_for)
    return new_lock(arguments, least) if arguments.encrypt else None


def new_lock(arguments: Namespace, least: int) -> PassphraseLock:
    """Return a lock of a passphrase that is long enough, typed twice where it is typed.

    Raises:
        PassphraseShort: It has fewer than `least` characters.
        PassphrasesDiffer: It was not typed the same way twice.
        PassphraseNeeded: There is none to be had.
    """
    passphrase = _known(arguments)
    if not passphrase:
        passphrase = _asked("ask_new_passphrase")
        if _asked("ask_passphrase_again") != passphrase:
            raise PassphrasesDiffer
    if len(passphrase) < least:
        raise PassphraseShort(least=least)
    return PassphraseLock(passphrase)


def keys_from(arguments: Namespace, *, locked: bool) -> Keys:
    """Return what a backup is opened with; nobody is asked where it is not locked. Where keys are
    given or this computer encrypts, they open no other, unless one says that one means it.
    """
    if not locked:
        told = arguments.key is not None or arguments.passphrase_file is not None
        return Keys(only_locked=(told or has_lock()) and not arguments.unlocked)
    passphrase = _known(arguments) or _asked("ask_passphrase")
    if arguments.key is None:
        return Keys(passphrase)
    return Keys(private=read_private(arguments.key, passphrase))


def _known(arguments: Namespace) -> str:
    if arguments.passphrase_file is not None:
        return first_line(arguments.passphrase_file)
    return kept_passphrase()


def _asked(what: str) -> str:
    if not sys.stdin.isatty():
        raise PassphraseNeeded
    return getpass.getpass(say(f"commands.{what}"))
