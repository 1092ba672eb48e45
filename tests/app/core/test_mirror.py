"""A copy of rows in memory says nothing of them to whoever reads a log."""

import pytest
import sqlalchemy as sa

from app.core.database.mirror import image_of
from app.core.ids import new_id
from app.core.shared_settings import SharedSetting


def test_a_row_that_does_not_fit_is_not_told_of_in_the_error():
    rows = [{"id": new_id(), "name": "13812346021"}]

    with pytest.raises(sa.exc.IntegrityError) as raised:
        image_of([(SharedSetting, rows)])

    assert "13812346021" not in str(raised.value)
