"""Agreements: those that want something done on top; beside the chosen one duties and reviews."""

from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QCoreApplication

from app.core.changes import Topic
from app.core.words import label as word
from app.party import rights
from app.party.cooperation.queries.agreements import (
    AgreementRow,
    ReviewRow,
    agreement_rows,
    reviews_of,
)
from app.party.cooperation.rules import AgreementState, Verdict
from ui.core.chips import Chip
from ui.core.facts import FactLine
from ui.core.form_dialog import FormDialog
from ui.core.jobs import Job
from ui.core.side_panel import PanelPart
from ui.core.slices import Desk
from ui.core.table_model import Column
from ui.parts.registers.lines import PanelLine, toned_column
from ui.parts.registers.view import Register, RegisterView
from ui.party.cooperation.agreement_dialogs import (
    EndDialog,
    ProlongDialog,
    ReviewDialog,
    SignDialog,
)

TOPICS = frozenset({Topic.COOPERATION, Topic.SETTING})
SIGN_KEY, REVIEW_KEY, PROLONG_KEY, END_KEY = "N", "V", "E", "X"
MARKS = {
    AgreementState.RUNNING: ("ok", "ph.check-circle", "text.2"),
    AgreementState.REVIEW_DUE: ("warn", "ph.warning-fill", "warn"),
    AgreementState.EXPIRING: ("warn", "ph.warning-fill", "warn"),
    AgreementState.EXPIRED: ("over", "ph.warning-circle-fill", "over"),
    AgreementState.ENDED: ("sus", "ph.pause-circle", "text.3"),
}
"""Tone of the chip, its icon, ink of the cell."""
_TONES = {Verdict.KEPT: "ok", Verdict.PARTLY: "warn", Verdict.NOT_KEPT: "over"}
_ICONS = {"ok": "ph.check-circle", "warn": "ph.warning-fill", "over": "ph.warning-circle-fill"}


@dataclass(frozen=True, slots=True)
class _Read:
    agreement: UUID
    reviews: tuple[ReviewRow, ...]


class AgreementsView(RegisterView[AgreementRow]):
    """N puts one down, V reviews it, E prolongs, X ends it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _register(desk))
        self._job: Job | None = None
        self.duties = PanelPart(self.tr("职责"))
        self.reviews = PanelPart(self.tr("年度评议"))
        self.panel.body.addWidget(self.duties)
        self.panel.body.addWidget(self.reviews)
        if desk.actor.may(rights.MANAGE):
            self.adds(self.tr("登记协议"), SIGN_KEY, self.sign)
        for key, dialog in (
            *((REVIEW_KEY, ReviewDialog), (PROLONG_KEY, ProlongDialog), (END_KEY, EndDialog)),
        ):
            self.on_key(key, partial(self.ask, dialog))

    def fill(self, row: AgreementRow) -> None:
        tone, icon, _ = MARKS[row.state]
        self.head(row.title, Chip(word(row.state), tone, icon=icon))
        lines = [
            FactLine(self.tr("区域"), row.region_name),
            FactLine(self.tr("共建单位"), row.partners),
            FactLine(self.tr("期限"), term_words(row)),
            FactLine(self.tr("下次评议"), f"{row.due_on:%Y-%m-%d}"),
        ]
        if row.ended_on is not None:
            lines.append(FactLine(self.tr("终止"), f"{row.ended_on:%Y-%m-%d} {row.reason}"))
        self.facts.set_lines(*lines)
        self.duties.set_rows([PanelLine(each) for each in row.duties.splitlines() if each.strip()])
        lives = row.may_keep and row.ended_on is None
        review = "primary" if row.state is AgreementState.REVIEW_DUE else "plain"
        over = row.state in (AgreementState.EXPIRED, AgreementState.EXPIRING)
        prolong = "primary" if over else "plain"
        deeds = (
            self.deed(self.tr("评议"), REVIEW_KEY, lambda: self.ask(ReviewDialog), review),
            self.deed(self.tr("续签"), PROLONG_KEY, lambda: self.ask(ProlongDialog), prolong),
            self.deed(self.tr("终止"), END_KEY, lambda: self.ask(EndDialog), "danger"),
        )
        self.offer(*(deeds if lives else ()))
        if self._job is not None:
            self._job.cancel()
        key = row.id
        self._job = self.desk.read(lambda session: _Read(key, reviews_of(session, key)), self._take)

    def _take(self, read: _Read) -> None:
        self._job = None
        row = self.chosen()
        if row is None or row.id != read.agreement:
            return
        lines = []
        for review in read.reviews:
            told = f"{review.reviewed_on:%Y-%m-%d}　{review.person_name}"
            line = PanelLine(review.words, told)
            tone = _TONES[review.verdict]
            line.add(Chip(word(review.verdict), tone, icon=_ICONS[tone]))
            lines.append(line)
        self.reviews.set_rows(lines, self.tr("还没有评议过。"))

    def sign(self) -> None:
        """Ask for an agreement."""
        if self.desk.actor.may(rights.MANAGE):
            self.open(SignDialog(self.desk, self.window()))

    def ask(self, dialog: type[FormDialog]) -> None:
        """Ask what is to be done to the chosen one."""
        row: Any = self.chosen()
        if row is not None and row.may_keep and row.ended_on is None:
            make: Any = dialog
            self.open(make(self.desk, row, self.window()))


def term_words(row: AgreementRow) -> str:
    """Return from when until when an agreement is."""
    since = f"{row.signed_on:%Y-%m-%d}"
    translate = QCoreApplication.translate
    if row.until is None:
        return translate("Agreements", "{since} 起，长期").format(since=since)
    until = f"{row.until:%Y-%m-%d}"
    return translate("Agreements", "{since} 至 {until}").format(since=since, until=until)


def _register(desk: Desk) -> Register[AgreementRow]:
    translate = QCoreApplication.translate

    def rows(session: Any) -> tuple[AgreementRow, ...]:
        now = desk.parts.clock.now()
        return agreement_rows(session, desk.actor, now=now, region=desk.scope.code)

    columns: tuple[Column[AgreementRow], ...] = (
        Column(
            "title",
            translate("Agreements", "协议"),
            lambda row: row.title,
            width=200,
            tone="text",
            large=True,
            fixed=True,
            stretch=True,
        ),
        Column(
            "partners", translate("Agreements", "共建单位"), lambda row: row.partners, width=220
        ),
        Column("region", translate("Agreements", "区域"), lambda row: row.region_name, width=124),
        Column("term", translate("Agreements", "期限"), term_words, width=184),
        toned_column(
            "state",
            translate("Agreements", "现状"),
            lambda row: (word(row.state), MARKS[row.state][2]),
            width=72,
        ),
    )
    why = translate("Agreements", "按 N 登记和单位签的共建协议，每年评议一次，到期前提醒。")
    empty = (translate("Agreements", "还没有共建协议"), why, "ph.handshake")
    title, unit = translate("Agreements", "共建协议"), translate("Agreements", "份")
    return Register("party.agreements", title, columns, rows, TOPICS, unit, empty)


def _partners(row: AgreementRow) -> str:
    return row.partners
