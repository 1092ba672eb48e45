"""One person beside the list: facts, roles and scopes, deputies, and what can be done."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import UUID

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QHBoxLayout

from app.accounts.queries import DeputyRow, GrantRow, PersonCard
from app.core.words import label as word
from ui.accounts.open_work import work_words
from ui.accounts.people_source import PeopleSource, PersonSeen
from ui.accounts.person_deeds import PersonDeeds
from ui.accounts.term_row import TermRow
from ui.accounts.words import (
    Standing,
    mark_of,
    rights_words,
    scope_words,
    standing_of_card,
    term_words,
    tone_of,
)
from ui.core.chips import Avatar, Chip
from ui.core.controls import Button, label
from ui.core.facts import FactGrid, FactLine
from ui.core.jobs import Job
from ui.core.notices import explain
from ui.core.relative_time import full, relative
from ui.core.side_panel import PanelPart, SidePanel
from ui.core.slices import Desk
from ui.core.states import EmptyState, ErrorState, Skeleton


class PersonPanel(SidePanel):
    """Follows the person chosen in the list."""

    def __init__(self, desk: Desk, source: PeopleSource, deeds: PersonDeeds) -> None:
        super().__init__(QCoreApplication.translate("PersonPanel", "人员"))
        self._desk = desk
        self._source = source
        self._deeds = deeds
        self._wanted: UUID | None = None
        self._job: Job | None = None
        self._then: Callable[[], object] | None = None
        self.seen: PersonSeen | None = None
        self._facts = FactGrid()
        self._grants = PanelPart(self.tr("角色和范围"), self.tr("加角色"))
        self.factor = PanelPart(self.tr("动态口令"), self.tr("关闭"), icon="ph.x")
        self.factor.asked.connect(self.drop_factor)
        self._deputies = PanelPart(self.tr("代班"), self.tr("安排代班"))
        self.work = PanelPart(self.tr("没办完的工作"), self.tr("移交"), icon="ph.arrow-right")
        self.work.asked.connect(self.hand_over)
        self._grants.asked.connect(self.grant)
        self._deputies.asked.connect(self._deputise)
        self._make_head()
        for part in (self._facts, self._grants, self.factor, self._deputies, self.work):
            self.body.addWidget(part)
        self._make_foot()
        self.show_nobody()

    def _make_head(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        self._avatar_room = QHBoxLayout()
        self._name = label("", "title")
        self._chip = Chip("")
        line.addLayout(self._avatar_room)
        line.addWidget(self._name)
        line.addWidget(self._chip)
        line.addStretch(1)
        self.add_close(line)
        self.head.addLayout(line)

    def _make_foot(self) -> None:
        self.edit_button = Button(self.tr("修改"), key="E")
        self.reset_button = Button(self.tr("重置密码"))
        self.lock_button = Button(self.tr("锁定"))
        self.leave_button = Button(self.tr("停用"), kind="danger")
        for button in (self.edit_button, self.reset_button, self.lock_button):
            self.foot.addWidget(button)
        self.foot.addStretch(1)
        self.foot.addWidget(self.leave_button)
        self.edit_button.clicked.connect(self.edit)
        self.reset_button.clicked.connect(self.reset_password)
        self.lock_button.clicked.connect(self.lock)
        self.leave_button.clicked.connect(self.leave)

    # -- which person --------------------------------------------------------------------------

    @property
    def person_id(self) -> UUID | None:
        """Who is shown or on the way."""
        return self._wanted

    def show_nobody(self) -> None:
        """Say that nobody is chosen."""
        self._wanted, self.seen = None, None
        title, why = (
            self.tr("还没有选人"),
            self.tr("在左边的表里选一个人，这里显示角色、范围和代班。"),
        )
        self.show_state(EmptyState(title, why, icon="ph.user"))

    def show_person(self, person_id: UUID) -> None:
        """Read and show a person; somebody else's facts never stand under the name."""
        if person_id != self._wanted:
            self.seen = None
            self.show_state(Skeleton(8))
            self.to_top()
        self._wanted = person_id
        self._read()

    def do_for(self, person_id: UUID, run: Callable[[], object]) -> None:
        """Show a person and then do something to them, e.g. from the menu of their row."""
        if self.seen is not None and self.seen.card.id == person_id:
            run()
        else:
            self._then = run
            self.show_person(person_id)

    def reload(self) -> None:
        """Read the person anew."""
        if self._wanted is not None:
            self._read()

    def _read(self) -> None:
        if self._job is not None:
            self._job.cancel()
        wanted = self._wanted
        if wanted is not None:
            self._job = self._desk.read(
                lambda session: self._source.seen(session, wanted), self._take, self._failed
            )

    def _failed(self, error: BaseException) -> None:
        self._job, self.seen, self._then = None, None, None
        self.show_state(ErrorState(self.tr("没能读出这个人"), explain(error), self.reload))

    def _take(self, seen: PersonSeen) -> None:
        self._job = None
        self.seen = seen
        now = self._desk.parts.clock.now()
        self._show_head(seen.card)
        self._facts.set_lines(*self._lines(seen.card, now))
        self._show_grants(seen, now)
        self.factor.setVisible(seen.card.has_factor)
        self.factor.set_rows((), self.tr("已开启：登录时还要输手机上的 6 位数字。"))
        self._show_deputies(seen.card, now)
        self._show_work(seen)
        self._show_foot(seen.card)
        self.show_record()
        then, self._then = self._then, None
        if then is not None:
            then()

    # -- showing -------------------------------------------------------------------------------

    def _show_head(self, card: PersonCard) -> None:
        while (item := self._avatar_room.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.deleteLater()
        self._avatar_room.addWidget(Avatar(card.name))
        self._name.setText(card.name)
        standing = standing_of_card(card)
        mark = mark_of(standing)
        self._chip.set_chip(mark.word, tone_of(standing), icon=mark.icon)

    def _lines(self, card: PersonCard, now: datetime) -> tuple[FactLine, ...]:
        lines = [
            FactLine(self.tr("用户名"), card.login),
            FactLine(self.tr("单位"), card.unit_name or "—"),
            FactLine(self.tr("办公电话"), card.work_phone or "—"),
        ]
        if card.last_sign_in_at is None:
            lines.append(FactLine(self.tr("最近登录"), self.tr("从未登录")))
        else:
            moment = card.last_sign_in_at
            lines.append(FactLine(self.tr("最近登录"), full(moment), relative(moment, now)))
        if card.locked_until is not None:
            until = self.tr("到 {moment}").format(moment=full(card.locked_until))
            why = self.tr("连续输错 {count} 次密码").format(count=card.failed_count)
            lines.append(FactLine(self.tr("锁定"), until, why))
        elif card.is_locked_for_good:
            lines.append(FactLine(self.tr("锁定"), self.tr("由管理员锁定，直到解锁")))
        if card.must_change_password:
            told = self.tr("下次登录要换成自己的密码")
            lines.append(FactLine(self.tr("密码"), told))
        return tuple(lines)

    def _show_grants(self, seen: PersonSeen, now: datetime) -> None:
        rows = []
        for grant in seen.card.grants:
            term = term_words(grant.since, grant.until, now)
            pending = self.tr("还没开始，") if grant.is_pending else ""
            below = f"{pending}{term}。{rights_words(grant.role)}"
            row = TermRow(word(grant.role), scope_words(grant, seen.region_names), below)
            row.offer_end(self.tr("收回"), partial(self._end_grant, grant))
            rows.append(row)
        self._grants.set_title(self.tr("角色和范围"), str(len(rows)) if rows else "")
        self._grants.set_rows(rows, self.tr("还没有角色：能登录，但什么也看不到、做不了。"))

    def _show_deputies(self, card: PersonCard, now: datetime) -> None:
        rows = []
        for deputy in card.deputies:
            what = self.tr("{name} 代班").format(name=deputy.deputy_name)
            rows.append(self._deputy_row(what, deputy, now))
        for deputy in card.stands_in:
            what = self.tr("代 {name} 的班").format(name=deputy.person_name)
            rows.append(self._deputy_row(what, deputy, now))
        self._deputies.set_rows(
            rows, self.tr("没有安排。出差、休假时可以请同事代班，到期自动结束。")
        )

    def _deputy_row(self, what: str, deputy: DeputyRow, now: datetime) -> TermRow:
        term = term_words(deputy.since, deputy.until, now)
        row = TermRow(what, deputy.note, term)
        row.offer_end(self.tr("结束"), partial(self._end_deputy, deputy))
        return row

    def _show_work(self, seen: PersonSeen) -> None:
        words = work_words(seen.work)
        self.work.set_rows([], words or self.tr("名下没有在办的事件、首问负责、子任务。"))
        self.work.link.setVisible(bool(words) and seen.card.may_manage)

    def _show_foot(self, card: PersonCard) -> None:
        locked = standing_of_card(card) is Standing.LOCKED
        self.lock_button.setText(self.tr("解锁") if locked else self.tr("锁定"))
        self.lock_button.setVisible(card.is_active)
        self.reset_button.setVisible(card.is_active)
        self.leave_button.setText(self.tr("停用") if card.is_active else self.tr("重新启用"))
        self.leave_button.set_kind("danger" if card.is_active else "plain")
        for part in (self._grants, self._deputies):
            part.link.setVisible(card.may_manage and card.is_active)
        self.set_foot_visible(visible=card.may_manage)

    # -- doing ---------------------------------------------------------------------------------

    def edit(self) -> None:
        """Change name, unit, telephone."""
        if self.seen is not None and self.seen.card.may_manage:
            self._deeds.edit(self.seen.card)

    def grant(self) -> None:
        """Give a role."""
        if self.seen is not None:
            self._deeds.grant(self.seen.card)

    def hand_over(self) -> None:
        """Hand on what the person has open."""
        if self.seen is not None:
            self._deeds.hand_over(self.seen.card)

    def _deputise(self) -> None:
        if self.seen is not None:
            self._deeds.deputise(self.seen)

    def _end_grant(self, grant: GrantRow) -> None:
        if self.seen is not None:
            self._deeds.end_grant(self.seen.card, grant, self.seen.region_names)

    def _end_deputy(self, deputy: DeputyRow) -> None:
        self._deeds.end_deputy(deputy)

    def reset_password(self) -> None:
        """Give a temporary password."""
        if self.seen is not None:
            self._deeds.reset_password(self.seen.card)

    def drop_factor(self) -> None:
        """Ask for no code of a phone any more."""
        if self.seen is not None:
            self._deeds.drop_factor(self.seen.card)

    def lock(self) -> None:
        """Lock the account, or end its lock."""
        if self.seen is None:
            return
        if standing_of_card(self.seen.card) is Standing.LOCKED:
            self._deeds.unlock(self.seen.card)
        else:
            self._deeds.lock(self.seen.card)

    def leave(self) -> None:
        """Note that the person works here no more, or does again."""
        if self.seen is None:
            return
        if self.seen.card.is_active:
            self._deeds.deactivate(self.seen.card)
        else:
            self._deeds.activate(self.seen.card)
