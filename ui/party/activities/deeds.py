"""What is done from the page of posts and activities: forms opened, steps written."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from app.core.attachments import Prepared
from app.core.ids import new_id
from app.party.activities.actions.activities import attach_to_activity, open_activity_file
from app.party.activities.actions.posts import close_post
from app.party.activities.actions.signing import check_in, check_in_by_ticket, step_back
from app.party.activities.queries.activity import SignUpRow
from app.party.activities.queries.attendances import Kinds, kinds_now
from app.party.activities.queries.months import ActivityRow
from app.party.activities.queries.posts import ClaimRow, PostRow
from app.party.activities.telling import member_words
from ui.core.dialogs import ConsequenceDialog
from ui.core.notices import explain
from ui.core.slices import Desk
from ui.parts.attachment_items import StripItem
from ui.parts.system_viewer import open_with_system, opened_folder
from ui.party.activities.activity_panel import ActivityPanel
from ui.party.activities.dialogs import (
    ActivityDialog,
    CallOffActivityDialog,
    MinutesDialog,
    SignUpDialog,
    TakeBackDialog,
)
from ui.party.activities.post_dialogs import ClaimDialog, GiveBackDialog, PostDialog


class ActivityDeeds(QObject):
    """Opens the forms of a page and writes what its buttons say."""

    written = Signal(object)  # UUID of the activity or post that was put down

    def __init__(self, desk: Desk, page: QWidget, panel: ActivityPanel) -> None:
        super().__init__(page)
        self._desk, self._page, self._panel = desk, page, panel
        self.dialog: QDialog | None = None
        self.open_file = open_with_system

    # -- activities ----------------------------------------------------------------------------

    def plan(self, day: date, row: ActivityRow | None = None) -> None:
        """Ask for an activity on a day, or change the one there is."""

        def ask(kinds: Kinds) -> None:
            dialog = ActivityDialog(self._desk, self._page.window(), kinds.activities, day, row)
            dialog.saved.connect(self.written)
            self._open(dialog)

        self._with_kinds(ask)

    def sign(self, row: ActivityRow) -> None:
        """Ask who signs up."""
        self._open(SignUpDialog(self._desk, row, self._page.window()))

    def call_off(self, row: ActivityRow) -> None:
        """Ask why it does not take place."""
        self._open(CallOffActivityDialog(self._desk, row, self._page.window()))

    def minutes(self, row: ActivityRow) -> None:
        """Ask what came of it."""
        self._open(MinutesDialog(self._desk, row, self._page.window()))

    def check_ticket(self, row: ActivityRow, typed: str) -> None:
        """Check in whoever has the number that was typed or scanned."""
        key = new_id()
        self._desk.write(
            lambda uow: check_in_by_ticket(uow, row.id, typed, command_key=key),
            self._panel.checked_in,
            self._say_refused,
        )

    def check(self, one: SignUpRow) -> None:
        """Check somebody of the list in."""
        key = new_id()
        self._desk.write(
            lambda uow: check_in(uow, one.id, command_key=key),
            self._panel.checked_in,
            self._say_refused,
        )

    def step_back(self, row: ActivityRow, one: SignUpRow) -> None:
        """Take somebody off the list, once that is sure."""
        words = self.tr("名额空出来；要再参加得重新报名，排在最后。")
        if row.waiting and not one.place:
            words = self.tr("候补第一位自动补上；要再参加得重新报名，排在最后。")
        name, key = member_words(one), new_id()
        self._sure(
            self.tr("{name}退出“{title}”？").format(name=name, title=row.title),
            words,
            self.tr("退出"),
            lambda uow: step_back(uow, one.id, command_key=key),
        )

    def take_back(self, row: ActivityRow, one: SignUpRow) -> None:
        """Ask why somebody was checked in by mistake."""
        self._open(TakeBackDialog(self._desk, row, one, self._page.window()))

    def _say_refused(self, error: BaseException) -> None:
        self._panel.say(explain(error).text, wrong=True)
        self._panel.ticket.selectAll()

    # -- posts ---------------------------------------------------------------------------------

    def put_up(self, row: PostRow | None = None) -> None:
        """Ask for a post, or change the one there is."""

        def ask(kinds: Kinds) -> None:
            dialog = PostDialog(self._desk, self._page.window(), kinds.posts, row)
            dialog.saved.connect(self.written)
            self._open(dialog)

        self._with_kinds(ask)

    def claim(self, row: PostRow) -> None:
        """Ask who takes a post."""
        self._open(ClaimDialog(self._desk, row, self._page.window()))

    def give_back(self, row: PostRow, claim: ClaimRow) -> None:
        """Ask why somebody gives a post back."""
        self._open(GiveBackDialog(self._desk, row, claim, self._page.window()))

    def close(self, row: PostRow) -> None:
        """Close a post, once that is sure."""
        key = new_id()
        words = self.tr("现在认领的 {n} 人今天起都算交回；撤下以后不能恢复，只能重新设。")
        self._sure(
            self.tr("撤下“{title}”？").format(title=row.title),
            words.format(n=row.taken),
            self.tr("撤下"),
            lambda uow: close_post(uow, row.id, row.version, command_key=key),
        )

    # -- files ---------------------------------------------------------------------------------

    def add_file(self, activity: UUID, prepared: Prepared) -> None:
        """Put a file on an activity."""
        key = new_id()
        self._desk.write(
            lambda uow: attach_to_activity(uow, activity, prepared, command_key=key),
            lambda _: None,
            self._file_refused,
        )

    def show_file(self, activity: UUID, item: StripItem) -> None:
        """Open a file with the system's viewer."""
        key = item.key
        if not isinstance(key, UUID):
            return
        database, actor = self._desk.parts.database, self._desk.actor
        self._desk.jobs.write(
            lambda: open_activity_file(database, actor, activity, key, folder=opened_folder()),
            self._opened,
            self._file_refused,
        )

    def _opened(self, path: Path) -> None:
        if not self.open_file(path):
            words = self.tr("这台电脑没有能打开“{name}”的程序。")
            self._panel.files.refuse(words.format(name=path.name))

    def _file_refused(self, error: BaseException) -> None:
        self._panel.files.refuse(explain(error).text)

    # -- asking --------------------------------------------------------------------------------

    def _with_kinds(self, ask: Callable[[Kinds], None]) -> None:
        now = self._desk.parts.clock.now()
        self._desk.read(lambda session: kinds_now(session, now), ask)

    def _open(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.open()

    def _sure(self, question: str, words: str, do: str, action: Callable[[Any], object]) -> None:
        dialog = ConsequenceDialog(
            question,
            words,
            do=do,
            leave=self.tr("不动"),
            danger=True,
            parent=self._page.window(),
        )
        dialog.accepted.connect(
            lambda: self._desk.write(action, lambda _: None, self._desk.notices.report)
        )
        dialog.finished.connect(dialog.deleteLater)
        self._open(dialog)


def add_keys(page: QWidget, keys: Iterable[tuple[str, Callable[[], object]]]) -> None:
    """Let keys of a page do things."""
    from ui.core.shortcuts import add_key

    for key, run in keys:
        add_key(page, key, run)
