"""Whether a pack applies to a subject, by what marks it: schemes of its identifiers and kinds of its records.

The table is the pack's own (`law.applies`), with two readers: `applies` reads it for one subject, `inside` writes it as
SQL for everybody over a column that joins the marks, as `joined` does; a property test holds them equal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xinyong.law.applies import CODED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from xinyong.law.pack import Pack

_RECORD: Final = "record:"
"""How the mark of a kind begins; no scheme's name does."""


def schemes_of(pack: Pack) -> tuple[str, ...]:
    """Return the schemes of which a subject of the pack holds one."""
    schemes = CODED if pack.applies is None else pack.applies.schemes
    return tuple(scheme.value for scheme in schemes)


def kinds_of(pack: Pack) -> tuple[str, ...]:
    """Return the kinds of which a subject of the pack has a record; empty: it needs none."""
    return () if pack.applies is None or pack.applies.kinds is None else pack.applies.kinds


def asked_of(packs: Iterable[Pack]) -> tuple[str, ...]:
    """Return every kind that some pack needs a record of: those that marks must tell."""
    return tuple(sorted({kind for pack in packs for kind in kinds_of(pack)}))


def marks(schemes: Iterable[str], kinds: Iterable[str]) -> frozenset[str]:
    """Return what marks a subject that holds identifiers of these schemes and has records of these kinds.

    >>> sorted(marks(["uscc"], ["tax.grade"]))
    ['record:tax.grade', 'uscc']
    """
    return frozenset((*schemes, *(_RECORD + kind for kind in kinds)))


def is_scheme(mark: str) -> str:
    """Return the SQL condition that a mark is a scheme."""
    return f"NOT starts_with({mark}, '{_RECORD}')"


def schemes_in(held: Iterable[str]) -> tuple[str, ...]:
    """Return the schemes among marks, in order."""
    return tuple(sorted(mark for mark in held if not mark.startswith(_RECORD)))


def applies(pack: Pack, held: Collection[str]) -> bool:
    """Return whether the pack applies to who has these marks."""
    return all(any(mark in held for mark in wanted) for wanted in _wanted(pack))


def joined(held: Iterable[str]) -> str:
    """Return marks as the column `held` has them.

    >>> joined({"uscc", "lei"})
    'lei,uscc'
    """
    return ",".join(sorted(held))


def inside(pack: Pack, held: str = "held") -> str:
    """Return the SQL condition that the pack applies to who has the marks of a column; unknown where it is null."""
    found = (" OR ".join(f"contains(',' || {held} || ',', ',{mark},')" for mark in one) for one in _wanted(pack))
    return f"({' AND '.join(f'({one})' for one in found)})"


def _wanted(pack: Pack) -> tuple[tuple[str, ...], ...]:
    """The marks that a subject of the pack has: one of each group."""
    recorded = tuple(_RECORD + kind for kind in kinds_of(pack))
    return (schemes_of(pack), recorded) if recorded else (schemes_of(pack),)


def marked(coded: str, records: str, kinds: Iterable[str]) -> str:
    """Return the SQL query of `subject` and `held` for everybody in a table of (subject, scheme).

    Args:
        coded: query or table of (subject, scheme), a row for each identifier given.
        records: query or table with subject and kind; read only where some kind is asked.
        kinds: the kinds that marks must tell (`asked_of`).
    """
    wanted = ", ".join(f"'{kind}'" for kind in kinds)
    given = f"SELECT subject, scheme AS mark FROM {coded}"  # noqa: S608 - own text
    if wanted:
        recorded = f"SELECT DISTINCT subject, '{_RECORD}' || kind AS mark FROM {records} WHERE kind IN ({wanted})"  # noqa: S608 - own text
        given += f" UNION ALL SELECT r.* FROM ({recorded}) AS r SEMI JOIN {coded} USING (subject)"  # noqa: S608 - own text
    return f"SELECT subject, string_agg(DISTINCT mark, ',' ORDER BY mark) AS held FROM ({given}) GROUP BY subject"  # noqa: S608 - own text
