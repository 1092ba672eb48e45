"""Every icon that the desk names is in the font; a missing one would end a paint half-way."""

import re

from tests.sources import sources
from ui.core.icons import outline

EXAMPLE = "ph.name"  # stands for any name in docstrings
NAME = re.compile(r'"(ph\.[a-z0-9-]+)"')


def test_every_icon_that_is_named_can_be_painted(qapp):
    named = {
        (source.name, name)
        for source in sources("ui")
        for name in NAME.findall(source.text)
        if not name.startswith(EXAMPLE)
    }

    missing = []
    for where, name in sorted(named):
        try:
            outline(name)
        except KeyError:
            missing.append(f"{where}: {name}")

    assert len(named) > 40
    assert missing == []
