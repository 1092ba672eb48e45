"""Work leaves the GUI thread, its outcome comes back to it."""

import threading

import pytest
from PySide6.QtCore import QObject, Slot
from shiboken6 import delete

from app.core.errors import Conflict
from ui.core.jobs import Jobs
from ui.core.notices import Notices


class Listener(QObject):
    def __init__(self):
        super().__init__()
        self.heard = []
        self.errors = []

    @Slot(object)
    def hear(self, result):
        self.heard.append((result, threading.current_thread()))

    @Slot(object)
    def fail(self, error):
        self.errors.append(error)


def test_work_runs_off_the_gui_thread_and_is_heard_on_it(qtbot, jobs):
    listener = Listener()

    jobs.read(threading.current_thread, listener.hear)
    qtbot.waitUntil(jobs.idle)

    [(worker, told_on)] = listener.heard
    assert worker is not threading.main_thread()
    assert told_on is threading.main_thread()


def test_a_quick_job_does_not_answer_before_the_event_loop_turns(qtbot, jobs):
    listener = Listener()

    jobs.read(lambda: 1, listener.hear)
    jobs._readers.close()[0].join()

    assert listener.heard == []
    assert not jobs.idle()
    qtbot.waitUntil(jobs.idle)
    assert listener.heard[0][0] == 1


def test_results_keep_their_type_and_identity(qtbot, jobs):
    listener = Listener()
    result = {2**40: (1, 2)}

    jobs.read(lambda: result, listener.hear)
    qtbot.waitUntil(jobs.idle)

    assert listener.heard[0][0] is result


def test_writes_run_one_after_another_in_the_order_asked(qtbot, jobs):
    order, running = [], []

    def write(number):
        running.append(number)
        assert running == [number]
        order.append(number)
        running.remove(number)
        return number

    listener = Listener()
    for number in range(20):
        jobs.write(lambda number=number: write(number), listener.hear)
    qtbot.waitUntil(jobs.idle)

    assert order == list(range(20))
    assert len({thread for _, thread in listener.heard}) == 1


def test_reads_do_not_wait_for_each_other(qtbot, jobs):
    listener, gate = Listener(), threading.Barrier(2, timeout=20)

    jobs.read(gate.wait, listener.hear)
    jobs.read(gate.wait, listener.hear)
    qtbot.waitUntil(jobs.idle)

    assert sorted(place for place, _ in listener.heard) == [0, 1]


def test_a_deleted_listener_is_skipped(qtbot, jobs):
    listener, gate = Listener(), threading.Event()

    jobs.read(gate.wait, listener.hear)
    delete(listener)
    gate.set()
    qtbot.waitUntil(jobs.idle)


def test_nobody_hears_of_a_cancelled_job(qtbot, jobs):
    listener, gate = Listener(), threading.Event()

    job = jobs.read(gate.wait, listener.hear, listener.fail)
    job.cancel()
    gate.set()
    qtbot.waitUntil(jobs.idle)

    assert listener.heard == listener.errors == []


def test_a_failure_reaches_its_own_listener(qtbot, jobs, notices):
    listener = Listener()

    def work():
        raise Conflict()

    jobs.write(work, listener.hear, listener.fail)
    qtbot.waitUntil(jobs.idle)

    assert isinstance(listener.errors[0], Conflict)
    assert notices.attach() == ()


def test_a_failure_nobody_listens_to_goes_to_the_notices(qtbot, jobs, notices):
    def work():
        raise Conflict()

    jobs.write(work, Listener().hear)
    qtbot.waitUntil(jobs.idle)

    [notice] = notices.attach()
    assert "修改" in notice.text


def test_what_a_job_held_is_let_go_of_on_the_gui_thread(qtbot, jobs):
    ended_on = []

    class Held:
        def __del__(self):
            ended_on.append(threading.current_thread())

        def work(self):
            raise Conflict()

    listener = Listener()
    jobs.read(Held().work, listener.hear, listener.fail)
    qtbot.waitUntil(jobs.idle)
    listener.errors.clear()

    qtbot.waitUntil(lambda: bool(ended_on))
    assert ended_on == [threading.main_thread()]


def test_stop_drops_what_has_not_begun_and_joins_the_threads(qapp, notices):
    jobs, begun, gate, ran = Jobs(notices.report), threading.Event(), threading.Event(), []

    def slow():
        begun.set()
        gate.wait()

    jobs.write(slow, ran.append)
    jobs.write(lambda: ran.append("second"), ran.append)
    begun.wait()
    threading.Timer(0.05, gate.set).start()

    assert jobs.stop()
    assert ran == []


def test_a_job_that_outlasts_the_stop_ends_quietly_when_its_program_is_gone(qapp, notices):
    jobs, go_on, begun = Jobs(notices.report), threading.Event(), threading.Event()

    def work():
        begun.set()
        go_on.wait(5)

    jobs.read(work, lambda _: None)
    assert begun.wait(5)
    assert not jobs.stop(timeout_s=0)
    [thread] = jobs._readers._threads
    delete(jobs)

    go_on.set()

    thread.join(5)
    assert not thread.is_alive()


def test_nothing_starts_after_the_stop(qtbot, jobs):
    jobs.stop()

    job = jobs.read(lambda: 1, Listener().hear)

    assert job.cancelled
    assert jobs.idle()


def test_a_watcher_is_heard_on_the_gui_thread_until_it_is_stopped(qtbot, jobs):
    listener = Listener()

    def loop(stop, emit):
        emit("first")
        stop.wait()

    stop = jobs.watch(loop, listener.hear)
    qtbot.waitUntil(lambda: len(listener.heard) == 1)

    assert listener.heard == [("first", threading.main_thread())]
    assert jobs.idle()
    stop.set()


def test_a_watcher_that_breaks_is_reported(qtbot, jobs, notices):
    def loop(stop, emit):
        raise Conflict()

    jobs.watch(loop)

    with qtbot.waitSignal(notices._arrived):
        pass
    assert len(notices.attach()) == 1


@pytest.mark.parametrize("kind", ["read", "write"])
def test_idled_is_said_when_the_last_job_was_heard(qtbot, jobs, kind):
    listener = Listener()

    with qtbot.waitSignal(jobs.idled):
        getattr(jobs, kind)(lambda: 1, listener.hear)

    assert len(listener.heard) == 1


def test_unknown_errors_are_logged_under_the_number_shown(qtbot, jobs, caplog):
    notices = Notices()
    notices.report(RuntimeError("boom"))

    [notice] = notices.attach()

    number = notice.detail.split()[0]
    assert number in notice.text
    assert number in caplog.text
    assert "boom" not in notice.text
