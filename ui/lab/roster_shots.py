"""Pictures of the roster: a branch's, a member's card, a file being brought in, transfers."""

import csv
import tempfile
from pathlib import Path

from PySide6.QtWidgets import QWidget

from ui.lab.party_shots import PAGE, page_of
from ui.lab.studio import Studio
from ui.party.organisations_page import OrganisationsPage
from ui.party.roster_filter import RosterFilterDialog

_SHEET = (
    ("党员花名册", "", "", "", "", ""),
    ("姓名", "身份证号", "入党时间", "身份", "工作单位", "电话"),
    ("叶建平", "11010519491231002X", "1998.7", "正式党员", "社区居委会", "13812346021"),
    ("邓秋霞", "110105194912310021", "2011.6", "正式党员", "街道综治中心", ""),
    ("尹海龙", "", "85年6月", "正式党员", "外卖骑手", "138123"),
    ("鲁玉芬", "", "去年", "正式党员", "退休", ""),
    ("蔡晓峰", "", "1995.1", "预备党员", "区供电所", "0352-5512345"),
)


def roster(studio: Studio) -> None:
    """Look at a branch."""
    _branch(studio)


def narrowed(studio: Studio) -> None:
    """Look at a branch narrowed by some of all there is."""
    page = _branch(studio)
    page.roster.clear()
    studio.settle(PAGE)
    row = next((row for row in page.roster.model.rows if row.skills and row.joined_on), None)
    page.roster.ask_filter()
    dialog = page.roster.deeds.dialog
    if not isinstance(dialog, RosterFilterDialog):
        raise TypeError
    if row is not None:
        dialog.standing.set_value(row.standing)
        dialog.skill.set_word(row.skills[0])
    dialog.since.setText("1949.10")
    dialog.until.setText("2024")
    dialog.save()
    studio.settle(PAGE)


def narrowing(studio: Studio) -> QWidget | None:
    """Ask what the roster of a branch is narrowed to."""
    narrowed(studio)
    page = page_of(studio)
    page.roster.ask_filter()
    return page.roster.deeds.dialog


def member(studio: Studio) -> QWidget | None:
    """Open the card of a member of a branch."""
    page = _branch(studio)
    key = page.roster.model.key_at(0)
    page.roster.table.opened.emit(key)
    studio.settle(PAGE)
    return page.roster.deeds.dialog


def adding(studio: Studio) -> QWidget | None:
    """Add a member to a branch."""
    page = _branch(studio)
    page.roster.deeds.add()
    return page.roster.deeds.dialog


def bringing(studio: Studio) -> QWidget | None:
    """Bring a file in whose first member is one of the branch's."""
    page = _branch(studio)
    first = page.roster.model.row_at(0)
    rows = [list(row) for row in _SHEET]
    rows.append([first.name, "", first.joined[:7], "正式党员", "", ""])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "南塘社区党员花名册.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        page.roster.deeds.bring(path)
        studio.settle(PAGE)
    return page.roster.deeds.dialog


def transfers(studio: Studio) -> QWidget | None:
    """List the transfers."""
    page = _branch(studio)
    page.roster.deeds.show_transfers()
    studio.settle(PAGE)
    return page.roster.deeds.dialog


def _branch(studio: Studio) -> OrganisationsPage:
    page = page_of(studio)
    branches = (row for row in page.tree.rows if row.form == "branch")
    branch = next((row for row in branches if page.tree.below(row.id)), None)
    if branch is not None:
        page.show_organisation(branch.id)
        studio.settle(PAGE)
    return page
