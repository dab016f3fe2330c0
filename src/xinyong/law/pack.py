"""A pack: one legal instrument in one version, typed and frozen.

The law is data. A pack says which records count (match), for how many points or towards what (effect), and how long
(life); which of several hits stays (once), what a second breach does (repeat), what a rule, a category or the total
can reach (limit, weight), what is counted over hits (fact), what recovers month by month (accrue) and which grade
follows (grade). Every number carries its citation. Time enters through `Life` alone: no condition may ask for today.

Two passes read a pack, in `rules.columnar` (everybody) and `rules.interpret` (one), and mean the same:

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
from typing import TypeAlias

from xinyong.kernel.cite import Citation  # noqa: TC001 - resolved at run time, as above


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
class Text:
    """The same words in Chinese and in English."""

    zh: str
    en: str


# --- points -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a scale: the first that is met counts; an unknown one on the way makes the points unknown."""

    when: str
    points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Points:
    """Integer points in the pack's unit.

    Exactly one form: a constant (`value`), steps with an optional `otherwise`, or an integer expression over columns
    (`expression`, with proved bounds `low` and `high`).
    """

    value: int | None = None
    steps: tuple[Step, ...] = ()
    otherwise: int | None = None
    expression: str | None = None
    low: int | None = None
    high: int | None = None


# --- life ---------------------------------------------------------------------------------------------------------


class LifeForm(Enum):
    """How the end of a hit is found."""

    TERM = "term"
    """`months` and `days` from `start`: until = start + months + days + 1 day (Civil Code 201-202)."""
    YEAR = "year"
    """The calendar year of `start`, and `years - 1` more: until = 1 January after them."""
    OPEN = "open"
    """No end of its own; ends only by `ends_at`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """The interval `[start, until)` in which a hit counts.

    Attributes:
        start: date column from which the life runs.
        start_months, start_days: the life begins this long after the column (0: on it). With either, the first day is
            start + months + days + 1 day: the day after the term has run out.
        form, months, days, years: how the end is found, counted from the day in column `start` or, where set,
            from column `term_from`.
        term_from: date column from which the term runs, where it differs from the first day; None: `start`'s column.
        ends_at: date column that ends the life on that day if it comes earlier (null: it does not).
        citation: where the period stands.
    """

    start: str = "effective"
    start_months: int = 0
    start_days: int = 0
    form: LifeForm = LifeForm.TERM
    months: int = 0
    days: int = 0
    years: int = 1
    term_from: str | None = None
    ends_at: str | None = None
    citation: Citation | None = None


# --- once and repeat ----------------------------------------------------------------------------------------------


class OnceKey(Enum):
    """What two hits of a group must share to count as one."""

    SUBJECT = "subject"
    YEAR = "year"
    """The calendar year of the column that the term runs from (`term_from`, else `start`)."""
    MONTH = "month"
    """The calendar month of the column that the term runs from (`term_from`, else `start`)."""
    ACT = "act"
    """The same record: several rules of the group hit one act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group of rules of which, per key, the strongest hit alive stays. All points of a group have one sign."""

    id: str
    key: OnceKey
    absorbs_for_good: bool = False
    citation: Citation


# --- effects ------------------------------------------------------------------------------------------------------


class DirectMode(Enum):
    """What a direct grade does."""

    FINAL = "final"
    """The grade is at best this one, whatever the points."""
    LOWEST_SCORE = "lowest_score"
    """Counts as the lowest score of its grade, from which points go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """The hit changes the score."""

    points: Points
    category: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grades:
    """The hit gives a grade directly."""

    grade: str
    mode: DirectMode = DirectMode.FINAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """The hit forbids grades above this one."""

    grade: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifts:
    """The hit forbids grades below this one."""

    grade: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Classes:
    """The hit puts the subject into a special class outside the bands (such as M), unless a direct grade holds."""

    grade: str
    at_least: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Starts:
    """The hit, or the conclusion, sets the start score; the highest that is met holds."""

    score: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposes:
    """The hit grounds a proposal for a list, for as long as it is alive."""

    list: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feeds:
    """The hit only feeds facts, in the measure `points` gives (constant 1 for a count)."""

    points: Points


Effect: TypeAlias = Scores | Grades | Caps | Lifts | Classes | Starts | Proposes | Feeds


# --- rules --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """Smallest and largest value of a node; None is no bound."""

    low: int | None = None
    high: int | None = None
    citation: Citation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule over records.

    Attributes:
        id: unique in the pack, `a-z0-9-`.
        kinds: record kinds it reads, at least one.
        when: condition in the rule language, or None where the kind alone decides.
        effect: what a hit does.
        group: id of the `once` group, or None.
        repeat: factor for a second breach within the life of the first, or None; never with a `term_from` other than
            `start` in a group by month or year, whose keys would not follow the days on which hits begin.
        limit: bounds on this rule's sum, or None.
        disabled: why the rule never runs in a registry (`no_legal_basis: ...`), or None.
    """

    id: str
    title: Text
    citation: Citation
    kinds: tuple[str, ...]
    when: str | None = None
    effect: Effect
    life: Life
    group: str | None = None
    repeat: int | None = None
    limit: Limit | None = None
    disabled: str | None = None


class Aggregate(Enum):
    """What a fact computes over the living hits that feed it."""

    COUNT = "count"
    SUM = "sum"
    DISTINCT_MONTHS = "distinct_months"
    LONGEST_RUN = "longest_run"
    """Longest run of consecutive calendar months."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A number about a subject over the met hits, alive on D, of `rules`; a BIGINT column in conclusions.

    Where unknown hits feed it too, conclusions are asked twice, at the value without them and at the value with them
    (a sum with an unknown amount has no value), and are unknown where the answers differ.
    """

    id: str
    aggregate: Aggregate
    rules: tuple[str, ...]
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """A rule over facts: a condition over fact ids, and an effect.

    The effect is any but `Feeds`; points of `Scores` are a constant.
    """

    id: str
    title: Text
    citation: Citation
    when: str
    effect: Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class Accrual:
    """Recovery: one hit of `points` for each full month after `after_months` since the anchor without a stopping hit.

    Attributes:
        anchor: rule whose latest met hit alive on D or before starts the clock (its start day).
        stops: rules of which any met hit that starts after the anchor ends the accrual from its start day on.
        after_months: months that must pass before the first point.
        points: per month.
        limit: at most this much in all.
    """

    id: str
    title: Text
    citation: Citation
    anchor: str
    stops: tuple[str, ...] = ()
    after_months: int = 0
    points: int
    limit: int
    category: str | None = None


# --- rating -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A category of the score: bounds on its sum, and an integer weight (applied after them)."""

    id: str
    title: Text
    limit: Limit | None = None
    weight: int = 1
    citation: Citation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A grade and the lowest total that reaches it; None for the last."""

    grade: str
    at_least: int | None
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """When a rating is decided.

    Attributes:
        cut_off_month, cut_off_day: the last day that the period's rating looks at (12, 31: the end of the year).
        published_month, published_day: the day, in the year after, from which the decided grade is shown.
        first_year, last_year: evaluation years that this version governs; last None is open.
    """

    cut_off_month: int
    cut_off_day: int
    published_month: int
    published_day: int
    first_year: int | None = None
    last_year: int | None = None
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """How points become a grade.

    Attributes:
        start: score before any hit.
        bands: best grade first, strictly falling `at_least`, the last None.
        limit: bounds on the total.
        special: grades outside the bands (such as M), for the schema of outputs.
    """

    start: int
    start_citation: Citation
    bands: tuple[Band, ...]
    categories: tuple[Category, ...] = ()
    limit: Limit | None = None
    special: tuple[str, ...] = ()
    cycle: Cycle | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListTerm:
    """A list that a pack can propose: its id, who keeps it, term and exit in words with their citation."""

    id: str
    title: Text
    keeper: str
    term_months: int | None
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationWindow:
    """For how long records of some kinds are published: shortest and longest term from a date column, in months."""

    id: str
    kinds: tuple[str, ...]
    when: str | None = None
    runs_from: str
    shortest_months: int | None
    longest_months: int | None
    citation: Citation


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
        unit: "1" or "0.1": what one point of the integers is worth.
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
    choices: tuple[Choice, ...] = field(default=())

    @property
    def name(self) -> str:
        """The pack's full name, `id@version`."""
        return f"{self.id}@{self.version}"
