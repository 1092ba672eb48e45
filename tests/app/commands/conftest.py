"""Running commands as a shell does."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from app.accounts.actions.signing_in import change_password
from app.accounts.models import Person
from app.bootstrap import open_parts
from app.commands import acting, main
from app.core.clock import FixedClock


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What it told programs; exactly one object."""
        return json.loads(self.out)


@pytest.fixture
def cli(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, clock: FixedClock
) -> Callable[..., Ran]:
    """Run a command at the moment of the tests, without a terminal: nothing is asked for."""
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    monkeypatch.setattr(acting, "open_parts", partial(open_parts, clock=clock))

    def run(*argv: object) -> Ran:
        code = main([str(each) for each in argv])
        told = capsys.readouterr()
        return Ran(code, told.out, told.err)

    return run


PASSWORD = "opensesame26"
DIVISIONS = "code,name,level,parent_code\n14,山西省,1,\n1402,大同市,2,14\n"


@pytest.fixture
def founded(cli, database_url: str, open_database, monkeypatch) -> str:
    """A database with one administrator who has chosen a password."""
    login = make_url(database_url).username or "jiezhi"
    ran = cli("init", "--admin", login, "--database", database_url, "--json")
    assert ran.code == 0, ran.err
    database = open_database(database_url)
    with database.reading() as session:
        key = session.scalars(sa.select(Person.id)).one()
    change_password(database, key, ran.json["password"], PASSWORD, desk="t")
    monkeypatch.setenv("JIEZHI_PASSWORD", PASSWORD)
    return database_url


@pytest.fixture
def street(cli, founded: str, tmp_path: Path) -> str:
    """A founded database with a street in the tree."""
    file = tmp_path / "street.csv"
    below = "140213,平城区,3,1402\n140213054,振华街道,4,140213\n"
    file.write_text(DIVISIONS + below)
    assert cli("import", "divisions", file, "--database", founded).code == 0
    return founded
