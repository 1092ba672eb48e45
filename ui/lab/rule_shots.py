"""Pictures of rules by which the program acts on cases: one that is written, one that is tried."""

from PySide6.QtWidgets import QWidget

from ui.cases.automation.firings_dialog import TrialDialog
from ui.cases.automation.rule_form import RuleForm
from ui.cases.automation.rules_page import RulesPage
from ui.core.targets import PageWanted
from ui.lab.studio import Studio

PAGE = "aids.rules"


def written(studio: Studio) -> QWidget | None:
    """Open the first rule for a change."""
    page = _rules(studio)
    page.edit()
    return next(iter(page.findChildren(RuleForm)), None)


def tried(studio: Studio) -> QWidget | None:
    """Show what the second rule would have done."""
    page = _rules(studio)
    page.table.selectRow(1)
    page.try_one()
    return next(iter(page.findChildren(TrialDialog)), None)


def _rules(studio: Studio) -> RulesPage:
    if studio.window.desk is None:
        raise RuntimeError("nobody is signed in")
    studio.window.desk.desk.navigator.go(PageWanted(PAGE))
    studio.settle(PAGE)
    return studio.window.findChildren(RulesPage)[-1]
