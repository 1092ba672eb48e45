"""Values made quickly are the ones the standard library would have made."""

import copy
import dataclasses
import inspect
import pickle
import subprocess
import sys
from dataclasses import field, replace
from typing import Generic, TypeVar

import pytest

from app.core.values import dataclass
from tests.sources import ROOT

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Point:
    x: int
    y: float = 0.5
    marks: list[str] = field(default_factory=list)
    secret: str = field(default="", repr=False)
    kept: dict[str, int] = field(default_factory=dict, init=False, compare=False)
    double: int = field(init=False, compare=False)

    def __post_init__(self):
        object.__setattr__(self, "double", self.x * 2)


@dataclasses.dataclass(frozen=True, slots=True)
class Usual:
    x: int
    y: float = 0.5
    marks: list[str] = field(default_factory=list)
    secret: str = field(default="", repr=False)
    kept: dict[str, int] = field(default_factory=dict, init=False, compare=False)
    double: int = field(init=False, compare=False)

    def __post_init__(self):
        object.__setattr__(self, "double", self.x * 2)


@dataclass(frozen=True, slots=True)
class Alone:
    only: float


@dataclass(frozen=True, slots=True)
class Nothing:
    pass


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Near(Alone):
    name: str = "here"


@pytest.mark.parametrize("given", [(1,), (1, 2.0), (1, 2.0, ["a"]), (1, 2.0, ["a"], "s")])
def test_a_value_holds_shows_and_compares_what_the_usual_one_does(given):
    ours, usual = Point(*given), Usual(*given)

    assert dataclasses.asdict(ours) == dataclasses.asdict(usual)
    assert repr(ours) == repr(usual).replace("Usual", "Point")
    assert ours == Point(*given)
    assert ours != replace(ours, x=2)
    assert ours != usual


def test_it_is_made_with_the_same_arguments():
    usual = inspect.signature(Usual).parameters

    for name, parameter in inspect.signature(Point).parameters.items():
        assert (parameter.kind, parameter.annotation) == (usual[name].kind, usual[name].annotation)
    assert Point.__match_args__ == Usual.__match_args__
    for wrong in ((), (1, 2, 3, 4, 5)):
        with pytest.raises(TypeError):
            Point(*wrong)


def test_each_value_gets_its_own_from_a_factory():
    Point(1).marks.append("a")

    assert Point(1).marks == []


@pytest.mark.parametrize("value", [Alone(1.0), Nothing(), Page((1, 2)), Near(1.0)])
def test_equal_values_are_one_key(value):
    assert {value: 1}[copy.copy(value)] == 1
    assert pickle.loads(pickle.dumps(value)) == value


def test_a_value_with_a_list_is_no_key():
    with pytest.raises(TypeError):
        hash(Point(1))


def test_nothing_of_it_can_be_changed():
    point = Point(1)

    with pytest.raises(dataclasses.FrozenInstanceError):
        point.x = 2
    with pytest.raises(dataclasses.FrozenInstanceError):
        del point.x
    assert not hasattr(point, "__dict__")
    assert point.x == 1


def test_what_has_a_line_of_its_own_keeps_it():
    @dataclass(frozen=True, slots=True)
    class Told:
        x: int

        def __repr__(self):
            return "told"

    assert repr(Told(1)) == "told"


def test_a_class_that_is_not_frozen_is_made_as_ever():
    @dataclass(slots=True)
    class Open:
        x: int

    thing = Open(1)
    thing.x = 2

    assert thing == Open(2)


def test_the_start_makes_no_value_the_slow_way():
    code = (
        "import dataclasses, sys\n"
        "import app.accounts.queries.people, app.cases.queries.today, app.core.database.sqlite\n"
        "import ui.cases.today, ui.shell.program, ui.shell.window\n"
        "from ui.shell.slices import standing\n"
        "standing()\n"
        "for name, module in sys.modules.items():\n"
        "    if name.startswith(('app.', 'ui.')) and name != 'app.core.values':\n"
        "        if vars(module).get('dataclass') is dataclasses.dataclass:\n"
        "            print(name)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout.split() == []
