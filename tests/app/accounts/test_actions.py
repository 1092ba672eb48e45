"""Managing accounts: what an administrator may do, and where it ends."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.accounts.actions import (
    DeputyDraft,
    GrantDraft,
    PersonDetails,
    UnitDraft,
    activate_person,
    create_person,
    create_unit,
    deactivate_person,
    end_deputy,
    end_grant,
    grant_role,
    lock_person,
    reset_password,
    set_deputy,
    unlock_person,
    update_person,
    update_unit,
)
from app.accounts.errors import (
    AccountInactive,
    BeyondReach,
    DeputyIsSelf,
    LastAdministrator,
    LoginTaken,
    LoginWrong,
    OwnPersonalData,
    PhoneWrong,
    RegionWanted,
    RegionWrong,
    TermWrong,
    TextTooLong,
    TextWanted,
    UnitCodeTaken,
    UnitUnderItself,
    UnitWanted,
)
from app.accounts.models import Deputy, Person, RoleGrant
from app.accounts.queries import person_card, unit_row
from app.accounts.rules import Right, Role, UnitKind
from app.core.changes import Topic
from app.core.database.tables import JournalEntry
from app.core.errors import AppError, Conflict, NotAllowed, NotFound
from app.core.words import sentence
from tests.factories.accounts import CONSOLE, DISTRICT, NORTH, SOUTH

HOUR = timedelta(hours=1)


def home_of(house, actor):
    return card(house, actor.person_id).unit_id


def card(house, person_id, actor=CONSOLE):
    return house.ask(person_card, actor, person_id, now=house.database.clock.now())


def last_entry(house) -> JournalEntry:
    with house.database.reading() as session:
        return session.scalars(sa.select(JournalEntry).order_by(JournalEntry.id.desc())).first()


@pytest.fixture
def south(house):
    """A unit of the other street."""
    return house.unit("南街办事处", SOUTH)


# People


def test_a_new_person_is_known_by_name_login_and_pinyin(house, administrator):
    unit = home_of(house, administrator)
    details = PersonDetails(" 周敏 ", unit, "0352-1234567 转 12")
    key = house.do(create_person, "Zhou.Min", details, "hash", actor=administrator)
    with house.database.reading() as session:
        person = session.get(Person, key)
        assert (person.login, person.name) == ("zhou.min", "周敏")
        assert (person.pinyin, person.initials) == ("zhou min", "zm")
        assert person.must_change_password
    entry = last_entry(house)
    assert (entry.action, entry.subject, entry.region) == (
        "accounts.create_person",
        str(key),
        NORTH,
    )
    assert "hash" not in str(entry.facts)


def test_the_desks_hear_of_a_changed_person_in_old_and_new_region(house, south):
    north = house.unit("北街办事处")
    key = house.person("zhou.min", unit_id=north)
    news = []
    house.database.subscribe(news.extend)
    house.do(update_person, key, PersonDetails("周敏", south), card(house, key).version)
    assert {(change.topic, change.key, change.region) for change in news} == {
        (Topic.PERSON, str(key), NORTH),
        (Topic.PERSON, str(key), SOUTH),
    }


def test_the_journal_keeps_old_and_new(house):
    key = house.person("zhou.min", name="周敏")
    house.do(update_person, key, PersonDetails("周敏敏", None, "110"), card(house, key).version)
    facts = last_entry(house).facts
    assert facts["old"] == {"name": "周敏", "unit": "", "work_phone": ""}
    assert facts["new"] == {"name": "周敏敏", "unit": "", "work_phone": "110"}


def test_a_login_has_few_characters_to_choose_from(house):
    for login in ("x", "a" * 33, "周敏", "a b", ".dot", "a'b", ""):
        with pytest.raises(LoginWrong):
            house.person(login)


def test_a_login_is_never_given_twice_even_after_its_person_left(house):
    first = house.person("zhou.min")
    house.do(deactivate_person, first)
    with pytest.raises(LoginTaken) as refused:
        house.person("ZHOU.MIN")
    assert "zhou.min" in sentence(refused.value)


@pytest.mark.parametrize(
    ("details", "refusal"),
    [
        (PersonDetails("  ", None), TextWanted),
        (PersonDetails("名" * 65, None), TextWanted),
        (PersonDetails("周敏", None, "call me"), PhoneWrong),
        (PersonDetails("周敏", uuid4()), NotFound),
    ],
)
def test_what_cannot_be_is_refused_in_words(house, details, refusal: type[AppError]):
    with pytest.raises(refusal) as refused:
        house.do(create_person, "zhou.min", details, "hash")
    assert sentence(refused.value).endswith("。")
    with house.database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Person)) == 0


def test_a_form_that_is_older_than_the_person_is_refused(house):
    key = house.person("zhou.min")
    seen = card(house, key).version
    house.do(update_person, key, PersonDetails("甲", None), seen)
    with pytest.raises(Conflict):
        house.do(update_person, key, PersonDetails("乙", None), seen)


def test_every_action_sent_twice_is_done_once(house):
    key = uuid4()
    details = PersonDetails("周敏", None)
    first = house.do(create_person, "zhou.min", details, "hash", command_key=key)
    assert house.do(create_person, "zhou.min", details, "hash", command_key=key) == first


def test_who_left_has_no_rights_and_comes_back_with_their_roles(house):
    key = house.person("zhou.min", GrantDraft(Role.RECEPTIONIST, NORTH))
    house.do(deactivate_person, key)
    with pytest.raises(AccountInactive):
        house.actor(key)
    house.do(activate_person, key)
    assert house.actor(key).may(Right.REGISTER_CASE)


# How far an administrator reaches


MANAGING = [
    (create_person, lambda h, p: ("new.one", PersonDetails("新", None), "hash")),
    (update_person, lambda h, p: (p, PersonDetails("新", None), 1)),
    (reset_password, lambda h, p: (p, "hash")),
    (lock_person, lambda h, p: (p,)),
    (unlock_person, lambda h, p: (p,)),
    (deactivate_person, lambda h, p: (p,)),
    (activate_person, lambda h, p: (p,)),
    (grant_role, lambda h, p: (p, GrantDraft(Role.RECEPTIONIST, NORTH))),
    (set_deputy, lambda h, p: (p, DeputyDraft(p, h.database.clock.now() + HOUR))),
    (create_unit, lambda h, p: (UnitDraft("新", UnitKind.DEPARTMENT, NORTH),)),
]


@pytest.mark.parametrize("role", [Role.DIRECTOR, Role.RECEPTIONIST, Role.AUDITOR, Role.LEADER])
def test_only_administrators_manage_accounts(house, role):
    actor = house.actor(house.person("somebody", GrantDraft(role, DISTRICT)))
    other = house.person("other")
    for action, given in MANAGING:
        with pytest.raises(NotAllowed) as refused:
            house.do(action, *given(house, other), actor=actor)
        assert "管理账号" in sentence(refused.value)


def test_people_of_another_street_are_not_even_found(house, administrator, south):
    stranger = house.person("stranger", unit_id=south)
    for action, given in MANAGING[1:-1]:
        with pytest.raises(NotFound):
            house.do(action, *given(house, stranger), actor=administrator)


def test_whose_roles_reach_further_is_out_of_hands(house, administrator):
    """Else a new password or a deputy would be a way to rights nobody gave."""
    senior = house.person(
        "senior", GrantDraft(Role.DIRECTOR, DISTRICT), unit_id=home_of(house, administrator)
    )
    for action, given in MANAGING[1:-1]:
        with pytest.raises(BeyondReach):
            house.do(action, *given(house, senior), actor=administrator)


def test_nobody_is_taken_in_or_moved_beyond_ones_own_region(house, administrator, south):
    with pytest.raises(BeyondReach):
        house.do(create_person, "new", PersonDetails("新", south), "hash", actor=administrator)
    with pytest.raises(BeyondReach):
        house.do(create_person, "new", PersonDetails("新", None), "hash", actor=administrator)
    mine = house.person("mine", unit_id=home_of(house, administrator))
    with pytest.raises(BeyondReach):
        house.do(
            update_person,
            mine,
            PersonDetails("新", south),
            card(house, mine).version,
            actor=administrator,
        )


def test_an_administrator_of_a_unit_manages_its_people_only(house):
    firm, other = house.unit("明天物业"), house.unit("昨天物业")
    boss = house.actor(
        house.person("boss", GrantDraft(Role.ADMINISTRATOR, NORTH, unit_id=firm), unit_id=firm)
    )
    mine = house.person("mine", unit_id=firm)
    theirs = house.person("theirs", unit_id=other)
    draft = GrantDraft(Role.EXTERNAL_HANDLER, unit_id=firm)
    assert house.do(grant_role, mine, draft, actor=boss)
    with pytest.raises(NotFound):
        house.do(lock_person, theirs, actor=boss)
    with pytest.raises(BeyondReach):
        house.do(grant_role, mine, GrantDraft(Role.RECEPTIONIST, NORTH), actor=boss)


# Roles


@pytest.mark.parametrize("role", [Role.RECEPTIONIST, Role.ADMINISTRATOR])
def test_no_role_is_given_beyond_ones_own_region(house, administrator, role):
    mine = house.person("mine", unit_id=home_of(house, administrator))
    for region in (DISTRICT, "14", "", SOUTH):
        with pytest.raises(BeyondReach):
            house.do(grant_role, mine, GrantDraft(role, region), actor=administrator)


def test_no_role_is_given_in_a_unit_of_another_street(house, administrator, south):
    mine = house.person("mine", unit_id=home_of(house, administrator))
    draft = GrantDraft(Role.DEPARTMENT_HANDLER, unit_id=south)
    with pytest.raises(BeyondReach):
        house.do(grant_role, mine, draft, actor=administrator)


@pytest.mark.parametrize("role", [Role.RECEPTIONIST, Role.DISPATCHER, Role.DIRECTOR])
def test_nobody_gives_themself_the_sight_of_personal_data(house, administrator, role):
    draft = GrantDraft(role, NORTH)
    with pytest.raises(OwnPersonalData) as refused:
        house.do(grant_role, administrator.person_id, draft, actor=administrator)
    assert "系统管理员" in sentence(refused.value)
    other = house.person("other", unit_id=home_of(house, administrator))
    assert house.do(grant_role, other, draft, actor=administrator)


def test_a_role_without_sight_of_people_may_be_ones_own(house, administrator):
    draft = GrantDraft(Role.LEADER, NORTH)
    assert house.do(grant_role, administrator.person_id, draft, actor=administrator)


@pytest.mark.parametrize(
    ("draft", "refusal"),
    [
        (GrantDraft(Role.DEPARTMENT_HANDLER, NORTH), UnitWanted),
        (GrantDraft(Role.RECEPTIONIST), RegionWanted),
        (GrantDraft(Role.RECEPTIONIST, "14021"), RegionWrong),
        (GrantDraft(Role.RECEPTIONIST, "北街"), RegionWrong),
        (GrantDraft(Role.DEPARTMENT_HANDLER, unit_id=uuid4()), NotFound),
    ],
)
def test_a_role_needs_the_scope_of_its_sort(house, draft, refusal: type[AppError]):
    key = house.person("zhou.min")
    with pytest.raises(refusal) as refused:
        house.do(grant_role, key, draft)
    assert sentence(refused.value).endswith("。")


def test_the_same_role_in_the_same_place_is_given_once(house):
    key = house.person("zhou.min")
    draft = GrantDraft(Role.RECEPTIONIST, NORTH)
    first = house.do(grant_role, key, draft)
    assert house.do(grant_role, key, draft) == first
    assert house.do(grant_role, key, GrantDraft(Role.RECEPTIONIST, SOUTH)) != first
    house.do(end_grant, first)
    assert house.do(grant_role, key, draft) != first


def test_a_role_within_the_term_of_another_is_the_other(house, clock):
    key = house.person("zhou.min")
    long = house.do(grant_role, key, GrantDraft(Role.LEADER, NORTH, until=clock.now() + 9 * HOUR))
    short = GrantDraft(Role.LEADER, NORTH, until=clock.now() + HOUR)
    longer = GrantDraft(Role.LEADER, NORTH, until=clock.now() + 10 * HOUR)
    assert house.do(grant_role, key, short) == long
    assert house.do(grant_role, key, longer) != long


@pytest.mark.parametrize(("since", "until"), [(2, 1), (1, 1), (-2, -1), (None, 0)])
def test_a_term_ends_after_it_begins_and_after_now(house, clock, since, until):
    key = house.person("zhou.min")
    draft = GrantDraft(
        Role.LEADER,
        NORTH,
        since=clock.now() + since * HOUR if since is not None else None,
        until=clock.now() + until * HOUR,
    )
    with pytest.raises(TermWrong):
        house.do(grant_role, key, draft)


def test_an_ended_role_is_gone_at_once_and_ending_twice_changes_nothing(house, clock):
    key = house.person("zhou.min", GrantDraft(Role.LEADER, NORTH))
    (grant,) = card(house, key).grants
    house.do(end_grant, grant.id)
    ended = clock.now()
    assert not house.actor(key).may(Right.READ_FIGURES)
    clock.advance(HOUR)
    house.do(end_grant, grant.id)
    with house.database.reading() as session:
        assert session.get(RoleGrant, grant.id).until == ended


def test_a_role_ended_before_it_began_never_begins(house, clock):
    draft = GrantDraft(Role.LEADER, NORTH, since=clock.now() + HOUR)
    key = house.person("zhou.min", draft)
    (grant,) = card(house, key).grants
    house.do(end_grant, grant.id)
    clock.advance(2 * HOUR)
    assert not house.actor(key).may(Right.READ_FIGURES)


def test_a_role_that_is_not_there_cannot_end(house):
    with pytest.raises(NotFound):
        house.do(end_grant, uuid4())


# The last administrator


def test_the_last_administrator_cannot_be_lost_in_any_way(house, administrator):
    key = administrator.person_id
    (grant,) = card(house, key).grants
    for action, subject in (
        (lock_person, key),
        (deactivate_person, key),
        (end_grant, grant.id),
    ):
        with pytest.raises(LastAdministrator):
            house.do(action, subject, actor=administrator)
    assert house.actor(key).may(Right.MANAGE_ACCOUNTS)


def test_with_another_one_there_an_administrator_may_go(house, administrator):
    unit = home_of(house, administrator)
    house.person("second", GrantDraft(Role.ADMINISTRATOR, NORTH), unit_id=unit)
    house.do(deactivate_person, administrator.person_id, actor=administrator)
    with pytest.raises(AccountInactive):
        house.actor(administrator.person_id)


@pytest.mark.parametrize("state", ["inactive", "locked", "expiring", "later", "elsewhere", "firm"])
def test_who_could_not_take_over_does_not_count(house, administrator, clock, state):
    unit = home_of(house, administrator)
    term = {
        "expiring": {"until": clock.now() + HOUR},
        "later": {"since": clock.now() + HOUR},
        "firm": {"unit_id": unit},
    }.get(state, {})
    region = SOUTH if state == "elsewhere" else NORTH
    second = house.person("second", GrantDraft(Role.ADMINISTRATOR, region, **term), unit_id=unit)
    if state in ("inactive", "locked"):
        third = house.person("third", GrantDraft(Role.ADMINISTRATOR, DISTRICT))
        house.do(deactivate_person if state == "inactive" else lock_person, second)
        with house.database.writing(CONSOLE) as uow:
            uow.session.execute(sa.delete(RoleGrant).where(RoleGrant.person_id == third))
    with pytest.raises(LastAdministrator):
        house.do(lock_person, administrator.person_id, actor=administrator)


def test_an_administrator_of_the_district_stands_in_for_one_of_a_street_not_the_other_way(
    house, administrator
):
    district = house.person("district", GrantDraft(Role.ADMINISTRATOR, DISTRICT))
    with pytest.raises(LastAdministrator):
        house.do(lock_person, district)
    house.do(lock_person, administrator.person_id)


def test_two_administrators_cannot_end_each_other_at_once(house, administrator):
    unit = home_of(house, administrator)
    second = house.actor(
        house.person("second", GrantDraft(Role.ADMINISTRATOR, NORTH), unit_id=unit)
    )

    def end(pair) -> str:
        actor, other = pair
        try:
            house.do(deactivate_person, other.person_id, actor=actor)
        except AppError as refused:
            return type(refused).__name__
        return "done"

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(end, [(administrator, second), (second, administrator)]))
    assert outcomes.count("done") == 1
    with house.database.reading() as session:
        active = sa.select(sa.func.count()).where(Person.is_active)
        assert session.scalar(active) == 1


# Deputies


@pytest.fixture
def director(house, administrator):
    return house.actor(
        house.person(
            "director", GrantDraft(Role.DIRECTOR, NORTH), unit_id=home_of(house, administrator)
        )
    )


@pytest.fixture
def colleague(house, administrator):
    return house.actor(
        house.person(
            "colleague", GrantDraft(Role.LEADER, NORTH), unit_id=home_of(house, administrator)
        )
    )


def test_a_deputy_has_all_rights_of_the_other_for_that_time(house, director, colleague, clock):
    draft = DeputyDraft(
        colleague.person_id, clock.now() + 3 * HOUR, since=clock.now() + HOUR, note="出差"
    )
    house.do(set_deputy, director.person_id, draft, actor=director)
    assert not house.actor(colleague.person_id).may(Right.APPROVE)
    clock.advance(HOUR)
    actor = house.actor(colleague.person_id)
    assert actor.may_in(Right.APPROVE, NORTH + "001")
    assert {grant.deputy_for for grant in actor.grants} == {None, director.person_id}
    clock.advance(2 * HOUR)
    assert not house.actor(colleague.person_id).may(Right.APPROVE)


def test_a_deputy_of_a_deputy_gets_nothing_of_the_first(house, director, colleague, clock):
    third = house.person("third")
    until = clock.now() + HOUR
    house.do(set_deputy, director.person_id, DeputyDraft(colleague.person_id, until))
    house.do(set_deputy, colleague.person_id, DeputyDraft(third, until))
    actor = house.actor(third)
    assert actor.may(Right.READ_FIGURES)
    assert not actor.may(Right.APPROVE)


def test_who_was_sent_away_leaves_nothing_to_a_deputy(house, director, colleague, clock):
    until = clock.now() + HOUR
    house.do(set_deputy, director.person_id, DeputyDraft(colleague.person_id, until))
    house.do(deactivate_person, director.person_id)
    assert not house.actor(colleague.person_id).may(Right.APPROVE)


def test_an_administrator_may_name_a_deputy_but_never_themself(
    house, administrator, director, colleague, clock
):
    until = clock.now() + HOUR
    mine = DeputyDraft(administrator.person_id, until)
    with pytest.raises(OwnPersonalData):
        house.do(set_deputy, director.person_id, mine, actor=administrator)
    house.do(set_deputy, colleague.person_id, mine, actor=administrator)
    other = DeputyDraft(colleague.person_id, until)
    assert house.do(set_deputy, director.person_id, other, actor=administrator)


def test_nobody_names_deputies_for_others(house, director, colleague, clock):
    draft = DeputyDraft(colleague.person_id, clock.now() + HOUR)
    with pytest.raises(NotAllowed):
        house.do(set_deputy, director.person_id, draft, actor=colleague)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"deputy_id": "self"}, DeputyIsSelf),
        ({"deputy_id": "nobody"}, NotFound),
        ({"deputy_id": "gone"}, NotFound),
        ({"until": -1}, TermWrong),
        ({"note": "长" * 201}, TextTooLong),
    ],
)
def test_a_deputy_that_cannot_be_is_refused(
    house, director, colleague, clock, given, refusal: type[AppError]
):
    gone = house.person("gone")
    house.do(deactivate_person, gone)
    who = {"self": director.person_id, "nobody": uuid4(), "gone": gone}
    draft = DeputyDraft(
        who.get(given.get("deputy_id"), colleague.person_id),
        clock.now() + given.get("until", 1) * HOUR,
        note=given.get("note", ""),
    )
    with pytest.raises(refusal) as refused:
        house.do(set_deputy, director.person_id, draft, actor=director)
    assert sentence(refused.value).endswith("。")


@pytest.mark.parametrize("by", ["director", "colleague", "administrator"])
def test_either_of_the_two_ends_it_and_who_manages_them(
    house, director, colleague, administrator, clock, by
):
    draft = DeputyDraft(colleague.person_id, clock.now() + HOUR)
    row = house.do(set_deputy, director.person_id, draft, actor=director)
    actors = {"director": director, "colleague": colleague, "administrator": administrator}
    house.do(end_deputy, row, actor=actors[by])
    assert not house.actor(colleague.person_id).may(Right.APPROVE)
    ended = clock.now()
    clock.advance(HOUR / 2)
    house.do(end_deputy, row, actor=actors[by])
    with house.database.reading() as session:
        assert session.get(Deputy, row).until == ended


def test_others_cannot_end_it(house, director, colleague, clock):
    draft = DeputyDraft(colleague.person_id, clock.now() + HOUR)
    row = house.do(set_deputy, director.person_id, draft, actor=director)
    stranger = house.actor(house.person("stranger", GrantDraft(Role.DIRECTOR, NORTH)))
    with pytest.raises(NotAllowed):
        house.do(end_deputy, row, actor=stranger)
    with pytest.raises(NotFound):
        house.do(end_deputy, uuid4(), actor=director)


def test_both_people_have_it_in_their_journal(house, director, colleague, clock):
    draft = DeputyDraft(colleague.person_id, clock.now() + HOUR)
    house.do(set_deputy, director.person_id, draft, actor=director)
    with house.database.reading() as session:
        rows = session.execute(
            sa.select(JournalEntry.action, JournalEntry.subject).where(
                JournalEntry.action.startswith("accounts.set_deputy")
            )
        ).all()
    assert set(map(tuple, rows)) == {
        ("accounts.set_deputy", str(director.person_id)),
        ("accounts.set_deputy_for", str(colleague.person_id)),
    }


# Units


def test_a_unit_is_created_and_changed(house, administrator):
    draft = UnitDraft("市政所", UnitKind.DEPARTMENT, NORTH, code=" SZ01 ", phone="12319")
    key = house.do(create_unit, draft, actor=administrator)
    row = house.ask(unit_row, key)
    assert (row.name, row.code, row.phone, row.has_desk) == ("市政所", "SZ01", "12319", True)
    changed = UnitDraft("市政养护所", UnitKind.DEPARTMENT, NORTH, has_desk=False, is_active=False)
    house.do(update_unit, key, changed, row.version, actor=administrator)
    row = house.ask(unit_row, key)
    assert (row.name, row.code, row.has_desk, row.is_active) == ("市政养护所", "", False, False)
    facts = last_entry(house).facts
    assert (facts["old"]["name"], facts["new"]["name"]) == ("市政所", "市政养护所")


def test_a_unit_seen_before_somebody_changed_it_is_a_conflict(house):
    key = house.unit("市政所")
    draft = UnitDraft("市政所", UnitKind.DEPARTMENT, NORTH, phone="1")
    house.do(update_unit, key, draft, house.ask(unit_row, key).version)
    with pytest.raises(Conflict):
        house.do(update_unit, key, draft, 1)


def test_a_unit_code_is_given_once_and_none_as_often_as_wanted(house):
    house.unit("甲", code="A1")
    house.unit("乙")
    house.unit("丙")
    with pytest.raises(UnitCodeTaken) as refused:
        house.unit("丁", code="A1")
    assert "A1" in sentence(refused.value)


def test_a_unit_of_another_street_is_not_found_and_none_is_moved_there(house, administrator, south):
    draft = UnitDraft("新", UnitKind.DEPARTMENT, SOUTH)
    with pytest.raises(NotFound):
        house.do(update_unit, south, draft, 1, actor=administrator)
    with pytest.raises(BeyondReach):
        house.do(create_unit, draft, actor=administrator)
    mine = house.unit("北街办")
    with pytest.raises(BeyondReach):
        house.do(update_unit, mine, draft, 1, actor=administrator)


def test_a_unit_never_stands_below_itself(house):
    top = house.unit("上")
    middle = house.unit("中", parent_id=top)
    bottom = house.unit("下", parent_id=middle)
    draft = UnitDraft("上", UnitKind.DEPARTMENT, NORTH, parent_id=bottom)
    with pytest.raises(UnitUnderItself):
        house.do(update_unit, top, draft, 1)
    with pytest.raises(NotFound):
        house.unit("无", parent_id=uuid4())


def test_a_unit_that_is_not_there_cannot_change(house):
    with pytest.raises(NotFound):
        house.do(update_unit, uuid4(), UnitDraft("无", UnitKind.DEPARTMENT, NORTH), 1)


def test_a_moved_unit_is_news_in_both_regions(house, south):
    news = []
    house.database.subscribe(news.extend)
    house.do(update_unit, south, UnitDraft("南街办", UnitKind.DEPARTMENT, NORTH), 1)
    assert {change.region for change in news} == {NORTH, SOUTH}
