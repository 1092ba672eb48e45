"""A program tells a server which desk it is, in the little room a name has there."""

import os

import pytest

from app.core.database import VERSION
from app.core.database.program_name import LENGTH, program_name, read_program_name


@pytest.mark.parametrize("desk", ["窗口1", "PC-07", "a+b &~\\", "二号窗口（东）", ""])
def test_the_name_of_a_desk_comes_back_as_it_was(desk):
    told = read_program_name(program_name(desk))

    assert (told.desk, told.version, told.process) == (desk, VERSION, os.getpid())


def test_a_long_name_loses_its_end_and_stays_readable():
    desk = "平城区振华南街街道综治中心一楼大厅东侧第十二号服务窗口"

    name = program_name(desk)

    assert len(name) <= LENGTH
    assert name.isascii()
    found = read_program_name(name).desk
    assert desk.startswith(found)
    assert len(found) >= 10


@pytest.mark.parametrize("name", ["jiezhi", "psql", "", "jiezhi/0.2.0 x 窗口", "jiezhi/1 2 窗口"])
def test_another_program_is_not_taken_for_a_desk(name):
    assert read_program_name(name) is None
