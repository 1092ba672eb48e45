"""Dual report-in: registered, confirmed by a visit, moved, reviewed, called up, told back."""

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.rules import Role
from app.core.clock import FixedClock
from app.core.errors import NotAllowed, NotFound
from app.core.ids import new_id
from app.party.report_in.actions.calling_up import (
    CallUpClosed,
    CallUpDraft,
    NobodyToCall,
    PostDraft,
    answer_call,
    call_up,
    close_call,
)
from app.party.report_in.actions.registering import (
    ReportDraft,
    confirm_visit,
    end_report_in,
    move_report_in,
    register_report_in,
    review_report_in,
)
from app.party.report_in.chores import lapse_unvisited
from app.party.report_in.files import FileTaken, distrust_sender, take_file, trust_sender
from app.party.report_in.giving import give_call_up, give_results
from app.party.report_in.queries.calls import called_members, list_calls, list_files
from app.party.report_in.queries.figures import FigureSplit, report_figures, unit_members
from app.party.report_in.queries.rows import ReportView, count_views, report_card, report_page
from app.party.report_in.rules import (
    ALPHABET,
    NUMBER_SIGNS,
    CallAnswer,
    ReportedAlready,
    ReportFieldMissing,
    ReportKind,
    ReportNotACommunity,
    ReportNumberWrong,
    ReportState,
    ReportStateWrong,
    ReportStep,
    check_sign,
    new_number,
    read_number,
)
from app.party.report_in.signing import (
    NotASignedFile,
    SenderUnknown,
    SignatureWrong,
    new_private_key,
    public_key,
    read_signed,
    sign,
)
from app.territory.models import Region
from tests.factories.centre import COMMUNITY, GRID, OTHER_STREET, STREET
from tests.factories.rosters import officer

HERE, THERE = officer(), officer(OTHER_STREET, "吴东湖")
WORKER = officer(COMMUNITY, "孙社区", Role.COMMUNITY_WORKER)
SECOND = f"{STREET}014"
DRAFT = ReportDraft(ReportKind.MEMBER, "蔡晓峰", "区供电所", COMMUNITY, last4="6021")


@pytest.fixture
def office(centre):
    with centre.database.writing(HERE) as uow:
        uow.session.add(
            Region(
                code=SECOND,
                name="望湖社区",
                tier="community",
                parent_code=STREET,
                pinyin="w",
                initials="w",
            )
        )
    return centre


def do(centre, actor, action, *told, **more):
    with centre.database.writing(actor) as uow:
        return action(uow, *told, command_key=new_id(), **more)


def rows(centre, view=ReportView.ALL, actor=HERE, **more):
    now = centre.database.clock.now()
    with centre.database.reading() as session:
        return report_page(session, actor, view, now=now, **more).rows


def card(centre, key, actor=HERE):
    now = centre.database.clock.now()
    with centre.database.reading() as session:
        return report_card(session, actor, key, now=now)


def confirmed(centre, **more):
    told = {"kind": ReportKind.MEMBER, "unit_name": "区供电所", "region": COMMUNITY} | more
    key = do(centre, HERE, register_report_in, ReportDraft(**told))
    do(centre, WORKER if told["region"] == COMMUNITY else HERE, confirm_visit, number(centre, key))
    return key


def number(centre, key):
    return card(centre, key).row.number


@given(st.text(ALPHABET, min_size=NUMBER_SIGNS - 1, max_size=NUMBER_SIGNS - 1), st.data())
def test_a_number_with_one_sign_wrong_is_found_out(body, data):
    whole = body + check_sign(body)
    assert read_number(f" jzbd:{whole[:4]} {whole[4:].lower()}") == whole
    at = data.draw(st.integers(0, NUMBER_SIGNS - 2))
    other = data.draw(st.sampled_from([s for s in ALPHABET[:31] if s != whole[at]]))
    if ALPHABET.index(whole[at]) < 31:
        with pytest.raises(ReportNumberWrong):
            read_number(whole[:at] + other + whole[at + 1 :])


def test_an_online_registration_counts_when_the_community_confirms_the_visit(office):
    key = do(office, HERE, register_report_in, DRAFT)
    assert [row.name for row in rows(office, ReportView.WAITING)] == ["蔡晓峰"]
    with pytest.raises(NotFound):
        do(office, THERE, confirm_visit, number(office, key))
    with pytest.raises(ReportNumberWrong):
        do(office, WORKER, confirm_visit, "12345678")

    do(office, WORKER, confirm_visit, f"JZBD:{number(office, key)}")

    row = card(office, key).row
    assert (row.state, row.confirmed_name) == (ReportState.CONFIRMED, "孙社区")
    with pytest.raises(ReportStateWrong):
        do(office, WORKER, confirm_visit, row.number)
    steps = [(event.step, event.person_name) for event in card(office, key).events]
    assert steps == [(ReportStep.CONFIRMED, "孙社区"), (ReportStep.REGISTERED, "苏婉")]


def test_what_cannot_be_registered_is_said(office):
    do(office, HERE, register_report_in, DRAFT)
    for more, error in (
        ({}, ReportedAlready),
        ({"name": " "}, ReportFieldMissing),
        ({"region": GRID, "name": "甲"}, ReportNotACommunity),
    ):
        told = {
            "kind": ReportKind.MEMBER,
            "name": "蔡晓峰",
            "unit_name": "区供电所",
            "region": COMMUNITY,
            "last4": "6021",
        } | more
        with pytest.raises(error):
            do(office, HERE, register_report_in, ReportDraft(**told))
    with pytest.raises(NotAllowed):
        do(office, THERE, register_report_in, DRAFT)
    with pytest.raises(NotAllowed):
        do(office, officer(role=Role.LEADER), register_report_in, DRAFT)


def test_who_moves_reports_in_to_the_other_community_anew(office):
    key = confirmed(office, name="蔡晓峰")
    with pytest.raises(NotAllowed):
        do(office, WORKER, move_report_in, key, 2, SECOND)
    do(office, HERE, move_report_in, key, 2, SECOND)

    row = card(office, key).row
    assert (row.place, row.state, row.confirmed_at) == ("望湖社区", ReportState.REGISTERED, None)
    assert rows(office, actor=WORKER) == ()


def test_who_never_comes_lapses_and_a_visit_brings_them_back(office):
    key = do(office, HERE, register_report_in, DRAFT)
    at = office.database.clock.now()
    office.database.clock = FixedClock(at + timedelta(days=31))
    assert "1 个" in lapse_unvisited(office.database)
    assert lapse_unvisited(office.database).startswith("0 个")
    assert card(office, key).row.ended_why == "线上注册后逾期没有到社区"

    do(office, WORKER, confirm_visit, number(office, key))
    assert card(office, key).row.state is ReportState.CONFIRMED


def test_once_a_year_each_report_in_is_looked_at_and_stays_or_lapses(office):
    stays, goes = confirmed(office, name="蔡晓峰"), confirmed(office, name="姚丽萍")
    assert rows(office, ReportView.TO_REVIEW) == ()
    at = office.database.clock.now()
    office.database.clock = FixedClock(at + timedelta(days=60))
    assert {row.name for row in rows(office, ReportView.TO_REVIEW)} == {"蔡晓峰", "姚丽萍"}

    do(office, WORKER, review_report_in, stays, 2, "", stays=True)
    with pytest.raises(ReportFieldMissing):
        do(office, WORKER, review_report_in, goes, 2, "", stays=False)
    do(office, WORKER, review_report_in, goes, 2, "一年没有参加活动", stays=False)

    assert rows(office, ReportView.TO_REVIEW) == ()
    assert [row.name for row in rows(office, ReportView.LAPSED)] == ["姚丽萍"]
    do(office, HERE, end_report_in, stays, 3, "退休")
    assert card(office, stays).row.state is ReportState.ENDED


def test_those_who_reported_in_are_called_up_and_their_answers_counted(office):
    posts = (PostDraft("堤坝巡查", "滨河路", 2), PostDraft("转移群众", "老街", 5))
    draft = CallUpDraft(STREET, "防汛值守", "防汛Ⅱ级应急响应", posts)
    with pytest.raises(NobodyToCall):
        do(office, HERE, call_up, draft)
    first, second = confirmed(office, name="蔡晓峰"), confirmed(office, name="姚丽萍")
    do(office, HERE, register_report_in, DRAFT)  # not confirmed: not called
    call = do(office, HERE, call_up, draft)
    with office.database.reading() as session:
        (row,) = list_calls(session, HERE)
    dam = row.posts[0]
    assert row.counts == {CallAnswer.ASKED: 2}

    do(office, WORKER, answer_call, call, (first,), CallAnswer.YES, dam.id)
    do(office, WORKER, answer_call, call, (second,), CallAnswer.NO)
    do(office, WORKER, answer_call, call, (first,), CallAnswer.CAME)
    with office.database.reading() as session:
        (row,) = list_calls(session, HERE)
        called = {
            each.name: (each.answer, each.post) for each in called_members(session, HERE, call)
        }
    assert row.counts == {CallAnswer.CAME: 1, CallAnswer.NO: 1}
    assert (row.posts[0].taken, row.posts[0].wanted) == (1, 2)
    assert called["蔡晓峰"] == (CallAnswer.CAME, "堤坝巡查")

    do(office, HERE, close_call, call)
    with pytest.raises(CallUpClosed):
        do(office, WORKER, answer_call, call, (second,), CallAnswer.YES)


def test_report_ins_are_counted_by_community_unit_and_month(office):
    confirmed(office, name="蔡晓峰")
    confirmed(office, name="姚丽萍", unit_name="区中医院", region=SECOND)
    confirmed(office, name="区供电所党支部", kind=ReportKind.UNIT, people=12)
    do(office, HERE, register_report_in, DRAFT)
    now = office.database.clock.now()

    def lines(split):
        with office.database.reading() as session:
            span = (now - timedelta(days=1), now + timedelta(days=1))
            found = report_figures(session, HERE, split, *span)
        return {each.name: (each.registered, each.confirmed, each.units) for each in found.lines}

    assert lines(FigureSplit.COMMUNITY) == {"南塘社区": (2, 1, 1), "望湖社区": (1, 1, 0)}
    assert lines(FigureSplit.UNIT) == {"区供电所": (2, 1, 1), "区中医院": (1, 1, 0)}
    assert lines(FigureSplit.MONTH) == {"2026-11": (3, 2, 1)}
    with office.database.reading() as session:
        assert count_views(session, HERE, now=now)[ReportView.UNITS].value == 1
        told = unit_members(session, HERE, "区供电所", now=now)
    assert [(each.name, each.state) for each in told] == [
        ("蔡晓峰", ReportState.CONFIRMED),
        ("蔡晓峰", ReportState.REGISTERED),
    ]


PRIVATE = new_private_key()


def item(name, **more):
    told = {
        "id": name,
        "kind": "member",
        "name": name,
        "unit": "区供电所",
        "community": COMMUNITY,
        "last4": "6021",
        "registered_at": "2026-11-20T10:00:00+08:00",
        "skills": ["电工"],
        "number": new_number(),
    }
    return told | more


def signed(tmp_path, kind, items, private=PRIVATE):
    file = tmp_path / f"{new_id()}.json"
    file.write_text(sign(private, kind, items), encoding="utf-8")
    return file


def take(office, file):
    return take_file(office.database, HERE, file, command_key=new_id())


def test_a_signed_file_of_registrations_is_taken_in_item_by_item(office, tmp_path):
    sender = do(office, HERE, trust_sender, "市先锋平台", public_key(PRIVATE), STREET)
    items = [
        item("蔡晓峰"),
        item("姚丽萍", community=f"{OTHER_STREET}001"),
        item("柯国良", registered_at="昨天"),
        item("蔡晓峰", id="again"),
        item("龚文斌"),
        {"name": "没有编号"},
    ]
    file = signed(tmp_path, "registrations", items)

    done = take(office, file)

    assert (done.sender, done.taken) == ("市先锋平台", 2)
    assert [(each.line, each.name) for each in done.refused] == [
        (2, "姚丽萍"),
        (3, "柯国良"),
        (4, "蔡晓峰"),
        (6, "没有编号"),
    ]
    assert "已经报到过" in done.refused[2].why_not
    assert [row.skills for row in rows(office, text="龚文斌")] == [("电工",)]
    with pytest.raises(FileTaken):
        take(office, file)
    again = tmp_path / "again.json"  # the same signed text, the file around it written anew
    again.write_text(json.dumps(json.loads(file.read_text("utf-8"))), encoding="utf-8")
    with pytest.raises(FileTaken):
        take(office, again)
    # the same registrations in another file are known by what the sender calls them
    assert take(office, signed(tmp_path, "registrations", items[:1])).taken == 1
    assert len(rows(office, text="蔡晓峰")) == 1

    do(office, HERE, distrust_sender, sender)
    with pytest.raises(SenderUnknown):
        take(office, signed(tmp_path, "registrations", [item("鲁玉芬")]))


def test_a_sender_tells_only_of_the_place_it_is_trusted_for(office, tmp_path):
    do(office, HERE, trust_sender, "望湖社区平台", public_key(PRIVATE), SECOND)
    told = [item("蔡晓峰"), item("姚丽萍", community=SECOND, people=10**30)]
    done = take(office, signed(tmp_path, "registrations", told))
    assert [each.name for each in done.refused] == ["蔡晓峰"]
    key = confirmed(office, name="龚文斌")
    do(
        office,
        HERE,
        call_up,
        CallUpDraft(STREET, "防汛", "Ⅱ级响应", (PostDraft("值守", "社区", 1),)),
    )
    with office.database.reading() as session:
        (call,) = list_calls(session, HERE)
    answer = {"call_up": str(call.id), "number": number(office, key), "answer": "no"}

    assert take(office, signed(tmp_path, "answers", [answer])).taken == 0


def test_a_file_that_was_changed_or_is_signed_by_nobody_known_is_refused_as_a_whole(
    office, tmp_path
):
    file = signed(tmp_path, "registrations", [item("蔡晓峰")])
    with pytest.raises(SenderUnknown):
        take(office, file)
    do(office, HERE, trust_sender, "市先锋平台", public_key(PRIVATE), STREET)
    file.write_text(file.read_text("utf-8").replace("蔡晓峰", "蔡小峰"), encoding="utf-8")
    with pytest.raises(SignatureWrong):
        take(office, file)
    file.write_text("{}", encoding="utf-8")
    with pytest.raises(NotASignedFile):
        take(office, file)
    with pytest.raises(NotASignedFile):
        take(office, signed(tmp_path, "results", []))
    assert rows(office) == ()


def test_results_and_calls_go_back_signed_and_answers_come_in_the_same_way(office, tmp_path):
    do(office, HERE, trust_sender, "市先锋平台", public_key(PRIVATE), STREET)
    take(office, signed(tmp_path, "registrations", [item("蔡晓峰"), item("姚丽萍", last4="1")]))
    who = {row.name: row for row in rows(office)}
    for row in who.values():
        do(office, WORKER, confirm_visit, row.number)
    posts = (PostDraft("值守", "社区", 3),)
    call = do(office, HERE, call_up, CallUpDraft(STREET, "防汛", "Ⅱ级响应", posts))

    results, calls = tmp_path / "results.json", tmp_path / "call.json"
    assert give_results(office.database, HERE, results, STREET, command_key=new_id()) == 2
    assert give_call_up(office.database, HERE, calls, call, command_key=new_id()) == 2
    ours = frozenset({json.loads(results.read_text("utf-8"))["key"]})
    told = read_signed(results.read_text("utf-8"), "", ours)
    assert {(each["id"], each["state"]) for each in told.items} == {
        ("蔡晓峰", "confirmed"),
        ("姚丽萍", "confirmed"),
    }
    (sent,) = read_signed(calls.read_text("utf-8"), "", ours).items
    assert len(sent["called"]) == 2

    answers = [
        {"call_up": sent["call_up"], "number": who["蔡晓峰"].number, "answer": "yes", "name": "蔡"},
        {"call_up": sent["call_up"], "number": "AAAAAAAA", "answer": "yes", "name": "谁"},
    ]
    done = take(office, signed(tmp_path, "answers", answers))
    assert [each.line for each in done.refused] == [2]
    with office.database.reading() as session:
        (row,) = list_calls(session, HERE)
        kinds = [each.kind for each in list_files(session, HERE)]
    assert row.counts[CallAnswer.YES] == 1
    assert set(kinds) == {"registrations", "results", "call_up", "answers"}
