"""Golden cases: records written by hand, a day, and what the law makes of them, worked out by hand as well.

Guarantees that a case says what it expects, by which article, and shows its arithmetic. A case names a pack
(`cn.tax.rating@2025-07-01`) or a whole family (`cn.tax.rating`), whose versions are then chosen as the law says. Points
are integers in the pack's unit, money is fen. `app.pack_cases.run_cases` runs them.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - the reader resolves annotations at run time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xinyong.kernel.facts import COLUMNS
from xinyong.register.identifiers.scheme import Scheme  # noqa: TC001 - as above

if TYPE_CHECKING:
    from xinyong.kernel.facts import FactValue


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRecord:
    """A record of a case: its kind, its columns, and from when until when the ledger knew it so.

    Attributes:
        known: first day on which the ledger knew it; None: always.
        replaced: first day on which another record stood in its place (a correction); None: never.
    """

    kind: str
    known: dt.date | None = None
    replaced: dt.date | None = None
    effective: dt.date | None = None
    ended: dt.date | None = None
    due: dt.date | None = None
    determined: dt.date | None = None
    published: dt.date | None = None
    arose: dt.date | None = None
    corrected: dt.date | None = None
    amount: int | None = None
    quantity: int | None = None
    share: int | None = None
    year: int | None = None
    code: str | None = None
    status: str | None = None
    grade: str | None = None
    flag: bool | None = None

    def facts(self) -> dict[str, FactValue]:
        """Return the columns that are not null."""
        found: dict[str, FactValue] = {column.name: getattr(self, column.name) for column in COLUMNS}
        return {name: value for name, value in found.items() if value is not None}

    def known_on(self, day: dt.date | None) -> bool:
        """Return whether the ledger knew the record, so and not otherwise, at the end of a day (None: of all days)."""
        if day is None:
            return self.replaced is None
        return (self.known is None or self.known <= day) and (self.replaced is None or day < self.replaced)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The last decided grade of a rating with a cycle; `year` None: none is decided yet."""

    year: int | None
    grade: str | None = None
    total: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expect:
    """What must come out; what is not said is not compared.

    Attributes:
        hits: every rule, accrual and conclusion that counts on the day, with what it adds (null: no matter of points);
            rules that only feed facts are left out.
        unknowns: every rule and conclusion that is unknown on the day.
        proposals: lists for which a ground is met; of a family, those that are proposed under the law that applies.
        applies: whether the pack in force applies to who holds what `holds` says.
        to_choose: of a family: lists where a human chooses between two laws.
        milder: of a family: lists that the milder law of the day does not know, so that nothing is proposed.
        published: windows of publication that records open, with the first day on which nothing of them is shown.
        early: the first day on which an early end of such a window can be asked for.
        next_change: the first later day on which something starts or ends; never said of families.
        decided: of a family with a cycle.
        version: of a family: first day of the version that the running computation uses.
    """

    applies: bool | None = None
    grade: str | None = None
    total: int | None = None
    hits: dict[str, int | None] | None = None
    unknowns: tuple[str, ...] | None = None
    proposals: tuple[str, ...] | None = None
    to_choose: tuple[str, ...] | None = None
    milder: tuple[str, ...] | None = None
    published: dict[str, dt.date | None] | None = None
    early: dict[str, dt.date | None] | None = None
    next_change: dt.date | None = None
    decided: Decided | None = None
    version: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One golden case.

    Attributes:
        pack: `id@version`, or a family's id; None: the pack that the file stands beside.
        article: the provision that it exemplifies.
        day: the day asked about.
        known: the ledger as it stood at the end of this day; None: all of it.
        holds: schemes of the identifiers that the subject holds; None: a subject to whom the pack applies.
        under: names of the packs of overrides that are in force beside it.
        arithmetic: how the expected values follow, worked out by hand.
    """

    id: str
    title: str
    pack: str | None = None
    article: str
    day: dt.date
    known: dt.date | None = None
    holds: tuple[Scheme, ...] | None = None
    under: tuple[str, ...] = ()
    records: tuple[CaseRecord, ...]
    expect: Expect
    arithmetic: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """A file of cases; `pack` stands for every case that names none."""

    pack: str | None = None
    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """An expectation that was not met, by one of the evaluators."""

    evaluator: str
    part: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """A case that was run; no differences: it holds."""

    case: Case
    pack: str
    file: str
    differences: tuple[Difference, ...]

    @property
    def holds(self) -> bool:
        """Whether both evaluators gave what was expected."""
        return not self.differences
