"""The server goes away: the desk says so, lets people write on, and sends it when it is back."""

from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from shiboken6 import isValid

from app.accounts.actions import lock_person
from app.cases.actions.handle import Step, sign_for_case
from app.cases.models import CaseFile
from app.cases.models.life import CaseEvent
from app.cases.rules import CaseState
from app.core.database.tables import JournalEntry
from app.core.outbox import EntryState
from app.core.settings import data_folder
from tests.factories.cable import laid_cable, through
from tests.factories.centre import GRID
from tests.factories.server import PASSWORD, Server, build_server
from tests.ui.shell.typing_in import type_in
from ui.cases.case_form import CaseForm
from ui.cases.form_values import FormValues
from ui.core.targets import CaseWanted, NewCaseWanted, PageWanted
from ui.shell.away_page import AwayPage
from ui.shell.program import Order, Program
from ui.shell.window import MainWindow

pytestmark = pytest.mark.postgres

SAID = FormValues(
    text="滨河路36号门口的井盖不见了。",
    region=GRID,
    category="C01-003",
    category_by_hand=True,
    name="陈芳华",
    phone="13812346021",
)


@pytest.fixture(scope="module")
def server(cluster, postgres_template):
    """A server of this module: what its tests leave there does not matter to the others."""
    built = build_server(cluster, cluster.create(postgres_template))
    yield built
    built.close()
    built.database.dispose()
    cluster.drop(built.name)


@pytest.fixture
def cable(cluster):
    with laid_cable(cluster.port) as laid:
        yield laid


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    """Send what waits soon after the server's return, not with 400 desks in mind."""
    monkeypatch.setattr("ui.shell.postman.AFTER_OUTAGE_S", (0.1, 0.2))
    monkeypatch.setattr("app.core.database.postgres.RETRY_S", (0.2,))
    monkeypatch.setattr("ui.shell.away_return.EVERY_S", (0.2, 0.3))
    monkeypatch.setattr("ui.shell.window.AFTER_MS", 0)


@pytest.fixture
def window(qtbot, server: Server, cable, tmp_path: Path):
    """The window of a computer at the far end of a cable."""
    shown = switched_on(qtbot, through(cable, server.url), tmp_path)
    yield shown
    shown.close()


def switched_on(qtbot, url: str, folder: Path) -> MainWindow:
    """Return the window of a computer, at its sign-in page."""
    shown = MainWindow(Program(Order(url), kept=folder / "kept"))
    qtbot.addWidget(shown)
    shown.show()
    shown.begin()
    qtbot.waitUntil(lambda: shown.program.is_open, timeout=20_000)
    return shown


def link_is(window: MainWindow, *, well: bool) -> bool:
    heartbeat = window.program.heartbeat
    return heartbeat is not None and heartbeat.link.well is well


def be_away(qtbot, window: MainWindow, cable) -> None:
    cable.cut()
    qtbot.waitUntil(lambda: link_is(window, well=False))


def be_back(qtbot, window: MainWindow, cable) -> None:
    cable.mend()
    qtbot.waitUntil(lambda: link_is(window, well=True), timeout=20_000)


def waiting(window: MainWindow) -> int:
    return len(window.desk.desk.outbox.box.entries)


def form_of(qtbot, window: MainWindow) -> CaseForm:
    window.desk.desk.navigator.go(NewCaseWanted())
    form = window.desk.stack.page("cases.new")
    assert isinstance(form, CaseForm)
    qtbot.waitUntil(window.program.jobs.idle, timeout=20_000)
    return form


def rows(server: Server, asked):
    with server.database.reading() as session:
        return session.scalars(asked).all()


def state_of(server: Server, case_id: UUID) -> str:
    return rows(server, sa.select(CaseFile.state).where(CaseFile.id == case_id))[0]


def told(window: MainWindow) -> str:
    strips = (*window.desk.strips.strips(), *window.desk.plates.strips())
    return "\n".join(f"{strip.notice.lead}{strip.notice.text}" for strip in strips)


def test_a_case_that_was_saved_while_the_server_was_away_gets_its_number_when_it_is_back(
    qtbot, window, server, cable
):
    type_in(qtbot, window, "receptionist")
    form = form_of(qtbot, window)
    be_away(qtbot, window, cable)
    assert "登记、报进展、签收照常做" in told(window)
    form.body.fill(SAID)
    qtbot.waitUntil(window.program.jobs.idle)

    form.save(assign=False)

    qtbot.waitUntil(lambda: "已存在本机，连上后自动补报。" in told(window))
    assert waiting(window) == 1
    qtbot.waitUntil(lambda: window.desk.status.outbox.text() == "待补报 1")
    assert form.body.values().is_empty()
    before = rows(server, sa.select(CaseFile.number))
    be_back(qtbot, window, cable)
    qtbot.waitUntil(lambda: waiting(window) == 0, timeout=20_000)
    (number,) = set(rows(server, sa.select(CaseFile.number))) - set(before)
    qtbot.waitUntil(lambda: "存在本机的已补报：登记 1 件" in told(window))
    assert number
    qtbot.waitUntil(lambda: not window.desk.status.outbox.isVisible())


def test_who_signed_for_a_case_meanwhile_has_signed_once_and_at_the_time_it_was_done(
    qtbot, window, server, cable
):
    case_id = server.register()
    server.assign(case_id)
    type_in(qtbot, window, "handler")
    panel = panel_of(qtbot, window, case_id)
    be_away(qtbot, window, cable)

    for _ in range(2):
        panel.take_key("S")
        qtbot.waitUntil(lambda: waiting(window) == 1)

    qtbot.waitUntil(lambda: "签收在本机等着补报" in panel.in_hand.text)
    be_back(qtbot, window, cable)
    qtbot.waitUntil(lambda: waiting(window) == 0, timeout=20_000)
    kinds = rows(server, sa.select(CaseEvent.kind).where(CaseEvent.case_id == case_id))
    asked = sa.select(CaseEvent.claimed_at).where(CaseEvent.case_id == case_id)
    claimed = rows(server, asked.order_by(CaseEvent.ordinal))
    assert list(kinds).count("signed_for") == 1
    assert claimed[-1] is not None


def test_a_note_on_a_case_waits_as_well_and_its_dialog_is_done_with(qtbot, window, server, cable):
    case_id = server.register()
    server.assign(case_id)
    server.do("handler", sign_for_case, Step(case_id, server.version(case_id)))
    type_in(qtbot, window, "handler")
    panel = panel_of(qtbot, window, case_id)
    opened = []
    panel.actions_of.opened.connect(opened.append)
    be_away(qtbot, window, cable)
    panel.take_key("P")
    (dialog,) = opened
    dialog.note.setPlainText("已到现场，正在围挡")

    dialog.save()

    qtbot.waitUntil(lambda: waiting(window) == 1)
    qtbot.waitUntil(lambda: not isValid(dialog) or not dialog.isVisible())
    be_back(qtbot, window, cable)
    qtbot.waitUntil(lambda: waiting(window) == 0, timeout=20_000)
    notes = rows(server, sa.select(CaseEvent.note).where(CaseEvent.case_id == case_id))
    assert list(notes).count("已到现场，正在围挡") == 1


def test_what_one_has_in_hand_is_seen_by_who_asks_for_it_first_while_it_is_away(
    qtbot, window, server, cable
):
    server.assign(server.register())
    type_in(qtbot, window, "handler")
    qtbot.waitUntil(lambda: window.desk.desk.parts.database.mirror is not None, timeout=20_000)
    be_away(qtbot, window, cable)

    window.desk.desk.navigator.go(PageWanted("cases.own"))

    page = window.desk.stack.page("cases.own")
    qtbot.waitUntil(lambda: page.seen is not None, timeout=20_000)
    assert page.seen.to_sign.count.value
    assert "存在本机的内容" in page.says_text
    assert "请检查网络" not in told(window)


def panel_of(qtbot, window: MainWindow, case_id: UUID):
    window.desk.desk.navigator.go(CaseWanted(case_id))
    page = window.desk.stack.page("cases.queue")
    qtbot.waitUntil(
        lambda: page.panel.card is not None and page.panel.card.id == case_id, timeout=20_000
    )
    return page.panel


def test_what_others_did_meanwhile_is_put_to_the_person_who_can_throw_theirs_away(
    qtbot, window, server, cable
):
    case_id = server.register()
    server.assign(case_id)
    type_in(qtbot, window, "handler")
    panel = panel_of(qtbot, window, case_id)
    be_away(qtbot, window, cable)
    panel.take_key("S")
    qtbot.waitUntil(lambda: waiting(window) == 1)
    take_back(server, case_id)

    be_back(qtbot, window, cable)

    box = window.desk.desk.outbox.box
    refused = EntryState.REFUSED
    qtbot.waitUntil(lambda: [e.state for e in box.entries] == [refused], timeout=20_000)
    window.desk.show_outbox()
    dialog = window.findChild(object, "outbox")
    (row,) = dialog.list.rows
    assert "没有覆盖" in row.entry.why
    row.drop_button.click()
    row.sure.click()
    qtbot.waitUntil(lambda: waiting(window) == 0)
    assert state_of(server, case_id) == CaseState.ASSIGNED
    dialog.accept()


def take_back(server: Server, case_id: UUID) -> None:
    """Let the dispatcher change the case meanwhile, and leave it with its unit."""
    from app.cases.actions.reminding import remind_case

    server.do("dispatcher", remind_case, case_id)
    with server.database.writing(server_actor()) as uow:
        case = uow.session.get_one(CaseFile, case_id)
        case.place = "改过的地点"


def server_actor():
    from app.core.actor import console

    return console("test")


def test_who_was_locked_out_meanwhile_is_told_so_when_it_is_back_and_others_can_sign_in(
    qtbot, window, server, cable
):
    type_in(qtbot, window, "grid")
    be_away(qtbot, window, cable)
    server.do("chief", lock_person, server.keys["grid"])
    cable.mend()

    qtbot.waitUntil(lambda: window.desk is None, timeout=20_000)

    form = window.sign_in_page.credentials
    assert form.password_field.complaint.startswith("这个账号已停用或被锁定")
    assert not list(data_folder().rglob("person.bin"))  # nor is it remembered for the next outage
    type_in(qtbot, window, "dispatcher")
    assert window.desk.desk.actor.name == "dispatcher"
    assert window.admitted.away is None


# -- signing in while it is away ---------------------------------------------------------------


@pytest.fixture
def restarted(qtbot, window, server, cable, tmp_path):
    """Return what switches the computer off and on again while the server is away."""
    begun = []

    def restart() -> MainWindow:
        qtbot.waitUntil(lambda: any(data_folder().rglob("looked_up.bin")), timeout=20_000)
        qtbot.waitUntil(window.program.jobs.idle, timeout=20_000)
        window.close()
        cable.cut()
        begun.append(switched_on(qtbot, through(cable, server.url), tmp_path))
        return begun[-1]

    yield restart
    for each in begun:
        each.close()


def offers_of(field, text: str) -> list[str]:
    return [choice.title for choice in field._search(text)]


def test_who_signed_in_here_before_signs_in_while_it_is_away_and_registers_a_case(
    qtbot, window, server, cable, restarted
):
    before = len(rows(server, sa.select(CaseFile.id)))
    type_in(qtbot, window, "receptionist")
    later = restarted()
    assert "连不上服务器" in later.sign_in_page._sub.text()

    type_in(qtbot, later, "receptionist")

    assert later.desk.desk.actor.name == "receptionist"
    assert isinstance(later.desk.stack.currentWidget(), AwayPage)
    assert [room.page.key for room in later.desk.offer.pages()] == ["today"]
    form = form_of(qtbot, later)
    assert offers_of(form.body.where.place.region, "南塘第二") == ["南塘第二网格"]
    form.body.fill(SAID)
    qtbot.waitUntil(later.program.jobs.idle)
    form.save(assign=False)
    qtbot.waitUntil(lambda: waiting(later) == 1)
    cable.mend()
    qtbot.waitUntil(lambda: later.program.heartbeat is not None, timeout=20_000)
    qtbot.waitUntil(lambda: waiting(later) == 0, timeout=20_000)
    assert len(rows(server, sa.select(CaseFile.id))) == before + 1
    came = sa.select(JournalEntry.id).where(
        JournalEntry.action == "accounts.sign_in_away",
        JournalEntry.person_id == server.keys["receptionist"],
    )
    assert len(rows(server, came)) == 1
    assert not isinstance(later.desk.stack.currentWidget(), AwayPage)


def test_who_has_cases_in_hand_sees_them_and_signs_for_them_while_it_is_away(
    qtbot, window, server, cable, restarted
):
    case_id = server.register()
    server.assign(case_id)
    type_in(qtbot, window, "handler")
    later = restarted()
    type_in(qtbot, later, "handler")

    panel = panel_of(qtbot, later, case_id)
    panel.take_key("S")

    qtbot.waitUntil(lambda: waiting(later) == 1)
    qtbot.waitUntil(lambda: "签收在本机等着补报" in panel.in_hand.text)
    assert "存在本机的内容" in panel.in_hand.text
    cable.mend()
    qtbot.waitUntil(lambda: later.program.heartbeat is not None, timeout=20_000)
    qtbot.waitUntil(lambda: waiting(later) == 0, timeout=20_000)
    assert state_of(server, case_id) == CaseState.SIGNED_FOR


def test_nobody_signs_in_while_it_is_away_with_another_password_or_for_the_first_time(
    qtbot, window, server, restarted
):
    type_in(qtbot, window, "receptionist")
    later = restarted()
    form = later.sign_in_page.credentials

    type_in(qtbot, later, "receptionist", "guessed-26")
    assert form.password_field.complaint.startswith("密码不对")
    type_in(qtbot, later, "handler")

    assert form.password_field.complaint.startswith("连不上服务器，您也没有在这台电脑上登录过")
    assert later.desk is None


def test_a_screen_that_was_locked_opens_while_it_is_away_and_all_is_as_it_was(qtbot, window, cable):
    type_in(qtbot, window, "receptionist")
    desk = window.desk
    window.lock()
    be_away(qtbot, window, cable)

    QTest.keyClicks(window.sign_in_page.credentials.password, PASSWORD)
    QTest.keyClick(window.sign_in_page.credentials.password, Qt.Key.Key_Return)
    qtbot.waitUntil(window.program.jobs.idle)

    assert window.desk is desk
    assert desk.isVisible()
