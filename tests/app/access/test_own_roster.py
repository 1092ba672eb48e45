"""A party officer brings files in and lets members go, on a server with an account of their own."""

import pytest

from app.core.actor import console
from app.core.clock import local
from app.core.ids import new_id
from app.party.actions.keeping import change_member, put_personal
from app.party.actions.members import MemberDraft, MemberPersonal
from app.party.actions.personal import ask_member_reading
from app.party.actions.transfers import ask_transfer, confirm_transfer, refuse_transfer
from app.party.errors import PartyDissolved
from app.party.models import PartyOrganisation
from app.party.queries.personal import masked_member, read_member
from app.party.queries.roster import RosterFilter, roster_page
from app.party.queries.transfers import list_transfers, organisations_named
from app.party.roster.alike import Sameness
from app.party.roster.days import Precision
from app.party.roster.landing import land, look_at_file
from app.party.roster.places import places_of
from app.party.roster.preview import RowState, preview
from app.party.roster.sheet import read_sheet
from app.party.roster.undoing import undo_import
from tests.factories.centre import STREET
from tests.factories.rosters import in_rows, plant_tree

pytestmark = pytest.mark.postgres

NUMBER = "11010519491231002X"
HEAD = ["姓名", "身份证号", "入党时间", "所在党支部", "电话", "双重隶属"]


def test_a_file_lands_and_is_taken_back_and_a_member_moves_to_another_street(own_server):
    def do(desk, action, *given, **more):
        with desk[0].writing(desk[1]) as uow:
            return action(uow, *given, command_key=new_id(), **more)

    def look(rows):
        key = do(mine, look_at_file, "名册.xlsx", STREET)
        today = local(database.clock.now()).date()
        with database.reading() as session:
            return preview(
                session,
                officer,
                read_sheet(in_rows([HEAD, *rows]), today=today),
                places_of(session, officer),
                import_id=key,
                home=None,
                pepper=pepper,
            )

    def landed(rows):
        found = look(rows)
        land(database, officer, found, pepper, command_key=new_id())
        return found

    def names(desk):
        with desk[0].reading() as session:
            return {row.name: row for row in roster_page(session, desk[1], RosterFilter()).rows}

    tree = plant_tree(own_server.database)
    mine = database, officer = own_server.desk("officer")
    theirs = own_server.desk("far_officer")
    pepper = database.state.pepper
    branch, first = "南塘第二网格党支部", "南塘第一网格党支部"
    landed([["叶建平", NUMBER, "1998.7", branch, "", ""]])
    again = landed(
        [
            ["叶建平", NUMBER, "1998-07-01", branch, "13812346021", first],
            ["叶建萍", "", "1998.7", branch, "", ""],
            ["邓秋霞", "H12345678", "2011.6", branch, "13812346022", first],
        ]
    )
    assert [(row.why, row.state) for row in again.rows] == [
        (Sameness.NUMBER, RowState.MERGE),
        (None, RowState.NEW),
        (None, RowState.NEW),
    ]
    month = look([["叶建平", "H87654321", "1998.7", branch, "", ""]])
    assert month.rows[0].why is Sameness.OTHER_NUMBER
    kept = names(mine)
    assert (kept["叶建平"].joined, kept["叶建平"].dual) == ("1998-07-01", first)
    with database.reading() as session:
        assert masked_member(session, kept["叶建平"].id).phone == "138****6021"

    assert do(mine, undo_import, again.import_id) == 0
    kept = names(mine)
    assert set(kept) == {"叶建平"}
    assert (kept["叶建平"].joined, kept["叶建平"].dual) == ("1998-07", "")
    member = kept["叶建平"].id
    with database.reading() as session:
        assert masked_member(session, member).phone == ""

    draft = MemberDraft("叶建平", tree.second, personal=MemberPersonal(phone="13900000001"))
    do(mine, change_member, member, kept["叶建平"].version, draft, Precision.MONTH, pepper)
    request = do(mine, ask_member_reading, member, "核对名册")
    with database.reading() as session:
        told = read_member(session, officer, request, now=database.clock.now())
    assert (told.phone, told.document_number) == ("13900000001", NUMBER)
    with pytest.raises(Exception, match="no member of yours"), theirs[0].writing(theirs[1]) as uow:
        put_personal(uow, member, MemberPersonal(phone="13900000002"), pepper)

    with database.reading() as session:
        (away,) = organisations_named(session, "dhjd")
    with own_server.database.writing(console("test")) as uow:
        gone = uow.session.get(PartyOrganisation, tree.elsewhere)
        uow.session.add(
            PartyOrganisation(
                **{
                    column.key: getattr(gone, column.key)
                    for column in PartyOrganisation.__table__.columns
                }
                | {"id": (ended := new_id()), "dissolved_on": gone.founded_on}
            )
        )
    with pytest.raises(PartyDissolved):
        do(mine, ask_transfer, member, ended, "搬家")
    refused = do(mine, ask_transfer, member, away.id, "搬家")
    do(theirs, refuse_transfer, refused, "人没有来")
    key = do(mine, ask_transfer, member, away.id, "搬家")
    do(theirs, confirm_transfer, key)
    assert names(mine) == {}
    assert set(names(theirs)) == {"叶建平"}
    with database.reading() as session:
        assert len(list_transfers(session, officer)) == 2
