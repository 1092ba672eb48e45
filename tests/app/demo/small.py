"""A demo with little in it: it shows all there is to see in a tenth of the time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from app.demo import build, whole_street
from app.demo.street import load_street


@contextmanager
def small_street() -> Iterator[None]:
    """Let a street have two communities and a dozen cases a day."""
    whole = load_street()
    few = tuple(replace(community, grids=7) for community in whole.communities[:2])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build, "load_street", lambda: replace(whole, communities=few))
        patch.setattr(whole_street, "PER_DAY", 12)
        yield
