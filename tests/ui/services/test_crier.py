"""A number is called by a voice where there is one, else by the bell, as often as the hall says."""

from dataclasses import replace
from datetime import UTC, datetime
from enum import Enum

import pytest
from PySide6.QtCore import QObject, Signal

from app.core.ids import new_id
from app.services.halls.queries.boards import Call, HallRow
from tests.factories.centre import STREET
from tests.factories.windows import let_pass
from ui.services.halls import crier as crying
from ui.services.halls.crier import Crier

CALL = Call("A012", 3, "3 号窗口", datetime(2026, 11, 24, tzinfo=UTC), 1, is_now=True)
SAID = "请 A 零 一 二 号，到 3 号窗口。"


class State(Enum):
    Ready, Speaking, Error = range(3)


class Voice(QObject):
    stateChanged = Signal(object)  # noqa: N815  Qt's name

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def say(self, text: str) -> None:
        self.said.append(text)


@pytest.fixture
def hall():
    return HallRow(
        *(new_id(), STREET, "大厅", "一楼", 30, 7, 15, 30),
        *(True, True, 30, True, 2, True, True, 1),
    )


def test_a_voice_calls_one_number_after_another_as_often_as_set(qapp, hall):
    voice, rung, parent = Voice(), [], QObject()
    crier = Crier(parent, find_voice=lambda _: voice, ring=lambda: rung.append(1))
    crier.call(CALL, hall)
    crier.call(replace(CALL, number="B007", window=1), hall)

    assert voice.said == [SAID * 2]
    assert len(rung) == 2
    voice.stateChanged.emit(State.Ready)
    assert voice.said[1:] == ["请 B 零 零 七 号，到 1 号窗口。" * 2]


def test_without_a_voice_the_bell_rings_as_often(qtbot, hall, monkeypatch):
    monkeypatch.setattr(crying, "BELL_MS", 1)
    rung, parent = [], QObject()
    crier = Crier(parent, find_voice=lambda _: None, ring=lambda: rung.append(1))
    crier.call(CALL, replace(hall, call_times=3))
    qtbot.waitUntil(lambda: len(rung) == 3)
    let_pass()
    assert len(rung) == 3


def test_a_hall_that_wants_silence_gets_it(qapp, hall):
    rung, voice, parent = [], Voice(), QObject()
    crier = Crier(parent, find_voice=lambda _: voice, ring=lambda: rung.append(1))
    crier.call(CALL, replace(hall, chimes=False, speaks=False))
    assert (rung, voice.said) == ([], [])
    crier.call(CALL, replace(hall, chimes=False, call_times=1))
    assert (rung, voice.said) == ([], [SAID])
