"""What is copied from a table is text wherever it is pasted."""

import pytest

from ui.core.table_copy import cells_as_text


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_a_pasted_cell_is_never_a_formula(sign):
    assert cells_as_text(["甲", f"{sign}WEBSERVICE(1)"]) == f"甲\t'{sign}WEBSERVICE(1)"


def test_a_cell_is_one_line():
    assert cells_as_text(["一\n二\t三", ""]) == "一 二 三\t"
