"""What Qt's binding does at imports that this program has no use for."""

import builtins


def read_no_sources() -> None:
    """Let modules be imported as Python does it, without their source being read again.

    Once PySide6 stands, it opens and tokenizes the source of every module imported after it, to
    see whether that module may switch the names of Qt by ``from __feature__ import …``. Nothing
    here does, and the sources of two hundred modules are a twentieth of a start.

    WORKAROUND the hook shiboken6 6.11 puts over ``__import__`` (``shibokensupport/feature.py``);
    drop it once PySide6 looks only into modules that ask for a feature. A version that keeps the
    function beneath elsewhere just starts as slowly as before.
    """
    beneath = getattr(builtins, "__orig_import__", None)
    if beneath is not None:
        builtins.__import__ = beneath
