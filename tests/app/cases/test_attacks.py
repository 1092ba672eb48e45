"""Two people at once, clocks that disagree, things typed that cannot be, and curious colleagues."""

import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.cases.actions.assign import Assignment, assign_case
from app.cases.actions.attach import attach_to_case, open_case_file
from app.cases.actions.handle import Step, finish_case, report_progress
from app.cases.actions.intake import (
    ExternalNumberTaken,
    ExternalNumberTooLong,
    Intake,
    PointIncomplete,
    Reporter,
    UnknownRegion,
    receive_case,
)
from app.cases.actions.personal import ask_reading
from app.cases.models import CaseFile
from app.cases.models.personal import CasePerson
from app.cases.personal import (
    DocumentDigits,
    DocumentKind,
    DocumentTooLong,
    NotAPhone,
    clean_document,
    clean_phone,
)
from app.cases.queries.card import case_card, find_by_number
from app.cases.queries.files import case_files
from app.cases.queries.personal import ReporterValues
from app.cases.queries.queue import QueueFilter, QueueView, queue_page
from app.cases.rules import CaseState, EventKind, Source
from app.core.attachments import prepare
from app.core.errors import Conflict, NotFound
from app.core.ids import new_id
from app.territory.coordinates import OutsideChina
from app.territory.models import Region
from tests.factories.centre import GRID, STREET

NAME, PHONE, ADDRESS = "金丝雀", "13900004127", "柳溪里九幢四零二"


def card(centre, case_id, actor="dispatcher"):
    with centre.database.reading() as session:
        now = centre.database.clock.now()
        return case_card(session, centre.actor(actor), case_id, now=now)


def kinds(centre, case_id):
    return [event.kind for event in card(centre, case_id).events]


def in_progress(centre):
    case_id = centre.register()
    centre.assign(case_id)
    centre.sign_for(case_id)
    at_desk(centre, "handler", report_progress, Step(case_id, centre.version(case_id), "到场"))
    return case_id


def while_open(first, second):
    """Do `first` in an open transaction, `second` at another desk meanwhile; return its error."""
    caught = []

    def other_desk():
        try:
            second()
        except Exception as error:  # noqa: BLE001
            caught.append(error)

    thread = threading.Thread(target=other_desk)
    with first():
        thread.start()
        thread.join(0.3)
    thread.join()
    return caught[0] if caught else None


def at_desk(centre, actor, action, *args):
    with centre.database.writing(centre.actor(actor)) as uow:
        return action(uow, *args, command_key=new_id())


class Doing:
    """A transaction that has done its work and waits to be committed."""

    def __init__(self, centre, actor, action, *args):
        self.context = centre.database.writing(centre.actor(actor))
        self.work = action, args

    def __enter__(self):
        uow = self.context.__enter__()
        action, args = self.work
        action(uow, *args, command_key=new_id())
        uow.session.flush()

    def __exit__(self, *error):
        return self.context.__exit__(*error)


def test_a_report_that_crosses_with_the_finish_does_not_follow_it(centre):
    case_id = in_progress(centre)
    order = Step(case_id, centre.version(case_id), "已处理")

    error = while_open(
        lambda: Doing(centre, "handler", finish_case, order),
        lambda: at_desk(centre, "handler", report_progress, order),
    )

    assert isinstance(error, Conflict)
    assert kinds(centre, case_id)[-1] is EventKind.FINISHED


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_a_report_on_a_case_read_before_it_was_finished_is_a_conflict(centre, second_desk):
    case_id = in_progress(centre)
    order = Step(case_id, centre.version(case_id), "已处理")

    with pytest.raises(Conflict), second_desk.writing(centre.actor("handler")) as uow:
        read = uow.session.get_one(CaseFile, case_id)
        assert read.state == CaseState.IN_PROGRESS
        at_desk(centre, "handler", finish_case, order)
        report_progress(uow, order, command_key=new_id())

    assert kinds(centre, case_id)[-1] is EventKind.FINISHED


def test_two_reports_at_once_both_stand(centre):
    case_id = in_progress(centre)
    order = Step(case_id, centre.version(case_id), "正在修")

    error = while_open(
        lambda: Doing(centre, "handler", report_progress, order),
        lambda: at_desk(centre, "handler", report_progress, order),
    )

    assert error is None
    assert [event.ordinal for event in card(centre, case_id).events] == [1, 2, 3, 4, 5, 6]


def test_photos_from_two_desks_at_once_are_both_kept(centre):
    case_id = centre.register()
    first, second = (prepare(text.encode(), "记录.txt") for text in ("一", "二"))

    error = while_open(
        lambda: Doing(centre, "receptionist", attach_to_case, case_id, first),
        lambda: at_desk(centre, "dispatcher", attach_to_case, case_id, second),
    )

    assert error is None
    assert kinds(centre, case_id) == [EventKind.REGISTERED, EventKind.ATTACHED, EventKind.ATTACHED]


def test_a_photo_does_not_keep_a_colleague_from_assigning(centre):
    case_id = centre.register()
    photo = prepare("一".encode(), "记录.txt")
    order = Assignment(case_id, centre.version(case_id), centre.units["municipal"])

    error = while_open(
        lambda: Doing(centre, "receptionist", attach_to_case, case_id, photo),
        lambda: at_desk(centre, "dispatcher", assign_case, order),
    )

    assert error is None
    assert kinds(centre, case_id)[-1] is EventKind.ASSIGNED


def test_the_same_photo_twice_is_told_once(centre):
    case_id = centre.register()
    photo = prepare("一".encode(), "记录.txt")

    keys = [at_desk(centre, "receptionist", attach_to_case, case_id, photo) for _ in range(2)]

    assert keys[0] == keys[1]
    assert kinds(centre, case_id).count(EventKind.ATTACHED) == 1


def test_a_number_of_another_office_is_registered_once(centre):
    centre.register(source=Source.HOTLINE_12345, external_number="GD-1")

    with pytest.raises(ExternalNumberTaken):
        centre.register(source=Source.HOTLINE_12345, external_number=" GD-1 ")
    with pytest.raises(ExternalNumberTooLong):
        centre.register(source=Source.HOTLINE_12345, external_number="9" * 65)

    centre.register(source=Source.CALL, external_number="GD-1")
    with centre.database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(CaseFile)) == 2


def test_the_same_message_from_two_desks_at_once_is_one_case(centre):
    intake = Intake("路灯不亮", Source.MAILBOX, STREET, external_number="24")
    given = intake, centre.database.state.pepper
    received = centre.database.clock.now()

    def receive(uow, *, command_key):
        return receive_case(uow, *given, received_at=received, command_key=command_key)

    error = while_open(
        lambda: Doing(centre, "director", receive),
        lambda: at_desk(centre, "director", receive),
    )

    assert isinstance(error, ExternalNumberTaken)


# -- clocks that disagree ------------------------------------------------------------------------


def test_a_case_opens_at_a_desk_whose_clock_is_a_moment_behind(centre, clock):
    case_id = centre.register()
    clock.advance(timedelta(seconds=-2))

    assert card(centre, case_id).clocks.handle.used_s == 0


def test_steps_follow_each_other_although_the_clocks_of_two_desks_do_not(centre, clock):
    case_id = centre.register()
    clock.advance(timedelta(seconds=-2))
    centre.assign(case_id)
    clock.advance(timedelta(seconds=-2))
    centre.sign_for(case_id)
    clock.advance(timedelta(hours=1))

    seen = card(centre, case_id)

    times = [event.at for event in seen.events]
    assert times == sorted(times)
    assert seen.clocks.sign.used_s == 0
    with centre.database.reading() as session:
        stored = session.get_one(CaseFile, case_id)
        assert (stored.clock, stored.sign_due_at) == ("handle", seen.clocks.sign.due_at)


# -- what is typed -------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [None, DocumentKind.PASSPORT, DocumentKind.TAIWAN_PERMIT])
def test_a_document_number_has_an_end(centre, kind):
    with pytest.raises(DocumentTooLong):
        clean_document(kind, "E" * 33)
    centre.register(reporter=Reporter(NAME, "", kind, "e123\0" + "45678"))
    with centre.database.reading() as session:
        assert session.scalar(sa.select(CasePerson.document_number)) == "E12345678"


def test_digits_of_other_scripts_are_no_digits():
    with pytest.raises(NotAPhone):
        clean_phone("١٣٩٠٠٠٠٤١٢٧")
    with pytest.raises(DocumentDigits):
        clean_document(DocumentKind.RESIDENT_CARD, "١١٠١٠٥١٩٤٩١٢٣١٠٠٢X")


def test_a_reporter_of_spaces_is_nobody(centre):
    case_id = centre.register(reporter=Reporter(" 　", "\t"))

    assert card(centre, case_id).reporter is None
    with centre.database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(CasePerson)) == 0


def test_what_nobody_can_see_is_left_out_of_what_is_kept(centre):
    case_id = centre.register(
        text="井盖\0不见\ud83d了",
        title="井盖\0不见了",
        place="滨河路\x0036号",
        reporter=Reporter("陈\0芳华", PHONE, address="柳溪里\ud83d"),
        external_number="A\x001",
        extra={"渠道\0": "微\0信\ud83d"},
    )
    at_desk(centre, "receptionist", ask_reading, case_id, "回访\0核实")

    seen = card(centre, case_id)
    assert (seen.text, seen.title, seen.place) == ("井盖不见了", "井盖不见了", "滨河路36号")
    assert seen.external_number == "A1"
    with centre.database.reading() as session:
        assert session.get_one(CaseFile, case_id).extra == {"渠道": "微信"}


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("井盖 " * 1_200, 1),
        ("井" * 40_000, 0),
        ("%" * 30_000, 0),
        ("\0", 1),
        ("井盖\0", 1),
        ("路灯\ud83d", 0),
    ],
    ids=["many words", "40,000 characters", "percent", "nul", "nul behind", "half a character"],
)
def test_whatever_is_pasted_into_the_search_is_answered(centre, text, rows):
    centre.register(title="井盖不见了")
    with centre.database.reading() as session:
        now = centre.database.clock.now()
        narrowed = QueueFilter(text=text)
        actor = centre.actor("dispatcher")
        found = queue_page(session, actor, QueueView.ALL_OPEN, now=now, narrowed=narrowed)
        assert find_by_number(session, actor, text) is None

    assert len(found.rows) == rows


def test_a_region_that_was_retired_takes_no_new_case(centre, clock):
    with centre.database.writing(centre.actor("administrator")) as uow:
        uow.session.get_one(Region, GRID).retired_at = clock.now()

    with pytest.raises(UnknownRegion):
        centre.register(region=GRID)


@pytest.mark.parametrize(
    ("point", "refusal"),
    [
        ((float("nan"), 40.0), OutsideChina),
        ((113.3, float("inf")), OutsideChina),
        ((40.0, 113.3), OutsideChina),
        ((113.3, None), PointIncomplete),
    ],
)
def test_a_point_that_is_none_is_refused(centre, point, refusal):
    with pytest.raises(refusal):
        centre.register(longitude=point[0], latitude=point[1])


# -- curious colleagues --------------------------------------------------------------------------


def test_an_error_that_shows_what_it_worked_on_shows_nobody():
    reporter = Reporter(NAME, PHONE, DocumentKind.PASSPORT, "E12345678", ADDRESS)
    shown = (
        repr(Intake("井盖不见了", Source.CALL, GRID, reporter=reporter)),
        repr(ReporterValues(NAME, PHONE, "passport", "E12345678", ADDRESS)),
    )

    for value in (NAME, PHONE, "E12345678", ADDRESS):
        assert not any(value in text for text in shown)


@pytest.mark.parametrize("actor", ["stranger", "rival", "administrator", "auditor"])
def test_a_file_is_opened_by_those_who_may_read_its_case_only(centre, tmp_path, actor):
    case_id = centre.register()
    file = at_desk(centre, "receptionist", attach_to_case, case_id, prepare(b"x", "a.txt"))

    with pytest.raises(NotFound):
        open_case_file(centre.database, centre.actor(actor), case_id, file, folder=tmp_path)
    opened = open_case_file(
        centre.database, centre.actor("dispatcher"), case_id, file, folder=tmp_path
    )

    assert opened.read_bytes() == b"x"


def test_a_file_is_not_opened_by_way_of_another_case(centre, tmp_path):
    mine = centre.register()
    theirs = centre.register()
    file = at_desk(centre, "receptionist", attach_to_case, theirs, prepare(b"x", "a.txt"))

    with pytest.raises(NotFound):
        open_case_file(centre.database, centre.actor("dispatcher"), mine, file, folder=tmp_path)


def test_the_same_file_on_two_cases_is_two_files(centre):
    photo = prepare(b"x", "a.txt")
    cases = [centre.register() for _ in range(2)]
    keys = {at_desk(centre, "receptionist", attach_to_case, key, photo) for key in cases}

    with centre.database.reading() as session:
        shown = [case_files(session, centre.actor("dispatcher"), key).rows for key in cases]
    assert {rows[0].id for rows in shown} == keys
    assert len(keys) == 2
