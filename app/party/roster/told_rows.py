"""What a row of a spreadsheet tells of a member: taken apart, checked, doubts told; pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from app.cases.personal import clean_phone
from app.core.errors import AppError
from app.core.text import one_line
from app.party.roster.days import FOUNDED, Precision, ToldDay, told_day
from app.party.roster.heads import RosterField, SheetHead
from app.party.roster.numbers import ToldNumber, told_number
from app.party.rules import PERSON_MOST, WORDS_MOST, WORKPLACE_MOST, Sex, Standing, words_of

ADDRESS_MOST = 200
OF_AGE = 18
"""Years at which somebody may join at the earliest."""


class RosterNameMissing(AppError):
    """A row without a name."""

    code = "roster.name_missing"


class RosterNotAMember(AppError):
    """An applicant, activist or somebody being developed is no member yet."""

    code = "roster.not_a_member"


class RosterOrganisationMissing(AppError):
    """A row names no organisation, and none stands above it or was chosen for the sheet."""

    code = "roster.organisation_missing"


class Doubt(StrEnum):
    """What is told of a row that lands all the same; `label` gives the sentence."""

    JOINED_TENTH = "joined_tenth"  # 1985.1 may have been 1985.10
    BIRTH_UNLIKE = "birth_unlike"  # the number says another day of birth
    SEX_UNLIKE = "sex_unlike"
    JOINED_EARLY = "joined_early"  # before coming of age
    PHONE_WRONG = "phone_wrong"
    BIRTH_WRONG = "birth_wrong"
    SECOND_UNKNOWN = "second_unknown"
    GROUP_UNKNOWN = "group_unknown"
    GRID_UNKNOWN = "grid_unknown"
    NO_NUMBER = "no_number"
    STANDING_UNKNOWN = "standing_unknown"
    CUT = "cut"  # a text longer than the field
    ELSEWHERE = "elsewhere"  # the roster has them in another organisation
    PERSONAL_KEPT = "personal_kept"  # another phone or address stands there already


@dataclass(frozen=True, slots=True)
class Note:
    """A doubt, and the column it is about as the sheet heads it."""

    column: str
    doubt: Doubt


@dataclass(frozen=True, slots=True)
class ToldMember:
    """What a row tells; personal values are not shown by `repr`.

    Attributes:
        line: Row of the sheet, from 1.
        organisation: As the row names it, or a title above it; "" where nothing does.
        standing: None where the row does not say.
    """

    line: int
    name: str
    organisation: str = ""
    group: str = ""
    grid: str = ""
    second: str = ""
    sex: Sex | None = None
    joined: ToldDay | None = None
    standing: Standing | None = None
    workplace: str = ""
    skills: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    number: ToldNumber | None = field(default=None, repr=False)
    phone: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    notes: tuple[Note, ...] = ()

    def noting(self, column: str, doubt: Doubt) -> "ToldMember":
        """Return the same with one doubt more."""
        return replace(self, notes=(*self.notes, Note(column, doubt)))


class RowWrong(Exception):
    """A row that cannot land."""

    def __init__(self, column: str, error: AppError) -> None:
        super().__init__(column)
        self.column = column
        self.error = error


class RowReader:
    """Takes rows of a sheet apart by its header."""

    def __init__(self, head: SheetHead, *, today: date) -> None:
        self._today = today
        self._titles: dict[RosterField, str] = {}
        self._places: dict[RosterField, int] = {}
        for at, column in enumerate(head.columns):
            if column.field is not None:
                self._places[column.field] = at
                self._titles[column.field] = column.title

    def told(self, line: int, cells: Sequence[str], *, organisation: str = "") -> ToldMember:
        """Return what a row tells.

        Args:
            line: Row of the sheet, from 1.
            cells: Cleaned of outer blanks.
            organisation: That of the title above, for rows that name none.

        Raises:
            RowWrong: It cannot land; carries why.
        """
        taken = _Taken(line, self._titles, self._today)
        values = {where: self._cell(cells, where) for where in RosterField}
        return taken.member(values, organisation)

    def name(self, cells: Sequence[str]) -> str:
        """Return the name that stands in a row, also in one that cannot land."""
        return one_line(self._cell(cells, RosterField.NAME))[:PERSON_MOST]

    def _cell(self, cells: Sequence[str], where: RosterField) -> str:
        at = self._places.get(where)
        return cells[at] if at is not None and at < len(cells) else ""


class _Taken:
    """One row while it is taken apart."""

    def __init__(self, line: int, titles: Mapping[RosterField, str], today: date) -> None:
        self._line = line
        self._titles = titles
        self._today = today
        self._notes: list[Note] = []

    def member(self, values: Mapping[RosterField, str], above: str) -> ToldMember:
        name = one_line(values[RosterField.NAME])
        if re.fullmatch(r"[\u4e00-\u9fff](\s[\u4e00-\u9fff])+", name):  # 叶 平: spread to look even
            name = name.replace(" ", "")
        if not name:
            raise self._wrong(RosterField.NAME, RosterNameMissing())
        standing = self._standing(values[RosterField.STANDING])
        number = self._number(values[RosterField.DOCUMENT])
        joined = self._joined(values[RosterField.JOINED])
        born = self._born(values[RosterField.BIRTH], number)
        self._check_age(joined, born)
        return ToldMember(
            line=self._line,
            name=self._cut(RosterField.NAME, name, PERSON_MOST),
            organisation=one_line(values[RosterField.ORGANISATION]) or above,
            group=one_line(values[RosterField.GROUP]),
            grid=one_line(values[RosterField.GRID]),
            second=_meant(one_line(values[RosterField.SECOND])),
            sex=self._sex(values[RosterField.GENDER], number),
            joined=joined,
            standing=standing,
            workplace=self._cut(
                RosterField.WORKPLACE, one_line(values[RosterField.WORKPLACE]), WORKPLACE_MOST
            ),
            skills=self._words(RosterField.SKILLS, values[RosterField.SKILLS]),
            tags=self._words(RosterField.TAGS, values[RosterField.TAGS]),
            number=number,
            phone=self._phone(values[RosterField.PHONE]),
            address=self._cut(
                RosterField.ADDRESS, one_line(values[RosterField.ADDRESS]), ADDRESS_MOST
            ),
            notes=tuple(self._notes),
        )

    def _standing(self, text: str) -> Standing | None:
        plain = one_line(text).replace(" ", "")
        if not plain:
            return None
        if any(word in plain for word in ("积极分子", "发展对象", "申请人", "群众", "非党员")):
            raise self._wrong(RosterField.STANDING, RosterNotAMember())
        if "预备" in plain and "正式" not in plain:
            return Standing.PROBATIONARY
        if "正式" not in plain and not plain.startswith(("中共党员", "党员")):
            self._note(RosterField.STANDING, Doubt.STANDING_UNKNOWN)
        return Standing.FULL

    def _number(self, text: str) -> ToldNumber | None:
        try:
            number = told_number(_meant(text), today=self._today)
        except AppError as error:
            raise self._wrong(RosterField.DOCUMENT, error) from error
        if number is None and RosterField.DOCUMENT in self._titles:
            self._note(RosterField.DOCUMENT, Doubt.NO_NUMBER)
        return number

    def _joined(self, text: str) -> ToldDay | None:
        try:
            joined = told_day(text, today=self._today, earliest=FOUNDED)
        except AppError as error:
            raise self._wrong(RosterField.JOINED, error) from error
        if joined is not None and joined.is_doubtful:
            self._note(RosterField.JOINED, Doubt.JOINED_TENTH)
        return joined

    def _born(self, text: str, number: ToldNumber | None) -> ToldDay | None:
        """Return the day of birth, which is only checked: what is kept stands in the number."""
        try:
            born = told_day(text, today=self._today)
        except AppError:
            self._note(RosterField.BIRTH, Doubt.BIRTH_WRONG)
            born = None
        if number is None or number.born is None:
            return born
        if born is not None and not _agree(born, number.born):
            self._note(RosterField.BIRTH, Doubt.BIRTH_UNLIKE)
        return ToldDay(number.born, Precision.DAY)

    def _check_age(self, joined: ToldDay | None, born: ToldDay | None) -> None:
        if joined is not None and born is not None:
            years = joined.first.year - born.first.year
            if years < OF_AGE:
                self._note(RosterField.JOINED, Doubt.JOINED_EARLY)

    def _sex(self, text: str, number: ToldNumber | None) -> Sex | None:
        plain = one_line(text)
        said = {"男": Sex.MALE, "女": Sex.FEMALE}.get(plain[:1])
        if number is None or number.is_woman is None:
            return said
        by_number = Sex.FEMALE if number.is_woman else Sex.MALE
        if said is not None and said is not by_number:
            self._note(RosterField.GENDER, Doubt.SEX_UNLIKE)
        return said or by_number

    def _phone(self, text: str) -> str:
        first = re.split(r"[、,，;；/]|\s{1,}(?=1[3-9])", _meant(text))[0]
        try:
            return clean_phone(re.sub(r"\.0+$", "", first))
        except AppError:
            self._note(RosterField.PHONE, Doubt.PHONE_WRONG)
            return ""

    def _words(self, where: RosterField, text: str) -> tuple[str, ...]:
        found: list[str] = []
        for word in words_of(one_line(_meant(text))):
            if len("、".join((*found, word))) > WORDS_MOST:
                self._note(where, Doubt.CUT)
                break
            found.append(word)
        return tuple(found)

    def _cut(self, where: RosterField, text: str, most: int) -> str:
        if len(text) > most:
            self._note(where, Doubt.CUT)
        return text[:most]

    def _note(self, where: RosterField, doubt: Doubt) -> None:
        self._notes.append(Note(self._titles.get(where, ""), doubt))

    def _wrong(self, where: RosterField, error: AppError) -> RowWrong:
        return RowWrong(self._titles.get(where, ""), error)


def _meant(text: str) -> str:
    """Return a text, "" for what people write where they have nothing to write."""
    return "" if text.strip() in ("无", "-", "—", "——", "/", "暂无", "否", "没有") else text


def _agree(told: ToldDay, day: date) -> bool:
    if told.first.year != day.year:
        return False
    if told.precision is Precision.YEAR:
        return True
    return told.first.month == day.month and (
        told.precision is Precision.MONTH or told.first.day == day.day
    )
