"""The numbers of a briefing, counted by named figures: each with the list it counts."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.accounts.rules import Right
from app.cases.filters.fields import FamilyPlace, Stage
from app.cases.filters.model import EVERYTHING, Clause, Filter, FilterField, Operator
from app.cases.filters.values import OVERDUE
from app.cases.queries.by_region import FEWEST_USUAL, usual_of
from app.cases.queries.named import (
    Cell,
    between,
    count_cases,
    count_cells,
    count_days,
    count_each,
    count_sheets,
    count_whistles,
    narrowed,
    summed,
)
from app.cases.queries.rates import Measure, RatesWanted, rates
from app.command.conferences.period import LogWanted, count_log
from app.core.actor import Actor
from app.core.clock import local
from app.core.errors import NotAllowed
from app.core.shared_settings import settings_at
from app.core.words import say
from app.papers.briefing.desk import OPEN, Desk, of, span_of_period
from app.papers.briefing.figures import Book, PeriodList
from app.papers.briefing.kinds import tell_kinds
from app.papers.briefing.period import Period, PeriodWish, require_begun
from app.papers.briefing.places import tell_regions, tell_where
from app.papers.briefing.sentences import OTHER, beside_words, phrase, usual_words
from app.papers.briefing.template import Template
from app.papers.rules import PeriodKind
from app.territory.queries import region_names
from app.territory.rules import CODE_LENGTHS


@dataclass(frozen=True, slots=True)
class Bar:
    """What the chart says of a day or month besides its figure.

    Attributes:
        key: How its figure is called.
        name: Under the bar.
        before: The same a week or a year before.
        usual: Between which numbers it usually lies; None where nobody can say.
    """

    key: str
    name: str
    before: int
    usual: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Gathered:
    """The numbers of a period.

    Attributes:
        wish: Region and period.
        as_of: When they were counted.
        book: What texts may name.
        regions: Code and name of each region in the table, the most cases first; "" for what
            is not known more exactly.
        kinds: The same of categories, "" for none; empty where the template has no such table.
        bars: Of the chart.
        usual_count: So many periods before say what is usual.
        running: The period has not ended.
        template: The template it is set with, as text; "" for the one that came with the program.
        template_version: Its number, 0 for the one that came with the program.
    """

    wish: PeriodWish
    as_of: datetime
    book: Book
    regions: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]
    bars: tuple[Bar, ...]
    usual_count: int
    running: bool
    template: str = ""
    template_version: int = 0


def gather(
    session: Session, actor: Actor, wish: PeriodWish, now: datetime, template: Template
) -> Gathered:
    """Count everything a briefing says.

    Raises:
        NotAllowed: Neither cases nor figures of the region may be read.
        PeriodToCome: The period has not begun.
    """
    if not any(
        actor.may_in(right, wish.region) for right in (Right.READ_CASES, Right.READ_FIGURES)
    ):
        raise NotAllowed(right=Right.READ_FIGURES)
    require_begun(wish.period, now)
    desk = Desk(session, actor, wish, now, template.own)
    has_kinds = template.draws("kinds")
    _read(desk, by_kind=has_kinds)
    for tell in _TOLD:
        tell(desk)
    return Gathered(
        wish=wish,
        as_of=now,
        book=desk.book,
        regions=tell_regions(desk),
        kinds=tell_kinds(desk) if has_kinds else (),
        bars=_bars(desk),
        usual_count=len(desk.usual_before()),
        running=desk.running,
        template=template.source,
        template_version=template.version,
    )


def _read(desk: Desk, *, by_kind: bool) -> None:
    session, ground, period = desk.session, desk.ground, desk.period
    own = {each.name: of(FilterField.CATEGORY, each.category) for each in desk.own}
    done = between(FilterField.FINISHED, *period.days)
    asked = {
        "all": EVERYTHING,
        "done": done,
        "returned": of(FilterField.RETURNED, "1"),
        "matters": Filter(
            (Clause(FilterField.FAMILY, Operator.NOT, (FamilyPlace.FOLLOWS.value,)),)
        ),
        **own,
    }
    counts = desk.counts
    counts.cells = count_cells(session, ground, period.days, desk.digits, asked)
    before = {"all": EVERYTHING, **own}
    counts.last = count_cells(session, ground, period.before.days, desk.digits, before)
    if by_kind:
        every = {"all": EVERYTHING}
        counts.beside = count_cells(session, ground, period.beside.days, desk.digits, every)
    else:
        whole = between(FilterField.REGISTERED, *period.beside.days)
        count = count_cases(session, ground, whole)
        counts.beside = (Cell(period.beside.first, desk.wish.region, "", {"all": count}),)
    counts.days = count_days(session, ground, _first_needed(period), period.before.last)
    codes = {cell.region for cell in (*counts.cells, *counts.last)}
    counts.names = region_names(session, {*codes, desk.wish.region})


def _first_needed(period: Period) -> date:
    """Return the first day that what is usual and the chart look at."""
    needed = [period.usual[0], *(bar.beside for bar in period.bars)]
    if period.kind is not PeriodKind.MONTHLY:
        needed += [each for bar in period.bars for each in bar.usual]
    return min(each.first for each in needed)


def _words(desk: Desk) -> None:
    period, region, words = desk.period, desk.wish.region, desk.book.words
    settings = settings_at(desk.session, desk.now)
    name = desk.counts.names.get(region, "")
    tier = say(f"map.tier.{CODE_LENGTHS.get(len(region), 'all')}")
    below = say(f"map.tier.{CODE_LENGTHS.get(desk.digits, 'all')}")
    first, last = period.days
    same_month = last.month == first.month
    at = local(desk.now)
    words |= {
        "first": phrase("day", month=first.month, day=first.day),
        "last": phrase("day_in_month" if same_month else "day", month=last.month, day=last.day),
        "number": str(period.number),
        "year": str(period.year),
        "month": str(first.month),
        "weekday": phrase.names("weekdays")[first.weekday()],
        "street": name,
        "area": phrase("whole", tier=tier),
        "tier": below,
        "centre": settings.centre_name or say("papers.centre"),
        "as_of": phrase("moment", year=at.year, month=at.month, day=at.day, clock=f"{at:%H:%M}"),
    }


def _totals(desk: Desk) -> None:
    cells, book = desk.counts.cells, desk.book
    came, done = summed(cells, "all"), summed(cells, "done")
    desk.count("came", came, desk.came)
    ended = narrowed(desk.came, FilterField.FINISHED, span_of_period(desk.period))
    desk.count("came_done", done, ended)
    desk.rate("came_done_rate", (done, came), desk.listed(ended))
    desk.count(
        "returned",
        summed(cells, "returned"),
        narrowed(desk.came, FilterField.RETURNED, "1"),
    )
    matters = Filter(
        (
            *desk.came.clauses,
            Clause(FilterField.FAMILY, Operator.NOT, (FamilyPlace.FOLLOWS.value,)),
        )
    )
    book.count("matters", say("papers.matters"), summed(cells, "matters"), desk.listed(matters))


def _against(desk: Desk) -> None:
    """Compare with the period before, the other one it is compared with, and what is usual."""
    session, ground, period = desk.session, desk.ground, desk.period
    came, last = summed(desk.counts.cells, "all"), summed(desk.counts.last, "all")
    desk.compare("came", phrase("label.came"), came, last, desk.came)
    spans = [between(FilterField.FINISHED, *each.days) for each in (period, period.before)]
    done, done_last = (count_cases(session, ground, each) for each in spans)
    desk.count("done", done, spans[0])
    desk.compare("done", phrase("label.done"), done, done_last, spans[0])
    _beside(desk, came)
    past = desk.usual_before()
    usual = usual_words(came, usual_of(past), count=len(past), least=FEWEST_USUAL, kind=period.kind)
    desk.book.sentences["came_usual_words"] = "" if desk.running else usual


def _beside(desk: Desk, came: int) -> None:
    """Compare with the same weekday of the week before, or the same period of the year before."""
    book, period, label = desk.book, desk.period, phrase("label.came")
    beside, other = summed(desk.counts.beside, "all"), OTHER[period.kind]
    if beside:
        rules = between(FilterField.REGISTERED, *period.beside.days)
        told = desk.phrase("label.beside", label=label)
        book.count(f"came_{other}", told, beside, desk.listed(rules))
        changed = desk.phrase("label.change_beside", label=label)
        book.change(f"came_change_{other}", changed, came, beside, desk.listed(desk.came))
    book.sentences[f"came_{other}_words"] = beside_words(desk.compared("came", came, beside))


def _standing(desk: Desk) -> None:
    """Count what is open at this moment."""
    asked = {
        "open": EVERYTHING,
        "overdue": of(FilterField.DUE, OVERDUE),
        "due_soon": of(FilterField.DUE, "hours:24"),
        "paused": of(FilterField.STATE, Stage.PAUSED.value),
        "supervised": of(FilterField.STATE, Stage.SUPERVISED.value),
    }
    found = count_each(desk.session, desk.ground, OPEN, asked)
    for name, rules in asked.items():
        desk.count(name, found[name], Filter((*OPEN.clauses, *rules.clauses)))


def _chart(desk: Desk) -> None:
    """Count each day or month of the chart."""
    for at, bar in enumerate(desk.period.bars, 1):
        rules = between(FilterField.REGISTERED, *bar.days)
        label = phrase("label.day", day=_called_in_full(bar))
        desk.book.count(_bar_key(bar, at), label, _value(desk, bar), desk.listed(rules))


def _bar_key(bar: Period, at: int) -> str:
    return f"month{at}" if bar.kind is PeriodKind.MONTHLY else f"day{at}"


def _called_in_full(bar: Period) -> str:
    first = bar.first
    if bar.kind is PeriodKind.MONTHLY:
        return phrase("year_month", year=first.year, month=first.month)
    return phrase("day", month=first.month, day=first.day)


def _value(desk: Desk, bar: Period) -> int:
    """Return the cases of a bar: those of the period itself from what was counted of it."""
    if bar.first < desk.period.first:
        return desk.on(bar)
    cells = [c for c in desk.counts.cells if bar.first <= c.day <= bar.last]
    return summed(cells, "all")


def _bars(desk: Desk) -> tuple[Bar, ...]:
    """Return the bars of what has come; of days to come nothing is known."""
    period, today = desk.period, local(desk.now).date()
    found, past = [], len(desk.usual_before())
    for at, bar in enumerate(period.bars, 1):
        if bar.first > today:
            break
        usual = None
        if bar.kind is not PeriodKind.MONTHLY:
            usual = usual_of([desk.on(each) for each in bar.usual[len(bar.usual) - past :]])
        name = _bar_name(period, bar)
        found.append(Bar(_bar_key(bar, at), name, desk.on(bar.beside), usual))
    return tuple(found)


def _bar_name(period: Period, bar: Period) -> str:
    if bar.kind is PeriodKind.MONTHLY:
        return phrase("month", month=bar.first.month)
    weekday = phrase.names("weekdays")[bar.first.weekday()]
    if period.kind is PeriodKind.WEEKLY:
        return weekday
    return phrase("weekday", weekday=weekday, day=bar.first.day)


def _own_figures(desk: Desk) -> None:
    for each in desk.own:
        now, last = (summed(c, each.name) for c in (desk.counts.cells, desk.counts.last))
        rules = narrowed(desk.came, FilterField.CATEGORY, each.category)
        desk.book.count(each.name, each.label, now, desk.listed(rules))
        desk.compare(each.name, each.label, now, last, rules)


def _called(desk: Desk) -> None:
    period, region = desk.period, desk.wish.region
    wanted = RatesWanted(period.since, period.until, desk.now, region)
    total = rates(desk.session, desk.actor, wanted).total

    def rows(measure: Measure) -> PeriodList:
        return PeriodList("answers", region, period.since, period.until, desk.now, measure)

    book = desk.book
    book.count("valid", phrase("label.valid"), total.valid, rows(Measure.VALID))
    book.count("excluded", phrase("label.excluded"), total.excluded, rows(Measure.EXCLUDED))
    for measure in (Measure.IN_TIME, Measure.SOLVED, Measure.SATISFIED):
        of = (total.count(measure), total.valid)
        desk.rate(f"{measure.value}_rate", of, rows(measure))


def _others(desk: Desk) -> None:
    period, region = desk.period, desk.wish.region
    counted = {"sheets": count_sheets, "whistles": count_whistles}
    for name, count in counted.items():
        value = count(desk.session, desk.ground, period.since, period.until)
        rows = PeriodList(name, region, period.since, period.until, desk.now)
        desk.book.count(name, phrase(f"label.{name}"), value, rows)


def _conferences(desk: Desk) -> None:
    """Count what was held over the video network, for who may read its log."""
    period, region = desk.period, desk.wish.region

    def rows(what: str) -> PeriodList:
        return PeriodList(what, region, period.since, period.until, desk.now)

    if not desk.actor.may_in(Right.READ_COMMAND, region):
        for name, what in (("conferences", "conferences"), ("attended_rate", "attended")):
            desk.book.unseen(name, phrase(f"label.{name}"), phrase("unseen"), rows(what))
        return
    wanted = LogWanted(region, period.since, period.until)
    held, there, seats = count_log(desk.session, desk.actor, wanted)
    desk.book.count("conferences", phrase("label.conferences"), held, rows("conferences"))
    label, few = phrase("label.attended_rate"), phrase("no_meeting")
    desk.book.rate("attended_rate", label, (there, seats), rows("attended"), least=1, few=few)


_TOLD = (
    *(_words, _totals, _against, _standing, _chart),
    *(_own_figures, _called, _others, _conferences, tell_where),
)
"""In this order: what stands later may name what stands before."""
