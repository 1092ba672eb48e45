"""`backup`: everything in one file, proven; or a new key for whoever alone may open backups."""

import os
from argparse import Namespace
from pathlib import Path

from app.administration.backup.locks import Keys, make_key
from app.bootstrap import Parts
from app.commands.acting import acting, check_service, ready
from app.commands.console import Console
from app.commands.errors import KeyThere
from app.commands.parser import Parser
from app.commands.passphrases import declare_locks, lock_from, new_lock
from app.core.shared_settings import CentreSettings, settings_at
from app.core.whole_files import whole_file
from app.core.words import say


def declare(parser: Parser) -> None:
    """Declare arguments."""
    parser.argument("FILE", "backup_file", type=Path)
    declare_locks(parser)
    parser.option("--apart", action="store_true")
    parser.option("--no-verify", action="store_true")
    parser.option("--new-key", action="store_true")
    parser.common()


def run(arguments: Namespace, console: Console) -> int:
    """Write the backup."""
    if arguments.new_key:
        return _new_key(arguments, console)
    from app.administration.backup import How, Proof, backup

    with ready(arguments) as parts:
        check_service(parts.database)
        lock = lock_from(arguments, _least(parts))
        proof = Proof.NONE if arguments.no_verify else Proof.RESTORED
        how = How(lock, Keys(), proof, arguments.apart)
        done = backup(parts.database, acting(parts, arguments), arguments.backup_file, how)
    size_mb = f"{done.size_bytes / 1_000_000:.1f}"
    proven = say(f"commands.backup_proof.{done.proof}", rows=f"{done.rows:,}", seal=done.seal)
    console.line(say("commands.backup_done", file=done.file, size_mb=size_mb) + proven)
    if how.apart:
        console.line(say("commands.backup_bodies", count=done.bodies, added=done.added))
    if done.damaged:
        console.line(say("commands.backup_damaged", count=done.damaged))
    console.result(
        {
            "file": done.file,
            "bytes": done.size_bytes,
            "revision": done.revision,
            "proof": done.proof,
            "rows": done.rows,
            "seal": done.seal,
            "encrypted": lock is not None,
            "bodies": done.bodies,
            "bodies_added": done.added,
            "bodies_damaged": done.damaged,
        }
    )
    return 0


def _least(parts: Parts) -> int:
    with parts.database.reading() as session:
        return settings_at(session, parts.clock.now()).password_min_length


def _new_key(arguments: Namespace, console: Console) -> int:
    """Write a private key, locked with a passphrase, and the public one beside it.

    Raises:
        KeyThere: One of the two files exists: what was encrypted for it would open no more.
    """
    file: Path = arguments.backup_file
    public = file.with_name(f"{file.name}.pub")
    for each in (file, public):
        if os.path.lexists(each):
            raise KeyThere(file=each)
    lock = new_lock(arguments, CentreSettings().password_min_length)
    with whole_file(file) as part:
        part.touch(mode=0o600)
        with part.open("r+b") as out:
            pem = make_key(out, lock)
        with public.open("xb") as beside:
            beside.write(pem)
    console.line(say("commands.key_made", file=file, public=public))
    console.result({"file": file, "public": public})
    return 0
