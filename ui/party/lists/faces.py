"""Rows of the three lists as cards."""

from PySide6.QtCore import QCoreApplication

from app.core.clock import local
from app.core.words import label as word
from app.party.lists.fitting import Fit, Fitting, Want
from app.party.lists.queries.rows import NeedRow, ProjectRow, ResourceRow
from app.party.lists.rules import NeedState, OfferKind, OfferTerms, ProjectState
from app.party.lists.telling import (
    amount_words,
    distance_words,
    late_words,
    need_line,
    time_words,
    verdict,
)
from ui.party.lists.cards import CardFace, Fact
from ui.party.lists.choosing import Choosing

_ICONS = {Fit.FULL: "ph.check-circle-fill", Fit.PART: "ph.circle-half", Fit.NONE: "ph.x-circle"}
_TONES = {Fit.FULL: "ok", Fit.PART: "warn", Fit.NONE: "text.3"}
_NEED_CHIPS = {
    NeedState.OPEN: "accent",
    NeedState.HALF: "warn",
    NeedState.MATCHED: "ok",
    NeedState.LAPSED: "sus",
}
_PROJECT_CHIPS = {ProjectState.ASKED: "warn", ProjectState.TO_RATE: "accent"}


def resource_faces(choosing: Choosing) -> list[CardFace]:
    """Return the resources, in the order in which they fit the need."""
    ticks = choosing.ticks()
    return [
        _fitted(row, *choosing.fits[row.id], ticked=row.id in ticks)
        if row.id in choosing.fits
        else _plain(row)
        for row in choosing.order
    ]


def need_faces(choosing: Choosing) -> list[CardFace]:
    """Return the needs; the one looked at is chosen, what nobody can take on says so."""
    lacks = choosing.plan.lacks if choosing.plan is not None else ()
    own = (lack for lack in lacks if lack.kind is lack.need.kind)
    nobody = {lack.need.id for lack in own if not lack.offered}
    return [
        _need(row, chosen=row.id == choosing.need_id, nobody=row.id in nobody)
        for row in choosing.board.needs
    ]


def project_faces(choosing: Choosing) -> list[CardFace]:
    """Return the projects; before them the one that would come of what is ticked."""
    need, ticked = choosing.need, choosing.ticked()
    faces = [_project(row) for row in choosing.board.projects]
    if need is not None and ticked:
        faces.insert(0, _to_be(need, len({one.row.offered_by for one in ticked})))
    return faces


def _fitted(row: ResourceRow, want: Want, fit: Fitting, *, ticked: bool) -> CardFace:
    fits = fit.fits
    tone = "text.3"
    if fits:
        halves = Fit.PART in (fit.kind, fit.place, fit.time)
        tone = "warn" if halves else "ok"
    return CardFace(
        key=row.id,
        title=row.title,
        second=row.offered_by,
        aside=verdict(row, want.kind, fit),
        aside_tone=tone,
        facts=(
            _fact(_kind_words(row, want), fit.kind),
            _fact(distance_words(fit.distance_m), fit.place),
            _fact(time_words(row.slots, row.since, row.until), fit.time),
            _fact(_quantity(row, want, fit), fit.quantity if fit.kind else Fit.NONE),
        ),
        tick=ticked if fits or ticked else None,
        look="ticked" if ticked else "plain" if fits else "sunken",
    )


def _plain(row: ResourceRow) -> CardFace:
    quiet = "ph.tag"
    terms = word(row.terms) if row.terms is not OfferTerms.FREE else ""
    facts = (
        Fact(word(row.kind), "ph.tag"),
        Fact(row.place or row.region_name, "ph.map-pin"),
        Fact(time_words(row.slots, row.since, row.until), "ph.clock"),
    )
    extra = (Fact(terms, quiet),) if terms else ()
    left = amount_words(row.left, row.kind)
    return CardFace(row.id, row.title, row.offered_by, aside=left, facts=(*facts, *extra))


def _need(row: NeedRow, *, chosen: bool, nobody: bool) -> CardFace:
    translate = QCoreApplication.translate
    none = nobody and row.state is NeedState.OPEN
    state = translate("Lists", "没人能接") if none else word(row.state)
    amount = amount_words(row.amount, row.kind)
    title = translate("Lists", "{title}，{amount}").format(title=row.title, amount=amount)
    return CardFace(
        key=row.id,
        title=title,
        second=row.needed_by,
        aside=state,
        chip="over" if none else _NEED_CHIPS.get(row.state, "sus"),
        facts=(Fact(need_line(row), "ph.calendar-blank"),),
        look="chosen" if chosen else "plain",
    )


def _project(row: ProjectRow) -> CardFace:
    late = row.late
    return CardFace(
        key=row.id,
        title=row.title,
        second=_progress(row),
        tail=_next(row),
        aside=late_words(late) if late is not None else _standing(row),
        chip="over" if late is not None else _PROJECT_CHIPS.get(row.state, "sus"),
        share=_share(row),
        full=row.state in (ProjectState.TO_RATE, ProjectState.RATED),
    )


def _standing(row: ProjectRow) -> str:
    if row.state is ProjectState.RUNNING:
        return QCoreApplication.translate("Lists", "按期")
    return word(row.state)


def _share(row: ProjectRow) -> float:
    if row.state in (ProjectState.TO_RATE, ProjectState.RATED):
        return 1.0
    return row.reached / row.steps if row.steps else 0.0


def _progress(row: ProjectRow) -> str:
    translate = QCoreApplication.translate
    if row.state is ProjectState.ASKED:
        words = translate("Lists", "{units} 家单位，已确认 {confirmed} 家")
        return words.format(units=row.units, confirmed=row.confirmed)
    if row.state is ProjectState.RUNNING and row.steps:
        words = translate("Lists", "{steps} 个节点完成 {reached} 个")
        return words.format(steps=row.steps, reached=row.reached)
    if row.served is not None:
        return translate("Lists", "受益 {served} 人次").format(served=row.served)
    return word(row.joint_work)


def _next(row: ProjectRow) -> str:
    translate = QCoreApplication.translate
    if row.state is ProjectState.ASKED:
        moment = f"{local(row.answer_by):%m-%d %H:%M}"
        return translate("Lists", "{moment} 前答复").format(moment=moment)
    if row.next_due is not None:
        return f"{row.next_title} {row.next_due:%m-%d}"
    return word(row.joint_work)


def _to_be(need: NeedRow, units: int) -> CardFace:
    translate = QCoreApplication.translate
    when = time_words(need.slots, need.since, need.until)
    words = translate("Lists", "{units} 家单位，{when}").format(units=units, when=when)
    return CardFace(
        None,
        need.title,
        words,
        aside=translate("Lists", "将新建"),
        chip="accent",
        tail=translate("Lists", "结成后建档"),
        look="dashed",
    )


def _fact(text: str, fit: Fit) -> Fact:
    return Fact(text, _ICONS[fit], _TONES[fit])


def _kind_words(row: ResourceRow, want: Want) -> str:
    return word(row.kind if row.kind is not OfferKind.HELPERS else want.kind)


def _quantity(row: ResourceRow, want: Want, fit: Fitting) -> str:
    if fit.kind is Fit.NONE:
        return "—"
    if want.kind is OfferKind.VENUE:
        enough = QCoreApplication.translate("Lists", "够")
        return enough if fit.quantity is Fit.FULL else "—"
    return f"{min(row.left, want.amount)}/{want.amount}"
