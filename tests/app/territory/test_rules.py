from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.words import label, sentence
from app.territory import rules
from app.territory.rules import CommunityKind, PostRole, Tier, WorkerKind

DIGITS = st.text("0123456789", min_size=14, max_size=14)
CODES = st.builds(
    lambda first, rest, length: (first + rest)[:length],
    st.sampled_from("123456789"),
    DIGITS,
    st.sampled_from([2, 4, 6, 9, 12, 15]),
)


@pytest.mark.parametrize(
    ("code", "tier"),
    [
        ("14", Tier.PROVINCE),
        ("1402", Tier.CITY),
        ("140213", Tier.COUNTY),
        ("140213054", Tier.STREET),
        ("140213054001", Tier.COMMUNITY),
        ("140213054001007", Tier.GRID),
    ],
)
def test_the_length_of_a_code_tells_its_tier(code, tier):
    assert rules.tier_of(code) is tier


@pytest.mark.parametrize("code", ["", "1", "140", "14021305400", "0402", "14o2", "１４０２", "14 "])
def test_a_code_of_another_form_is_refused_with_a_sentence(code):
    with pytest.raises(rules.BadCode) as refusal:
        rules.tier_of(code)

    assert f"“{code}”" in sentence(refusal.value)


@given(CODES)
def test_the_parent_of_a_code_is_its_beginning_one_tier_up(code):
    parent = rules.parent_of(code)

    if parent is None:
        assert rules.tier_of(code) is Tier.PROVINCE
    else:
        tiers = list(Tier)
        assert code.startswith(parent)
        assert tiers.index(rules.tier_of(parent)) == tiers.index(rules.tier_of(code)) - 1


@given(CODES)
def test_ancestors_lead_from_the_province_to_the_parent(code):
    path = rules.ancestors_of(code)

    assert [rules.tier_of(step) for step in path] == list(Tier)[: len(path)]
    assert (path[-1] if path else None) == rules.parent_of(code)


@given(CODES, CODES)
def test_a_scope_reaches_exactly_the_codes_that_begin_with_it(scope, code):
    assert rules.is_within(code, [scope]) == (code[: len(scope)] == scope)
    assert rules.is_within(code, [""])
    assert not rules.is_within(code, [])


@given(CODES, CODES)
def test_nearness_counts_the_tiers_two_codes_share(code, other):
    shared = rules.shared_tiers(code, other)

    assert shared == rules.shared_tiers(other, code)
    assert rules.shared_tiers(code, code) == list(Tier).index(rules.tier_of(code)) + 1
    assert shared <= rules.shared_tiers(code, code)


def test_a_row_whose_parent_is_not_what_its_code_says_is_refused():
    rules.check_parent("140213054", "140213")
    rules.check_parent("14", "")

    with pytest.raises(rules.WrongParent):
        rules.check_parent("140213054", "1402")
    with pytest.raises(rules.WrongParent):
        rules.check_parent("140213054", None)


@pytest.mark.parametrize(
    ("official", "spoken", "kind"),
    [
        ("桥北社区居民委员会", "桥北社区", CommunityKind.RESIDENTS_COMMITTEE),
        ("新泉村村民委员会", "新泉村", CommunityKind.VILLAGE_COMMITTEE),
        ("振华居民委员会", "振华社区", CommunityKind.RESIDENTS_COMMITTEE),
        ("居民委员会", "居民委员会", CommunityKind.RESIDENTS_COMMITTEE),
        ("开发区生活区", "开发区生活区", None),
    ],
)
def test_a_community_is_called_by_its_short_name(official, spoken, kind):
    assert rules.short_name(official) == spoken
    assert rules.community_kind("140213054001", official) is kind
    assert rules.community_kind("140213054", official) is None


def test_a_new_grid_follows_the_highest_number_ever_used():
    taken = ["140213054001001", "140213054001007", "140213054002044"]

    assert rules.next_grid_code("140213054001", taken) == "140213054001008"
    assert rules.next_grid_code("140213054003", taken) == "140213054003001"


def test_a_community_has_room_for_999_grids():
    with pytest.raises(rules.BadCode):
        rules.next_grid_code("140213054001", ["140213054001999"])
    with pytest.raises(rules.WrongTier) as refusal:
        rules.next_grid_code("140213054", [])

    assert "社区（村）" in sentence(refusal.value)


def test_only_grid_workers_are_full_time_professional_or_part_time():
    rules.check_worker_kind(PostRole.WORKER, WorkerKind.FULL_TIME)
    rules.check_worker_kind(PostRole.HEAD, None)

    with pytest.raises(rules.WorkerKindWanted):
        rules.check_worker_kind(PostRole.WORKER, None)
    with pytest.raises(rules.WorkerKindWanted):
        rules.check_worker_kind(PostRole.HEAD, WorkerKind.PART_TIME)


@pytest.mark.parametrize("phone", ["13900000000", "0352-2000000", "2000000-12", "110", "", " 110 "])
def test_duty_phones_are_mobiles_landlines_and_short_numbers(phone):
    assert rules.checked_phone(phone) == phone.strip()


@pytest.mark.parametrize("phone", ["1390000000", "139000000000", "打给我", "１１０", "12"])
def test_what_is_no_phone_number_is_refused_without_repeating_it(phone):
    with pytest.raises(rules.BadPhone) as refusal:
        rules.checked_phone(phone)

    assert phone not in sentence(refusal.value)


def test_a_post_may_last_one_day_but_not_end_before_it_begins():
    day = date(2026, 11, 22)
    rules.check_term(day, day)
    rules.check_term(day, None)

    with pytest.raises(rules.BadTerm):
        rules.check_term(day, date(2026, 11, 21))


@pytest.mark.parametrize("name", ["", "  ", "名" * 65])
def test_a_name_has_one_to_64_characters(name):
    with pytest.raises(rules.BadName):
        rules.checked_name(name)


def test_a_name_loses_its_outer_spaces():
    assert rules.checked_name(" 振华街道　") == "振华街道"
    assert rules.checked_name("振\x00华\ud83d") == "振华"


@pytest.mark.parametrize(
    "kind",
    [
        Tier,
        CommunityKind,
        PostRole,
        WorkerKind,
        rules.GridKind,
        rules.PlaceKind,
        rules.PlaceSource,
        rules.LineKind,
    ],
)
def test_every_kind_has_a_word_on_the_screen(kind):
    words = [label(member) for member in kind]

    assert len(set(words)) == len(kind)
