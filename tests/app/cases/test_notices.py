"""Notices out: queued with the step, sent once by the service, answered by their reference."""

import json
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.models import Unit
from app.cases.actions.handle import Step, close_case
from app.cases.actions.notice_templates import (
    NotNoticed,
    TemplateDetails,
    retire_template,
    save_template,
)
from app.cases.actions.putting_right import reverse_step
from app.cases.models.notices import Notice
from app.cases.notice_replies import answer_in, read_replies
from app.cases.notice_rules import (
    BACKOFF,
    Audience,
    NoticeFault,
    NoticeState,
    Place,
    TemplateWrong,
    UnknownPlace,
    Words,
    after_quiet,
    checked_words,
    filled,
)
from app.cases.notice_service import send_notices
from app.cases.queries.notices import gateways_told, notices_of
from app.cases.rules import EventKind, Source
from app.core.actor import console
from app.core.clock import SHANGHAI
from app.core.database.tables import JournalEntry
from app.core.errors import NotAllowed, NotForAll
from app.core.gateways.channels import Channel
from app.core.ids import new_id
from app.core.shared_settings import set_setting
from tests.factories.gateways import fake_gateway, smtp_server, write_gateways
from tests.factories.paths import at_work, finished

DONE = "您反映的“{title}”已办结，编号 {number}。不满意请回复 {reference} 和原因。"
LATER = timedelta(minutes=3)
YEAR = datetime(2026, 1, 1, tzinfo=SHANGHAI)


@pytest.fixture
def folder(home):
    """Where the sending computer keeps what gateways it has."""
    return home / "jiezhi"


@pytest.fixture
def gateway(folder):
    """A place with a gateway for text messages, which tells of it."""
    with fake_gateway() as fake:
        write_gateways(folder, f'[sms]\nurl = "http://127.0.0.1:{fake.port}/"\n')
        yield fake


def template(centre, text=DONE, step=EventKind.FINISHED, **more):
    given = {"audience": Audience.CALLER, "channel": Channel.SMS, **more}
    return centre.do("director", save_template, TemplateDetails(step=step, text=text, **given))


def rows(centre, case_id):
    with centre.database.reading() as session:
        return notices_of(session, case_id)


def settle(centre, clock, *, by=LATER):
    clock.advance(by)
    return send_notices(centre.database)


def setting(centre, name, value):
    with centre.database.writing(console("test")) as uow:
        set_setting(uow, name, value, command_key=new_id())


def test_a_caller_is_told_once_with_what_the_step_says(centre, clock, gateway):
    send_notices(centre.database)
    template(centre)
    case_id = finished(centre)

    settle(centre, clock)
    settle(centre, clock)

    ((_, body),) = gateway.taken
    assert body["phone"] == "13812346021"
    assert body["text"].startswith("您反映的“滨河路36号门口的井盖不见了”已办结，编号 20261124")
    (row,) = rows(centre, case_id)
    assert (row.state, row.last4) == (NoticeState.SENT, "6021")
    assert row.text == body["text"]
    with centre.database.reading() as session:
        kept = session.scalars(sa.select(Notice)).one()
        journal = sa.select(JournalEntry.facts).where(JournalEntry.action == "notices.sent")
        assert "6021" not in repr(session.scalars(journal).one())
    assert "13812346021" not in repr(vars(kept))
    assert "to_key" not in vars(kept)  # read by the service alone


def test_without_a_gateway_nothing_is_queued(centre, clock):
    send_notices(centre.database)
    template(centre)
    case_id = finished(centre)

    settle(centre, clock)

    assert rows(centre, case_id) == ()
    with centre.database.reading() as session:
        assert gateways_told(session) == ()


def test_a_gateway_that_fails_is_tried_again_later_and_at_last_given_up(centre, clock, gateway):
    send_notices(centre.database)
    template(centre)
    case_id = finished(centre)
    gateway.answers = [503] * (len(BACKOFF) + 1)

    settle(centre, clock)
    first = rows(centre, case_id)[0]
    settle(centre, clock, by=timedelta(seconds=30))
    assert len(gateway.taken) == 1  # not before its time
    for minutes in BACKOFF:
        settle(centre, clock, by=timedelta(minutes=minutes + 1))

    assert (first.state, first.tries) == (NoticeState.WAITING, 1)
    (row,) = rows(centre, case_id)
    # one of the tries fell into the night and waited for the morning
    clock.set(datetime(2026, 11, 26, 10, 0, tzinfo=SHANGHAI))
    send_notices(centre.database)
    (row,) = rows(centre, case_id)
    assert (row.state, row.fault) == (NoticeState.FAILED, NoticeFault.GATEWAY)
    assert {headers["Idempotency-Key"] for headers, _ in gateway.taken} == {row.id.hex}


def test_what_was_left_behind_goes_out_again_under_the_same_key(centre, clock, gateway):
    send_notices(centre.database)
    template(centre)
    case_id = finished(centre)
    with centre.database.writing(console("test")) as uow:  # a keeper that was killed in between
        row = uow.session.scalars(sa.select(Notice)).one()
        row.state, row.next_at = NoticeState.SENDING, uow.now + timedelta(minutes=10)

    settle(centre, clock)
    assert gateway.taken == []
    settle(centre, clock, by=timedelta(minutes=9))

    assert len(gateway.taken) == 1
    assert rows(centre, case_id)[0].state is NoticeState.SENT


def test_the_best_fitting_template_is_taken(centre, clock, gateway):
    send_notices(centre.database)
    template(centre, "一般")
    template(centre, "按来源", source=Source.CALL)
    template(centre, "按大类", category="C01")
    template(centre, "别的大类", category="E01")
    finished(centre)

    settle(centre, clock)

    assert [body["text"] for _, body in gateway.taken] == ["按大类"]


def test_a_step_put_right_in_time_tells_nobody(centre, clock, gateway):
    send_notices(centre.database)
    template(centre)
    case_id = finished(centre)
    centre.do("handler", reverse_step, case_id, centre.version(case_id), "点错")

    settle(centre, clock)

    assert gateway.taken == []
    assert rows(centre, case_id)[0].fault is NoticeFault.OVERTAKEN


def test_a_template_retired_in_time_tells_nobody(centre, clock, gateway):
    send_notices(centre.database)
    key = template(centre)
    case_id = finished(centre)
    centre.do("director", retire_template, key, 1)

    settle(centre, clock)

    assert gateway.taken == []
    assert rows(centre, case_id)[0].state is NoticeState.DROPPED


def test_a_unit_that_has_nothing_to_do_with_it_is_told_nothing(centre, clock, gateway):
    send_notices(centre.database)
    template(centre, "交办", step=EventKind.ASSIGNED, audience=Audience.UNIT)
    case_id = at_work(centre)
    with centre.database.writing(console("test")) as uow:
        for unit in uow.session.scalars(sa.select(Unit)):
            unit.phone = "13700000000"
        row = uow.session.scalars(sa.select(Notice)).one()
        row.unit_id = centre.units["water"]

    settle(centre, clock)

    assert gateway.taken == []
    assert rows(centre, case_id)[0].state is NoticeState.DROPPED


def test_a_step_that_was_not_taken_has_no_notice(centre, gateway):
    send_notices(centre.database)
    template(centre)
    case_id = finished(centre)
    with (
        pytest.raises(sa.exc.IntegrityError),
        centre.database.writing(console("test")) as uow,
    ):
        row = uow.session.scalars(sa.select(Notice).where(Notice.case_id == case_id)).one()
        row.ordinal = 99
        uow.session.flush()


def test_who_asked_for_confidence_is_told_nothing_unless_the_centre_decides(centre, clock, gateway):
    send_notices(centre.database)
    template(centre)
    quiet = finished(centre, is_confidential=True)
    settle(centre, clock)
    assert gateway.taken == []
    assert rows(centre, quiet)[0].fault is NoticeFault.CONFIDENTIAL

    setting(centre, "notice_confidential", 1)
    finished(centre, is_confidential=True)
    settle(centre, clock)
    assert len(gateway.taken) == 1


def test_nobody_is_disturbed_at_night_or_too_often(centre, clock, gateway):
    send_notices(centre.database)
    setting(centre, "notice_daily_most", 1)
    template(centre)
    template(centre, "已结案", step=EventKind.CLOSED)
    clock.set(datetime(2026, 11, 24, 21, 30, tzinfo=SHANGHAI))
    case_id = finished(centre)
    settle(centre, clock)
    assert gateway.taken == []

    clock.set(datetime(2026, 11, 25, 8, 1, tzinfo=SHANGHAI))
    send_notices(centre.database)
    centre.do("dispatcher", close_case, Step(case_id, centre.version(case_id), "好"))
    settle(centre, clock)

    assert len(gateway.taken) == 1
    assert [row.fault for row in rows(centre, case_id)] == [
        None,
        NoticeFault.TOO_MANY,
    ]


def test_a_unit_is_told_by_mail_at_the_address_of_its_code(centre, clock, folder):
    with smtp_server() as (letters, port):
        write_gateways(
            folder,
            f'[smtp]\nhost = "127.0.0.1"\nport = {port}\nsender = "c@example.cn"\n'
            '[smtp.units]\nmunicipal = "yz@example.cn"\n',
        )
        send_notices(centre.database)
        template(
            centre,
            "{unit}：请在 {due} 前办理。",
            step=EventKind.ASSIGNED,
            audience=Audience.UNIT,
            channel=Channel.EMAIL,
            subject="交办 {number}",
        )
        at_work(centre)
        settle(centre, clock)

    (envelope,) = letters.taken
    assert envelope.rcpt_tos == ["yz@example.cn"]


def test_an_answer_is_read_by_its_reference_and_told_to_come_from_there(
    centre, clock, gateway, folder, tmp_path
):
    drop = tmp_path / "replies"
    drop.mkdir()
    file = folder / "gateways.toml"
    file.write_text(f'{file.read_text("utf-8")}[replies]\nfolder = "{drop.as_posix()}"\n', "utf-8")
    send_notices(centre.database)
    template(centre)
    case_id = finished(centre)
    settle(centre, clock)
    with centre.database.reading() as session:
        reference = session.scalars(sa.select(Notice.reference)).one()
    told = {"from": "13812346021", "text": f"{reference.lower()} 还在响"}
    (drop / "1.json").write_text(json.dumps(told), "utf-8")
    other = {"from": "13900000000", "text": f"{reference} 我不是他"}
    (drop / "2.json").write_text(json.dumps(other), "utf-8")
    (drop / "3.json").write_text("{", "utf-8")
    (drop / "4.json").write_text(json.dumps({"text": "TZZZZZZ 没有这个"}), "utf-8")
    (drop / "5.eml").write_bytes(
        f"From: x@example.cn\r\nSubject: Re: {reference}\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n\r\n谢谢\r\n> 原文\r\n".encode()
    )

    read_replies(centre.database)
    read_replies(centre.database)

    (row,) = rows(centre, case_id)
    assert [(text, there) for _, text, there in row.replies] == [
        ("还在响", True),
        ("我不是他", False),
        ("谢谢", False),
    ]
    assert sorted(f.name for f in (drop / "refused").iterdir()) == ["3.json", "4.json"]
    assert len(list((drop / "done").iterdir())) == 3


@pytest.mark.parametrize(
    "text",
    ["", "  ", "{phone}", "{title.__class__}", "{title!r}", "{title:>99}", "{", "{}", "长" * 301],
)
def test_words_that_cannot_be_filled_are_refused(text):
    with pytest.raises((TemplateWrong, UnknownPlace)):
        checked_words(Words("", text), Audience.CALLER)


def test_a_template_is_for_steps_and_channels_people_are_told_by(centre):
    with pytest.raises(NotNoticed):
        template(centre, step=EventKind.ATTACHED)
    with pytest.raises(NotNoticed):
        template(centre, channel=Channel.EMAIL)
    details = TemplateDetails(EventKind.FINISHED, Audience.CALLER, Channel.SMS, "好")
    with pytest.raises((NotAllowed, NotForAll)):
        centre.do("dispatcher", save_template, details)
    key = template(centre)
    centre.do("director", retire_template, key, 1)


@given(st.text(max_size=40))
def test_what_fills_a_template_is_never_filled_itself(value):
    values = dict.fromkeys(Place, "") | {Place.TITLE: value, Place.NUMBER: "1"}

    assert filled("{title}|{number}", values) == f"{' '.join(value.split())}|1"


@given(
    st.integers(0, 366 * 24 * 60).map(lambda minutes: YEAR + timedelta(minutes=minutes)),
    st.integers(0, 23),
    st.integers(0, 23),
)
def test_quiet_hours_end_at_their_hour_and_are_never_long(at, begins, ends):
    later = after_quiet(at, begins, ends)

    assert at <= later <= at + timedelta(days=1)
    assert after_quiet(later, begins, ends) == later


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b'{"text": 1}', b"\xff\xfe", b'{"a": 1}'])
def test_a_file_that_is_no_answer_is_none(body):
    assert answer_in(".json", body) is None
    assert answer_in(".eml", body) is None
