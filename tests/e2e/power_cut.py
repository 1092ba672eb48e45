"""Somebody types half a form, and the power goes: a program of its own, started by a test."""

import os
import signal
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from app.core.settings import data_folder
from tests.factories.windows import Seat
from ui.core.theme import apply_theme, load
from ui.shell.program import Order

ASKED, ANSWER_KEY, COUNTED = "路灯怎么了", "2", "第几根杆"
"""What the kind of the words asks: a choice, taken by its number, and a number."""


def type_and_die(url: str, kept: str, login: str, password: str, words: str) -> None:
    """Sign in, type words, an answer and half a number into the form of a new case, choose where
    it came from; die once all that is kept.
    """
    application = QApplication(sys.argv[:1])
    apply_theme(application, load("light"))
    seat = Seat(Order(url), Path(kept))
    seat.sit_down()
    seat.sign_in(login, password)
    seat.press("N")
    seat.write(words)
    seat.wait(lambda: seat.shown(ASKED) is not None)
    seat.walk_to(ASKED)
    seat.press(ANSWER_KEY)
    seat.walk_to(COUNTED)
    seat.write("12")
    seat.walk_to("来源")
    seat.press("Up")
    seat.walk_to("电话")
    seat.write("1381234")
    seat.wait(lambda: any("1381234" in each.read_text() for each in drafts()))
    os.kill(os.getpid(), signal.SIGKILL)


def drafts() -> list[Path]:
    """Return what is kept on this computer."""
    return list(data_folder().rglob("form.json"))


if __name__ == "__main__":
    type_and_die(*sys.argv[1:])
