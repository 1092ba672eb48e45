"""`check` tells which cases the search would not find, and mending makes it find them."""

import pytest
import sqlalchemy as sa

from app.administration.checks import check_documents
from app.cases.actions.recounting import mend_documents
from app.cases.models import CaseFile
from app.core.actor import console
from app.core.errors import NotAllowed
from app.core.ids import new_id


def checked(centre):
    with centre.database.reading() as session:
        return check_documents(session)


def test_what_the_search_does_not_know_is_told_and_mended(centre):
    centre.register(title="井盖缺失")
    assert checked(centre).ok
    with centre.database.writing(console("test")) as uow:
        uow.session.execute(sa.update(CaseFile).values(title="路灯不亮"))

    found = checked(centre)
    assert (found.ok, "1 件事件搜不到" in found.told) == (False, True)

    with centre.database.writing(console("test")) as uow:
        assert mend_documents(uow, command_key=new_id()) == 1
    assert checked(centre).ok


def test_who_keeps_no_kinds_mends_nothing(embedded_centre):
    with pytest.raises(NotAllowed):
        embedded_centre.do("dispatcher", mend_documents)
