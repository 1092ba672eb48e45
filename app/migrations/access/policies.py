"""Who may read and write which rows on a shared server: one entry a table, and none is left out.

Tables that came with a part of the work stand in a module of their own and are joined below.
"""

from dataclasses import replace

from app.accounts.rules import Right
from app.cases.sharing import SHARING_RIGHTS
from app.migrations.access.activity_policies import ACTIVITIES, OF_ACTIVITY
from app.migrations.access.automation_policies import AUTOMATION
from app.migrations.access.cadre_policies import CADRES
from app.migrations.access.call_back_policies import CALL_BACKS
from app.migrations.access.command_policies import COMMAND
from app.migrations.access.compound_policies import COMPOUNDS, KEEPS_MATTER, READS_MATTER
from app.migrations.access.conditions import (
    AT_THE_DOOR,
    DIRECTORY,
    DRAWS,
    ENDED,
    IS_MY_UNIT,
    KEEPERS,
    KEEPS,
    KEEPS_PERSON,
    ME,
    MINE,
    NEWS_OF_CASE,
    OF_ATTACHMENT,
    OF_CASE,
    OWN_STAFF,
    READING,
    STAFF,
    WORK,
    WORKS,
    WORKS_BY_DOOR,
    case,
    case_read,
    case_rows,
    kept,
    may,
    of_all,
    published,
    reaches,
    territory,
)
from app.migrations.access.conference_policies import CONFERENCE, OF_MEETING, READS_MEETING
from app.migrations.access.cooperation_policies import COOPERATION
from app.migrations.access.duty_policies import DUTY
from app.migrations.access.family_policies import FAMILIES
from app.migrations.access.feed_policies import FEEDS
from app.migrations.access.kiosk_policies import KIOSKS
from app.migrations.access.list_policies import LISTS, OF_PROJECT
from app.migrations.access.notice_policies import NOTICES
from app.migrations.access.paper_policies import PAPERS
from app.migrations.access.party_policies import PARTY
from app.migrations.access.points_policies import POINTS
from app.migrations.access.policy import ADMIN, DESK, PERSON, Policy
from app.migrations.access.report_in_policies import REPORT_IN
from app.migrations.access.roster_policies import ROSTER
from app.migrations.access.round_policies import ROUNDS
from app.migrations.access.rulings_policies import RULINGS
from app.migrations.access.schedule_policies import SCHEDULES
from app.migrations.access.service_policies import SERVICES
from app.migrations.access.sketch_policies import SKETCHES
from app.migrations.access.video_policies import VIDEO
from app.migrations.access.wall_policies import WALL_ORDERS
from app.migrations.access.whistle_policies import WHISTLES

_PLACE = reaches("region_code", *DRAWS)
_REDRAWS = reaches("region_code", Right.REDRAW_GRIDS, Right.PUBLISH_GRIDS)
_OF_REDRAWING = "EXISTS (SELECT 1 FROM redrawing r WHERE r.id = redrawing_id)"
"""Steps are for whoever may read the draft: its own policy holds within this one."""
_IS_DRAFT = _OF_REDRAWING.replace("redrawing_id)", "redrawing_id AND r.state = 'draft')")
_STEPS = f"{_IS_DRAFT} AND {may(Right.REDRAW_GRIDS)}"
"""What was handed in stays what the director looks at, and what was published what it was."""
_UNPUBLISHED = f"{_REDRAWS} AND state IN ('draft', 'submitted')"
_PUBLISHES = (
    f"{_REDRAWS} AND (state <> 'published' OR {reaches('region_code', Right.PUBLISH_GRIDS)})"
)
_VIEW = f"owner_id = {ME}"
_TAGS = f"{reaches('region', Right.MANAGE_KINDS)}"
_TAGGED = (
    "CASE WHEN EXISTS (SELECT 1 FROM tag t WHERE t.id = tag_id AND "  # noqa: S608  of ours
    + reaches("t.region", Right.MANAGE_KINDS)
    + ") THEN true ELSE jz.may_read_case(case_id) END"
)
_SHARES = f"is_shared AND {reaches('region', *SHARING_RIGHTS)}"
_READING = f"{MINE} AND {may(Right.READ_PERSONAL)}"

_PARTY_WORK = (Right.KEEP_LISTS, Right.KEEP_ACTIVITIES, Right.MANAGE_PARTY)
_ATTACHES = f"{OF_ATTACHMENT} AND {may(*WORK, *_PARTY_WORK)}"
_COVERS = f"{OF_ATTACHMENT} AND {may(*WORK)}"
_COVER = Policy((DESK,), OF_ATTACHMENT, _COVERS, None, _COVERS)
_AT_DOOR = (
    "person_id = (SELECT jz.myself())"
    " AND action IN ('accounts.code_refused', 'accounts.second_factor_on')"
)
"""What is noted of somebody who has not given the code of their second factor yet."""
_BY_ME = f"person_name = (SELECT jz.my_name()) AND ({MINE} OR ({_AT_DOOR}))"
_IS_HASH = "sha256 ~ '^[0-9a-f]{64}$'"
"""A backup keeps bodies under their fingerprint: it must not name a place on the disk."""

POLICIES: dict[str, Policy] = {
    "alembic_version": Policy((PERSON,), "true"),
    "attachment": Policy(
        (DESK,),
        "CASE topic WHEN 'case' THEN jz.may_read_key(subject)"
        f" WHEN 'project' THEN {may(Right.READ_PARTY)}"
        f" WHEN 'activity' THEN {may(Right.READ_PARTY)}"
        f" WHEN 'meeting' THEN {READS_MEETING}"
        f" WHEN 'compound' THEN {READS_MATTER} ELSE false END",
        f"CASE topic WHEN 'case' THEN jz.may_read_key(subject) AND {may(*WORK)} AND {_IS_HASH}"
        f" WHEN 'project' THEN {OF_PROJECT} AND {_IS_HASH}"
        f" WHEN 'activity' THEN {OF_ACTIVITY} AND {_IS_HASH}"
        f" WHEN 'meeting' THEN {OF_MEETING} AND {_IS_HASH}"
        f" WHEN 'compound' THEN {KEEPS_MATTER} AND {_IS_HASH} ELSE false END",
    ),
    "attachment_chunk": Policy((DESK,), OF_ATTACHMENT, _ATTACHES),
    "attachment_cover": replace(_COVER, add=f"{_COVERS} AND {_IS_HASH}"),
    "attachment_cover_chunk": _COVER,
    "attachment_cover_thumbnail": _COVER,
    "attachment_reading": Policy((DESK,), MINE, f"{MINE} AND {OF_ATTACHMENT}"),
    "attachment_thumbnail": Policy((DESK,), OF_ATTACHMENT, _ATTACHES),
    # What is read of it goes through doors.
    "caller_reading": Policy(
        (DESK,),
        None,
        f"{MINE} AND {may(Right.REGISTER_CASE)} AND {may(Right.READ_PERSONAL)} AND jz.is_now(at)",
    ),
    "calendar_version": published(Right.MANAGE_CALENDAR),
    "case_audience": Policy(
        (DESK,),
        f"CASE WHEN {IS_MY_UNIT.format('')} THEN true ELSE jz.may_read_case(case_id) END",
        WORKS_BY_DOOR,
    ),
    "case_document": Policy((DESK,), "jz.may_read_case(case_id)", WORKS, WORKS),
    "case_event": Policy((DESK,), OF_CASE, f"{WORKS} AND {MINE}"),
    "case_file": Policy(
        (DESK,),
        case_read(),
        may(Right.REGISTER_CASE, Right.IMPORT),
        case("region", "id", *WORK),
        # Wherever it is moved to, whoever moved it goes on reading it, else it is refused.
        become="true",
    ),
    # What is read of it goes through doors: masked, or against a committed request.
    "case_person": Policy((DESK,), None, f"{WORKS} AND NOT jz.has_reporter(case_id)"),
    "case_place": Policy(
        (DESK,),
        f"CASE WHEN {reaches('region', Right.READ_CASES)} THEN true"
        " ELSE jz.may_read_case(case_id) END",
        WORKS_BY_DOOR,
    ),
    "case_presence": Policy((DESK,), OF_CASE, f"{MINE} AND {OF_CASE}", MINE, MINE),
    "case_request": case_rows(change=True),
    "case_serial": Policy((DESK,), may(*WORK), may(*WORK), may(*WORK)),
    # Who keeps the words of a region makes two of them one; no case is shown by that.
    "case_tag": Policy(
        (DESK, ADMIN),
        _TAGGED,
        f"jz.may_read_case(case_id) AND {may(*WORK)}",
        _TAGGED,
        _TAGGED,
    ),
    "case_task": case_rows(change=True),
    "case_warning": Policy((DESK,), OF_CASE),
    "case_words": Policy((DESK,)),
    "category": Policy(DIRECTORY, STAFF, of_all(Right.MANAGE_KINDS), of_all(Right.MANAGE_KINDS)),
    "category_version": published(Right.MANAGE_KINDS),
    "change_feed": Policy(
        (PERSON,),
        "CASE WHEN region = '' THEN true"
        f" WHEN {reaches('region', *READING)} THEN true {NEWS_OF_CASE}",
        f"{ME} IS NOT NULL OR (topic = 'person' AND key = (SELECT jz.myself())::text)",
    ),
    "chore_state": Policy((ADMIN, DESK), "true"),
    # A machine does not read again what codes it handed out, but to an answer that was lost.
    "command_done": Policy(
        (PERSON,), f"{MINE} AND ({STAFF} OR at > now() - interval '5 minutes')", MINE, MINE
    ),
    "database_state": Policy(
        (PERSON,),
        "true",
        columns=(
            *("id", "epoch", "min_client", "needed_version", "is_demo"),
            *("feed_pruned_before", "role_tag"),
        ),
    ),
    "deputy": Policy(
        DIRECTORY,
        f"person_id = {ME} OR deputy_id = {ME} OR {OWN_STAFF}",
        "jz.may_lend(person_id, deputy_id)",
        f"person_id = {ME} OR deputy_id = {ME} OR {KEEPS_PERSON}",
        # Who stands in for somebody may end that, and not prolong it.
        become=f"jz.may_lend(person_id, deputy_id) OR {ENDED}",
        fields=("since", "until", "note"),
    ),
    # Also written while nobody else may write: somebody signs in to read (see operations.sql).
    "desk_seen": Policy(
        (PERSON,),
        f"{MINE} OR {of_all(Right.OPERATE)}",
        f"{MINE} AND jz.is_now(at)",
        MINE,
        become=f"{MINE} AND jz.is_now(at)",
    ),
    "duty": kept(
        f"{may(Right.APPROVE, Right.HANDLE_CASE)} OR {KEEPS}",
        read=STAFF,
    ),
    # What is done with them goes through doors.
    "factor_pass": Policy(()),
    "second_factor": Policy(()),
    "followed_case": Policy((DESK,), MINE, f"{MINE} AND {OF_CASE}", None, MINE),
    "grid": territory("code"),
    "grid_post": kept(_PLACE, read=OWN_STAFF),
    "journal": Policy(
        (PERSON,),
        f"{MINE} OR {reaches('region', Right.READ_JOURNAL)} OR ({_AT_DOOR})",
        # Backups are made by the service, and how they stand is told from its rows.
        f"{_BY_ME} AND jz.is_now(at) AND NOT starts_with(action, 'administration.backup')",
        # The serial is the server's: sealing goes by it.
        given=(
            *("id", "at", "person_id", "person_name", "desk", "action", "topic", "subject"),
            *("region", "facts", "digest"),
        ),
    ),
    "journal_seal": Policy((PERSON,), STAFF),
    "keeper_lease": Policy((PERSON,), "true"),
    "limit_table": published(Right.MANAGE_KINDS),
    "macro": kept(
        f"{_VIEW} OR (owner_id IS NULL AND {may(Right.MANAGE_KINDS)})",
        groups=(DESK, ADMIN),
        read=f"{_VIEW} OR owner_id IS NULL",
    ),
    "maintenance_order": Policy((PERSON,), "true", of_all(Right.OPERATE), of_all(Right.OPERATE)),
    "map_line": territory("region_code"),
    "outage": Policy(
        (PERSON,),
        STAFF,
        may(Right.APPROVE, Right.MANAGE_SETTINGS),
        may(Right.APPROVE, Right.MANAGE_SETTINGS),
    ),
    "outline": territory("code"),
    "person": Policy(
        DIRECTORY,
        f"id = {AT_THE_DOOR} OR {OWN_STAFF} OR unit_id IN (SELECT jz.my_units())",
        # Called as no other role is; whoever made an account does not keep its password.
        f"{KEEPS} AND login ~ '^[a-z0-9][a-z0-9._-]{{1,31}}$' AND must_change_password",
        "jz.keeps_person(id)",
        become=f"jz.keeps_person(id) AND {KEEPS}",
        # Nobody is called otherwise later, and nobody's first password is made their last.
        fields=(
            *("name", "pinyin", "initials", "work_phone", "unit_id", "is_active"),
            *("failed_count", "locked_until", "version"),
        ),
    ),
    "person_secret": Policy(()),
    "personal_reading": Policy(
        (DESK,),
        MINE,
        f"{_READING} AND jz.may_read_personal(case_id) AND jz.is_now(at)",
    ),
    "phrase": kept(
        f"{_VIEW} OR (owner_id IS NULL AND {may(Right.MANAGE_KINDS)})",
        groups=(DESK, ADMIN),
        read=f"{_VIEW} OR owner_id IS NULL",
    ),
    # The gazetteer learns from the cases of whoever takes them in.
    "place": kept(f"{_PLACE} OR {reaches('region_code', *WORK)}"),
    "redrawing": Policy((PERSON,), _REDRAWS, _UNPUBLISHED, _UNPUBLISHED, become=_PUBLISHES),
    "redrawing_step": Policy((PERSON,), _OF_REDRAWING, _STEPS, None, _STEPS, removers=KEEPERS),
    "region": territory("code"),
    "region_lineage": Policy(
        (PERSON,),
        STAFF,
        f"{reaches('old_code', Right.PUBLISH_GRIDS)} AND left(old_code, 12) = left(new_code, 12)",
    ),
    "role_grant": Policy(
        DIRECTORY,
        f"person_id = {ME} OR {OWN_STAFF} OR person_id IN (SELECT jz.stands_in_for())",
        "jz.may_grant(person_id, role, region, unit_id)",
        KEEPS_PERSON,
        become=f"jz.may_grant(person_id, role, region, unit_id) OR {ENDED}",
        fields=("region", "unit_id", "since", "until"),
    ),
    "saved_view": Policy((DESK,), f"{_VIEW} OR is_shared", _VIEW, f"{_VIEW} OR {_SHARES}", _VIEW),
    "shared_setting": Policy(
        DIRECTORY,
        f"{STAFF} OR name IN ('centre_name', 'centre_telephone', 'password_min_length')",
        f"{of_all(Right.MANAGE_SETTINGS)} AND author_id = (SELECT jz.myself())"
        " AND valid_from > now() - interval '10 minutes'",
    ),
    "supervision": Policy((DESK,), OF_CASE, f"{WORKS} AND state = 'drafted'", WORKS),
    "tag": Policy((DESK, ADMIN), "true", _TAGS, _TAGS),
    "unit": Policy(
        DIRECTORY,
        STAFF,
        reaches("region", Right.MANAGE_ACCOUNTS),
        f"{reaches('region', Right.MANAGE_ACCOUNTS)} OR jz.keeps_accounts_of(id)",
    ),
}

POLICIES |= RULINGS
POLICIES |= FEEDS
POLICIES |= WHISTLES
POLICIES |= CALL_BACKS
POLICIES |= NOTICES
POLICIES |= FAMILIES
POLICIES |= AUTOMATION
POLICIES |= PARTY
POLICIES |= ROSTER
POLICIES |= LISTS
POLICIES |= PAPERS
POLICIES |= SCHEDULES
POLICIES |= POINTS
POLICIES |= REPORT_IN
POLICIES |= ACTIVITIES
POLICIES |= CONFERENCE
POLICIES |= COOPERATION
POLICIES |= COMPOUNDS
POLICIES |= CADRES
POLICIES |= DUTY
POLICIES |= COMMAND
POLICIES |= ROUNDS
POLICIES |= VIDEO
POLICIES |= SKETCHES
POLICIES |= SERVICES
POLICIES |= WALL_ORDERS
POLICIES |= KIOSKS
