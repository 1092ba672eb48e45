"""The table of the region tree; no behaviour. What else the territory has stands beside:
`grids`, `places`, `shapes`. A page that names regions loads none of them.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.database import Base, Moment, code_text, one_of
from app.territory.rules import NAME_LIMIT, Tier


class Region(Base):
    """A node of the region tree; its code is fixed for ever, also after it was retired."""

    __tablename__ = "region"
    __table_args__ = (
        one_of("tier", Tier),
        sa.Index(None, "parent_code", "code"),
        sa.Index(None, "initials"),
    )

    code: Mapped[str] = mapped_column(code_text(15), primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(NAME_LIMIT))
    tier: Mapped[str] = mapped_column(code_text(16))
    parent_code: Mapped[str | None] = mapped_column(code_text(15), sa.ForeignKey("region.code"))
    kind: Mapped[str | None] = mapped_column(code_text(32))
    pinyin: Mapped[str] = mapped_column(code_text(512))
    initials: Mapped[str] = mapped_column(code_text(NAME_LIMIT))
    retired_at: Mapped[datetime | None] = mapped_column(Moment)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}
