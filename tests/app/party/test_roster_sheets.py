"""Spreadsheets as branches keep them: titles, merged headings, dates and numbers of every kind."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cases.personal import DocumentCheck, DocumentDigits, DocumentKind
from app.party.roster.alike import Choice, Known, Same, Sameness, Told, choices_for
from app.party.roster.days import FOUNDED, DayAhead, DayTooEarly, NotADay, Precision, told_day
from app.party.roster.heads import NoHeader, RosterField, field_of, sheet_head
from app.party.roster.numbers import (
    NumberBirth,
    NumberOld,
    NumberPlace,
    NumberSpoilt,
    NumberUnknown,
    masked_number,
    told_number,
)
from app.party.roster.sheet import WrongRow, read_sheet
from app.party.roster.told_rows import Doubt, RosterNameMissing, RosterNotAMember, ToldMember
from app.party.rules import Sex, Standing
from tests.factories.rosters import card, in_rows

TODAY = date(2026, 11, 24)
DAY, MONTH, YEAR = Precision.DAY, Precision.MONTH, Precision.YEAR


@pytest.mark.parametrize(
    ("text", "first", "precision"),
    [
        ("1985-06-01", date(1985, 6, 1), DAY),
        ("1985/6/1", date(1985, 6, 1), DAY),
        ("1985.6", date(1985, 6, 1), MONTH),
        ("1985.06", date(1985, 6, 1), MONTH),
        ("85年6月", date(1985, 6, 1), MONTH),
        ("05年6月", date(2005, 6, 1), MONTH),
        ("1985 年 6 月 1 日", date(1985, 6, 1), DAY),
        ("１９８５．６", date(1985, 6, 1), MONTH),
        ("19850601", date(1985, 6, 1), DAY),
        ("198506", date(1985, 6, 1), MONTH),
        ("1985", date(1985, 1, 1), YEAR),
        ("31199", date(1985, 6, 1), DAY),
        ("1985-06-01 00:00:00", date(1985, 6, 1), DAY),
        ("Jun-85", date(1985, 6, 1), MONTH),
        ("一九八五年十一月二十三日", date(1985, 11, 23), DAY),
        ("八五年十月", date(1985, 10, 1), MONTH),
    ],
)
def test_a_date_is_read_however_it_is_written_and_as_far_as_it_is_known(text, first, precision):
    told = told_day(text, today=TODAY)

    assert (told.first, told.precision) == (first, precision)


def test_what_is_no_date_or_cannot_be_is_refused():
    for text in ("1985.13", "1985-02-30", "去年", "6月", "1985.6.7.8"):
        with pytest.raises(NotADay):
            told_day(text, today=TODAY)
    with pytest.raises(DayAhead):
        told_day("2027.1", today=TODAY)
    with pytest.raises(DayTooEarly):
        told_day("1919.5", today=TODAY, earliest=FOUNDED)
    assert told_day("1921", today=TODAY, earliest=FOUNDED).first == date(1921, 1, 1)
    assert told_day("—", today=TODAY) is told_day(" ", today=TODAY) is None


def test_a_month_that_may_have_lost_a_nought_is_told_as_doubtful():
    assert told_day("1985.1", today=TODAY).is_doubtful
    assert not told_day("1985.10", today=TODAY).is_doubtful
    assert not told_day("1985.01", today=TODAY).is_doubtful


@given(st.dates(date(1921, 7, 1), TODAY))
def test_every_day_is_read_back_from_each_way_it_is_written(day):
    serial = (day - date(1899, 12, 30)) // timedelta(days=1)
    forms = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d", "%Y-%m-%d 00:00:00"]
    ways = [f"{day:{form}}" for form in forms] + [f"{day.year}.{day.month}.{day.day}", str(serial)]

    assert {told_day(way, today=TODAY).first for way in ways} == {day}


@given(st.dates(date(1910, 1, 1), date(2008, 1, 1)), st.integers(0, 999))
def test_a_card_number_with_one_digit_wrong_is_always_refused(born, order):
    number = card(born, order)
    told = told_number(f" {number.lower()} ", today=TODAY)
    assert (told.number, told.born, told.is_woman) == (number, born, order % 2 == 0)

    for at in (0, 5, 12, 16):
        wrong = str((int(number[at]) + 1) % 10)
        with pytest.raises((DocumentCheck, NumberSpoilt)):
            told_number(number[:at] + wrong + number[at + 1 :], today=TODAY)


def test_other_lawful_documents_are_taken_and_what_is_none_is_refused():
    kinds = {
        "H12345678": DocumentKind.HONGKONG_MACAO_PERMIT,
        "12345678": DocumentKind.TAIWAN_PERMIT,
        "E12345678": DocumentKind.PASSPORT,
    }
    assert {text: told_number(text, today=TODAY).kind for text in kinds} == kinds
    assert told_number("", today=TODAY) is None
    refused = {
        "140202850601123": NumberOld,
        "1.40202E+17": NumberSpoilt,
        "140202198506011000": NumberSpoilt,
        "14020219850601123": DocumentDigits,
        "身份证": NumberUnknown,
        card(date(1985, 6, 1), 123, place="990202"): NumberPlace,
        card(date(2030, 6, 1), 123): NumberBirth,
    }
    for text, error in refused.items():
        with pytest.raises(error):
            told_number(text, today=TODAY)


def test_a_number_is_shown_masked_and_never_by_what_is_logged():
    number = card(date(1985, 6, 1), 123)

    assert masked_number(number) == f"140{'*' * 11}{number[-2:]}"
    assert number not in repr(told_number(number, today=TODAY))


MERGED = [
    ["柳溪街道党员花名册", "", "", "", "", ""],
    ["填报单位：柳溪街道", "", "", "", "2026年11月", ""],
    ["序号", "基本情况", "", "", "党内情况", "联系方式"],
    ["", "姓 名", "性别", "身份证号码（必填）", "入党\n时间", "电话"],
    ["1", "叶建平", "男", "", "1998.7", ""],
]


def test_the_header_is_found_below_titles_and_under_merged_headings():
    head = sheet_head(MERGED)

    assert (head.after, head.place_of(RosterField.NAME)) == (4, 1)
    assert [column.field for column in head.columns[1:]] == [
        RosterField.NAME,
        RosterField.GENDER,
        RosterField.DOCUMENT,
        RosterField.JOINED,
        RosterField.PHONE,
    ]


def test_headings_that_stand_in_two_rows_are_read_together():
    head = sheet_head(
        [["序号", "姓名", "入党", "转正"], ["", "", "时间", "时间"], ["1", "甲", "", ""]]
    )

    assert [column.title for column in head.columns] == ["序号", "姓名", "入党·时间", "转正·时间"]
    assert head.columns[2].field is RosterField.JOINED
    assert head.columns[3].field is RosterField.REGULAR


def test_a_sheet_without_a_header_is_refused_and_a_member_is_none():
    with pytest.raises(NoHeader):
        sheet_head([["叶建平", "男", "1998.7"], ["邓秋霞", "女", "2011.6"]])
    assert field_of("党员姓名(必填)") is RosterField.NAME
    assert field_of("序号") is None


def told(rows):
    return list(read_sheet(in_rows(rows), today=TODAY).rows)


def test_rows_belong_to_the_branch_whose_title_stands_above_them():
    head = ["姓名", "入党时间", "工作单位"]
    rows = told(
        [
            ["南塘第一网格党支部党员花名册"],
            head,
            ["叶建平", "1998.7", "居委会"],
            ["合计", "1", ""],
            ["南塘第二网格党支部", "", ""],
            head,
            ["邓 霞", "2011.6", ""],
            ["尹海龙"],
            ["制表人：苏婉", "", ""],
        ]
    )

    assert [(row.line, row.name, row.organisation) for row in rows] == [
        (3, "叶建平", "南塘第一网格党支部"),
        (7, "邓霞", "南塘第二网格党支部"),
        (8, "尹海龙", "南塘第二网格党支部"),
    ]


def test_each_bad_row_is_refused_with_its_line_and_column_and_the_rest_goes_on():
    good, bad = card(date(1985, 6, 1), 123), card(date(1985, 6, 1), 125)[:-1] + "?"
    rows = told(
        [
            ["姓名", "身份证号", "入党时间", "身份"],
            ["叶建平", good, "1998.7", "正式党员"],
            ["邓秋霞", bad, "2011.6", ""],
            ["尹海龙", "", "2019.13", ""],
            ["", good, "", ""],
            ["鲁玉芬", "", "", "入党积极分子"],
            ["蔡晓峰", "", "2025.12", "预备党员"],
        ]
    )

    wrong = {row.line: (row.column, type(row.error)) for row in rows if isinstance(row, WrongRow)}
    assert wrong == {
        3: ("身份证号", NumberUnknown),
        4: ("入党时间", NotADay),
        5: ("姓名", RosterNameMissing),
        6: ("身份", RosterNotAMember),
    }
    kept = [row for row in rows if isinstance(row, ToldMember)]
    assert [(row.name, row.standing) for row in kept] == [
        ("叶建平", Standing.FULL),
        ("蔡晓峰", Standing.PROBATIONARY),
    ]
    assert good not in repr(kept)


def test_what_does_not_agree_is_told_and_lands():
    number = card(date(1985, 6, 1), 123)
    (row,) = told(
        [
            ["姓名", "性别", "出生年月", "证件号码", "入党时间", "电话", "特长"],
            ["叶建平", "女", "1986.6", number, "1999.1", "1381234602", "急救，走访、急救"],
        ]
    )

    assert {note.doubt for note in row.notes} == {
        Doubt.SEX_UNLIKE,
        Doubt.BIRTH_UNLIKE,
        Doubt.JOINED_TENTH,
        Doubt.JOINED_EARLY,
        Doubt.PHONE_WRONG,
    }
    assert (row.sex, row.phone, row.skills) == (Sex.FEMALE, "", ("急救", "走访"))


def test_probable_duplicates_are_told_with_their_reason():
    july = date(1998, 7, 1)
    known = Known(
        [
            Told("a", "叶建平", "key-a", july, organisation="x"),
            Told("b", "邓秋霞", "", july, organisation="x"),
        ]
    )

    def why(**given):
        return known.same_as(Told(1, **given))

    assert why(name="叶建平", number_key="key-a") == Same("a", Sameness.NUMBER)
    assert why(name="叶建萍", number_key="key-a") == Same("a", Sameness.OTHER_NAME)
    assert why(name="邓 秋霞", joined=date(1998, 7, 20), organisation="x") == Same(
        "b", Sameness.MONTH
    )
    assert why(name="叶建平", number_key="key-z", joined=july, organisation="x") == Same(
        "a", Sameness.OTHER_NUMBER
    )
    assert why(name="邓秋霞", joined=july, organisation="y") is None
    assert why(name="邓秋霞", joined=july, month_known=False, organisation="x") is None


def test_a_number_belongs_to_one_person_so_nobody_new_is_offered_for_it():
    assert Choice.NEW not in choices_for(Sameness.OTHER_NAME)
    assert Choice.NEW in choices_for(Sameness.MONTH)
