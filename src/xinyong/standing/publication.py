"""For how long a record is published: the shortest and longest term of the window that its pack version opens.

Counted as the Civil Code counts (art. 200-202). A window whose condition is unknown for a record leaves its class, and
so its terms, unknown: it is listed with the reason and no end is made up.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from xinyong.kernel.cite import SourceGrade
from xinyong.kernel.dates import FAR, term_until
from xinyong.kernel.truth import Truth, truth
from xinyong.law.expr import tree
from xinyong.law.expr.analysis import columns
from xinyong.law.expr.parsing import Wrong, parse_condition
from xinyong.law.expr.python import condition
from xinyong.law.pack import Use
from xinyong.standing.part import Cited, Part, Words, cited

if TYPE_CHECKING:
    from xinyong.law.expr.python import Condition
    from xinyong.law.listing import PublicationWindow
    from xinyong.law.pack import Pack
    from xinyong.ledger.entries import RecordEntered
    from xinyong.standing.past import Recorded

_Phase: TypeAlias = Literal["before", "shortest", "repairable", "running", "over", "unknown"]


_CLASS_UNKNOWN: Final = Words(zh="记录属于哪一类未知", en="which class the record falls in is unknown")
_NO_FIRST_DAY: Final = Words(zh="起算日未知", en="the day from which the term runs is unknown")
_NO_LAST_DAY: Final = Words(zh="止期未知", en="the day on which it ends is unknown")
_FOR_GOOD: Final = Words(zh="所公示之行为无止期", en="what is published has no end")
_NO_LONGEST: Final = Words(zh="来源未给出最长期限", en="the source gives no longest term")


class Publication(Part, frozen=True, kw_only=True):
    """For how long one record is published under one pack.

    Attributes:
        runs_from: the column and its day; None where the record does not have it.
        earliest_end: first day on which an early end can be asked for; None where there is no shortest term or it
            is unknown.
        latest_end: first day on which nothing of it is shown any more; None where it is unknown.
        phase: before it runs, `shortest` term not over, `repairable` since it is over, `running` where there is no
            shortest term, `over`; unknown where the class of the record or its first day is.
        unverified: its terms come from memory (grade M).
        lacks: the columns that would tell it, where it is unknown.
    """

    record: int
    pack: str
    window: str
    cited: Cited
    column: str
    runs_from: dt.date | None
    earliest_end: dt.date | None
    latest_end: dt.date | None
    phase: Literal["before", "shortest", "repairable", "running", "over", "unknown"]
    partial: bool
    unverified: bool
    reason: Words | None
    lacks: tuple[str, ...] = ()


def windows_of(recorded: Recorded, pack: Pack, day: dt.date) -> tuple[Publication, ...]:
    """Return the windows of one pack version that a record opens, or may open."""
    found: list[Publication] = []
    for window in pack.publication:
        if recorded.content.kind in window.kinds:
            match _truth(window, recorded.content):
                case Truth.MET:
                    found.append(_window(recorded, pack, window, day))
                case Truth.UNKNOWN:
                    found.append(_unknown(recorded, pack, window, _CLASS_UNKNOWN, _lacks(window, recorded)))
                case Truth.NOT_MET:
                    pass
    return tuple(found)


def _truth(window: PublicationWindow, record: RecordEntered) -> Truth:
    if window.when is None:
        return Truth.MET
    return truth(_condition(window.when)({**record.facts, "kind": record.kind}))


@cache
def _condition(text: str) -> Condition:
    return condition(_tree(text))


@cache
def _tree(text: str) -> tree.Node:
    node = parse_condition(text, tree.RECORD)
    if isinstance(node, Wrong):
        message = f"a linted pack has a condition that is none: {node.what}"
        raise TypeError(message)
    return node


def _window(recorded: Recorded, pack: Pack, window: PublicationWindow, day: dt.date) -> Publication:
    runs_from = recorded.content.facts.get(window.runs_from)
    if runs_from is None or isinstance(runs_from, (str, int)):
        return _unknown(recorded, pack, window, _NO_FIRST_DAY, (window.runs_from,))
    reason = _NO_LONGEST if window.longest_months is None else None
    shortest = None if window.shortest_months is None else term_until(runs_from, months=window.shortest_months)
    longest = None if window.longest_months is None else term_until(runs_from, months=window.longest_months)
    if window.until is not None:
        ends = recorded.content.facts.get(window.until)
        if ends is None or isinstance(ends, (str, int)):
            return _unknown(recorded, pack, window, _NO_LAST_DAY, (window.until,))
        longest, reason = (None, _FOR_GOOD) if ends == FAR else (ends, None)
    return Publication(
        record=recorded.header.seq,
        pack=pack.name,
        window=window.id,
        cited=cited(window.citation),
        column=window.runs_from,
        runs_from=runs_from,
        earliest_end=shortest,
        latest_end=longest,
        phase=_phase(day, runs_from, shortest, longest),
        partial=pack.use is Use.PARTIAL,
        unverified=window.citation.grade is SourceGrade.UNVERIFIED,
        reason=reason,
    )


def _phase(day: dt.date, start: dt.date, shortest: dt.date | None, longest: dt.date | None) -> _Phase:
    if day < start:
        return "before"
    if longest is not None and longest <= day:
        return "over"
    if shortest is None:
        return "running"
    return "shortest" if day < shortest else "repairable"


def _lacks(window: PublicationWindow, recorded: Recorded) -> tuple[str, ...]:
    """Return the columns that the window's condition reads and the record does not have."""
    names = () if window.when is None else columns(_tree(window.when))
    return tuple(name for name in names if name != "kind" and recorded.content.facts.get(name) is None)


def _unknown(
    recorded: Recorded, pack: Pack, window: PublicationWindow, reason: Words, lacks: tuple[str, ...]
) -> Publication:
    return Publication(
        record=recorded.header.seq,
        pack=pack.name,
        window=window.id,
        cited=cited(window.citation),
        column=window.runs_from,
        runs_from=None,
        earliest_end=None,
        latest_end=None,
        phase="unknown",
        partial=pack.use is Use.PARTIAL,
        unverified=window.citation.grade is SourceGrade.UNVERIFIED,
        reason=reason,
        lacks=lacks,
    )
