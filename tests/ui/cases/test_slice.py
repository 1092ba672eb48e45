"""What the slice offers to the shell."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

import ui.cases
import ui.parts
from app.accounts.rules import Right
from app.core.words import RESOURCES
from ui.cases import SLICE
from ui.core.icons import outline
from ui.core.targets import NewCaseWanted, QueueWanted

ICON = re.compile(r'"(ph\.[a-z-]+)"')


def icons() -> set[str]:
    folders = [Path(package.__path__[0]) for package in (ui.cases, ui.parts)]
    texts = [file.read_text("utf-8") for folder in folders for file in folder.rglob("*.py")]
    return {name for text in texts for name in ICON.findall(text)}


@pytest.mark.parametrize("name", sorted(icons()))
def test_every_icon_is_in_the_font(qapp, name):
    assert not outline(name).isEmpty()


def test_every_right_is_one_that_roles_hold():
    of_pages = (page.right for page in SLICE.pages)
    several = (right if isinstance(right, tuple) else (right,) for right in of_pages)
    asked = {right for rights in several for right in rights}
    asked |= {command.right for command in SLICE.commands}

    assert asked <= set(Right)


def test_commands_lead_to_the_form_and_to_views(embedded_centre, sit):
    seat = sit(embedded_centre, "dispatcher")

    for command in SLICE.commands:
        command.run(seat.desk)

    assert NewCaseWanted() in seat.sent_to
    assert QueueWanted("overdue") in seat.sent_to


def test_the_help_is_there():
    assert (RESOURCES / "help" / SLICE.help).read_text("utf-8").startswith("# ")


def test_the_badge_counts_what_is_overdue(embedded_centre, sit, clock):
    embedded_centre.assign(embedded_centre.register())
    seat = sit(embedded_centre, "dispatcher")
    counts = []
    for hours in (0, 30):
        clock.advance(timedelta(hours=hours))
        with embedded_centre.database.reading() as session:
            counts.append(SLICE.badge.count(seat.desk, session))

    assert counts == [0, 1]
