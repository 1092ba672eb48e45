"""A database as earlier programs left it."""

import sqlalchemy as sa
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy.engine import Connection


def drop_since_presence(connection: Connection) -> None:
    """Take back what 0013 and later brought."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("DROP FUNCTION IF EXISTS jz.refuse_when_shut() CASCADE"))
    for index in ("open_region", "registered_region"):
        connection.execute(sa.text(f"DROP INDEX ix_case_file_{index}"))
    connection.execute(
        sa.text("CREATE INDEX ix_case_file_registered_at ON case_file (registered_at)")
    )
    # A policy of papers looks into their copies, which go in PostgreSQL only with it.
    whole = " CASCADE" if connection.dialect.name == "postgresql" else ""
    for table in ("paper_run_ask", "paper_run", "paper_schedule"):
        connection.execute(sa.text(f"DROP TABLE {table}"))
    templates = ("form_template", "paper_template")
    papers = (*templates, "paper_receipt", "paper_copy", "paper_step", "paper_issue")
    for table in papers:
        connection.execute(sa.text(f"DROP TABLE {table}{whole}"))
    members = (
        *("call_up_answer", "call_up_post", "call_up", "report_file"),
        *("report_in_event", "report_in", "report_sender"),
        *("party_import_row", "party_import", "party_transfer_word", "party_transfer"),
        *(
            "party_member_account",
            "party_member_reading",
            "party_member_person",
            "party_membership",
            "party_member",
        ),
        *("party_term", "party_grid_cover", "party_organisation_version", "party_organisation"),
    )
    _drop_lists(connection)
    automatic = ("case_rule_firing", "case_rule_version", "case_rule")
    _drop_answers(connection)
    told = ("notice_reply", "notice", "notice_gateway", "notice_template")
    calls = ("exclusion", "call_answer", "call_round", "call_plan")
    cases = ("power_use", "street_power", "whistle_unit", "whistle", "precedent", "ruling")
    for table in ("recurrence_case", "recurrence", "likely_pair"):
        connection.execute(sa.text(f"DROP TABLE {table}"))
    for index in ("lead", "category_received"):
        connection.execute(sa.text(f"DROP INDEX ix_case_file_{index}"))
    # A column that other rows point to goes in PostgreSQL only with what points there.
    connection.execute(sa.text("ALTER TABLE case_file DROP COLUMN lead_id"))
    redrawn = ("region_lineage", "redrawing_step", "redrawing")
    devices = (
        *("kiosk_message", "kiosk_asking", "kiosk_rating", "kiosk_reply"),
        *("kiosk_state", "kiosk_look", "kiosk_refused"),
    )
    feeds = ("feed_part", "feed_file", "feed", "feed_mapping")
    people = ("factor_pass", "second_factor", "caller_reading", "maintenance_order", "desk_seen")
    for table in (*members, *automatic, *told, *calls, *cases, *redrawn, *devices, *feeds, *people):
        connection.execute(sa.text(f"DROP TABLE {table}"))
    connection.execute(sa.text("DROP INDEX ix_case_file_ruling_due"))
    for column in ("ruling_due_at", "ruled_unit_id"):
        connection.execute(sa.text(f"ALTER TABLE case_file DROP COLUMN {column}"))
    for column in ("took_ms", "next_at"):
        connection.execute(sa.text(f"ALTER TABLE chore_state DROP COLUMN {column}"))


_LISTED = (
    "map_sketch",
    *("video_conference_seat", "video_conference"),
    *("unit_call", "unit_drill", "unit_check_in", "unit_member_reading", "unit_member"),
    *("situation_report", "incident_entry", "incident_figure", "incident_task"),
    *("emergency_unit", "incident", "response_plan", "posture_order"),
    *("wall_beat", "wall_camera", "wall_order"),
    *("duty_note", "duty_swap", "duty_shift"),
    "video_station",
    *("patrol_finding", "patrol_round", "patrol_hand", "patrol_plan"),
    *("cadre_event", "cadre"),
    *("service_appointment", "service_ticket", "service_window", "service_queue", "service_hall"),
    *("service_item_version", "service_item"),
    *("activity_take_back", "activity_sign_up", "activity", "post_claim", "service_post"),
    *("cooperation_review", "cooperation_agreement", "cross_appointment"),
    *("conference_report", "conference_resolution", "conference_presence"),
    *("conference_item", "conference_meeting", "conference_seat"),
    *("compound_stage", "compound_matter", "station_compound", "red_compound"),
    *("points_decision", "points_record", "points_rule_version"),
    *("ledger_transfer", "ledger_account"),
    *("list_rating", "list_milestone", "list_share", "list_project", "list_need", "list_resource"),
)


def _drop_lists(connection: Connection) -> None:
    """Take back lists, points and activities: what may be done with one of these tables asks for
    another, so that PostgreSQL drops none without all that hangs on it.
    """
    all_of_it = " CASCADE" if connection.dialect.name == "postgresql" else ""
    for table in _LISTED:
        connection.execute(sa.text(f"DROP TABLE {table}{all_of_it}"))


_ANSWERS = (
    *("rule", "unit_id", "unit_name", "first_due_at", "first_replied_at", "replied_at"),
    *("replied_name", "raised_count", "sent_back_count", "note"),
)


def _drop_answers(connection: Connection) -> None:
    """Take back that answers to supervision sheets are judged."""
    connection.execute(sa.text("DROP INDEX ix_supervision_issued_at"))
    states = "state IN ('drafted', 'issued', 'replied', 'dropped')"
    op = Operations(MigrationContext.configure(connection))
    with op.batch_alter_table("supervision") as table:
        for name in ("ck_supervision_rule_known", "ck_supervision_state_known"):
            table.drop_constraint(op.f(name), type_="check")
        table.create_check_constraint(op.f("ck_supervision_state_known"), states)
        for column in _ANSWERS:
            table.drop_column(column)


def _drop_subjects(connection: Connection) -> None:
    """Take back that papers tell what they are about."""
    op = Operations(MigrationContext.configure(connection))
    name = "uq_paper_issue_kind_region_period"
    with op.batch_alter_table("paper_issue") as table:
        table.drop_constraint(op.f(f"{name}_subject_version"), type_="unique")
        table.create_unique_constraint(
            op.f(f"{name}_version"), ["kind", "region", "period", "version"]
        )
        table.drop_column("subject")


def take_back_to_wall(connection: Connection) -> str:
    """Take back what 0050 and later brought, so that 0049 is the schema; return that number."""
    whole = " CASCADE" if connection.dialect.name == "postgresql" else ""
    tables = (
        *("wall_beat", "wall_camera"),
        "map_sketch",
        *("video_conference_seat", "video_conference", "video_station"),
        *("kiosk_rating", "kiosk_reply", "kiosk_state", "kiosk_look", "kiosk_refused"),
        *("patrol_finding", "patrol_round", "patrol_hand", "patrol_plan"),
        *("paper_run_ask", "paper_template", "form_template"),
    )
    for table in tables:
        connection.execute(sa.text(f"DROP TABLE {table}{whole}"))
    _drop_subjects(connection)
    told = ("category_code", "longitude", "latitude", "wants_call", "told_at", "photo")
    columns = [("kiosk_message", column) for column in told]
    columns += [(table, "member_id") for table in ("conference_seat", "cadre", "cross_appointment")]
    calling = ("booked_early_min", "speaks", "call_times")
    columns += [("service_hall", column) for column in calling]
    for table, column in columns:
        connection.execute(sa.text(f"ALTER TABLE {table} DROP COLUMN {column}{whole}"))
    connection.execute(sa.text("DROP INDEX ix_emergency_unit_latitude_longitude"))
    connection.execute(sa.text("UPDATE alembic_version SET version_num = '0049'"))
    return "0049"
