"""The measure of live windows runs with two of them."""

import pytest

from ui.lab.measures import live

pytestmark = pytest.mark.postgres


def test_each_window_paints_what_is_registered_at_another_desk(own_server, monkeypatch):
    monkeypatch.setattr(live, "_LAST_S", 1.0)
    url = own_server.database.url.render_as_string(hide_password=False)

    row = live.live(url, runs=1, desks=2, rooms=1)

    assert row.ratio != live.NEVER, row.note
    assert 0 < row.ours < 5
    assert "没有画出来的 0 次" in row.note
