"""The window: what it shows at start, whose desk it is, when it is locked."""

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from app.core.actor import Actor
from app.core.errors import AppError
from ui.core.shortcuts import add_key
from ui.core.slices import Desk
from ui.core.theme import apply_theme, current, load
from ui.shell.curtain import Curtain
from ui.shell.desk_view import DeskView
from ui.shell.ground import Admitted, Opened, forget_refused, is_new_here
from ui.shell.heartbeat import OFFLINE
from ui.shell.idle import IdleWatch
from ui.shell.logo import window_icon
from ui.shell.opening import EmptyFrame, Trouble
from ui.shell.own_rights import OwnRights
from ui.shell.personal_menu import THEMES
from ui.shell.program import Program
from ui.shell.reasons import Why
from ui.shell.slices import standing

if TYPE_CHECKING:
    from app.core.outbox.memory import Memory
    from ui.shell.help_window import HelpWindow
    from ui.shell.sign_in import SignInPage

LEAST = (1024, 640)
DESIGN = (1440, 900)
GEOMETRY = "window/geometry"
THEME = "theme"
MINUTE_MS = 60_000
AFTER_MS = 2_000  # what nobody waits for begins this long after the desk stands


class MainWindow(QMainWindow):
    """One window for everybody who sits at this computer, one after the other."""

    def __init__(self, program: Program, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("main-window")
        self.setWindowIcon(window_icon())
        self.setMinimumSize(*LEAST)
        self.program = program
        self.desk: DeskView | None = None
        self.admitted: Admitted | None = None
        self._passing: QWidget | None = None
        self._keeping: threading.Event | None = None
        self.help_window: HelpWindow | None = None
        self._sign_in: SignInPage | None = None
        self._curtain = Curtain(self)
        self._pages = QStackedWidget()
        self.setCentralWidget(self._pages)
        self._frame = EmptyFrame()
        self._pages.addWidget(self._frame)
        self.idle = IdleWatch(self)
        self._restore()
        self._name_window()
        program.opened.connect(self._opened)
        program.not_opened.connect(self._not_opened)
        program.centre_changed.connect(self._centre_changed)
        program.refused.connect(self._shut_out)
        self.idle.idle.connect(self.lock)
        for key, run in (
            ("Ctrl+L", self.lock),
            ("Ctrl+Q", self.close),
            ("F1", self.show_help),
            ("F11", self._full_screen),
        ):
            add_key(self, key, run, context=Qt.ShortcutContext.WindowShortcut)

    # from the start to a desk

    def begin(self) -> None:
        """Open what there is, or ask how to begin."""
        try:
            new = is_new_here(self.program.order.url)
        except AppError as error:
            self._not_opened(error)
            return
        if new:
            self.set_up()
        else:
            self.open()

    def open(self, url: str = "") -> None:
        """Open a database; the frame stands meanwhile."""
        self._show(self._frame)
        self.program.open(url)

    def set_up(self) -> None:
        """Ask how to begin: look around, one computer, join a server."""
        from ui.shell.first_run import FirstRunPage

        page = FirstRunPage(self.program)
        page.ready.connect(self.open)
        self._show_once(page)

    def let_in(self, admitted: Admitted) -> None:
        """Give somebody their desk; the one who left it locked gets it back as it was."""
        same = (
            self.admitted is not None
            and self.admitted.actor.person_id == admitted.actor.person_id
            and self.desk is not None
        )
        if not same:
            if admitted.away is not None:
                self.program.sit_away()
            self._build_desk(admitted)
        self.admitted = admitted
        self.program.remember(admitted.actor)
        if self.desk is not None:
            self._show(self.desk)
        self._curtain.lift()
        self._watch_idle()

    def lock(self) -> None:
        """Hide everything until its owner is back, or somebody else signs in."""
        if self.admitted is not None:
            self.ask_who(Why.LOCKED)

    def change_person(self) -> None:
        """Let somebody else sit down; who sat here finds their desk until then."""
        if self.admitted is not None:
            self.ask_who(Why.CHANGE)

    def ask_who(self, why: Why) -> None:
        """Draw the curtain and ask who is there."""
        self.idle.stop()
        self._curtain.draw()
        self._show(self.sign_in_page)
        self.sign_in_page.begin(why, self.admitted)

    def _opened(self, opened: Opened) -> None:
        self._drop_desk()
        self._name_window()
        if opened.admitted is not None:
            self.let_in(opened.admitted)
        else:
            self.ask_who(Why.START)

    def _not_opened(self, error: BaseException) -> None:
        self._show_once(Trouble(error, self.begin, self.set_up))

    @property
    def trouble(self) -> Trouble | None:
        """Return why no desk can be shown, None where nothing is wrong."""
        return self._passing if isinstance(self._passing, Trouble) else None

    @property
    def sign_in_page(self) -> "SignInPage":
        """Return the page that asks who is there, made when it is first needed."""
        from ui.shell.sign_in import SignInPage

        if self._sign_in is None:
            self._sign_in = SignInPage(self.program)
            self._sign_in.admitted.connect(self.let_in)
            self._sign_in.change_wanted.connect(self.change_person)
            self._pages.addWidget(self._sign_in)
        return self._sign_in

    def _build_desk(self, admitted: Admitted) -> None:
        self._drop_desk()
        desk = self.program.make_desk(admitted)
        self._wear(desk.preferences.text(THEME))
        at = self.program.at
        has_password = bool(admitted.login)
        if admitted.away is None:
            view = DeskView(desk, standing(), demo=at.is_demo, has_password=has_password)
        else:
            view = self._away_view(desk, admitted, admitted.away)
        for signal, run in (
            (view.menu.change_person, self.change_person),
            (view.menu.change_password, self._change_password),
            (view.menu.second_factor, self._second_factor),
            (view.menu.lock, self.lock),
            (view.menu.theme, self._choose_theme),
            (view.menu.help, self.show_help),
            (view.menu.about, self._about),
            (view.menu.leave, self.close),
        ):
            signal.connect(run)
        rights = OwnRights(desk, view)
        rights.changed.connect(self._take_rights)
        rights.ended.connect(self._shut_out)
        if self.program.heartbeat is not None:
            view.follow(self.program.heartbeat)
        self.desk = view
        self._pages.addWidget(view)
        view.begin()
        QTimer.singleShot(AFTER_MS, self, self._start_keeping)

    def _away_view(self, desk: Desk, admitted: Admitted, memory: "Memory") -> DeskView:
        """Return the desk of somebody who came in while the server is away."""
        from ui.shell.away_page import away_slices, home_of
        from ui.shell.away_return import AwayReturn

        slices, demo = away_slices(standing(), admitted.actor), self.program.at.is_demo
        view = DeskView(desk, slices, demo=demo, home=home_of(memory))
        view.be_away(self.program.at.parts.database.mirror_at or memory.at)
        back = AwayReturn(self.program, admitted, view)
        back.returned.connect(self._back)
        back.refused.connect(self._shut_out)
        return view

    def _back(self, admitted: Admitted) -> None:
        """The server is back: give the whole desk to whoever waited for it."""
        shown = self.desk is not None and self.desk.isVisible()
        self.program.notices.withdraw(OFFLINE)
        self._drop_desk()
        if shown:
            self.let_in(admitted)
        else:  # the screen is locked
            self.ask_who(Why.START)

    def _start_keeping(self) -> None:
        """Let this desk do the chores, if its person is one whose desk does."""
        from ui.shell.chore_troubles import ChoreTroubles
        from ui.shell.copying import start_copying
        from ui.shell.keeping import start_keeping  # the first page does not wait for it
        from ui.shell.witness import look

        away = self.admitted is not None and self.admitted.away is not None
        if self.desk is not None and self._keeping is None and not away:
            look(self.desk.desk)
            ChoreTroubles(self.desk.desk, self.desk).start()
            start_copying(self.desk.desk, self.desk)
            self._keeping = start_keeping(self.desk.desk)

    def _drop_desk(self) -> None:
        self.admitted = None
        self._curtain.drop()
        if self._keeping is not None:
            self._keeping.set()
            self._keeping = None
        if self.help_window is not None:
            self.help_window.close()
        if self.desk is not None:
            self.program.notices.detach()
            self.desk.desk.preferences.save()
            self._pages.removeWidget(self.desk)
            self.desk.deleteLater()
            self.desk = None

    # what happens to my rights while I sit here

    def _take_rights(self, actor: Actor) -> None:
        held = self.admitted
        if held is not None:
            self._drop_desk()
            self.let_in(replace(held, actor=actor))

    def _shut_out(self, error: AppError) -> None:
        if self.admitted is not None:
            forget_refused(self.program.at, self.admitted.login, error)
        self._drop_desk()
        self.ask_who(Why.START)
        self.sign_in_page.credentials.refuse(error)

    # the personal menu

    def show_help(self) -> None:
        """Show the help of the page one is on."""
        if self.desk is None or not self.desk.isVisible():
            return
        from ui.shell.help_window import HelpWindow

        if self.help_window is None:
            self.help_window = HelpWindow(self)
        room = self.desk.stack.room
        self.help_window.show_help(room.help if room is not None else "")
        self.help_window.stand_beside(self)
        self.help_window.show()

    def _change_password(self) -> None:
        from ui.shell.password_form import PasswordDialog

        if self.admitted is not None:
            PasswordDialog(self.program, self.admitted, self).open()

    def _second_factor(self) -> None:
        from ui.shell.factor_dialog import FactorDialog

        if self.admitted is not None and self.admitted.away is None:
            FactorDialog(self.program, self.admitted.actor, self).open()

    def _about(self) -> None:
        from ui.shell.about import AboutDialog

        AboutDialog(self.program.at.parts.database.where, self).open()

    def _choose_theme(self, name: str) -> None:
        self._wear(name)
        self.program.machine.set_text(THEME, name)
        if self.desk is not None:
            self.desk.desk.preferences.set_text(THEME, name)

    def _wear(self, name: str) -> None:
        application = QApplication.instance()
        known = name if name in THEMES else self.program.machine.text(THEME)
        if known in THEMES and known != current().name and isinstance(application, QApplication):
            apply_theme(application, load(known))

    # the window itself

    def _show(self, page: QWidget) -> None:
        self._pages.setCurrentWidget(page)

    def _show_once(self, page: QWidget) -> None:
        """Show a page that goes when the next one comes."""
        before = self._passing
        self._passing = page
        self._pages.addWidget(page)
        self._show(page)
        if before is not None:
            self._pages.removeWidget(before)
            before.deleteLater()

    def _watch_idle(self) -> None:
        at = self.program.at
        minutes = at.parts.settings.lock_after_min(at.centre.screen_lock_min)
        # a demo holds nothing that has to be hidden
        self.idle.start(0 if at.is_demo else minutes * MINUTE_MS)

    def _centre_changed(self) -> None:
        self._name_window()
        if self.desk is not None and self.desk.isVisible():
            self._watch_idle()

    def _name_window(self) -> None:
        name = self.tr("街治通")
        if self.program.is_open:
            at = self.program.at
            centre = at.centre.centre_name
            name = f"{centre} - {name}" if centre else name
            name = self.tr("{name}（演示数据）").format(name=name) if at.is_demo else name
        self.setWindowTitle(name)

    def _restore(self) -> None:
        """Stand where the window stood last time, if that place still is on a screen."""
        self.resize(*DESIGN)
        kept = self.program.machine.blob(GEOMETRY)
        if not kept.isEmpty():
            self.restoreGeometry(kept)

    def _full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep where things stood and end all work."""
        self.idle.stop()
        self.program.machine.set_blob(GEOMETRY, self.saveGeometry())
        self._drop_desk()
        self.program.close()
        event.accept()
