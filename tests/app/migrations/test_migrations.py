"""Schema steps on both engines: one head, equal to the models, safe for what is there."""

import subprocess
import sys

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.dialects.postgresql.base import ischema_names

from app.core.actor import console
from app.core.attachments import attach, body_of, prepare, thumbnails
from app.core.changes import Topic
from app.core.database import SCHEMA
from app.core.database.columns import Xid8
from app.core.database.tables import JournalEntry
from app.core.ids import new_id
from app.core.seal_check import check_seals
from app.core.sealing import seal_journal
from app.migrations import all_metadata, migrate
from tests.app.migrations.earlier import drop_since_presence
from tests.factories.files import photo
from tests.factories.journal import write
from tests.sources import ROOT


def test_there_is_one_head_and_the_program_knows_it():
    config = Config()
    config.set_main_option("script_location", str(ROOT / "app" / "migrations"))

    assert ScriptDirectory.from_config(config).get_heads() == [SCHEMA]


def test_the_migrated_database_equals_the_models(database, monkeypatch):
    monkeypatch.setitem(ischema_names, "xid8", Xid8)

    with database.engine.connect() as connection:
        options = {"include_name": _is_ours}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, all_metadata()) == []


def _is_ours(name, kind, _parents):
    """Leave out the text index: each engine keeps it in its own way."""
    return kind != "table" or not name.startswith("case_words")


def test_an_empty_database_is_brought_to_the_head_and_then_left_alone(blank_url, open_database):
    database = open_database(blank_url)

    assert (migrate(database).old, migrate(database).old) == ("", SCHEMA)


START = """
import sys
from app.core.database import Database
from app.migrations import migrate
print(migrate(Database.open(sys.argv[1])).new)
"""


def test_several_desks_may_start_at_once(blank_url):
    command = [sys.executable, "-c", START, blank_url]
    desks = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]

    assert [desk.communicate()[0].strip() for desk in desks] == [SCHEMA] * 3


def test_the_file_is_copied_aside_before_it_is_changed(embedded_database, monkeypatch):
    with embedded_database.writing(console("test")) as uow:
        uow.record("test", Topic.SETTING, "kept")
    with embedded_database.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0003'"))
        _drop_search(connection)
        _drop_finding(connection)
        for table in COVERS:
            connection.execute(sa.text(f"DROP TABLE attachment_{table}"))
        for table in ("case_place", "case_task", "case_request", "supervision", "case_warning"):
            connection.execute(sa.text(f"DROP TABLE {table}"))
        for table in ("outage", "phrase", "macro", "duty", "category_version"):
            connection.execute(sa.text(f"DROP TABLE {table}"))
        for table in ("case_audience", "case_event", "case_person", "personal_reading"):
            connection.execute(sa.text(f"DROP TABLE {table}"))
        for table in ("case_file", "case_serial", "category", "limit_table"):
            connection.execute(sa.text(f"DROP TABLE {table}"))

    done = migrate(embedded_database)

    assert (done.old, done.new) == ("0003", SCHEMA)
    assert done.backup is not None
    copy = sa.create_engine(f"sqlite:///{done.backup}")
    with copy.connect() as connection:
        assert connection.scalar(sa.text("SELECT version_num FROM alembic_version")) == "0003"
        assert connection.scalar(sa.select(sa.func.count()).select_from(JournalEntry)) == 1
    copy.dispose()


COVERS = ("cover_thumbnail", "cover_chunk", "cover", "reading")


def _drop_newest(connection):
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("DROP SCHEMA jz, jz_accounts CASCADE"))
    connection.execute(sa.text("ALTER TABLE database_state DROP COLUMN role_tag"))
    connection.execute(sa.text("DROP TABLE case_presence"))
    drop_since_presence(connection)


def _drop_search(connection):
    _drop_newest(connection)
    for table in ("case_words", "case_document"):
        connection.execute(sa.text(f"DROP TABLE {table}"))


def _unseal(connection):
    """Make the journal what it was before it was sealed."""
    connection.execute(sa.text("DROP TABLE journal_seal"))
    if connection.dialect.name == "sqlite":
        connection.execute(sa.text("CREATE TABLE old_journal AS SELECT * FROM journal"))
        for column in ("serial", "digest"):
            connection.execute(sa.text(f"ALTER TABLE old_journal DROP COLUMN {column}"))
        connection.execute(sa.text("DROP TABLE journal"))
        connection.execute(sa.text("ALTER TABLE old_journal RENAME TO journal"))
        for columns in ("at", "person_id, at", "subject, at"):
            name = columns.replace(", ", "_")
            connection.execute(sa.text(f"CREATE INDEX ix_journal_{name} ON journal ({columns})"))
    else:
        for column in ("serial", "digest"):
            connection.execute(sa.text(f"ALTER TABLE journal DROP COLUMN {column}"))
        connection.execute(
            sa.text("ALTER TABLE journal ADD CONSTRAINT pk_journal PRIMARY KEY (id)")
        )


def _drop_finding(connection):
    _unseal(connection)
    for table in ("saved_view", "followed_case", "case_tag", "tag"):
        connection.execute(sa.text(f"DROP TABLE {table}"))
    for index in ("received", "handler_order", "finished_at"):
        connection.execute(sa.text(f"DROP INDEX ix_case_file_{index}"))


def test_a_database_of_the_release_before_gets_the_tables_of_this_one(database):
    with database.engine.execution_options(writes=True).begin() as connection:
        connection.execute(sa.text("DROP TABLE case_presence"))
        drop_since_presence(connection)
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0011'"))

    migrate(database)

    assert database.look_again().revision == SCHEMA
    assert {"case_presence", "caller_reading"} <= set(sa.inspect(database.engine).get_table_names())


def test_photos_kept_before_there_were_covers_stay_as_they_are(database):
    with database.writing(console("test")) as uow:
        prepared = prepare(photo(), "a.jpg")
        key = attach(uow, Topic.CASE, "x", "990102004", prepared, command_key=new_id())
    with database.engine.execution_options(writes=True).begin() as connection:
        _drop_search(connection)
        _drop_finding(connection)
        for table in COVERS:
            connection.execute(sa.text(f"DROP TABLE attachment_{table}"))
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0005'"))
        connection.execute(sa.text("UPDATE database_state SET min_client = '0001'"))

    migrate(database)

    told = database.look_again()
    assert (told.revision, told.min_client) == (SCHEMA, "0029")
    with database.reading() as session:
        assert body_of(session, key) == prepared.body
        assert list(thumbnails(session, "x")) == [key]


def test_children_survive_the_rebuild_of_their_parent(embedded_database):
    from alembic.operations import Operations

    with embedded_database.engine.connect() as connection:
        raw = connection.connection.driver_connection
        raw.execute("CREATE TABLE parent (id INTEGER PRIMARY KEY, old TEXT)")
        raw.execute(
            "CREATE TABLE child (parent_id INTEGER REFERENCES parent(id) ON DELETE CASCADE)"
        )
        raw.execute("INSERT INTO parent VALUES (1, 'x')")
        raw.execute("INSERT INTO child VALUES (1)")

    with embedded_database.engine.execution_options(writes=True).connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("parent", recreate="always") as table:
            table.drop_column("old")
        connection.commit()
        assert connection.scalar(sa.text("SELECT count(*) FROM child")) == 1


def test_a_failing_step_changes_nothing_and_says_so(blank_url, open_database):
    from app.migrations import MigrationFailed

    database = open_database(blank_url)
    with database.engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE case_file (id INTEGER)"))

    with pytest.raises(MigrationFailed):
        migrate(database)

    names = sa.inspect(database.engine).get_table_names()
    assert sorted(set(names) - {"alembic_version"}) == ["case_file"]


def test_journal_rows_of_before_get_their_digest_and_their_place(database):
    write(database, 3, where=113.5, many=[1.0, "甲"])
    with database.engine.execution_options(writes=True).begin() as connection:
        _unseal(connection)
        _drop_newest(connection)
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0008'"))
        connection.execute(sa.text("UPDATE database_state SET min_client = '0008'"))

    migrate(database)

    write(database, 1)
    seal_journal(database)
    with database.reading() as session:
        found = check_seals(session)
        subjects = session.scalars(sa.select(JournalEntry.subject).order_by("serial")).all()
    assert (found.troubles, found.rows) == ([], len(subjects))
    assert subjects[-4:] == ["row 0", "row 1", "row 2", "row 0"]
    with pytest.raises(sa.exc.DBAPIError), database.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM journal"))
