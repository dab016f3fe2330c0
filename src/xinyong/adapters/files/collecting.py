"""How often Python looks for cycles among objects while rows come in by the million.

Rows are made, written and dropped, and hold no cycles; at Python's own threshold an eighth of an intake is spent on
looking for them. Whatever cycles there are, such as those of a fault and its frames, are still found, only later.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Generator

SELDOM: Final = (100_000, 20, 100)


@contextmanager
def seldom_collected() -> Generator[None]:
    """Look for cycles a hundred times less often until left."""
    usual = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
