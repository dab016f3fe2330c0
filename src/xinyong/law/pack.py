"""A pack: one legal instrument in one version, typed and frozen.

The law is data. A pack says which records count (match), for how many points or towards what (effect), and how long
(life); which of several hits stays (once), what a second breach does (repeat), what a rule, a category or the total
can reach (limit, weight), what is counted over hits (fact), what recovers month by month (accrue) and which grade
follows (grade). Every number carries its citation. Time enters through `Life` alone: no condition may ask for today.

A pack that is an override says nothing by itself: it rewrites the rules of the packs that it names (`law.rewriting`).
A pack says nothing of whom it does not apply to (`law.applies`). Two passes read a pack, in `rules.columnar`
(everybody) and `rules.interpret` (one), and mean the same:

1. *Row pass.* A rule reads each record of its kinds. Its `when` is met, not met or unknown; not met is no hit. A met
   condition whose points or life can't be computed (a null column, steps of which none is met and no `otherwise`) is a
   hit of truth unknown. Where acts govern, a rule reads only records whose `effective` lies in the version's days; a
   null one makes the hit unknown. A hit has a life `[start, until)` and is alive on D where `start <= D < until`; an
   empty life is no hit. Unknown hits are listed with their reason while they are alive, never counted; an unknown hit
   whose life can't be computed is listed on every day, without start and until. Days past 9999-12-31 are that day,
   and a life until then is open.
2. *Subject pass*, on the day D, over the met hits of one subject and one pack, in this order:
   a. once: among hits alive on D that share group and key, the one of the largest magnitude stays (then the lowest
      seq, then the first rule). A hit without points has magnitude 0. Where the group absorbs for good, the choice is
      among all hits that have started by D, alive or not, and the winner counts only while it is alive.
   b. repeat: a staying hit whose rule has a factor counts `points * factor` if an earlier met hit of the same rule
      (earlier by (start, seq), of another once key where the rule has one, absorbed or not) was alive on this hit's
      start day. The predecessor may have expired by D. The factor applies once, however many breaches came before.
   c. facts: count, sum, distinct months, longest run over the met hits alive on D that feed them, absorbed ones too.
      Months are those of the column that the term runs from; a sum adds the points before `repeat`, or 1 for a hit
      whose effect has none; over nothing every fact is 0.
   d. accruals: the anchor is the latest met hit, by (start, seq), of its rule that has started by D, alive or not. Its
      k-th point comes on the day after the term of `after_months + k` months from its start, unless a stopping hit
      has started by then (after the anchor's start day). Points that came before the stop stay, until a new anchor
      starts the clock again.
   e. conclusions: rules over facts give points, a direct grade, a ceiling, a floor, a special class, a start score.
   f. limits: per rule (its hits, repeat included), then per category (rules, conclusions and accruals) with its
      weight, then over start plus all of it. The start score is the highest that a met `Starts` sets, else the
      rating's. A direct grade in mode `lowest_score` replaces it by the lowest score of its grade where that is lower
      (for the last band the total's lower limit), and points go on from there.
   g. grade: the band of the total, lifted to the best floor, then put down to the worst final direct grade and the
      lowest ceiling: a floor lifts what points give, never a direct grade or a ceiling. A special class whose
      `at_least` the total reaches takes the place of all of it, unless a direct grade of either mode is met; of
      several the first in `rating.special`.

`next_change` is the earliest start or until after D over all hits, absorbed, future and unknown ones too, and the next
point of an accrual that is neither stopped nor full; none where nothing but 9999-12-31 is ahead.

Points are integers in the pack's unit. Everything here is plain data; `law.lint` says what a well-made pack is.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003 - msgspec and the schema generator resolve the annotations at run time
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from xinyong.kernel.cite import Citation  # noqa: TC001 - resolved at run time, as above
from xinyong.law.applies import Applies  # noqa: TC001 - as above
from xinyong.law.inspection import Inspections  # noqa: TC001 - as above
from xinyong.law.life import Group  # noqa: TC001 - as above
from xinyong.law.listing import ListTerm, PublicationWindow  # noqa: TC001 - as above
from xinyong.law.measure import Consequences  # noqa: TC001 - as above
from xinyong.law.override import Override  # noqa: TC001 - as above
from xinyong.law.rating import Rating  # noqa: TC001 - as above
from xinyong.law.rule import Accrual, Conclusion, Fact, Rule  # noqa: TC001 - as above
from xinyong.law.text import Text  # noqa: TC001 - as above


class Use(Enum):
    """What a pack may be used for; one closed field."""

    IN_FORCE = "in_force"
    PARTIAL = "partial"
    """Encodes only part of its instrument: a rating of it is marked so everywhere and grounds nothing."""
    INERT = "inert"
    """Has gaps that keep it from saying anything."""
    DISABLED = "disabled"
    """Has no legal basis that holds; runs in the lab alone."""
    DRAFT = "draft"
    LAB = "lab"


LAB_ALONE: Final = frozenset({Use.DISABLED, Use.DRAFT, Use.LAB})
"""Uses that no registry brings into force."""


class Governs(Enum):
    """Which version of an instrument judges what (design, section 3)."""

    ACT = "act"
    """A version judges the acts of its own days: records whose `effective` lies in [valid_from, valid_to)."""
    PERIOD = "period"
    """A version judges whole evaluation periods (`cycle.first_year` to `cycle.last_year`)."""
    DAY = "day"
    """The version in force on the day asked about judges every record that is still alive."""


class Subjects(Enum):
    """Whom a pack applies to."""

    ORGANISATION = "organisation"
    SYNTHETIC_PERSON = "synthetic_person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the source leaves open, what this pack does about it, and why."""

    question: str
    choice: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How much of the instrument is encoded: `encoded` of `total` items (None: the source gives no count)."""

    encoded: int
    total: int | None
    of: str
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """One legal instrument in one version.

    Attributes:
        id: `cn.tax.rating`; one per instrument family.
        version: `2025-12`; with the id it names the pack (`cn.tax.rating@2025-12`).
        applies: to whom of its subjects, by the identifiers they hold; None: to whoever holds a code.
        unit: "1" or "0.1": what one point of the integers is worth.
        inspections: how often the holders of its grades are inspected; None: it does not say.
        consequences: the measures that it lets follow from lists or decisions; None: none.
        overrides: acts of its days that do not count under rules of other packs; None: it is no override.
    """

    id: str
    version: str
    title: Text
    citation: Citation
    valid_from: dt.date
    valid_to: dt.date | None = None
    supersedes: str | None = None
    transition: Choice | None = None
    governs: Governs
    subjects: Subjects = Subjects.ORGANISATION
    applies: Applies | None = None
    use: Use
    unit: str = "1"
    coverage: Coverage
    rules: tuple[Rule, ...] = ()
    groups: tuple[Group, ...] = ()
    facts: tuple[Fact, ...] = ()
    conclusions: tuple[Conclusion, ...] = ()
    accruals: tuple[Accrual, ...] = ()
    rating: Rating | None = None
    lists: tuple[ListTerm, ...] = ()
    publication: tuple[PublicationWindow, ...] = ()
    inspections: Inspections | None = None
    consequences: Consequences | None = None
    overrides: tuple[Override, ...] | None = None
    choices: tuple[Choice, ...] = field(default=())

    @property
    def name(self) -> str:
        """The pack's full name, `id@version`."""
        return f"{self.id}@{self.version}"
