"""Service items as a table file: taken in as drafts and next versions, and written out."""

from pathlib import Path
from uuid import UUID

from app.accounts.rules import Right
from app.core.actor import Actor
from app.core.database import Database
from app.core.doors import TableOrder
from app.exchange.exports import Extent, export_rows
from app.exchange.report import ImportReport, Rejected, write_rejected
from app.exchange.table_files import read_cells
from app.exchange.table_output import form_of
from app.services.items.actions.editing import compare_sheet, land_sheet
from app.services.items.queries.items import item_rows
from app.services.items.sheet import COLUMNS, cells_of, read_sheet, titles


def import_services(
    database: Database,
    actor: Actor,
    path: Path,
    *,
    region: str,
    dry_run: bool,
    command_key: UUID,
) -> ImportReport:
    """Import the items of a place in one transaction; nothing is published by it.

    Args:
        database: Where to.
        actor: Who keeps the items of the place.
        path: CSV or Excel with the headings that the export writes.
        region: Whose items they are.
        dry_run: Say what would happen and write nothing.
        command_key: Made by the caller, once per user action.

    Raises:
        NotAllowed: The right does not reach the place.
        SheetHeadMissing: There are no headings.
    """
    actor.require(Right.MANAGE_SERVICES)
    read = read_sheet(read_cells(path))
    if dry_run:
        with database.reading() as session:
            new, changed, same = compare_sheet(session, region, read.items)
    else:
        with database.writing(actor) as uow:
            done = land_sheet(uow, region, read.items, command_key=command_key)
        new, changed, same = (int(count) for count in done.split())
    rejected = tuple(Rejected(each.line, "", each.why) for each in read.refused)
    report = ImportReport(new, changed, same, rejected, dry_run=dry_run)
    if not dry_run:
        write_rejected(path, report.rejected)
    return report


def export_services(
    database: Database,
    actor: Actor,
    path: Path,
    extent: Extent,
    *,
    for_excel: bool = False,  # noqa: ARG001  people read it: it carries the mark anyway
) -> int:
    """Write the items of a region and those above it, as they are read in again."""
    form_of(path)
    with database.reading() as session:
        rows = item_rows(session, actor, region=extent.region)
    columns = tuple(zip(COLUMNS, titles(), strict=True))
    order = TableOrder("services", columns, extent.region, {}, Right.READ_SERVICES)
    return export_rows(database, actor, path, order, (cells_of(row.code, row.body) for row in rows))
