"""Opening one file by several desks at the same moment."""

import sqlite3
import threading

import sqlalchemy as sa

from app.core.database.sqlite import make_engine


def test_a_desk_waits_while_another_makes_the_file(tmp_path):
    file = tmp_path / "jiezhi.db"
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    other.execute("CREATE TABLE t (x)")
    release = threading.Timer(0.2, other.execute, ("COMMIT",))
    release.start()

    with make_engine(sa.make_url(f"sqlite:///{file}")).connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    release.join()
    other.close()
