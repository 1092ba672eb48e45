"""What changes the territory; each action checks the right, journals and tells every desk."""

from app.territory.actions.places import PlaceDraft, confirm_place, save_place
from app.territory.actions.posts import PostDraft, assign_post, end_post
from app.territory.actions.regions import (
    GridDraft,
    LineDraft,
    RegionDraft,
    open_grid,
    retire_region,
    save_grid_totals,
    save_map_lines,
    save_region,
    set_outline,
)

__all__ = [
    "GridDraft",
    "LineDraft",
    "PlaceDraft",
    "PostDraft",
    "RegionDraft",
    "assign_post",
    "confirm_place",
    "end_post",
    "open_grid",
    "retire_region",
    "save_grid_totals",
    "save_map_lines",
    "save_place",
    "save_region",
    "set_outline",
]
