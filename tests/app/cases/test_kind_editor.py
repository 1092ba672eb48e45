"""Kinds of case: added, changed, retired; every decision is a version; limits are published."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from app.cases.actions.kinds import (
    CategoryStays,
    KindChange,
    KindNameFixed,
    KindNameTaken,
    KindNumberWrong,
    KindTaken,
    KindUnchanged,
    KindUnitGone,
    LimitsToPublish,
    NewKind,
    NotACategory,
    add_kind,
    change_kind,
    publish_limits,
    restore_kind,
    retire_kind,
)
from app.cases.kind_body import (
    AskedTwice,
    ChoicesMissing,
    KindBody,
    KindTextMissing,
    KindTextTooLong,
    RadiusWrong,
    TooManyQuestions,
)
from app.cases.kinds import AnswerKind, Check, Question
from app.cases.models import CaseFile, Category
from app.cases.queries.categories import categories
from app.cases.queries.kinds import (
    free_numbers,
    kind_history,
    kind_seen,
    kind_tree,
)
from app.cases.rules import Level
from app.core.database.tables import ChangeFeed, JournalEntry
from app.core.errors import Conflict, NotAllowed, NotFound
from app.core.ids import new_id

LAMP, COVER = "C01-010", "C01-003"


def do(centre, action, *args, who="director", key=None):
    with centre.database.writing(centre.actor(who)) as uow:
        return action(uow, *args, command_key=key or new_id())


def seen(centre, code):
    with centre.database.reading() as session:
        return kind_seen(session, code)


def history(centre, code):
    with centre.database.reading() as session:
        return kind_history(session, code)


def change(centre, code, *, note="", who="director", version=None, **values):
    now = seen(centre, code)
    body = replace(now.body, **values)
    return do(centre, change_kind, KindChange(code, version or now.version, body, note), who=who)


def add(centre, number=80, name="共享单车围栏", parent="C02", **values):
    return do(centre, add_kind, NewKind(parent, number, KindBody(name, **values)))


# Adding


def test_a_kind_of_ones_own_takes_a_number_from_80_on_and_bears_the_mark(centre):
    with centre.database.reading() as session:
        first = free_numbers(session, "C02")

    code = add(
        centre, first, name=" 共享单车围栏 ", hints="围栏，电子围栏 围栏", level=Level.URGENT
    )

    kind = seen(centre, code)
    assert code == "C02-080"
    assert kind.body.name == "共享单车围栏（自定义）"
    assert kind.body.hints == "围栏 电子围栏"
    assert kind.node.is_own
    assert kind.node.initials == "gxdcwl"
    with centre.database.reading() as session:
        assert free_numbers(session, "C02") == 81
        assert code in {row.code for row in categories(session)}


@pytest.mark.parametrize("number", [0, 79, 1000, -1])
def test_numbers_of_the_standard_are_left_to_it(centre, number):
    with pytest.raises(KindNumberWrong):
        add(centre, number)


def test_a_code_is_given_once_for_ever(centre):
    code = add(centre, 80)
    do(centre, retire_kind, code, seen(centre, code).version, "")

    with pytest.raises(KindTaken):
        add(centre, 80, name="另一个")


def test_no_two_kinds_of_a_category_bear_one_name(centre):
    add(centre, 80)
    add(centre, 80, parent="C03")

    with pytest.raises(KindNameTaken):
        add(centre, 81, name="共享单车围栏（自定义）")


@pytest.mark.parametrize("parent", ["C99", "C02-001"])
def test_a_kind_stands_under_a_category(centre, parent):
    with pytest.raises(NotACategory):
        add(centre, parent=parent)


# Changing


def test_a_change_is_a_version_that_says_who_when_why_and_what(centre):
    before = seen(centre, LAMP).body
    question = Question("k1", "几盏不亮", AnswerKind.NUMBER, required=True)

    change(
        centre,
        LAMP,
        note="年初例会定的",
        level=Level.URGENT,
        hints=f"{before.hints} 灯柱",
        unit_id=centre.units["municipal"],
        questions=(*before.questions[1:], question),
        checks=(Check("c1", "夜里看过"),),
        is_confidential=True,
    )

    newest, first = history(centre, LAMP)
    assert (first.number, first.author, first.note) == (1, "程序", "随程序提供")
    assert first.body == before
    assert (newest.number, newest.author, newest.note) == (2, "方雅琴", "年初例会定的")
    assert newest.body == seen(centre, LAMP).body
    assert newest.unit == "市政养护站"
    told = "\n".join(newest.changes)
    assert "默认级别：一般 → 紧急" in told
    assert "提示词加：灯柱" in told
    assert "默认保密" in told
    assert "多问一项“几盏不亮”" in told
    assert "核对清单加“夜里看过”" in told


def test_a_change_reaches_every_desk_and_the_journal(centre):
    change(centre, LAMP, promise="两天修好")

    with centre.database.reading() as session:
        entry = session.scalars(
            sa.select(JournalEntry).where(JournalEntry.action == "cases.kind_changed")
        ).one()
        news = session.scalars(sa.select(ChangeFeed).where(ChangeFeed.key == LAMP)).all()
    assert (entry.subject, entry.facts, entry.person_name) == (LAMP, {"number": 2}, "方雅琴")
    assert len(news) == 1


def test_of_two_editors_at_once_the_second_is_told_and_writes_nothing(centre):
    version = seen(centre, LAMP).version
    change(centre, LAMP, promise="两天修好")

    with pytest.raises(Conflict):
        change(centre, LAMP, who="administrator", version=version, promise="三天修好")

    assert seen(centre, LAMP).body.promise == "两天修好"
    assert len(history(centre, LAMP)) == 2


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)  # one writer in SQLite
def test_of_two_editors_in_one_moment_only_one_writes(centre):
    now = seen(centre, LAMP)
    mine, theirs = (
        KindChange(LAMP, now.version, replace(now.body, promise=text)) for text in ("甲", "乙")
    )

    def both() -> None:
        with centre.database.writing(centre.actor("director")) as uow:
            uow.session.get_one(Category, LAMP)  # read before the other one commits
            do(centre, change_kind, theirs, who="administrator")
            change_kind(uow, mine, command_key=new_id())

    with pytest.raises(Conflict):
        both()

    assert seen(centre, LAMP).body.promise == "乙"
    assert [row.number for row in history(centre, LAMP)] == [2, 1]


def test_a_second_click_does_it_once(centre):
    now, key = seen(centre, LAMP), new_id()
    order = KindChange(LAMP, now.version, replace(now.body, promise="两天修好"))

    first = do(centre, change_kind, order, key=key)
    second = do(centre, change_kind, order, key=key)

    assert first == second
    assert len(history(centre, LAMP)) == 2


def test_kinds_that_came_with_the_program_keep_name_and_code(centre):
    with pytest.raises(KindNameFixed):
        change(centre, LAMP, name="街灯")

    own = add(centre)
    change(centre, own, name="单车停放区")
    assert seen(centre, own).body.name == "单车停放区（自定义）"


@pytest.mark.parametrize(
    ("values", "refused"),
    [
        ({"promise": "长" * 201}, KindTextTooLong),
        ({"opening_condition": "长" * 501}, KindTextTooLong),
        ({"duplicate_radius_m": -1}, RadiusWrong),
        ({"duplicate_radius_m": 5_001}, RadiusWrong),
        ({"unit_id": new_id()}, KindUnitGone),
        ({"questions": (Question("a", "  "),)}, KindTextMissing),
        ({"questions": (Question("a", "何时"), Question("b", "何时 "))}, AskedTwice),
        ({"questions": (Question("a", "何时"), Question("a", "何地"))}, AskedTwice),
        ({"questions": (Question("a", "哪样", AnswerKind.CHOICE, ("甲", " ")),)}, ChoicesMissing),
        ({"questions": (Question("a", "哪样", AnswerKind.CHOICE, ("甲", "甲")),)}, AskedTwice),
        ({"questions": tuple(Question(f"k{n}", f"问{n}") for n in range(13))}, TooManyQuestions),
        ({"checks": (Check("a", "看过"), Check("b", "看过"))}, AskedTwice),
        ({}, KindUnchanged),
    ],
)
def test_what_a_kind_cannot_be_is_refused_and_leaves_nothing(centre, values, refused):
    before = seen(centre, COVER)

    with pytest.raises(refused):
        change(centre, COVER, **values)

    assert seen(centre, COVER) == before
    assert len(history(centre, COVER)) == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # rows are taken out by hand
def test_a_database_of_before_gets_its_first_version_with_the_first_change(centre):
    with centre.database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER IF EXISTS category_version_no_delete")
        for (name,) in connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name='category_version'"
        ).all():
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        connection.exec_driver_sql("DELETE FROM category_version")
    before = seen(centre, LAMP).body

    change(centre, LAMP, promise="两天修好")

    newest, first = history(centre, LAMP)
    assert first.body == before
    assert newest.changes == ("服务承诺写为“两天修好”",)


# Retiring


def test_a_retired_kind_is_offered_no_more_and_its_cases_go_on(centre):
    case = centre.register(category=COVER)

    do(centre, retire_kind, COVER, seen(centre, COVER).version, "并入市政井盖")

    with centre.database.reading() as session:
        assert COVER not in {row.code for row in categories(session)}
        assert COVER in {node.code for node in kind_tree(session)}
        assert session.get_one(CaseFile, case).category_code == COVER
    assert not seen(centre, COVER).body.is_active
    assert seen(centre, COVER).open_count == 1
    assert history(centre, COVER)[0].changes == ("停用",)
    centre.assign(case)


def test_a_retired_kind_comes_back(centre):
    do(centre, retire_kind, COVER, seen(centre, COVER).version, "")
    do(centre, restore_kind, COVER, seen(centre, COVER).version, "")

    assert seen(centre, COVER).body.is_active
    assert [row.changes for row in history(centre, COVER)] == [("重新启用",), ("停用",), ()]
    with pytest.raises(KindUnchanged):
        do(centre, restore_kind, COVER, seen(centre, COVER).version, "")


def test_a_category_is_not_retired(centre):
    with pytest.raises(CategoryStays):
        do(centre, retire_kind, "C01", seen(centre, "C01").version, "")


# Rights


@pytest.mark.parametrize("who", ["receptionist", "dispatcher", "handler", "auditor"])
def test_only_the_director_and_the_administrator_decide(centre, who):
    version = seen(centre, LAMP).version
    body = replace(seen(centre, LAMP).body, promise="x")
    for action, given in (
        (add_kind, (NewKind("C01", 80, body),)),
        (change_kind, (KindChange(LAMP, version, body),)),
        (retire_kind, (LAMP, version, "")),
        (restore_kind, (LAMP, version, "")),
        (publish_limits, (LimitsToPublish(1, {}, "x"),)),
    ):
        with pytest.raises(NotAllowed):
            do(centre, action, *given, who=who)


def test_an_unknown_kind_is_not_found(centre):
    with pytest.raises(NotFound):
        do(centre, retire_kind, "C01-999", 1, "")
