"""Tables stand without the mapper; it comes with the first session."""

import subprocess
import sys

import pytest

from app.core.shared_settings import SharedSetting
from tests.sources import ROOT

TABLE = """
class {name}(Base):
    __tablename__ = "{name}"
    id: Mapped[int] = mapped_column(primary_key=True)
    note: Mapped[str | None]
    version: Mapped[int] = mapped_column()
    __mapper_args__ = {{"version_id_col": version}}
"""

BEGIN = """
import sys
import sqlalchemy as sa
from app.core.database import Base, Database, Mapped, mapped_column
database = Database.open("sqlite://")
"""


def what_python_prints(code):
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_rows_are_read_without_the_mapper():
    code = (
        f"{BEGIN}{TABLE.format(name='Early')}"
        "Base.metadata.create_all(database.engine)\n"
        "with database.rows() as rows:\n"
        "    rows.execute(sa.insert(Early).values(id=1, version=1))\n"
        "    print(*rows.execute(sa.select(Early.id, Early.note).select_from(Early)).one())\n"
        "print('sqlalchemy.orm' in sys.modules)\n"
    )

    assert what_python_prints(code) == ["1", "None", "False"]


def test_a_session_maps_what_stands_and_what_comes_later():
    code = (
        f"{BEGIN}{TABLE.format(name='Early')}"
        "with database.reading() as session:\n"
        f"{TABLE.format(name='Late').replace(chr(10), chr(10) + '    ')}\n"
        "    Base.metadata.create_all(session.connection())\n"
        "    for kind in (Early, Late):\n"
        "        session.add(kind(id=1))\n"
        "        session.flush()\n"
        "        session.expire_all()\n"
        "        print(session.scalars(sa.select(kind)).one().version)\n"
    )

    assert what_python_prints(code) == ["1", "1"]


def test_a_record_takes_only_columns():
    with pytest.raises(TypeError, match="nonsense"):
        SharedSetting(nonsense=1)


def test_what_the_first_page_needs_loads_no_mapper():
    code = (
        "import sys\n"
        "import app.accounts.queries.people, app.cases.queries.today, app.core.database.sqlite\n"
        "import ui.cases.today, ui.shell.program, ui.shell.window\n"
        "from ui.shell.slices import standing\n"
        "standing()\n"
        "print('sqlalchemy.orm' in sys.modules)\n"
    )

    assert what_python_prints(code) == ["False"]
