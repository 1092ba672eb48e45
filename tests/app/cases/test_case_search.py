"""Search: every case that holds the words and no other, on both engines, as far as one may see."""

from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.cases import searching
from app.cases.actions.passing_on import Passing, hand_over_case
from app.cases.actions.putting_right import reverse_step
from app.cases.documents import (
    missing_documents,
    refill,
    untrue_documents,
    write_documents,
)
from app.cases.models import CaseFile
from app.cases.models.search import CaseDocument
from app.cases.queries.queue import QueueFilter, QueueView, queue_page
from app.cases.queries.search import search_count, search_page
from app.cases.rules import CaseState, Level, Source
from app.cases.searching import words_in_head
from app.core.actor import console
from app.core.database import text_index
from app.core.ids import new_id
from app.core.pinyin import initials
from app.core.search_words import plain, words_of
from app.territory.models import Region
from tests.factories.centre import COMMUNITY, GRID, OTHER_STREET
from tests.factories.centre import MADE as MADE_BY

MADE = MADE_BY.now()


def found(centre, typed, actor="dispatcher", **given):
    with centre.database.reading() as session:
        return search_page(session, centre.actor(actor), typed, **given).rows


def titles(centre, typed, actor="dispatcher", **given):
    return [each.row.title for each in found(centre, typed, actor, **given)]


def test_words_are_found_wherever_they_stand(centre):
    centre.register(title="井盖缺失", text="滨河路三十六号门口。", place="云中商场东门")
    centre.register(title="路灯不亮", text="夜里看不清。", category="C01-010")

    for typed in ("井盖", "缺失", "三十六", "云中", "井", "井盖 商场", "门 井", "盖缺"):
        assert titles(centre, typed) == ["井盖缺失"], typed
    assert titles(centre, "井盖 路灯") == []


def test_no_word_is_found_that_begins_in_one_field_and_ends_in_the_next(centre):
    centre.register(title="门前井盖", place="盖子店", text="店里有人。")

    assert titles(centre, "井盖子") == titles(centre, "子店里") == []


def test_initials_of_the_title_find_it(centre):
    centre.register(title="井盖缺失", text="门口。")

    (one,) = found(centre, "gqs")

    assert one.title_at == ((1, 4),)


def test_numbers_find_their_case_in_every_form(centre):
    key = centre.register(title="井盖缺失", external_number="DH-2026/771")
    number = centre.card(key).number

    for typed in (number, number[8:17], f"{number[4:8]}-{number[17:21]}", "1124-1", "dh2026"):
        assert titles(centre, typed) == ["井盖缺失"], typed


def test_the_newest_comes_first_and_every_case_once(centre, clock):
    for number in range(7):
        centre.register(title=f"井盖{number}")
        clock.advance(timedelta(seconds=number % 3))
    seen, after = [], None
    while True:
        with centre.database.reading() as session:
            actor = centre.actor("dispatcher")
            page = search_page(session, actor, "井盖", after=after, size=2)
        seen += [each.row.title for each in page.rows]
        after = page.after
        if after is None:
            break

    assert seen == [f"井盖{number}" for number in reversed(range(7))]


@pytest.mark.parametrize("typed", ["井盖", "井"])
def test_what_lies_beyond_the_newest_documents_is_found_as_well(centre, monkeypatch, typed):
    monkeypatch.setattr(text_index, "_WINDOWS", (1, 3))
    for number in range(9):
        kind = "井盖" if number % 4 == 0 else "路灯"
        centre.register(title=f"{kind}{number}", text="门口。", category=None)
    seen, after = [], None
    for _ in range(3):
        with centre.database.reading() as session:
            actor = centre.actor("dispatcher")
            page = search_page(session, actor, typed, after=after, size=1)
        seen += [each.row.title for each in page.rows]
        after = page.after

    assert (seen, after) == (["井盖8", "井盖4", "井盖0"], None)


def test_a_message_of_long_ago_stands_in_its_time(centre, clock):
    centre.register(title="井盖新")
    with centre.database.writing(console("test")) as uow:
        old = _case("井盖旧", "。", "")
        old.received_at = clock.now() - timedelta(days=400)
        uow.session.add(old)

    assert titles(centre, "井盖") == ["井盖新", "井盖旧"]


def test_a_word_is_shown_where_it_stands(centre):
    text = f"{'这里说了很多别的事。' * 20}东门的银杏倒了，{'后来也没有人管。' * 20}"
    centre.register(title="银杏倒伏", text=text)

    (one,) = found(centre, "银杏")

    assert [one.row.title[a:b] for a, b in one.title_at] == ["银杏"]
    assert [one.snippet[a:b] for a, b in one.snippet_at] == ["银杏"]
    assert one.snippet.startswith("…")
    assert one.snippet.endswith("…")


def test_names_of_region_and_kind_find_their_cases_also_after_a_renaming(centre):
    centre.register(title="井盖缺失", category="C01-003")
    assert titles(centre, "南塘社区") == titles(centre, "柳溪") == ["井盖缺失"]
    assert titles(centre, "雨水井盖") == titles(centre, "公用设施") == ["井盖缺失"]

    with centre.database.writing(console("test")) as uow:
        uow.session.get_one(Region, COMMUNITY).name = "北塘社区"

    assert titles(centre, "北塘社区") == ["井盖缺失"]
    assert titles(centre, "南塘社区") == []


@pytest.mark.parametrize(
    "typed",
    ["'", '"', "%", "_", "。", "🚧", "\x00", "井" * 10_000, "井 " * 5_000, "a'b OR", "NEAR("],
)
def test_whatever_is_typed_is_answered(centre, typed):
    centre.register(title="井盖缺失")

    assert titles(centre, typed) in ([], ["井盖缺失"])


def test_nobody_finds_what_they_may_not_see(centre):
    key = centre.register(title="井盖缺失")
    centre.assign(key)

    seen = {name for name in centre.people if titles(centre, "井盖", name)}

    assert seen == {"receptionist", "dispatcher", "handler", "director", "grid_worker"}


def test_who_a_case_is_assigned_to_finds_it_from_then_on(centre):
    key = centre.register(title="井盖缺失")
    assert titles(centre, "井盖", "rival") == []

    centre.assign(key, unit="water")

    assert titles(centre, "井盖", "rival") == ["井盖缺失"]


def test_what_was_handed_over_is_found_there_and_here(centre):
    key = centre.register(title="井盖缺失")
    order = Passing(key, centre.version(key), OTHER_STREET, "不属我街道。")
    centre.do("dispatcher", hand_over_case, order)

    assert titles(centre, "井盖", "stranger") == ["井盖缺失"]
    assert titles(centre, "井盖", "dispatcher") == ["井盖缺失"]


def test_what_has_ended_is_left_out_where_open_cases_are_asked_for(centre):
    key = centre.register(title="井盖缺失")
    with centre.database.writing(console("test")) as uow:
        uow.session.get_one(CaseFile, key).state = CaseState.CLOSED

    assert titles(centre, "井盖", only_open=True) == []
    assert titles(centre, "井盖") == ["井盖缺失"]


def test_a_case_is_found_by_what_it_says_now(centre):
    key = centre.register(title="井盖缺失", text="门口。")
    with centre.database.writing(console("test")) as uow:
        case = uow.session.get_one(CaseFile, key)
        case.title, case.place = "雨水篦子断裂", "商场东门"

    assert titles(centre, "缺失") == []
    assert titles(centre, "篦子 东门") == ["雨水篦子断裂"]


def test_a_reversed_step_leaves_the_search_true(centre):
    key = centre.register(title="井盖缺失")
    centre.assign(key, unit="water")
    centre.do("dispatcher", reverse_step, key, centre.version(key), "点错了。")

    with centre.database.reading() as session:
        assert list(untrue_documents(session, [key])) == []


def test_nothing_of_a_refused_step_is_found(centre):
    with pytest.raises(ZeroDivisionError), centre.database.writing(console("test")) as uow:
        uow.session.add(_case("井盖缺失", "。", ""))
        uow.session.flush()
        raise ZeroDivisionError

    assert titles(centre, "井盖") == []


def test_missing_documents_are_told_and_mended(centre):
    key = centre.register(title="井盖缺失")
    with centre.database.writing(console("test")) as uow:
        uow.session.execute(sa.delete(CaseDocument))
        refill(uow.session)
    assert titles(centre, "井盖") == []

    with centre.database.writing(console("test")) as uow:
        assert list(missing_documents(uow.session)) == [key]
        assert write_documents(uow.session, [key]) == 1

    assert titles(centre, "井盖") == ["井盖缺失"]


def test_the_reporter_is_in_no_document(centre):
    centre.register(title="井盖缺失")

    with centre.database.reading() as session:
        (content,) = session.scalars(sa.select(CaseDocument.content))
    assert "陈芳华" not in content
    assert "13812346021" not in content
    assert "6021" not in content


def test_counting_stops_at_a_thousand(centre):
    with centre.database.writing(console("test")) as uow:
        uow.session.add_all([_case("井盖", "。", "") for _ in range(1_005)])

    with centre.database.reading() as session:
        assert str(search_count(session, centre.actor("dispatcher"), "井盖")) == "1000+"


SIGNS = "井盖缺失灯Ab1，。 '%"
TEXTS = st.text(alphabet=SIGNS, max_size=12)
CASES = st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=6)


def test_the_filter_of_a_queue_asks_only_for_what_stands_in_title_place_and_number(
    centre, monkeypatch
):
    monkeypatch.setattr(searching, "FEW", 1)
    for number in range(3):
        centre.register(title=f"路灯{number}", text="银杏树挡住了。")

    with centre.database.reading() as session:
        actor = centre.actor("dispatcher")
        often = words_in_head(session, actor, "路灯", only_open=True)
        never = words_in_head(session, actor, "银杏", only_open=True)

    assert often == []  # in every list that is walked
    assert len(never) == 1


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cases=CASES, typed=st.text(alphabet=SIGNS, min_size=1, max_size=7))
def test_exactly_the_cases_are_found_in_which_every_word_stands(centre, cases, typed):
    made = [_case(*told, number=at) for at, told in enumerate(cases)]
    engine = centre.database.engine.execution_options(writes=True)
    with Session(engine, expire_on_commit=False) as session:
        session.add_all(made)
        session.flush()
        write_documents(session, [case.id for case in made])

        page = search_page(session, centre.actor("dispatcher"), typed)

        session.rollback()
    expected = {case.id for case in made if _holds(case, words_of(typed))}
    assert {each.row.id for each in page.rows} == expected


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cases=CASES, typed=st.text(alphabet=SIGNS, min_size=1, max_size=5))
def test_the_filter_of_a_queue_finds_what_stands_there_as_it_is_typed(centre, cases, typed):
    made = [_case(*told, number=at) for at, told in enumerate(cases)]
    engine = centre.database.engine.execution_options(writes=True)
    with Session(engine, expire_on_commit=False) as session:
        session.add_all(made)
        session.flush()
        write_documents(session, [case.id for case in made])

        actor, now = centre.actor("dispatcher"), centre.database.clock.now()
        narrowed = QueueFilter(text=typed)
        page = queue_page(session, actor, QueueView.ALL_OPEN, now=now, narrowed=narrowed)

        session.rollback()
    words = typed.lower().split()
    shown = {
        case.id
        for case in made
        if all(word in case.title.lower() or word in case.place.lower() for word in words)
    }
    assert {row.id for row in page.rows} == shown


def test_a_word_in_very_many_cases_filters_a_queue_as_well(centre, monkeypatch):
    monkeypatch.setattr(searching, "FEW", 2)
    for title in ("井盖一", "井盖二", "井盖三", "路灯"):
        centre.register(title=title)

    with centre.database.reading() as session:
        actor, now = centre.actor("dispatcher"), centre.database.clock.now()
        narrowed = QueueFilter(text="井盖")
        page = queue_page(session, actor, QueueView.ALL_OPEN, now=now, narrowed=narrowed)

    assert {row.title for row in page.rows} == {"井盖一", "井盖二", "井盖三"}


def _holds(case: CaseFile, words) -> bool:
    fields = [plain(text) for text in (case.title, case.text, case.place)]
    fields.append(plain(initials(case.title)))
    return bool(words) and all(any(word in field for field in fields) for word in words)


def _case(title: str, text: str, place: str, number: int = 0) -> CaseFile:
    key: UUID = new_id()
    return CaseFile(
        id=key,
        receipt_code=key.hex[-8:],
        source=Source.CALL,
        title=title,
        text=text,
        place=place,
        level=Level.NORMAL,
        state=CaseState.REGISTERED,
        opened_region=GRID,
        region=GRID,
        desk_region=GRID,
        received_at=MADE + timedelta(seconds=number % 2),
        order_at=MADE,
        pause_reason="",
        returned_count=0,
        reopened_count=0,
        call_count=0,
        answers={},
        extra={},
    )
