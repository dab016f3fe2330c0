"""The clock of this machine; everything below is told the time."""

from __future__ import annotations

import datetime as dt
import time

from xinyong.kernel.dates import SHANGHAI


def now_ms() -> int:
    """Return the present instant, milliseconds since 1970-01-01 UTC."""
    return time.time_ns() // 1_000_000


def today() -> dt.date:
    """Return the present day in Shanghai."""
    return dt.datetime.now(SHANGHAI).date()
