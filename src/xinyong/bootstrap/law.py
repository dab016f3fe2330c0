"""The law at hand: the shelf of packs (shipped, the store's own, and the caller's), kinds and forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xinyong.adapters import packs
from xinyong.adapters.shipped import data_dir

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from xinyong.law.shelf import Shelf


def shelf(own: Sequence[Path] = (), *, data: Path | None = None) -> Shelf:
    """Return every pack there is: those that ship, those in the data folder's `packs`, and those of `own` folders.

    Raises:
        SourceFault: a pack can't be read.
        PackFault: two packs have one name.
    """
    beside = [data / "packs"] if data is not None and (data / "packs").is_dir() else []
    return packs.load_shelf([data_dir("packs"), *beside, *own])
