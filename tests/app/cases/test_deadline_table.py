"""Forty deadlines around the holidays of 2026, worked out with pencil and calendar.

Sources: 国务院办公厅关于2026年部分节假日安排的通知 (国办发明电〔2025〕7号，2025-11-04,
www.gov.cn/zhengce/content/202511/content_7047090.htm; the first test below compares each day with
what the package ``chinesecalendar`` carries) for the days; 民法典
第二百零一条 and 第二百零三条 for counting in days (the day of the start is not counted, the last
day ends with business); the shipped office hours (`default_body`) for the hours:

- winter, 10-01 to 04-30: 09:00-12:00 and 13:30-17:30, seven hours a day;
- summer, 05-01 to 09-30: 09:00-12:00 and 14:30-18:00, six and a half.

An extension in days is counted as if the limit had been longer from the start; a suspension
moves a deadline in days by the office hours it took. 2027 is not published yet, so it is a plain
week in which even New Year's Day counts.
"""

from datetime import date, datetime, timedelta

import pytest

from app.cases.clock import ClockEvent, ClockEventKind, Limit, LimitUnit, deadline
from app.core.calendar import CHINA, WorkCalendar
from app.core.calendar_national import default_body

CALENDAR = WorkCalendar(1, default_body())
URGENT, HOUR, DAY = LimitUnit.EMERGENCY_HOUR, LimitUnit.WORKING_HOUR, LimitUnit.WORKING_DAY
STOP, RESUME, EXTEND = ClockEventKind.STOPPED, ClockEventKind.RESUMED, ClockEventKind.EXTENDED

OFF = [  # both days included
    ("01-01", "01-03"),  # 元旦, Thursday to Saturday
    ("02-15", "02-23"),  # 春节, Sunday to Monday
    ("04-04", "04-06"),  # 清明节, Saturday to Monday
    ("05-01", "05-05"),  # 劳动节, Friday to Tuesday
    ("06-19", "06-21"),  # 端午节, Friday to Sunday
    ("09-25", "09-27"),  # 中秋节, Friday to Sunday
    ("10-01", "10-07"),  # 国庆节, Thursday to Wednesday
]
AT_WORK = ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]  # on a Saturday or Sunday

TABLE = [
    # limit, unit, start, what happened, due ------------------- emergency hours: day and night
    # New Year's Eve of the old calendar, past midnight
    (2, URGENT, "02-16 23:10", [], "02-17 01:10"),
    # from the working Saturday into the holiday, a day and a night
    (24, URGENT, "02-14 18:00", [], "02-15 18:00"),
    # half an hour to sign, in the first hour of the National Day
    (0.5, URGENT, "10-01 00:45", [], "10-01 01:15"),
    # 20:00 to 02:00 are 6 of 12; 6 more from Wednesday 09:00
    (12, URGENT, "02-20 20:00", [("02-21 02:00", STOP), ("02-25 09:00", RESUME)], "02-25 15:00"),
    # 6 and 4 are 10, from 08:00, through lunch and a holiday
    (6, URGENT, "05-01 08:00", [("05-01 10:00", EXTEND, 4)], "05-01 18:00"),
    # 1:30 used; 4 and 2 are 6, so 4:30 are left at 06:00
    (
        4,
        URGENT,
        "10-03 21:00",
        [("10-03 22:30", STOP), ("10-04 09:00", EXTEND, 2), ("10-05 06:00", RESUME)],
        "10-05 10:30",
    ),
    # half an hour on each side of the turn of the year
    (1, URGENT, "12-31 23:30", [], "2027-01-01 00:30"),
    # ------------------------------------------------------------ half an hour to sign
    # 10 minutes on Friday, 20 on the working Saturday
    (0.5, HOUR, "02-13 17:20", [], "02-14 09:20"),
    # 15 minutes on the working Saturday, 15 after nine days off, on a Tuesday
    (0.5, HOUR, "02-14 17:15", [], "02-24 09:15"),
    # 10 minutes before lunch in winter hours, 20 after 13:30
    (0.5, HOUR, "04-30 11:50", [], "04-30 13:50"),
    # 15 minutes before 18:00 on Thursday, 15 on Monday after Mid-autumn
    (0.5, HOUR, "09-24 17:45", [], "09-28 09:15"),
    # ------------------------------------------------------------ working hours
    # 1 h before lunch, 1 h from 14:30: summer
    (2, HOUR, "09-23 11:00", [], "09-23 15:30"),
    # begun in the lunch break: from 13:30, winter
    (2, HOUR, "10-09 12:15", [], "10-09 15:30"),
    # begun late on Thursday evening: Friday 09:00 to 11:00
    (2, HOUR, "10-08 21:40", [], "10-09 11:00"),
    # begun on a plain Saturday: Monday 09:00 to 11:00
    (2, HOUR, "03-07 10:00", [], "03-09 11:00"),
    # begun on the working Saturday: 1:30 there, Sunday off, 0:30 on Monday
    (2, HOUR, "02-28 16:00", [], "03-02 09:30"),
    # begun on the working Sunday: 3 h there, 2 h on Monday
    (5, HOUR, "09-20 15:00", [], "09-21 11:00"),
    # Friday 3:30, working Saturday 7:00 (10:30), Tuesday after the festival 1:30
    (12, HOUR, "02-13 14:00", [], "02-24 10:30"),
    # winter Thursday 2:30; summer Wednesday 3:00 and, from 14:30, 2:30
    (8, HOUR, "04-30 15:00", [], "05-06 17:00"),
    # Thursday, Friday and the working Saturday 6:30 each (19:30), Monday 0:30
    (20, HOUR, "05-07 09:00", [], "05-11 09:30"),
    # summer afternoon 3:30, winter Thursday 7:00 (10:30), Friday 3:00 and 2:30
    (16, HOUR, "09-30 14:30", [], "10-09 16:00"),
    # begun in the holiday: Thursday 7, Friday 14, working Saturday 21, Monday morning 24
    (24, HOUR, "10-01 12:00", [], "10-12 12:00"),
    # 1:30 used; the working Saturday gives 1:00, Monday 1:30
    (4, HOUR, "02-13 10:00", [("02-13 11:30", STOP), ("02-28 16:30", RESUME)], "03-02 10:30"),
    # 1:00 used before two holidays; the working Saturday gives 2:00 before lunch and 3:00 after
    (6, HOUR, "09-24 16:00", [("09-24 17:00", STOP), ("10-10 10:00", RESUME)], "10-10 16:30"),
    # 1:00 of 3 used; 2 more while it stood: 4 left, 1:00 before lunch, 3:00 from 14:30
    (
        3,
        HOUR,
        "05-08 10:00",
        [("05-08 11:00", STOP), ("05-09 10:00", EXTEND, 2), ("05-11 11:00", RESUME)],
        "05-11 17:30",
    ),
    # 0:30, then Friday 17:00 to 17:30 (1:00), the night counts nothing; 1:00 after lunch
    (
        2,
        HOUR,
        "10-08 09:00",
        [
            ("10-08 09:30", STOP),
            ("10-09 17:00", RESUME),
            ("10-10 08:00", STOP),
            ("10-10 12:00", RESUME),
        ],
        "10-10 14:30",
    ),
    # the last hour of the year and, as 2027 is not published, two on Friday, 1 January
    (3, HOUR, "12-31 16:30", [], "2027-01-01 11:00"),
    # ------------------------------------------------------------ working days
    # begun on the working Saturday before the festival: Tue 24
    (1, DAY, "02-14 17:00", [], "02-24 17:30"),
    # begun on the first day off: Tue 24, Wed 25, Thu 26
    (3, DAY, "02-15 09:00", [], "02-26 17:30"),
    # Thu 26, Fri 27, working Sat 28, Mon 2, Tue 3
    (5, DAY, "02-25 10:00", [], "03-03 17:30"),
    # Wed 11, Thu 12, Fri 13, Sat 14; Tue 24 to Sat 28 make nine; Mon 2. Begun in the evening
    (10, DAY, "02-10 20:00", [], "03-02 17:30"),
    # Thu 30; Wed 6, Thu 7 and summer hours
    (3, DAY, "04-29 09:00", [], "05-07 18:00"),
    # begun late on the last day off: Wed 6, Thu 7, Fri 8, working Sat 9, Mon 11
    (5, DAY, "05-05 23:00", [], "05-11 18:00"),
    # begun on a plain Saturday: Mon 18
    (1, DAY, "05-16 10:00", [], "05-18 18:00"),
    # begun early on the working Sunday, which is not counted: Mon 21, Tue 22
    (2, DAY, "09-20 08:00", [], "09-22 18:00"),
    # Sun 20, Mon 21 to Thu 24 (5); Mon 28 to Wed 30 (8); Thu 8 to Sat 10 (11); Mon 12 to Thu 15
    (15, DAY, "09-18 09:20", [], "10-15 17:30"),
    # 1 and 2 are 3: Thu 8, Fri 9, working Sat 10
    (1, DAY, "09-30 16:00", [("10-08 15:00", EXTEND, 2)], "10-10 17:30"),
    # due Sat 14 17:30; stood Friday 4:00, Saturday 7:00, Tuesday 3:00: 14 h are Tue 24 and Wed 25
    (2, DAY, "02-12 10:00", [("02-13 13:30", STOP), ("02-24 13:30", RESUME)], "02-25 17:30"),
    # 3 and 1 are 4: Thu 7, Fri 8, Sat 9, Mon 11; stood Fri and Sat, 13 h: Tue 12 and Wed 13
    (
        3,
        DAY,
        "05-06 11:00",
        [("05-08 09:00", STOP), ("05-09 10:00", EXTEND, 1), ("05-11 09:00", RESUME)],
        "05-13 18:00",
    ),
    # Tue 29, Wed 30, Thu 31; 2027 is a plain week: Fri 1, Mon 4
    (5, DAY, "12-28 10:00", [], "2027-01-04 17:30"),
]


def day(text: str) -> date:
    """Read a day of 2026."""
    return date.fromisoformat(f"2026-{text}")


def at(text: str) -> datetime:
    """Read a local moment of 2026, e.g. ``11-24 14:05``, or one with its year."""
    whole = text if len(text) > 11 else f"2026-{text}"
    return datetime.fromisoformat(whole).replace(tzinfo=CHINA)


def test_the_days_the_table_was_worked_out_with_are_those_of_the_notice():
    from chinese_calendar import is_workday

    off = {
        day(first) + timedelta(days=n)
        for first, last in OFF
        for n in range((day(last) - day(first)).days + 1)
    }
    work = {day(text) for text in AT_WORK}
    year = [day("01-01") + timedelta(days=n) for n in range(365)]

    assert [
        each
        for each in year
        if is_workday(each) != (each in work or (each.weekday() < 5 and each not in off))
    ] == []


def test_there_are_forty_deadlines():
    assert len(TABLE) == 40


@pytest.mark.parametrize(("amount", "unit", "start", "story", "due"), TABLE)
def test_a_deadline_is_the_one_worked_out_with_pencil_and_calendar(amount, unit, start, story, due):
    events = [ClockEvent(at(start), ClockEventKind.STARTED)]
    for when, kind, *more in story:
        events.append(ClockEvent(at(when), kind, amount=more[0] if more else 0))

    verdict = deadline(Limit(amount, unit), events, CALENDAR, events[-1].at)

    assert verdict.due_at == at(due)
