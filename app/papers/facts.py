"""What the papers say, as frozen values: whoever draws a paper needs no database."""

from dataclasses import dataclass
from datetime import datetime

from app.cases.case_ledger import CaseLedger
from app.cases.clock import Limit
from app.core.errors import AppError
from app.papers.forms.language import FormTemplate


class NothingToPrint(AppError):
    """The case has nothing of which that paper tells; facts: ``paper``."""

    code = "papers.nothing_to_print"


@dataclass(frozen=True, slots=True)
class Promises:
    """By when a case is signed for and finished, and what that was counted with.

    Attributes:
        sign_limit: Time limit for signing.
        sign_due_at: When a unit has to have signed; None before one was named.
        handle_limit: Time limit for handling.
        handle_due_at: When it is to be finished; None while it is not registered or stopped.
        limit_number: Version of the time limits.
        calendar_name: Version of the calendar in words, e.g. 第 1 版（2026-11-03）.
        provisional_years: Years of that calendar that were not published yet.
    """

    sign_limit: Limit
    sign_due_at: datetime | None
    handle_limit: Limit
    handle_due_at: datetime | None
    limit_number: int
    calendar_name: str
    provisional_years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SlipFacts:
    """Everything an acceptance slip (受理回执) says.

    Attributes:
        centre: The centre's name, e.g. 柳溪街道综治中心.
        case_number: Whole number; "" while it is not known yet (kiosk or outbox offline).
        receipt_code: The receipt's own eight characters; all that the QR code holds.
        received_at: When the report came in (aware).
        source: How it came in, in words.
        title: What it is about.
        place: Where, in words.
        category: Kind, in words.
        first_contact: Who received it and sees it to the end (首问负责).
        reporter: Name, already masked; "" for an anonymous report.
        phone: Phone, already masked; "" where none was left.
        promises: What is promised, and by which rules.
        printed_at: When the slip is drawn (aware); its date stands under it.
        address: Where the centre is; "" leaves it out.
        telephone: The centre's telephone; "" leaves it out.
        is_demo: True marks the paper as 演示数据.
        template: What it is set by; None for what came with the program.
    """

    centre: str
    case_number: str
    receipt_code: str
    received_at: datetime
    source: str
    title: str
    place: str
    category: str
    first_contact: str
    reporter: str
    phone: str
    promises: Promises
    printed_at: datetime
    address: str = ""
    telephone: str = ""
    is_demo: bool = False
    template: FormTemplate | None = None


@dataclass(frozen=True, slots=True)
class LedgerFacts:
    """Everything a printed clock ledger (时限台账) says; no personal values.

    Attributes:
        centre: The centre's name.
        ledger: The ledger, as the page shows it.
        printed_at: When it is drawn (aware).
        is_demo: True marks the paper as 演示数据.
    """

    centre: str
    ledger: CaseLedger
    printed_at: datetime
    is_demo: bool = False
