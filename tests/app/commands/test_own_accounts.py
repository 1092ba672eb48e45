"""Commands on a server that knows people by accounts of their own."""

import sys

import pytest

from app.commands import main
from tests.factories.server import PASSWORD, Server

pytestmark = pytest.mark.postgres


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Run a command without a terminal; return its exit code and what it said."""
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)

    def go(*given: object) -> tuple[int, str]:
        code = main([str(each) for each in given])
        told = capsys.readouterr()
        return code, told.out + told.err

    return go


def test_somebody_says_who_they_are_and_exports_what_they_may_see(
    run, own_server: Server, monkeypatch, tmp_path
):
    own_server.register(text="柳溪的井盖不见了")
    own_server.register("stranger", region="990102005", text="东湖的路灯不亮")
    file = tmp_path / "cases.csv"
    where = ("export", "cases", file, "--database", own_server.url)
    assert "--as" in run(*where)[1]
    monkeypatch.setenv("JIEZHI_PASSWORD", "wrong")
    code, said = run(*where, "--as", "dispatcher")
    assert (code, file.exists()) == (1, False)
    assert "账号或密码不对" in said
    monkeypatch.setenv("JIEZHI_PASSWORD", PASSWORD)

    assert run(*where, "--as", "dispatcher")[0] == 0

    told = file.read_text("utf-8")
    assert "柳溪的井盖" in told
    assert "东湖的路灯" not in told


@pytest.mark.parametrize("command", ["keeper", "migrate", "check"])
def test_what_has_to_see_everything_asks_for_the_account_of_a_service(run, own_server, command):
    code, said = run(command, "--database", own_server.url, *(["--once"] * (command == "keeper")))

    assert code == 1
    assert "服务账户" in said


def test_cases_are_imported_with_the_account_of_a_service(run, own_server, monkeypatch, tmp_path):
    monkeypatch.setenv("JIEZHI_PASSWORD", PASSWORD)
    file = tmp_path / "cases.csv"
    file.write_text("x", "utf-8")
    asked = ("import", "cases", file, "--mapping", "taidi2020", "--as", "dispatcher")

    code, said = run(*asked, "--database", own_server.url)

    assert (code, "服务账户" in said) == (1, True)


def test_a_backup_brings_accounts_back_on_another_server(run, own_server, monkeypatch, tmp_path):
    own_server.register()
    own_server.close()
    service = own_server.database.url.render_as_string(hide_password=False)
    monkeypatch.setenv("JIEZHI_PASSWORD", PASSWORD)
    file = tmp_path / "all.dump"
    assert run("backup", file, "--database", service, "--as", "chief")[0] == 0
    with own_server.cluster.connect(own_server.name) as connection:
        connection.execute("DELETE FROM case_document")
        connection.execute(f'ALTER ROLE "jz_{own_server.tag}_grid" NOLOGIN')

    code, said = run("restore", file, "--database", service, "--as", "chief", "--yes")

    assert (code, "恢复" in said) == (0, True)
    with own_server.plain("grid") as connection:
        assert connection.execute("SELECT count(*) FROM case_file").fetchone() == (1,)
    with own_server.plain("stranger") as connection:
        assert connection.execute("SELECT count(*) FROM case_file").fetchone() == (0,)
