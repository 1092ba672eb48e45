"""Halves of a district join: each row once, counted keys anew."""

import shutil

import sqlalchemy as sa

from app.core.actor import console
from app.core.database import Database
from app.core.database.tables import JournalEntry
from app.core.seal_check import check_seals
from app.core.sealing import seal_journal
from app.demo.copying import copy_rows
from tests.factories.journal import write


def test_journals_that_went_on_from_one_base_stand_behind_each_other(
    database: Database, embedded_database: Database, open_database, tmp_path
):
    write(embedded_database, 2, "test.base")
    embedded_database.dispose()
    base, parts = tmp_path / "base.db", [tmp_path / "a.db", tmp_path / "b.db"]
    for file in (base, *parts):
        shutil.copyfile(embedded_database.url.database, file)
    for number, file in enumerate(parts):
        part = open_database(f"sqlite:///{file}")
        write(part, 3, f"test.part{number}")
        part.dispose()

    with database.writing(console("test")) as uow:
        copy_rows(uow.session, base, parts)

    seal_journal(database)
    with database.reading() as session:
        actions = session.scalars(sa.select(JournalEntry.action).order_by("serial")).all()
        troubles = check_seals(session).troubles
    assert actions == ["test.base"] * 2 + ["test.part0"] * 3 + ["test.part1"] * 3
    assert troubles == []
