"""What a theme consists of: colours by meaning, sizes, type, chart and map colours.

Named tuples: a data class of fifty fields takes twenty milliseconds to make, at every start.
"""

from dataclasses import dataclass
from typing import NamedTuple


class Colors(NamedTuple):
    """Colours by meaning, each as "#RRGGBB"; see resources/theme/*.toml."""

    bg_window: str
    bg_surface: str
    bg_sunken: str
    bg_rail: str
    bg_hover: str
    bg_selected: str
    bg_track: str
    border_subtle: str
    border: str
    border_control: str
    text: str
    text_2: str
    text_3: str
    text_disabled: str
    text_onfill: str
    accent: str
    accent_hover: str
    accent_pressed: str
    accent_bg: str
    accent_line: str
    accent_fill: str
    party: str
    party_fill: str
    party_hover: str
    party_bg: str
    party_line: str
    ok: str
    ok_text: str
    ok_bg: str
    warn: str
    warn_text: str
    warn_bg: str
    over: str
    over_text: str
    over_bg: str
    sup: str
    sup_text: str
    sup_bg: str
    sus: str
    sus_text: str
    sus_bg: str
    plate: str
    plate_text: str
    plate_accent: str
    plate_ok: str


class Sizes(NamedTuple):
    """Measures in device-independent pixels."""

    step: int
    radius: int
    radius_chip: int
    radius_bar: int
    line: int
    row: int
    header: int
    two_line_row: int
    deadline_row: int
    tree_row: int
    fact_row: int
    section_head: int
    control: int
    control_small: int
    control_padding: int
    chip: int
    key_hint: int
    bar: int
    icon: int
    icon_rail: int
    icon_timeline: int
    icon_small: int
    icon_empty: int
    stage_glyph: int
    timeline_ring: int
    avatar: int
    rail: int
    rail_item_width: int
    rail_item: int
    top_bar: int
    status_bar: int
    tool_bar: int
    tab_bar: int
    action_bar: int
    view_row: int
    view_row_small: int
    saved_views: int
    saved_views_small: int
    case_panel: int
    case_panel_small: int


class TypeScale(NamedTuple):
    """Height of the letters and of the line they stand in, in device-independent pixels."""

    caption: int
    caption_line: int
    body: int
    body_line: int
    section: int
    section_line: int
    title: int
    title_line: int
    figure: int
    figure_line: int
    kpi: int
    kpi_line: int


@dataclass(frozen=True, slots=True)
class ChartColors:
    """Colours of charts: `q` for groups in order, `seq` few to many, `index` blue to red."""

    q: tuple[str, ...]
    seq: tuple[str, ...]
    index: tuple[str, ...]
    band: str
    bar: str
    bar_muted: str
    done: str
    gridline: str
    axis: str
    runway_open: str
    runway_past: str
    off_hatch: str
    suspend_hatch: str


class MapColors(NamedTuple):
    """Colours of the map, which has no tiles."""

    outside: str
    plain: str
    line_grid: str
    line_grid_plain: str
    line_community: str
    line_street: str
    river: str
    road: str
    road_edge: str
    railway: str
    building: str
    building_edge: str
    halo: str
    selected: str
    flood: str
