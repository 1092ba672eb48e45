"""All that is known of one organisation: committee and terms, grids, course."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.core.words import label as word
from app.party.queries.organisations import CourseRow, OrganisationCard, TermRow
from app.party.rules import COVERING, PartyStep
from ui.core.controls import Button, label
from ui.core.facts import FactGrid, FactLine
from ui.core.side_panel import PanelPart, SidePanel
from ui.party.organisation_words import day_words, form_words, term_words

FORMER_MOST = 12
ROW_HEIGHT, TITLE_PX, POST_PX = 28, 84, 56


class OrganisationPanel(SidePanel):
    """Takes the place of the coverage board while one looks at an organisation."""

    election_wanted = Signal()
    rename_wanted = Signal()
    post_wanted = Signal()
    cover_wanted = Signal()
    cover_ended = Signal(object)  # CoverRow
    term_ended = Signal(object)  # TermRow
    term_prolonged = Signal(object)  # TermRow

    def __init__(self) -> None:
        super().__init__("")
        self.setAccessibleName(self.tr("组织情况"))
        self.card: OrganisationCard | None = None
        self._title = label("", "section")
        self._title.setWordWrap(True)
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        self.add_close(top)
        self.head.addLayout(top)
        self.facts = FactGrid()
        self.body.addWidget(self.facts)
        self.committee = PanelPart(self.tr("班子"), self.tr("增补"))
        self.covers = PanelPart(self.tr("覆盖的网格"), self.tr("加网格"))
        self.committee.asked.connect(self.post_wanted)
        self.covers.asked.connect(self.cover_wanted)
        for part in (self.committee, self.covers):
            part.link.set_kind("partylink")
        self.course = PanelPart(self.tr("沿革"))
        self.former = PanelPart(self.tr("以前的班子"))
        for part in (self.committee, self.covers, self.course, self.former):
            self.body.addWidget(part)
        self.election_button = Button(self.tr("登记换届"), kind="party", key="H")
        self.rename_button = Button(self.tr("更名"), kind="quiet", key="E")
        self.election_button.clicked.connect(self.election_wanted)
        self.rename_button.clicked.connect(self.rename_wanted)
        self.foot.addWidget(self.election_button)
        self.foot.addWidget(self.rename_button)
        self.foot.addStretch(1)

    def show_card(self, card: OrganisationCard) -> None:
        """Show an organisation."""
        if self.card is None or self.card.id != card.id:
            self.to_top()
        self.card = card
        self._title.setText(card.name)
        self.facts.set_lines(*self._facts(card))
        held = [term for term in card.terms if term.ended_on is None]
        left = [term for term in card.terms if term.ended_on is not None]
        frames = [self._term(card, term) for term in held]
        self.committee.set_rows(frames, self.tr("还没有登记班子。"))
        self.covers.set_rows(self._covers(card), self.tr("不直接覆盖网格。"))
        self.course.set_rows([FactRow(*_course(step)) for step in reversed(card.course)])
        self.former.setVisible(bool(left))
        self.former.set_rows([self._term(card, term) for term in left[:FORMER_MOST]])
        keeps = card.may_keep and card.dissolved_on is None
        self.set_foot_visible(visible=keeps)
        self.committee.link.setVisible(keeps)
        self.covers.link.setVisible(keeps and card.form in COVERING)
        self.show_record()

    def _facts(self, card: OrganisationCard) -> tuple[FactLine, ...]:
        found = [
            FactLine(self.tr("设置"), form_words(card)),
            FactLine(self.tr("上级"), card.above or "—"),
            FactLine(self.tr("所在"), card.region_name),
            FactLine(self.tr("成立"), day_words(card.founded_on)),
        ]
        if card.unit:
            found.append(FactLine(self.tr("单位"), card.unit))
        if card.dissolved_on is not None:
            found.append(FactLine(self.tr("撤销"), day_words(card.dissolved_on)))
        members = self.tr("正式 {full}，预备 {probationary}").format(
            full=card.full, probationary=card.probationary
        )
        found.append(FactLine(self.tr("党员"), members))
        return tuple(found)

    def _term(self, card: OrganisationCard, term: TermRow) -> QWidget:
        whole, keeps = term_words(term), card.may_keep and term.ended_on is None
        # Beside two steps there is room for the end of a term only.
        brief = f"— {term.until:%Y-%m-%d}" if term.until is not None else whole
        made = FactRow(
            word(term.post), term.person_name, brief if keeps else whole, title_px=POST_PX
        )
        made.setToolTip(f"{term.person_name} {whole}")
        if keeps:
            made.add(self.tr("延任"), partial(self.term_prolonged.emit, term))
            made.add(self.tr("离任"), partial(self.term_ended.emit, term))
        return made

    def _covers(self, card: OrganisationCard) -> list[QWidget]:
        found: list[QWidget] = []
        for cover in card.covers:
            until = day_words(cover.until) if cover.until is not None else ""
            made = FactRow(cover.grid_name, f"{cover.since:%Y-%m-%d} — {until}".rstrip(), "")
            if card.may_keep and cover.until is None:
                made.add(self.tr("不再覆盖"), partial(self.cover_ended.emit, cover))
            found.append(made)
        return found


class FactRow(QWidget):
    """What, who, and quietly since when; a step at the right where there is one."""

    def __init__(self, title: str, text: str, aside: str = "", *, title_px: int = TITLE_PX) -> None:
        super().__init__()
        self.setProperty("scrolled", "true")
        self.setFixedHeight(ROW_HEIGHT)
        self.setAccessibleName(f"{title} {text} {aside}".strip())
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        first = label(title, "second")
        first.setMinimumWidth(title_px)
        self._row.addWidget(first)
        fact = label(text)
        fact.setToolTip(text)
        fact.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._row.addWidget(fact, 1)
        self._row.addWidget(label(aside, "caption"))

    def add(self, words: str, run: Callable[[], object]) -> None:
        """Offer a step."""
        button = Button(words, kind="partylink", small=True)
        button.setAccessibleName(f"{words} {self.accessibleName()}")
        button.clicked.connect(lambda _=False: run())
        self._row.addWidget(button)


def _course(step: CourseRow) -> tuple[str, str, str]:
    told = {
        PartyStep.FOUNDED: step.name,
        PartyStep.RENAMED: step.name,
        PartyStep.TRANSFERRED: step.above,
        PartyStep.DISSOLVED: step.note,
    }[step.step]
    return f"{step.valid_from:%Y-%m-%d}", f"{word(step.step)}　{told}", step.author
