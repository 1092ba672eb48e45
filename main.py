"""Street governance centre on the desk: `python main.py --help` lists what there is."""

import sys
from collections.abc import Sequence

DESK, SCREENSHOTS, BENCHMARK = "desk", "screenshots", "benchmark"
WALL, KIOSK = "wall", "kiosk"


def main(argv: Sequence[str]) -> int:
    """Hand over to the desk or to the command line; neither is imported for the other.

    Args:
        argv: What follows the name of the program.

    Returns:
        0 done, 1 the work failed, 2 wrong use.
    """
    first = argv[0] if argv else DESK
    if first == DESK or (first.startswith("--") and first not in ("--help", "--version")):
        return show_desk(argv[1:] if first == DESK else argv)
    if first == SCREENSHOTS:
        from ui.lab.screenshots import run_screenshots

        return run_screenshots(argv[1:])
    if first == BENCHMARK:
        from ui.lab.benchmark import run_benchmark

        return run_benchmark(argv[1:])
    if first == WALL:
        from ui.wall.start import run_wall

        return run_wall(argv[1:])
    if first == KIOSK:
        from ui.kiosk.start import run_kiosk

        return run_kiosk(argv[1:])
    from app.commands import main as run_command

    return run_command(list(argv))


def show_desk(argv: Sequence[str]) -> int:
    """Show the desk; a machine without a display draws it into a picture instead."""
    from ui.shell.arguments import HELP, USAGE
    from ui.shell.start import has_display, run_desk

    if not HELP.isdisjoint(argv):
        sys.stdout.write(f"{USAGE}\n")
        return 0
    if has_display():
        return run_desk(argv)
    from ui.lab.headless import draw_desk

    return draw_desk(argv)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
