"""Prepared layers on this machine: written once, mapped into memory at every start after that."""

import json
import logging
import os
import shutil
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np

from app.territory.layers.packed import Level, Named, PackedLayer

log = logging.getLogger(__name__)

FORMAT = 2
ABOUT = "about.json"
_KEPT = 6  # layers; the one not opened for longest goes first
_APART = {"version", "levels", "named", "code_digits", "kept"}
_ARRAYS = tuple(each.name for each in fields(PackedLayer) if each.name not in _APART)
_OF_LEVEL = ("ends", "sides", "ranks", "starts")
_OF_NAMED = ("boxes", "centres", "names", "starts")
_NUMBERS = ("tolerance_m", "corner", "columns", "cell", "reach")


def write_layer(folder: Path, key: str, layer: PackedLayer) -> None:
    """Write a layer under a key, beside the earlier ones of that key; then older ones go.

    Raises:
        OSError: There is no room, or the folder cannot be written.
    """
    making = folder / key / f".{uuid4().hex}"
    making.mkdir(parents=True)
    try:
        for name in _ARRAYS:
            np.save(making / f"{name}.npy", getattr(layer, name))
        for at, level in enumerate(layer.levels):
            for name in _OF_LEVEL:
                np.save(making / f"{at}-{name}.npy", getattr(level, name))
        for named in layer.named:
            for name in _OF_NAMED:
                np.save(making / f"named{named.digits}-{name}.npy", getattr(named, name))
        about = {
            "format": FORMAT,
            "version": layer.version,
            "code_digits": layer.code_digits,
            "named": [named.digits for named in layer.named],
            "levels": [{n: getattr(level, n) for n in _NUMBERS} for level in layer.levels],
        }
        (making / ABOUT).write_text(json.dumps(about), encoding="utf-8")
        making.rename(folder / key / uuid4().hex)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    _let_old_ones_go(folder)


def keep_layer(folder: Path, key: str, layer: PackedLayer) -> PackedLayer:
    """Write a layer and return it as it is mapped from its file; where it cannot be written, for
    want of room, the layer itself.
    """
    try:
        write_layer(folder, key, layer)
    except OSError:
        log.warning("a map layer could not be kept", exc_info=True)
        return layer
    return read_layer(folder, key) or layer


def _let_old_ones_go(folder: Path) -> None:
    """Keep the newest of each key, and of few keys; what is still mapped goes another time."""
    newest_of = [found for key in folder.iterdir() if (found := _standing(key))]
    for found in newest_of:
        for old in found[1:]:
            shutil.rmtree(old, ignore_errors=True)
    newest_of.sort(key=lambda found: _age(found[0]), reverse=True)
    for found in newest_of[_KEPT:]:
        shutil.rmtree(found[0].parent, ignore_errors=True)


def _standing(place: Path) -> list[Path]:
    """Return what stands under a key, the newest first."""
    try:
        found = [each for each in place.iterdir() if (each / ABOUT).is_file()]
    except OSError:
        return []
    return sorted((each for each in found if not each.name.startswith(".")), key=_age, reverse=True)


def _age(place: Path) -> float:
    return (place / ABOUT).stat().st_mtime


def read_layer(folder: Path, key: str) -> PackedLayer | None:
    """Return the newest layer of a key, None where there is none or it is of another format.

    The arrays stay in their files until they are looked at.
    """
    standing = _standing(folder / key)
    return read_place(standing[0]) if standing else None


def read_place(place: Path) -> PackedLayer | None:
    """Return the layer that was kept at a place, None where it is none or of another format."""
    try:
        about = json.loads((place / ABOUT).read_text(encoding="utf-8"))
        if about["format"] != FORMAT:
            return None
        levels = tuple(_level(place, at, told) for at, told in enumerate(about["levels"]))
        arrays = {name: _mapped(place / f"{name}.npy") for name in _ARRAYS}
        named = tuple(_named(place, digits) for digits in about["named"])
        with suppress(OSError):
            os.utime(place / ABOUT)
        return PackedLayer(
            version=about["version"],
            code_digits=about["code_digits"],
            levels=levels,
            named=named,
            kept=place,
            **arrays,
        )
    except (OSError, ValueError, KeyError, TypeError):
        log.warning("a kept map layer cannot be read and is made again", exc_info=True)
        return None


def _level(place: Path, at: int, told: dict[str, Any]) -> Level:
    arrays = {name: _mapped(place / f"{at}-{name}.npy") for name in _OF_LEVEL}
    numbers = {name: told[name] for name in _NUMBERS}
    numbers["corner"] = tuple(numbers["corner"])
    return Level(**numbers, **arrays)


def _named(place: Path, digits: int) -> Named:
    arrays = {name: _mapped(place / f"named{digits}-{name}.npy") for name in _OF_NAMED}
    return Named(digits, **arrays)


def _mapped(file: Path) -> Any:
    """Map an array; one without content cannot be mapped, so it is read."""
    found = np.load(file, mmap_mode="r")
    return np.asarray(found) if found.size else np.load(file)
