"""The tree of kinds, and which kind a text sounds like."""

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Unit
from app.cases.kinds import Question, questions_of
from app.cases.models import Category
from app.cases.rules import Level, MatterClass


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A kind (小类) with the category (大类) above it.

    Attributes:
        hints: Words by which a citizen's text gives the kind away.
        unit_id: The unit responsible, None when somebody has to decide.
        is_confidential: By rule the handling unit does not learn who reports such a case.
        opening_condition: When a case of the kind is taken on, in words.
        promise: What is publicly promised, in words.
        questions: What is asked when it is taken in.
    """

    code: str
    name: str
    parent_code: str | None
    parent: str
    initials: str
    hints: tuple[str, ...]
    unit_id: UUID | None
    unit: str
    level: Level
    matter_class: MatterClass
    is_confidential: bool = False
    opening_condition: str = ""
    promise: str = ""
    questions: tuple[Question, ...] = ()

    @property
    def path(self) -> str:
        """Return ``公用设施 / 雨水井盖``."""
        return f"{self.parent} / {self.name}" if self.parent else self.name


def categories(session: Session) -> tuple[CategoryRow, ...]:
    """Return all nodes in use, by code: each 大类 followed by its 小类."""
    above = aliased(Category)
    asked = (
        sa.select(Category, above.name, Unit.name)
        .outerjoin(above, above.code == Category.parent_code)
        .outerjoin(Unit, Unit.id == Category.unit_id)
        .where(Category.is_active)
        .order_by(Category.code)
    )
    return tuple(
        CategoryRow(
            code=node.code,
            name=node.name,
            parent_code=node.parent_code,
            parent=parent or "",
            initials=node.initials,
            hints=tuple(node.hints.split()),
            unit_id=node.unit_id,
            unit=unit or "",
            level=Level(node.level),
            matter_class=MatterClass(node.matter_class),
            is_confidential=node.is_confidential,
            opening_condition=node.opening_condition,
            promise=node.promise,
            questions=questions_of(node),
        )
        for node, parent, unit in session.execute(asked)
    )


def suggest(text: str, rows: tuple[CategoryRow, ...], most: int = 3) -> tuple[CategoryRow, ...]:
    """Return the kinds whose hints stand in a text, the best first.

    A hint counts by its length, since a longer word says more: "雨水井盖" outweighs "井".
    """
    weights = [(sum(len(h) ** 2 for h in row.hints if h in text), row) for row in rows]
    ranked = sorted((w for w in weights if w[0] > 0), key=lambda w: (-w[0], w[1].code))
    return tuple(row for _, row in ranked[:most])
