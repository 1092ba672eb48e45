"""Backups at the command line: encrypted, for somebody's key, apart; what is past its date."""

import getpass
import json
import sys
from pathlib import Path

import pytest

from app.administration.backup import locks
from app.core.settings import config_file

SECRET = "correct horse"


@pytest.fixture(autouse=True)
def cheap_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "SCRYPT_LOG2_N", 4)


@pytest.fixture
def demo(cli, sqlite_template, tmp_path) -> str:
    """An embedded database, as the person at its console has it."""
    file = tmp_path / "jiezhi.db"
    file.write_bytes(sqlite_template.read_bytes())
    return f"sqlite:///{file}"


def test_a_passphrase_comes_from_the_environment_or_a_file_and_opens_again(
    cli, demo, tmp_path, monkeypatch
):
    file, word = tmp_path / "a.backup", tmp_path / "word"
    assert "口令" in cli("backup", file, "--encrypt", "--database", demo).err
    monkeypatch.setenv("JIEZHI_BACKUP_PASSPHRASE", "short")
    assert "至少要 10 个字" in cli("backup", file, "--encrypt", "--database", demo).err
    assert not file.exists()
    word.write_text(f"{SECRET}\n")
    asked = ("--passphrase-file", word)

    made = cli("backup", file, "--encrypt", *asked, "--database", demo, "--json")

    assert (made.json["encrypted"], made.json["proof"]) == (True, "restored")
    assert "口令不对" in cli("restore", file, "--database", demo).err
    monkeypatch.setenv("JIEZHI_BACKUP_PASSPHRASE", SECRET)
    assert cli("restore", file, "--database", demo).code == 0


def test_a_key_is_made_and_only_its_holder_restores(cli, demo, tmp_path, monkeypatch):
    file, key = tmp_path / "a.backup", tmp_path / "auditor.key"
    monkeypatch.setenv("JIEZHI_BACKUP_PASSPHRASE", SECRET)
    made = cli("backup", key, "--new-key", "--json").json
    assert cli("backup", file, "--encrypt-for", made["public"], "--database", demo).code == 0

    refused = cli("restore", file, "--database", demo)
    back = cli("restore", file, "--key", key, "--database", demo)

    assert (refused.code, "--key" in refused.err) == (1, True)
    assert back.code == 0, back.err


@pytest.mark.parametrize("lies_there", ["--key", "--passphrase-file", "environment", "backup.pub"])
def test_where_a_lock_is_expected_an_unlocked_file_is_refused_unless_it_is_meant(
    cli, demo, tmp_path, monkeypatch, lies_there
):
    file, key, word = (tmp_path / name for name in ("a.backup", "auditor.key", "word"))
    word.write_text(f"{SECRET}\n")
    public = cli("backup", key, "--new-key", "--passphrase-file", word, "--json").json["public"]
    assert cli("backup", file, "--database", demo).code == 0
    asked: tuple[object, ...] = ()
    if lies_there == "environment":
        monkeypatch.setenv("JIEZHI_BACKUP_PASSPHRASE", SECRET)
    elif lies_there == "backup.pub":
        beside = config_file().with_name(lies_there)
        beside.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(Path(public).read_bytes())
    else:
        asked = (lies_there, key if lies_there == "--key" else word)

    refused = cli("restore", file, *asked, "--database", demo)
    meant = cli("restore", file, *asked, "--unlocked", "--database", demo)

    assert (refused.code, "--unlocked" in refused.err) == (1, True)
    assert meant.code == 0, meant.err


def test_a_new_key_never_takes_the_place_of_another(cli, tmp_path, monkeypatch):
    monkeypatch.setenv("JIEZHI_BACKUP_PASSPHRASE", SECRET)
    key, other = tmp_path / "auditor.key", tmp_path / "other.key"
    cli("backup", key, "--new-key")
    (tmp_path / "other.key.pub").write_text("mine")
    before = key.read_bytes()

    for file in (key, other):
        refused = cli("backup", file, "--new-key")
        assert (refused.code, "已经有" in refused.err) == (1, True)

    assert key.read_bytes() == before
    assert (other.exists(), (tmp_path / "other.key.pub").read_text()) == (False, "mine")


def test_the_backup_says_that_it_was_proven(cli, demo, tmp_path):
    said = cli("backup", tmp_path / "a.backup", "--apart", "--database", demo).out

    assert "已恢复到别处核对" in said
    assert "附件 0 个" in said


def test_what_is_past_its_date_is_listed_released_and_held(cli, demo):
    listed = cli("retention", "--database", demo)
    released = cli("retention", "--release", "--database", demo, "--json")
    held = cli("retention", "--hold", "--database", demo, "--json")

    assert "没有过了保留年限" in listed.out
    assert json.loads(released.out) == {"released": True, "people": 0, "streets": []}
    assert held.json["released"] is False


def test_a_new_passphrase_is_typed_twice_the_same(cli, demo, tmp_path, monkeypatch):
    typed = [SECRET, SECRET + "x", SECRET, SECRET, SECRET]
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(getpass, "getpass", lambda _asked: typed.pop(0))
    file = tmp_path / "a.backup"

    differ = cli("backup", file, "--encrypt", "--database", demo)
    made = cli("backup", file, "--encrypt", "--database", demo)
    back = cli("restore", file, "--database", demo)

    assert (differ.code, "不一样" in differ.err) == (1, True)
    assert (made.code, back.code, typed) == (0, 0, [])
