"""Wrong use, help, and what happens when something of ours breaks."""

import importlib

import pytest

from app.commands import COMMANDS, WITH_WINDOWS, init
from app.core.database import VERSION
from app.core.settings import data_folder


def test_without_a_word_every_command_of_this_version_is_listed(cli):
    for argv in ((), ("--help",), ("-h",)):
        ran = cli(*argv)
        assert ran.code == 0
        for name in (*COMMANDS, *WITH_WINDOWS):
            assert f"  {name} " in ran.out


def test_the_version_is_told(cli):
    assert cli("--version").out == f"{VERSION}\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_in_chinese(cli, name):
    ran = cli(name, "--help")
    assert ran.code == 0
    assert ran.out.startswith(f"用法：main.py {name}")
    assert "usage" not in ran.out
    assert "show this help" not in ran.out


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_module_of_its_own(name):
    module = importlib.import_module(f"app.commands.{COMMANDS[name]}")
    assert callable(module.declare)
    assert callable(module.run)


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (("fly",), "没有 fly 这个命令"),
        (("init", "--database", "sqlite:///a.db"), "缺少 --admin"),
        (("account", "rename", "x"), "不能是“rename”"),
        (("check", "--loud"), "不认识 --loud"),
        (("check", "--database"), "--database 后面要写一个值"),
        (("check", "--data", "x"), "不认识"),
        (("demo", "--days", "many"), "--days 的值“many”写法不对"),
        (("demo", "--days", "0"), "1 到"),
        (("demo", "--scale", "planet"), "不能是“planet”"),
        (("demo", "--scale", "province"), "还没有"),
        (("export", "cases", "a.csv", "--from", "2026-13-01"), "不是日期"),
        (("export", "cases", "a.doc"), ".csv"),
        (("export", "dreams", "a.csv"), "没有“dreams”"),
        (("export", "geometry", "a.csv"), ".geojson"),
        (("export", "cases", "a.csv", "--tier", "grid"), "没有意义"),
        (("import", "dreams", "a.csv"), "没有“dreams”"),
        (("import", "cases", "a.csv"), "--mapping"),
        (("import", "cases", "a.json", "--crs", "WGS84"), "--mapping"),
        (("import", "divisions", "a.csv", "--crs", "WGS84"), "没有意义"),
        (("report", "yearly"), "没有“yearly”"),
        (("report", "weekly"), "--output"),
        (("report", "weekly", "--output", "a.pdf", "--case", "1"), "没有意义"),
        (("report", "slip", "--case", "1"), "--output"),
        (("report", "roster", "--output", "a.pdf"), "--of"),
        (("report", "rates", "--output", "a.pdf", "--of", "x"), "没有意义"),
        (("report", "map", "--output", "a.pdf", "--from", "2026-11-24"), "没有意义"),
        (("report", "slip", "--output", "a.pdf"), "--case"),
        (("report", "slip", "--case", "1", "--output", "a.pdf", "--at", "2026-11-24"), "没有意义"),
        (("report", "slip", "--case", "1", "--output", "a.pdf", "--clock", "sign"), "没有意义"),
        (("report", "ledger", "--case", "1", "--output", "a.pdf", "--at", "昨天"), "不是时刻"),
        (("report", "ledger", "--case", "1", "--output", "a.pdf", "--clock", "wall"), "不能是"),
        (("check", "--database", "nonsense"), "数据库地址的写法不对"),
        (("check", "--database", "mysql://a/b"), "数据库地址的写法不对"),
    ],
)
def test_wrong_use_is_one_sentence_and_exit_code_2(cli, argv, told):
    ran = cli(*argv)
    assert ran.code == 2
    assert told in ran.err
    assert ran.err.count("\n") == 1
    assert ran.out == ""


def test_a_database_that_does_not_exist_is_not_made_by_asking(cli, tmp_path):
    file = tmp_path / "nothing.db"
    for argv in (("check",), ("migrate",), ("export", "cases", tmp_path / "a.csv")):
        ran = cli(*argv, "--database", f"sqlite:///{file}")
        assert (ran.code, file.exists()) == (1, False)
        assert "请先运行 init 或 demo" in ran.err


def test_a_password_in_the_address_is_never_shown(cli):
    ran = cli("check", "--database", "postgresql+psycopg://u:geheim42@127.0.0.1:1/x")
    assert ran.code == 1
    assert "127.0.0.1/x" in ran.err
    assert "geheim42" not in ran.err


def test_a_defect_of_ours_is_one_sentence_and_a_file_without_values(cli, monkeypatch):
    def break_down(*_given: object) -> int:
        raise ZeroDivisionError("".join(("139", "00001234")))

    monkeypatch.setattr(init, "run", break_down)
    ran = cli("init", "--admin", "li")

    kept = (data_folder() / "mishaps.log").read_text()
    assert ran.code == 1
    assert "mishaps.log" in ran.err
    assert "Traceback" not in ran.err
    assert "ZeroDivisionError" in kept
    assert "break_down" in kept
    assert "13900001234" not in kept


def test_ctrl_c_is_no_traceback(cli, monkeypatch):
    def interrupt(*_given: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(init, "run", interrupt)
    ran = cli("init", "--admin", "li")
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert "中断" in ran.err
