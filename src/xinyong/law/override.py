"""Overrides: what a dated emergency instrument takes out of other packs' rules.

An override names rules of a pack, a date column and a condition: the acts of the days of its own pack that meet it
don't count under those rules. The type has no place for points, grades, lists, measures or terms, so that it can say
nothing heavier, and none for how a list is decided, noticed or repaired, so that due process can't be named away.
`law.rewriting` applies it.
"""

from __future__ import annotations

from dataclasses import dataclass

from xinyong.kernel.cite import Citation  # noqa: TC001 - the reader resolves the annotations at run time
from xinyong.law.text import Text  # noqa: TC001 - as above


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """Acts of the pack's days that don't count under rules of another pack.

    Attributes:
        pack: the family, or one version of it (`id@version`).
        rules: ids of its rules; of a family, each version that has them is meant.
        acts: the date column that lies in the days of the pack: of the act, or of the duty that was missed.
        when: which of these acts, in the rule language; None: all.
    """

    id: str
    title: Text
    pack: str
    rules: tuple[str, ...]
    acts: str = "effective"
    when: str | None = None
    citation: Citation
