"""`demo`: a made-up street with people and cases."""

import os
from argparse import Namespace

from app.commands.acting import opened
from app.commands.console import Console
from app.commands.errors import NotYet, WrongUse
from app.commands.parser import Parser
from app.core.server_password import VARIABLE
from app.core.words import label, say

SCALES = ("street", "district", "province")
DAYS, SEED = 21, 1
MOST_DAYS = 400


def declare(parser: Parser) -> None:
    """Declare arguments."""
    parser.option("--scale", choices=SCALES, default=SCALES[0])
    parser.option("--days", metavar="N", type=int, default=DAYS)
    parser.option("--seed", metavar="N", type=int, default=SEED)
    parser.common(acts=False)


def run(arguments: Namespace, console: Console) -> int:
    """Build the demo and say who can sign in."""
    if arguments.scale not in SCALES[:2]:
        raise NotYet(command=f"demo --scale {arguments.scale}")
    if not 1 <= arguments.days <= MOST_DAYS:
        raise WrongUse(why=say("commands.demo_days", most=MOST_DAYS), command="demo")
    from app.demo.build import DemoReport, build_demo
    from app.migrations import migrate, revision_of

    with opened(arguments) as parts:
        where = parts.database.where
        if not revision_of(parts.database):
            migrate(parts.database)
        report: DemoReport = build_demo(
            parts.database,
            scale=arguments.scale,
            days=arguments.days,
            seed=arguments.seed,
            password=os.environ.get(VARIABLE, ""),
            prepare=migrate,
            progress=console.progress(say("commands.demo_progress")),
        )
    told = report.as_json()
    console.line(say("commands.demo_done", where=where, **told))
    console.line(say("commands.demo_password", password=report.password))
    for role in dict.fromkeys(person.role for person in report.people):
        people = (person for person in report.people if person.role is role)
        logins = "、".join(f"{person.name} {person.login}" for person in people)
        console.line(f"  {label(role)}：{logins}")
    console.result(told)
    return 0
