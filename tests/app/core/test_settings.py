"""Settings of the machine and of the centre."""

from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import settings as machine
from app.core.actor import Actor, Grant, console
from app.core.changes import Topic
from app.core.clock import FixedClock
from app.core.database import Database
from app.core.database.tables import JournalEntry
from app.core.errors import AppError, Conflict, NotAllowed
from app.core.settings import (
    Settings,
    SettingsUnreadable,
    UnknownSetting,
    WrongSetting,
    config_file,
    embedded_url,
    load_settings,
    save_settings,
)
from app.core.shared_settings import (
    CentreSettings,
    NoSuchSetting,
    SettingInThePast,
    SettingIsNumber,
    SettingIsText,
    SharedSetting,
    check_setting,
    history,
    set_setting,
    settings_at,
)
from app.core.words import say, sentence

BOSS = console("前台")


def write(text: str | bytes) -> Path:
    file = config_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def decide(database: Database, name: str, value, *, actor: Actor = BOSS, **kwargs) -> None:
    kwargs.setdefault("command_key", uuid4())
    with database.writing(actor) as uow:
        set_setting(uow, name, value, **kwargs)


def now_in(database: Database) -> CentreSettings:
    with database.reading() as session:
        return settings_at(session, database.clock.now())


# The machine


def test_without_a_file_everything_is_at_its_default():
    assert load_settings() == Settings()
    assert load_settings().url == embedded_url()
    assert load_settings().desk


def test_one_environment_variable_moves_settings_and_data(monkeypatch, tmp_path):
    monkeypatch.setenv("JIEZHI_HOME", str(tmp_path / "elsewhere"))
    assert config_file().parent == machine.data_folder() == tmp_path / "elsewhere"
    assert embedded_url() == f"sqlite:///{(tmp_path / 'elsewhere' / 'jiezhi.db').as_posix()}"


def test_without_that_variable_the_platform_says_where(monkeypatch, home):
    monkeypatch.delenv("JIEZHI_HOME")
    assert home in config_file().parents
    assert home in machine.data_folder().parents
    assert config_file().parent != machine.data_folder()


def test_a_file_says_what_differs():
    write('database_url = "postgresql+psycopg://li@db/hk"\nscreen_lock_min = 3\n')
    assert load_settings() == Settings(
        database_url="postgresql+psycopg://li@db/hk", screen_lock_min=3
    )


def test_the_environment_overrides_the_database_of_the_file(monkeypatch):
    write('database_url = "sqlite:///a.db"\ndesk_name = "一号窗口"\n')
    monkeypatch.setenv("JIEZHI_DATABASE", "sqlite:///b.db")
    assert load_settings() == Settings(database_url="sqlite:///b.db", desk_name="一号窗口")


def test_a_mark_in_front_from_a_windows_editor_does_no_harm():
    write(b"\xef\xbb\xbf" + 'desk_name = "大厅"'.encode())
    assert load_settings().desk == "大厅"


def test_a_misspelt_key_is_refused_by_name():
    write("screen_lok_min = 3\n")
    with pytest.raises(UnknownSetting) as refused:
        load_settings()
    assert "screen_lok_min" in sentence(refused.value)
    assert "screen_lock_min" in sentence(refused.value)


@pytest.mark.parametrize(
    "line", ['screen_lock_min = "3"', "screen_lock_min = true", "screen_lock_min = -1"]
)
def test_a_value_of_the_wrong_sort_is_refused(line):
    write(line)
    with pytest.raises(WrongSetting) as refused:
        load_settings()
    assert "不小于 0 的整数" in sentence(refused.value)


def test_a_number_is_no_text():
    write("desk_name = 7")
    with pytest.raises(WrongSetting) as refused:
        load_settings()
    assert "文字" in sentence(refused.value)


@pytest.mark.parametrize("content", [b"desk_name = ", "desk_name = '大厅'".encode("gb18030")])
def test_a_file_that_cannot_be_read_is_one_sentence(content):
    write(content)
    with pytest.raises(SettingsUnreadable) as refused:
        load_settings()
    assert "settings.toml" in sentence(refused.value)


def test_a_folder_in_place_of_the_file_is_one_sentence():
    config_file().mkdir(parents=True)
    with pytest.raises(SettingsUnreadable):
        load_settings()


@given(url=st.text(), desk=st.text(), lock=st.integers(0, 2**31))
def test_what_is_saved_is_read_again(tmp_path_factory, url, desk, lock):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JIEZHI_HOME", str(tmp_path_factory.mktemp("home")))
        settings = Settings(database_url=url, desk_name=desk, screen_lock_min=lock)
        save_settings(settings)
        assert load_settings() == settings
        assert [file.name for file in config_file().parent.iterdir()] == ["settings.toml"]


@pytest.mark.parametrize(("own", "centre", "wanted"), [(0, 10, 10), (3, 10, 3), (60, 10, 10)])
def test_a_machine_may_only_lock_sooner_than_the_centre_wants(own, centre, wanted):
    assert Settings(screen_lock_min=own).lock_after_min(centre) == wanted


# The centre


def test_an_undecided_centre_works_by_the_defaults(database):
    assert now_in(database) == CentreSettings()


def test_a_decision_holds_from_its_moment_and_never_before(database, clock: FixedClock):
    before = clock.now()
    clock.advance(timedelta(minutes=1))
    decide(database, "screen_lock_min", 5)
    with database.reading() as session:
        assert settings_at(session, before).screen_lock_min == 10
        assert settings_at(session, clock.now()).screen_lock_min == 5


def test_a_decision_for_later_waits(database, clock: FixedClock):
    tomorrow = clock.now() + timedelta(days=1)
    decide(database, "warn_share_percent", 60, valid_from=tomorrow)
    decide(database, "warn_share_percent", 80)
    assert now_in(database).warn_share_percent == 80
    clock.set(tomorrow)
    assert now_in(database).warn_share_percent == 60


def test_the_past_is_never_rewritten(database, clock: FixedClock):
    with pytest.raises(SettingInThePast):
        decide(database, "screen_lock_min", 5, valid_from=clock.now() - timedelta(seconds=1))


def test_every_decision_is_journaled_told_and_kept(database, clock: FixedClock):
    news = []
    database.subscribe(news.extend)
    decide(database, "centre_name", "南街街道综治中心")
    clock.advance(timedelta(days=1))
    decide(database, "centre_name", "永泰街道综治中心")
    assert [(change.topic, change.key) for change in news] == [(Topic.SETTING, "centre_name")] * 2
    with database.reading() as session:
        entry = session.query(JournalEntry).order_by(JournalEntry.id.desc()).first()
        assert entry.facts["old"] == "南街街道综治中心"
        assert entry.facts["new"] == "永泰街道综治中心"
        kept = history(session, "centre_name")
    assert [(row.version, row.value) for row in kept] == [
        (2, "永泰街道综治中心"),
        (1, "南街街道综治中心"),
    ]


def test_deciding_what_is_so_already_leaves_no_trace(database):
    decide(database, "screen_lock_min", 10)
    with database.reading() as session:
        assert history(session, "screen_lock_min") == ()


def test_the_same_command_twice_decides_once(database):
    key = uuid4()
    decide(database, "screen_lock_min", 5, command_key=key)
    decide(database, "screen_lock_min", 20)
    decide(database, "screen_lock_min", 5, command_key=key)
    assert now_in(database).screen_lock_min == 20


def test_two_decisions_at_once_are_a_conflict(database):
    decide(database, "screen_lock_min", 7)
    with pytest.raises(Conflict):
        decide_without_looking(database, "screen_lock_min", 9)
    assert now_in(database).screen_lock_min == 7


def decide_without_looking(database: Database, name: str, value: int) -> None:
    """As a desk does that counted the versions before another one committed."""
    with database.writing(BOSS) as uow:
        uow.session.scalar = lambda *_: 0
        set_setting(uow, name, value, command_key=uuid4())


def row(name, value, at, *, version) -> SharedSetting:
    return SharedSetting(
        id=uuid4(), name=name, value=value, valid_from=at, author="", version=version
    )


def test_a_setting_of_a_newer_program_is_left_to_it(database):
    with database.writing(BOSS) as uow:
        uow.session.add(row("from_the_future", 1, uow.now, version=1))
    assert now_in(database) == CentreSettings()


def test_only_who_manages_settings_may_decide(database):
    director = Actor(uuid4(), "王主任", "前台", (Grant("director", frozenset(), "14"),))
    with pytest.raises(NotAllowed) as refused:
        decide(database, "screen_lock_min", 5, actor=director)
    assert "管理设置" in sentence(refused.value)
    manager = Actor(
        uuid4(), "系统管理员", "前台", (Grant("x", frozenset({"administration.settings"}), ""),)
    )
    decide(database, "screen_lock_min", 5, actor=manager)
    assert now_in(database).screen_lock_min == 5


@pytest.mark.parametrize(
    ("name", "value", "refusal"),
    [
        ("screen_lock", 5, NoSuchSetting),
        ("screen_lock_min", 0, SettingIsNumber),
        ("screen_lock_min", 241, SettingIsNumber),
        ("screen_lock_min", "5", SettingIsNumber),
        ("screen_lock_min", True, SettingIsNumber),
        ("centre_name", "名" * 61, SettingIsText),
        ("centre_name", 5, SettingIsText),
    ],
)
def test_a_value_that_cannot_be_is_refused_in_words(
    embedded_database, name, value, refusal: type[AppError]
):
    with pytest.raises(refusal) as refused:
        decide(embedded_database, name, value)
    assert sentence(refused.value).endswith("。")


def test_every_setting_has_a_title_and_allows_its_default():
    for field in fields(CentreSettings):
        assert say(f"settings.title.{field.name}")
        check_setting(field.name, field.default)
