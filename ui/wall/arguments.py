"""What `main.py wall` understands."""

from argparse import Namespace
from collections.abc import Sequence

from app.commands.parser import Parser

CHILD = "--watched"
"""Said by the supervisor to the wall it started."""


def parse(argv: Sequence[str]) -> Namespace | None:
    """Read the options of the wall; None where only help was asked for, which has been printed.

    Raises:
        WrongUse: An option is unknown or lacks its value.
    """
    parser = Parser("wall")
    parser.option("--scene", metavar="NAME", default="")
    parser.option("--screen", metavar="N", nargs="+", default=[])
    parser.add_argument(CHILD, action="store_true", help="==SUPPRESS==")
    parser.common()
    try:
        return parser.parse_args(argv)
    except SystemExit:
        return None
