"""Whether a pack applies to a subject, by the schemes of the identifiers it holds: one table, two readers.

The table is the pack's own (`law.applies`). `applies` reads it for one subject, `inside` writes it as SQL for
everybody over a column that joins the schemes held, as `joined` does; a property test holds them equal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xinyong.law.applies import CODED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from xinyong.law.pack import Pack


def schemes_of(pack: Pack) -> tuple[str, ...]:
    """Return the schemes of which a subject of the pack holds one."""
    schemes = CODED if pack.applies is None else pack.applies.schemes
    return tuple(scheme.value for scheme in schemes)


def applies(pack: Pack, held: Collection[str]) -> bool:
    """Return whether the pack applies to who holds identifiers of these schemes."""
    return any(scheme in held for scheme in schemes_of(pack))


def joined(held: Iterable[str]) -> str:
    """Return schemes as the column `held` has them.

    >>> joined({"uscc", "lei"})
    'lei,uscc'
    """
    return ",".join(sorted(held))


def inside(pack: Pack, held: str = "held") -> str:
    """Return the SQL condition that the pack applies to who holds what a column says; unknown where it is null.

    No scheme's name is part of another's, so that looking for the name finds the scheme.
    """
    found = " OR ".join(f"contains({held}, '{scheme}')" for scheme in schemes_of(pack))
    return f"({found})"
