"""Photos of a telephone brought in: read, grouped, each group put into a grid."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from app.cases.patrol.grouping import grouped, middle
from app.cases.patrol.photos import Gathered, PatrolPhoto, gather
from app.core.shared_settings import CentreSettings, settings_at
from ui.core.slices import Desk
from ui.parts.region_at import region_at


@dataclass(frozen=True, slots=True)
class Brought:
    """What a telephone brought.

    Attributes:
        groups: Photos of one finding each, with where that is and the grid it lies in.
        told: A sentence for each file there is something to say of.
    """

    groups: tuple[tuple[tuple[PatrolPhoto, ...], tuple[float, float] | None, str], ...]
    told: tuple[str, ...]


def bring(
    desk: Desk,
    sources: Sequence[Path],
    known: Iterable[str],
    done: Callable[[Brought], object],
    failed: Callable[[BaseException], None],
) -> None:
    """Read photos; no connection is held while they are unpacked.

    Args:
        desk: Whose grids are looked in.
        sources: Files, folders and archives.
        known: Fingerprints of photos that are there already.
        done: Called on the GUI thread.
        failed: Called where nothing could be read.
    """
    there = tuple(known)

    def settle(found: CentreSettings) -> None:
        now = desk.parts.clock.now()
        desk.jobs.read(
            lambda: gather(sources, now, found, known=there),
            lambda gathered: place(gathered, found),
            failed,
        )

    def place(gathered: Gathered, settings: CentreSettings) -> None:
        gap = timedelta(minutes=settings.patrol_gap_min)
        groups = grouped(gathered.photos, gap=gap, distance_m=settings.patrol_gap_m)
        told = gathered.told
        desk.read(
            lambda session: Brought(tuple(_placed(session, group) for group in groups), told),
            done,
            failed,
        )

    desk.read(lambda session: settings_at(session, desk.parts.clock.now()), settle, failed)


def _placed(
    session: Any, group: tuple[PatrolPhoto, ...]
) -> tuple[tuple[PatrolPhoto, ...], tuple[float, float] | None, str]:
    point = middle(group)
    grid = region_at(session, point).code if point is not None else None
    return group, point, grid or ""
