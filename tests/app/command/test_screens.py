"""Which window belongs on which screen: a table of what happens to cables."""

import pytest

from app.command.wall.screens import Screen, place, read, written

LEFT = Screen("HDMI-1", "S1", 0, 0)
RIGHT = Screen("HDMI-2", "S2", 1920, 0)
BLANK = Screen("DP-1", "", 0, 0)
TWIN = Screen("DP-2", "", 1920, 0)

TABLE = {
    "nothing happened": ([LEFT, RIGHT], [LEFT, RIGHT], {0: 0, 1: 1}),
    "they are counted the other way round": ([LEFT, RIGHT], [RIGHT, LEFT], {0: 1, 1: 0}),
    "one was unplugged": ([LEFT, RIGHT], [RIGHT], {1: 0}),
    "the other moved into its place": (
        [LEFT, RIGHT],
        [Screen("HDMI-2", "S2", 0, 0)],
        {1: 0},
    ),
    "cables were swapped": (
        [LEFT, RIGHT],
        [Screen("HDMI-1", "S2", 0, 0), Screen("HDMI-2", "S1", 1920, 0)],
        {0: 1, 1: 0},
    ),
    "another resolution": ([LEFT], [Screen("HDMI-1", "S1", 0, 0, 3840, 2160)], {0: 0}),
    "another device at the same socket": ([LEFT], [Screen("HDMI-1", "S9", 0, 0)], {0: 0}),
    "devices that tell no serial go by their socket": (
        [BLANK, TWIN],
        [Screen("DP-2", "", 0, 0), Screen("DP-1", "", 1920, 0)],
        {0: 1, 1: 0},
    ),
    "sockets that were named anew go by where they lie": (
        [BLANK, TWIN],
        [Screen("DP-3", "", 1920, 0), Screen("DP-4", "", 0, 0)],
        {0: 1, 1: 0},
    ),
    "two of one serial go by their socket": (
        [Screen("A", "X", 0, 0), Screen("B", "X", 1920, 0)],
        [Screen("B", "X", 0, 0), Screen("A", "X", 1920, 0)],
        {0: 1, 1: 0},
    ),
    "a screen nobody remembers gets a window of its own": (
        [LEFT],
        [Screen("VGA-1", "S7", 5000, 0, 1024, 768), LEFT],
        {0: 1, 1: 0},
    ),
    "as large as another is not the same": (
        [LEFT],
        [Screen("VGA-1", "S7", 5000, 0)],
        {1: 0},
    ),
    "all are gone": ([LEFT, RIGHT], [], {}),
    "the first start": ([], [LEFT, RIGHT], {0: 0, 1: 1}),
}


@pytest.mark.parametrize(("kept", "found", "placed"), TABLE.values(), ids=TABLE)
def test_windows_find_their_screens(kept, found, placed):
    assert place(dict(enumerate(kept)), found) == placed


def test_a_screen_is_kept_in_a_file_as_it_is():
    assert read(written(LEFT)) == LEFT
    with pytest.raises(ValueError, match="serial"):
        read({"name": "x", "at": [0, 0, 1, 1]})
