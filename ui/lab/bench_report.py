"""The ratio table as a file, with what there is to know of the machine it was measured on."""

import os
import platform
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from app.commands.measures.rows import BenchRow
from app.core.database.state import VERSION
from app.core.words import say

_MIB = 1024


def write_report(file: Path, rows: Sequence[BenchRow], now: datetime) -> None:
    """Write the table as Markdown; what stood in the file before is replaced.

    Raises:
        OSError: The file cannot be written.
    """
    head = [say("lab.report.title", version=VERSION, moment=f"{now:%Y-%m-%d %H:%M}")]
    table = [say("lab.report.columns"), "|---|---:|---:|---:|---:|---:|---|"]
    table += [_line(row) for row in rows]
    machine = [say("lab.report.machine", **particulars())]
    file.write_text("\n".join([*head, "", *machine, "", *table, ""]), encoding="utf-8")


def _line(row: BenchRow) -> str:
    yardstick = "" if row.yardstick is None else f"{row.yardstick:.3f} {row.unit}"
    cells = (
        f"{row.what}<br>{row.note}" if row.note else row.what,
        f"{row.ours:.3f} {row.unit}",
        yardstick,
        f"{row.ratio:.2f}",
        f"{row.bound:g}",
        say("lab.report.runs", runs=row.runs, spread=f"{row.spread:.2f}"),
        say("lab.report.held" if row.passes else "lab.report.missed"),
    )
    return f"| {' | '.join(cells)} |"


def particulars() -> dict[str, str]:
    """Return processor, memory, load and versions: what makes two tables comparable, and nothing
    that names the machine or its user.
    """
    from PySide6.QtCore import qVersion

    return {
        "processor": _from_proc("cpuinfo", "model name") or platform.machine(),
        "cores": str(os.cpu_count() or 1),
        "memory": _memory(),
        "load": f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "—",
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "qt": qVersion(),
        "sqlite": sqlite3.sqlite_version,
    }


def _memory() -> str:
    kib = _from_proc("meminfo", "MemTotal").removesuffix("kB").strip()
    return f"{int(kib) / _MIB / _MIB:.0f} GiB" if kib.isdigit() else "—"


def _from_proc(name: str, key: str) -> str:
    """Return a value that Linux tells of itself, "" elsewhere."""
    file = Path("/proc") / name
    if not file.is_file():
        return ""
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
        found, _, value = line.partition(":")
        if found.strip() == key:
            return value.strip()
    return ""
