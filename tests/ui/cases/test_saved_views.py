"""Saved views at two desks: keeping, sharing, changing, ordering, deleting, and what is gone."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.accounts.models import Unit
from app.cases.actions.saved_views import ViewDetails, drop_view, save_view
from app.cases.filters.arranged import Arranged, Grouping, Order
from app.cases.filters.model import Filter, FilterField
from app.cases.models import Category
from app.cases.queries.queue import QueueView
from app.core.changes import Topic
from app.core.errors import DatabaseUnreachable
from app.core.ids import new_id
from tests.factories.centre import OTHER_STREET
from ui.cases.queue_page import QueuePage
from ui.core.notices import NoticeKind
from ui.core.scope import RegionChoice

PIPES = Filter().setting(FilterField.CATEGORY, "C01")


def titles(page) -> list[str]:
    return [row.title for row in page.model.rows]


def saved_names(page) -> list[str]:
    return [row.name for row in page.names.views]


def headings(page) -> list[str]:
    return [each.text() for each in page.views.findChildren(QLabel) if each.isVisible()]


def keep(centre, actor="dispatcher", name="井盖", arranged=None, **more):
    arranged = arranged or Arranged("all_open", PIPES, grouping=Grouping.UNIT)
    given = {key: more.pop(key) for key in ("view_id", "seen_version") if key in more}
    return centre.do(actor, save_view, ViewDetails(name, arranged, **more), **given)


def entry(page, key, title):
    [found] = [each for each in page.arranging.saved.entries(key) if each.title == title]
    return found


@pytest.fixture
def sat(embedded_centre, sit, show, settle):
    """Let people of the embedded centre sit down before the queue."""
    embedded_centre.register(title="井盖松动", category="C01-003")
    embedded_centre.register(title="违法搭建", category="E01-001")

    def one(role="dispatcher"):
        seat = sit(embedded_centre, role)
        page = show(QueuePage(seat.desk))
        settle(seat)
        return seat, page

    return one


def test_what_is_shown_is_kept_under_a_name_with_its_columns(sat, qtbot, settle):
    seat, page = sat()
    page.state.set_rules(PIPES)
    page.state.set_grouping(Grouping.UNIT)
    page.state.set_order(Order.RECEIVED, descending=True)
    page.table.horizontalHeader().show_column("level", shown=True)
    settle(seat)

    qtbot.mouseClick(page.views.save_button, Qt.MouseButton.LeftButton)
    dialog = page.arranging.saved.dialog
    assert "类别是公用设施，按来件时间，新来的在前，按承办单位分组" in " ".join(
        label.text() for label in dialog.findChildren(QLabel)
    )
    dialog.name.setText("井盖")
    dialog.save()
    qtbot.waitUntil(lambda: saved_names(page) == ["井盖"])
    settle(seat)

    [row] = page.names.views
    assert page.state.saved == row
    assert page.views.rows[row.id].isChecked()
    assert page.views.rows[row.id].count_text == "1"
    assert page.bar._title.text() == "井盖"
    qtbot.waitUntil(lambda: "我的视图" in headings(page))
    page.show_view(QueueView.ASSIGNED)
    page.views.rows[row.id].click()
    settle(seat)
    assert titles(page) == ["井盖松动"]
    assert page.state.ordered.descending
    assert "level" not in page.table.columns()["hidden"]


def test_leaving_a_saved_view_leaves_its_filter_behind(sat, embedded_centre, settle):
    view_id = keep(embedded_centre)
    seat, page = sat()
    page.arranging.choose(view_id)

    page.show_view(QueueView.ALL_OPEN)
    settle(seat)

    assert sorted(titles(page)) == ["井盖松动", "违法搭建"]
    assert page.bar.field.text() == ""


def test_a_name_twice_is_said_beside_the_field(sat, embedded_centre, qtbot, settle):
    keep(embedded_centre)
    seat, page = sat()
    page.arranging.saved.keep()
    dialog = page.arranging.saved.dialog
    dialog.name.setText("井盖")

    dialog.save()
    settle(seat)

    assert dialog.isVisible()
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "您已经有一个叫“井盖”的视图" in said
    dialog.name.setText("井盖 2")
    dialog.save()
    qtbot.waitUntil(lambda: saved_names(page) == ["井盖", "井盖 2"])


def test_a_shared_view_appears_at_other_desks_by_itself(sat, embedded_centre, qtbot):
    _, directors = sat("director")
    _, receptionists = sat("receptionist")

    view_id = keep(embedded_centre, shared=True)

    for page in (directors, receptionists):
        qtbot.waitUntil(lambda page=page: saved_names(page) == ["井盖"])
        qtbot.waitUntil(lambda page=page: "共享视图" in headings(page))
        qtbot.waitUntil(lambda page=page: page.views.rows[view_id].count_text == "1")
    assert entry(directors, view_id, "改名、共享…").why_not == ""
    assert entry(receptionists, view_id, "改名、共享…").why_not.startswith("这个共享视图由韩立群")
    assert entry(directors, view_id, "删除").why_not == "只有韩立群能删"


def test_who_may_not_share_is_not_offered_it(sat):
    _, page = sat("receptionist")

    page.arranging.saved.keep()

    assert page.arranging.saved.dialog.shared.isHidden()


def test_sharing_says_with_whom(sat):
    seat, page = sat()
    for code, name in (("", "柳溪街道"), ("990102004013", "南塘社区")):
        seat.desk.scope.choose(RegionChoice(code, name))
        page.arranging.saved.keep()
        said = page.arranging.saved.dialog.shared.text()
        assert said == f"共享：{name}的人都看得到"


def test_a_changed_view_offers_to_be_updated_or_taken_back(sat, embedded_centre, qtbot, settle):
    view_id = keep(embedded_centre)
    seat, page = sat()
    page.arranging.choose(view_id)
    settle(seat)
    chips = page.arranging.chips
    assert not chips.update_button.isVisible()

    page.state.set_grouping(None)
    assert chips.update_button.isVisible()
    qtbot.mouseClick(chips.revert_button, Qt.MouseButton.LeftButton)
    assert page.state.arranged.grouping is Grouping.UNIT
    page.state.set_grouping(Grouping.STATE)
    qtbot.mouseClick(chips.update_button, Qt.MouseButton.LeftButton)

    qtbot.waitUntil(lambda: page.names.views[0].arranged.grouping is Grouping.STATE)
    settle(seat)
    assert not chips.update_button.isVisible()
    assert page.state.saved.version == 2


def test_what_others_make_of_a_view_is_shown_unless_one_has_changed_it(
    sat, embedded_centre, qtbot, settle
):
    view_id = keep(embedded_centre, shared=True)
    seat, page = sat()
    page.arranging.choose(view_id)
    settle(seat)
    changed = Arranged("all_open", PIPES, grouping=Grouping.STATE)
    given = {"shared": True, "view_id": view_id}

    keep(embedded_centre, "director", arranged=changed, seen_version=1, **given)
    qtbot.waitUntil(lambda: page.state.arranged.grouping is Grouping.STATE)

    page.state.set_grouping(Grouping.SOURCE)
    keep(embedded_centre, "director", seen_version=2, **given)
    qtbot.waitUntil(lambda: page.names.views[0].version == 3)
    assert page.state.arranged.grouping is Grouping.SOURCE
    page.arranging.saved.update()
    qtbot.waitUntil(lambda: bool(seat.told))

    [notice] = seat.told
    assert notice.kind is NoticeKind.INFO
    assert notice.lead == "别人刚改过视图“井盖”。"
    notice.act.run()
    qtbot.waitUntil(lambda: page.names.views[0].arranged.grouping is Grouping.SOURCE)


def test_a_view_deleted_by_mistake_comes_back(sat, embedded_centre, qtbot):
    keep(embedded_centre, name="甲")
    second = keep(embedded_centre, name="乙")
    keep(embedded_centre, name="丙")
    seat, page = sat()

    entry(page, second, "删除").run()
    qtbot.waitUntil(lambda: saved_names(page) == ["甲", "丙"] and bool(seat.told))
    seat.told[-1].act.run()

    qtbot.waitUntil(lambda: saved_names(page) == ["甲", "乙", "丙"])


def test_a_view_had_back_is_shown_again_and_no_longer_told_to_be_gone(
    sat, embedded_centre, qtbot, settle
):
    view_id = keep(embedded_centre, name="甲")
    seat, page = sat()
    page.arranging.choose(view_id)
    settle(seat)
    entry(page, view_id, "删除").run()
    qtbot.waitUntil(lambda: "已经被删除" in page.arranging.strip.text and bool(seat.told))

    seat.told[-1].act.run()

    qtbot.waitUntil(lambda: page.state.saved is not None and page.state.saved.name == "甲")
    assert page.arranging.strip.text == ""


def test_a_view_deleted_under_ones_eyes_leaves_what_it_showed(sat, embedded_centre, qtbot, settle):
    view_id = keep(embedded_centre, shared=True)
    seat, page = sat("director")
    page.arranging.choose(view_id)
    settle(seat)

    embedded_centre.do("dispatcher", drop_view, view_id, 1)
    qtbot.waitUntil(lambda: "这个视图已经被删除" in page.arranging.strip.text)

    assert titles(page) == ["井盖松动"]
    assert page.state.saved is None


def test_views_are_moved_up_and_down(sat, embedded_centre, qtbot):
    keys = [keep(embedded_centre, name=name) for name in "甲乙丙"]
    _, page = sat()
    assert entry(page, keys[0], "上移").why_not == "已经在最上面"

    entry(page, keys[0], "下移").run()

    qtbot.waitUntil(lambda: saved_names(page) == ["乙", "甲", "丙"])


def test_a_shared_view_is_copied_as_ones_own(sat, embedded_centre, qtbot):
    view_id = keep(embedded_centre, shared=True)
    _, page = sat("receptionist")

    entry(page, view_id, "复制为我的视图…").run()
    dialog = page.arranging.saved.dialog
    assert dialog.name.text() == "井盖 副本"
    dialog.save()

    qtbot.waitUntil(lambda: saved_names(page) == ["井盖 副本", "井盖"])
    assert page.names.views[0].is_own


def test_the_queue_opens_with_the_view_one_chose_for_it(sat, embedded_centre, show, settle):
    view_id = keep(embedded_centre)
    seat, page = sat()
    entry(page, view_id, "打开时先看它").run()
    page.show_view(QueueView.ASSIGNED)

    again = show(QueuePage(seat.desk))
    settle(seat)
    assert again.state.saved.id == view_id
    assert titles(again) == ["井盖松动"]

    entry(again, view_id, "打开时不再先看它").run()
    again.show_view(QueueView.ASSIGNED)
    last = show(QueuePage(seat.desk))
    settle(seat)
    assert last.view is QueueView.ASSIGNED


def test_an_opening_view_that_is_gone_says_so(sat, embedded_centre, show, settle):
    view_id = keep(embedded_centre)
    seat, page = sat()
    entry(page, view_id, "打开时先看它").run()
    embedded_centre.do("dispatcher", drop_view, view_id, 1)
    settle(seat)

    again = show(QueuePage(seat.desk))
    settle(seat)

    assert again.view is QueueView.ALL_OPEN
    assert "这个视图已经被删除" in again.arranging.strip.text


def test_a_view_of_something_the_column_does_not_list_can_be_rebuilt(sat, embedded_centre, settle):
    view_id = keep(embedded_centre, arranged=Arranged("new_today", PIPES))
    seat, page = sat()
    page.arranging.choose(view_id)
    settle(seat)

    page.arranging.open_builder()

    assert page.arranging.builder.arranged() == page.state.arranged
    page.arranging.builder.reject()


def test_a_database_that_is_gone_at_the_start_is_told_and_not_an_empty_page(
    sat, embedded_centre, show, settle, monkeypatch
):
    view_id = keep(embedded_centre)
    seat, page = sat()
    page.arranging.choose(view_id)

    def unreachable(*_, **__):
        raise DatabaseUnreachable(where="那里")

    for module in ("ui.cases.views.names.saved_views", "ui.cases.queue_source.queue_page"):
        monkeypatch.setattr(module, unreachable)
    again = show(QueuePage(seat.desk))
    settle(seat)

    said = " ".join(each.text() for each in again.table.findChildren(QLabel) if each.isVisible())
    assert "没能读出事件" in said
    assert seat.desk.preferences.text("cases/view") == str(view_id)  # for another day


def test_a_view_of_voided_things_says_what_is_the_matter_and_shows_the_rest(
    sat, embedded_centre, qtbot, settle
):
    rules = PIPES.setting(FilterField.CATEGORY, "C01-003")
    rules = rules.setting(FilterField.UNIT, str(embedded_centre.units["water"]), "none")
    view_id = keep(embedded_centre, arranged=Arranged("all_open", rules))
    seat, page = sat()
    page.arranging.choose(view_id)
    settle(seat)
    assert page.arranging.strip.text == ""

    with embedded_centre.database.writing(embedded_centre.actor("dispatcher")) as uow:
        uow.session.get_one(Category, "C01-003").is_active = False
        uow.session.get_one(Unit, embedded_centre.units["water"]).is_active = False
        uow.touched(Topic.CATEGORY, "C01-003")

    qtbot.waitUntil(lambda: "类别“雨水井盖”已停用" in page.arranging.strip.text)
    assert "单位“供水公司”已停用" in page.arranging.strip.text
    assert titles(page) == ["井盖松动"]


def test_a_view_of_rows_nobody_here_may_see_says_so(sat, embedded_centre, settle):
    rules = Filter().setting(FilterField.REGION, OTHER_STREET)
    view_id = keep(embedded_centre, arranged=Arranged("all_open", rules))
    seat, page = sat()

    page.arranging.choose(view_id)
    settle(seat)

    assert "东湖街道不在您的辖区里" in page.arranging.strip.text
    assert titles(page) == []


def test_many_views_scroll_and_the_button_stays_in_sight(sat, embedded_centre, settle, qtbot):
    for number in range(20):
        keep(embedded_centre, name=f"很长很长的视图名称第 {number} 个")
    seat, page = sat()
    page.resize(1366, 640)
    settle(seat)

    assert page.views.save_button.isVisible()
    assert page.views.save_button.mapTo(page, page.views.save_button.rect().bottomLeft()).y() < 640
    rows = [row for key, row in page.views.rows.items() if key == page.names.views[-1].id]
    assert rows[0].toolTip() == "很长很长的视图名称第 19 个"


def test_counts_of_saved_views_follow_the_cases(sat, embedded_centre, qtbot):
    view_id = keep(embedded_centre)
    _, page = sat()
    qtbot.waitUntil(lambda: page.views.rows[view_id].count_text == "1")

    embedded_centre.register(title="又一个", category="C01-003")

    qtbot.waitUntil(lambda: page.views.rows[view_id].count_text == "2")


def test_saving_one_view_twice_by_two_clicks_keeps_one(sat, embedded_centre, qtbot, settle):
    seat, page = sat()
    page.arranging.saved.keep()
    dialog = page.arranging.saved.dialog
    dialog.name.setText("井盖")
    dialog.command_key = new_id()

    dialog.save()
    dialog.save()
    settle(seat)

    qtbot.waitUntil(lambda: saved_names(page) == ["井盖"])
