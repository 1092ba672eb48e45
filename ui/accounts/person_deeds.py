"""What can be done to an account, each with the dialog that says what follows from it."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from app.accounts.actions import (
    activate_person,
    deactivate_person,
    end_deputy,
    end_grant,
    lock_person,
    reset_password,
    unlock_person,
)
from app.accounts.actions.second_factor import drop_factor
from app.accounts.passwords import TemporaryPassword, temporary_password
from app.accounts.queries import DeputyRow, GrantRow, PersonCard
from app.core.doors import OpenWork
from app.core.ids import new_id
from app.core.words import label as word
from ui.accounts.deputy_dialog import DeputyDialog
from ui.accounts.grant_dialog import GrantDialog
from ui.accounts.leave_dialog import LeaveDialog
from ui.accounts.new_person_dialog import NewPersonDialog, PersonMade
from ui.accounts.password_shown import PasswordShown
from ui.accounts.people_source import PersonSeen
from ui.accounts.person_dialog import PersonDialog
from ui.accounts.words import scope_words
from ui.core.dialogs import ConsequenceDialog
from ui.core.slices import Desk

Action = Callable[[Any, UUID], object]


class PersonDeeds(QObject):
    """Asks, does, and says that it is done; the lists refresh themselves."""

    made = Signal(object)  # PersonMade

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page

    # -- forms ---------------------------------------------------------------------------------

    def create(self) -> None:
        """Take somebody in."""
        dialog = NewPersonDialog(self._desk, self._page)
        dialog.saved.connect(self._created)
        dialog.open()

    def edit(self, card: PersonCard) -> None:
        """Change name, unit, telephone."""
        PersonDialog(self._desk, card, self._page).open()

    def grant(self, card: PersonCard) -> None:
        """Give a role."""
        GrantDialog(self._desk, card, self._page).open()

    def deputise(self, seen: PersonSeen) -> None:
        """Let somebody stand in."""
        DeputyDialog(self._desk, seen, self._page).open()

    def _created(self, made: PersonMade) -> None:
        self.made.emit(made)
        self._show_password(made.name, made.login, made.password)

    # -- password ------------------------------------------------------------------------------

    def reset_password(self, card: PersonCard) -> None:
        """Give a temporary password after saying what that does."""
        consequence = self.tr(
            "原来的密码马上失效。程序会给出一个一次性密码，只显示一次；{name} 用它登录后，"
            "要当场换成自己的密码。账号若被锁定，同时解锁。"
        )
        self._ask(
            self.tr("重置 {name} 的密码？").format(name=card.name),
            consequence.format(name=card.name),
            self.tr("重置"),
            partial(self._reset, card, new_id()),
        )

    def _reset(self, card: PersonCard, key: UUID) -> None:
        database, actor = self._desk.parts.database, self._desk.actor

        def work() -> TemporaryPassword:
            made = temporary_password()  # takes its time, so outside the transaction
            with database.writing(actor) as uow:
                reset_password(uow, card.id, made.secret, command_key=key)
            return made

        def done(made: TemporaryPassword) -> None:
            self._show_password(card.name, card.login, made.text)

        self._desk.jobs.write(work, done)

    def _show_password(self, name: str, login: str, password: str) -> None:
        PasswordShown(name, login, password, self._page).open()

    # -- locks and leaving ---------------------------------------------------------------------

    def lock(self, card: PersonCard) -> None:
        """Lock an account until somebody unlocks it."""
        consequence = self.tr(
            "{name} 马上被退出，也不能再登录，直到管理员解锁。名下的事件和做过的记录都不变；"
            "手上急办的，请先转派给别人。"
        )
        self._ask(
            self.tr("锁定 {name}？").format(name=card.name),
            consequence.format(name=card.name),
            self.tr("锁定"),
            partial(self._do, lock_person, card.id, self.tr("已锁定 {name}"), card.name),
            danger=True,
        )

    def drop_factor(self, card: PersonCard) -> None:
        """Ask for no code any more, since the phone is lost."""
        consequence = self.tr(
            "{name} 以后登录只要密码。请先确认是本人在问：关闭会写进日志。找到手机或换了新的，"
            "由本人在名字菜单里重新开启。"
        )
        self._ask(
            self.tr("关闭 {name} 的动态口令？").format(name=card.name),
            consequence.format(name=card.name),
            self.tr("关闭动态口令"),
            partial(self._do, drop_factor, card.id, self.tr("{name} 的动态口令已关闭"), card.name),
            danger=True,
        )

    def unlock(self, card: PersonCard) -> None:
        """End a lock."""
        self._do(unlock_person, card.id, self.tr("已解锁，{name} 可以登录了"), card.name)

    def deactivate(self, card: PersonCard) -> None:
        """Note that somebody works here no more; what they have open goes to somebody else."""
        self._with_work(card, partial(self._close_account, card))

    def hand_over(self, card: PersonCard) -> None:
        """Hand on what somebody has open: they move, or left it behind when they went."""
        self._with_work(card, partial(self._hand_over, card))

    def _with_work(self, card: PersonCard, then: Callable[[OpenWork], object]) -> None:
        """Count what is open now: what the panel said may be older."""
        actor, doors = self._desk.actor, self._desk.parts.doors
        self._desk.read(lambda session: doors.work.open_work(session, actor, card.id), then)

    def _hand_over(self, card: PersonCard, work: OpenWork) -> None:
        if work:
            self._open_leaving(card, work, closes=False)
        else:
            words = self.tr("{name} 名下没有没办完的工作，不用移交")
            self._desk.notices.tell(words.format(name=card.name))

    def _close_account(self, card: PersonCard, work: OpenWork) -> None:
        if work:
            self._open_leaving(card, work, closes=True)
            return
        consequence = self.tr(
            "{name} 马上被退出，不能再登录，也不再出现在选人的列表里；用户名不会再给别人。"
            "名下没有没办完的工作。做过的记录仍署本人的名字。以后可以重新启用。"
        )
        self._ask(
            self.tr("停用 {name}？").format(name=card.name),
            consequence.format(name=card.name),
            self.tr("停用"),
            partial(self._do, deactivate_person, card.id, self.tr("已停用 {name}"), card.name),
            danger=True,
        )

    def _open_leaving(self, card: PersonCard, work: OpenWork, *, closes: bool) -> None:
        dialog = LeaveDialog(self._desk, card, work, self._page, closes=closes)
        dialog.saved.connect(lambda _: self._desk.notices.tell(dialog.told()))
        dialog.open()

    def activate(self, card: PersonCard) -> None:
        """Take somebody back."""
        self._do(activate_person, card.id, self.tr("已重新启用 {name}，原来的角色还在"), card.name)

    # -- what ends -----------------------------------------------------------------------------

    def end_grant(self, card: PersonCard, grant: GrantRow, names: Mapping[str, str]) -> None:
        """Take a role back."""
        role = f"{word(grant.role)}·{scope_words(grant, names)}"
        consequence = self.tr(
            "{name} 的桌面会提示换上新的权限，最迟下次登录起不再有“{role}”。"
            "做过的记录不变，要恢复就重新授予。"
        )
        self._ask(
            self.tr("收回 {name} 的“{role}”？").format(name=card.name, role=word(grant.role)),
            consequence.format(name=card.name, role=role),
            self.tr("收回"),
            partial(self._do, end_grant, grant.id, self.tr("已收回“{name}”"), role),
            danger=True,
        )

    def end_deputy(self, deputy: DeputyRow) -> None:
        """End a time of standing in now."""
        consequence = self.tr("{deputy} 从现在起不再代 {name} 的班，已经办的都有效。")
        self._ask(
            self.tr("结束 {deputy} 的代班？").format(deputy=deputy.deputy_name),
            consequence.format(deputy=deputy.deputy_name, name=deputy.person_name),
            self.tr("结束代班"),
            partial(
                self._do, end_deputy, deputy.id, self.tr("{name} 的代班已结束"), deputy.deputy_name
            ),
        )

    # -- how -----------------------------------------------------------------------------------

    def _ask(
        self,
        question: str,
        consequence: str,
        do: str,
        run: Callable[[], object],
        *,
        danger: bool = False,
    ) -> None:
        leave = self.tr("先不{do}").format(do=do)
        dialog = ConsequenceDialog(
            question, consequence, do=do, leave=leave, danger=danger, parent=self._page
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(run)
        dialog.open()

    def _do(self, action: Callable[..., object], key: UUID, told: str, name: str) -> None:
        command_key = new_id()

        def done(_result: object) -> None:
            self._desk.notices.tell(told.format(name=name))

        self._desk.write(lambda uow: action(uow, key, command_key=command_key), done)
