"""A line of the ratio table, and how a ratio is taken that can be trusted."""

import gc
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

Timed = Callable[[], float]


@dataclass(frozen=True, slots=True)
class BenchRow:
    """One bound; smaller is better and ``ratio <= bound`` passes.

    Attributes:
        what: What is measured, in words.
        ours: Our figure, the median of all runs.
        unit: Its unit.
        yardstick: The same work done the bare way; None where the bound is absolute.
        ratio: Median of the ratios of neighbouring runs, or ours ÷ the absolute limit.
        bound: What the ratio may be.
        runs: How many runs were counted.
        spread: Greatest minus least ratio of the runs.
        note: What else was measured meanwhile, in words; "" for nothing.
    """

    what: str
    ours: float
    unit: str
    yardstick: float | None
    ratio: float
    bound: float
    runs: int
    spread: float
    note: str = ""

    @property
    def passes(self) -> bool:
        """Tell whether the bound is kept."""
        return self.ratio <= self.bound


def held_mib() -> float:
    """Return how much memory this process holds now; where the system does not tell it, the
    most it has held.
    """
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except (OSError, ValueError, IndexError):
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def timed(work: Callable[[], object]) -> Timed:
    """Return a function that does `work` and tells how many seconds it took."""

    def run() -> float:
        gc.collect()
        start = time.perf_counter()
        work()
        return time.perf_counter() - start

    return run


def worked(work: Callable[[], object]) -> Timed:
    """Return a function that does `work` and tells how many seconds of a core it took."""

    def run() -> float:
        gc.collect()
        start = time.process_time()
        work()
        return time.process_time() - start

    return run


def paired(
    what: str, ours: Timed, yardstick: Timed, *, bound: float, runs: int, warm_up: int = 1
) -> BenchRow:
    """Measure both in turn, so that a machine that gets slower meanwhile slows both."""
    for _ in range(warm_up):
        ours()
        yardstick()
    pairs = [(ours(), yardstick()) for _ in range(runs)]
    ratios = [a / b for a, b in pairs]
    return BenchRow(
        what=what,
        ours=median(a for a, _ in pairs),
        unit="s",
        yardstick=median(b for _, b in pairs),
        ratio=median(ratios),
        bound=bound,
        runs=runs,
        spread=max(ratios) - min(ratios),
    )


def against(
    what: str, measured: list[float], *, unit: str, limit: float, bound: float = 1.0
) -> BenchRow:
    """Hold figures against an absolute limit in the same unit."""
    ratios = [each / limit for each in measured]
    return BenchRow(
        what=what,
        ours=median(measured),
        unit=unit,
        yardstick=None,
        ratio=median(ratios),
        bound=bound,
        runs=len(measured),
        spread=max(ratios) - min(ratios),
    )
