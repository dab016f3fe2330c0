"""Packs and ledgers that Hypothesis makes: small, dense with what rarely meets, every primitive and node among them.

Days come from a few weeks around month ends, leap days and turns of the year, so that terms end on each other; nulls
are common, so that every truth is. Conditions are written as text, so that the parser is on the way too.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import TypeVar

from hypothesis import strategies as st

from tests.rules.build import CITED, TEXT, bands
from xinyong.kernel.dates import term_until
from xinyong.kernel.facts import FactValue
from xinyong.law.effects import Caps, Classes, DirectMode, Effect, Feeds, Grades, Lifts, Proposes, Scores, Starts
from xinyong.law.life import Group, Life, LifeForm, OnceKey
from xinyong.law.listing import ListTerm
from xinyong.law.override import Override
from xinyong.law.pack import Coverage, Governs, Pack, Use
from xinyong.law.points import Points, Step
from xinyong.law.rating import Category, Rating
from xinyong.law.rewriting import Applied, under, unfit
from xinyong.law.rule import Accrual, Aggregate, Conclusion, Fact, Limit, Rule
from xinyong.rules.records import Record

T = TypeVar("T")

KINDS = ("a", "b", "c")
DATES = ("effective", "due", "ended", "corrected")
NUMBERS = ("amount", "quantity", "year")
CODES = ("x", "y", "it's")
GRADES = ("A", "B", "C", "D")

_ANCHORS = (
    dt.date(2023, 12, 31),
    dt.date(2024, 1, 1),
    dt.date(2024, 1, 31),
    dt.date(2024, 2, 29),
    dt.date(2024, 3, 31),
    dt.date(2024, 4, 30),
    dt.date(2024, 12, 31),
    dt.date(2025, 1, 1),
    dt.date(2025, 2, 28),
)


_EFFECTS = (
    *("scores", "grades", "scores", "caps", "scores", "class", "scores", "lifts", "scores", "lowest"),
    *("scores", "starts", "scores", "proposes", "scores", "feeds", "grades", "scores", "caps"),
)

_THEMES = (
    *(_EFFECTS,) * 7,
    ("class", "class", "scores"),
    ("caps", "lifts", "grades", "scores"),
    ("lifts", "lifts", "scores"),
    ("starts", "starts", "lowest", "lowest", "class"),
)
"""What the rules of a pack do: anything, or a few things that meet each other."""

_MARKS = tuple(
    Rule(
        id=f"mark-{kind}",
        title=TEXT,
        citation=CITED,
        kinds=(kind,),
        effect=Feeds(points=Points(value=1)),
        life=Life(form=LifeForm.OPEN),
    )
    for kind in KINDS[:2]
)
"""What recoveries mostly run between: acts of one kind each, for ever."""


class Maker:
    """Choices in words, made by a generator that Hypothesis seeds.

    Hypothesis' own draws repeat themselves to shrink well, and so leave what is rare unreached; cases are made smaller
    by `tests.laws.search` instead.
    """

    def __init__(self, source: Random) -> None:
        self._source = source
        self._effects: Sequence[str] = _EFFECTS
        self._before: dict[str, dt.date] = {}

    def pick(self, options: Sequence[T]) -> T:
        """One of the options."""
        return self._source.choice(options)

    def number(self, low: int, high: int) -> int:
        """An integer from low to high."""
        return self._source.randint(low, high)

    def chance(self, percent: int) -> bool:
        """True in so many of a hundred cases."""
        return self.number(1, 100) <= percent

    def day(self) -> dt.date:
        """A day near a month end or a turn of the year."""
        return self.pick(_ANCHORS) + dt.timedelta(days=self.pick((0, 0, 0, -1, 1, 2, 15, -20)))

    def day_of(self, column: str) -> dt.date:
        """A day of a record; sometimes just where a term of months from the last record's such day ends."""
        before = self._before.get(column)
        if before is not None and self.chance(15):
            return term_until(before, months=self.number(1, 3), days=self.pick((0, 0, 0, -1)))
        self._before[column] = self.day()
        return self._before[column]

    # -- expressions, as text

    def condition(self, depth: int = 2) -> str:
        """A condition over the columns of a record."""
        if depth and self.chance(55):
            return self._joined(depth - 1)
        return self._atom()

    def _joined(self, depth: int) -> str:
        form = self.pick(("AND", "OR", "NOT", "CASE", "COALESCE"))
        first, second = self.condition(depth), self.condition(depth)
        if form in {"AND", "OR"}:
            third = f" {form} ({self.condition(0)})" if self.chance(30) else ""
            return f"({first}) {form} ({second}){third}"
        if form == "NOT":
            return f"NOT ({first})"
        if form == "CASE":
            otherwise = f" ELSE {self.pick(('TRUE', 'FALSE', f'({self._atom()})'))}" if self.chance(60) else ""
            return f"CASE WHEN {first} THEN ({second}){otherwise} END"
        return f"COALESCE({first}, {second})"

    def _atom(self) -> str:
        forms: tuple[Callable[[], str], ...] = (
            lambda: "flag",
            lambda: f"{self.integer(1)} {self.sign()} {self.integer(1)}",
            lambda: f"{self.pick(NUMBERS)} {self.sign()} {self.constant()}",
            lambda: f"{self.date()} {self.sign()} {self.date()}",
            lambda: f"{self.pick(('code', 'status', 'kind'))} {self.pick(('=', '<>'))} {self.text()}",
            lambda: f"code = {self.text()}",
            lambda: f"code {self.pick(('IN', 'NOT IN'))} ({self.text()}, {self.text()})",
            lambda: f"{self.pick(NUMBERS)} IN ({self.constant()}, {self.constant()})",
            lambda: f"{self.integer(1)} BETWEEN {self.integer(0)} AND {self.constant()}",
            lambda: f"{self.date()} BETWEEN {self.date()} AND {self.date()}",
            lambda: f"{self.pick((*DATES, *NUMBERS, 'code', 'flag'))} IS {self.pick(('', 'NOT '))}NULL",
            lambda: f"YEAR({self.date()}) {self.sign()} {self.pick(('2024', 'YEAR(effective)', 'year'))}",
        )
        return self.pick(forms)()

    def sign(self) -> str:
        """A comparison."""
        return self.pick(("=", "<>", "<", "<=", ">", ">="))

    def constant(self) -> str:
        """A small integer."""
        return str(self.number(-4, 4))

    def text(self) -> str:
        """A code."""
        return "'" + self.pick(CODES).replace("'", "''") + "'"

    def date(self) -> str:
        """A date: a column, a constant, or a moved one."""
        base = self.pick((*DATES, f"DATE '{self.day()}'"))
        if self.chance(35):
            unit, size = self.pick((("DAY", 40), ("MONTH", 3), ("YEAR", 1)))
            base = f"{base} {self.pick('+-')} INTERVAL {self.number(1, size)} {unit}"
        return base

    def integer(self, depth: int) -> str:
        """An integer expression within about plus and minus a hundred."""
        if not depth:
            return self.pick((*NUMBERS, self.constant()))
        first = self.integer(depth - 1)
        return self.pick(
            (
                first,
                f"({first} {self.pick('+-')} {self.constant()})",
                f"({first} * {self.constant()})",
                f"(- {first})",
                f"({first} // {self.number(1, 3)})",
                f"(CASE WHEN {self._atom()} THEN {first} ELSE {self.constant()} END)",
                f"COALESCE({first}, {self.constant()})",
            )
        )

    # -- packs

    def points(self, sign: int) -> Points:
        """Points of one sign, so that a group of them has one."""
        form = self.pick(("value", "value", "value", "steps", "expression"))
        if form == "value":
            return Points(value=sign * self.number(0, 6))
        if form == "steps":
            steps = tuple(
                Step(when=self.condition(1), points=sign * self.number(0, 9)) for _ in range(self.number(1, 2))
            )
            return Points(steps=steps, otherwise=sign * self.number(0, 3) if self.chance(60) else None)
        bounded = f"CASE WHEN quantity BETWEEN -9 AND 9 THEN {self.pick(('quantity', 'quantity * 3 // 2'))} END"
        return Points(expression=bounded)

    def life(self) -> Life:
        """A life short enough to end within the ledger."""
        start = self.pick(("effective", "effective", "effective", "due"))
        shifted = self.chance(20)
        form = self.pick((LifeForm.TERM, LifeForm.TERM, LifeForm.YEAR, LifeForm.OPEN))
        return Life(
            start=start,
            start_months=self.number(0, 1) if shifted else 0,
            start_days=self.number(0, 15) if shifted else 0,
            form=form,
            months=self.number(0, 3) if form is LifeForm.TERM else 0,
            days=self.pick((0, 0, 0, 1, 30)) if form is LifeForm.TERM else 0,
            years=self.number(1, 2),
            term_from=self.pick((None, None, None, None, "effective", "corrected")),
            ends_at=self.pick((None, None, "ended")),
        )

    def limit(self, percent: int) -> Limit | None:
        """Bounds that bite."""
        if not self.chance(percent):
            return None
        return Limit(low=self.pick((-5, -2, None)), high=self.pick((None, 0, 2)))

    def bounds(self) -> Limit | None:
        """Bounds of a category; sometimes it starts above nothing."""
        return Limit(low=1, high=self.pick((None, 2))) if self.chance(10) else self.limit(60)

    def effect(self, *, records: bool) -> Effect:  # noqa: PLR0911 - one closed list of effects
        """Any effect; `Feeds` only over records."""
        named = self.pick(self._effects)
        grade = self.pick(GRADES[::-1])
        match named:
            case "grades":
                return Grades(grade=grade)
            case "lowest":
                return Grades(grade=grade, mode=DirectMode.LOWEST_SCORE)
            case "caps":
                return Caps(grade=grade)
            case "lifts":
                return Lifts(grade=grade)
            case "class":
                return Classes(grade=self.pick(("M", "N")), at_least=self.pick((None, 18)))
            case "starts":
                return Starts(score=self.number(15, 30))
            case "proposes":
                return Proposes(list=self.pick(("one", "two")))
            case "feeds" if records:
                return Feeds(points=self.points(self.pick((-1, 1))))
            case _:
                points = self.points(self.pick((-1, -1, 1))) if records else Points(value=self.number(-5, 5))
                return Scores(points=points, category=self.pick((None, "c0", "c1")))

    def rule(self, number: int, groups: Sequence[Group]) -> Rule:
        """A rule over one or two kinds; in a group mostly points of the group's sign."""
        group = self.pick((*groups, None)) if groups else None
        effect = self.effect(records=True)
        if group is not None and self.chance(90):
            effect = Scores(points=self.points(-1), category=self.pick((None, "c0", "c1")))
        kinds = tuple(dict.fromkeys((self.pick(KINDS), self.pick(KINDS)))) if group is None else KINDS[:2]
        repeat = self.pick((2, 3)) if self.chance(25) else None
        life = self.life() if group is None or self.chance(60) else Life(months=3)
        if repeat is not None:
            life = replace(life, term_from=None, ends_at=self.pick((None, "ended")))
        return Rule(
            id=f"r{number}",
            title=TEXT,
            citation=CITED,
            kinds=kinds,
            when=self.condition() if self.chance(65 if group is None and repeat is None else 35) else None,
            effect=effect,
            life=life,
            group=None if group is None else group.id,
            repeat=repeat,
            limit=self.limit(45),
        )

    def fact(self, number: int, rules: Sequence[str]) -> Fact:
        """A fact over one to three rules."""
        fed = tuple(dict.fromkeys(self.pick(rules) for _ in range(self.number(1, 3))))
        return Fact(id=f"f{number}", aggregate=self.pick(tuple(Aggregate)), rules=fed, citation=CITED)

    def conclusion(self, number: int, facts: Sequence[Fact]) -> Conclusion:
        """A conclusion over facts, sometimes one that holds over nothing."""
        first, second = self.pick(facts).id, self.pick(facts).id
        when = self.pick(
            (
                f"{first} >= {self.number(0, 3)}",
                f"{first} >= {self.number(1, 3)} OR {second} > {self.number(2, 6)}",
                f"{first} >= 1 AND {second} <= {self.number(0, 3)}",
                f"CASE WHEN {first} > 1 THEN {second} > 1 END",
            )
        )
        return Conclusion(id=f"q{number}", title=TEXT, citation=CITED, when=when, effect=self.effect(records=False))

    def accrual(self, number: int, rules: Sequence[str]) -> Accrual:
        """A recovery from one rule's hits until others'."""
        points = self.number(1, 3)
        return Accrual(
            id=f"k{number}",
            title=TEXT,
            citation=CITED,
            anchor=self.pick(rules),
            stops=tuple(dict.fromkeys(self.pick(rules) for _ in range(self.number(0, 2)))),
            after_months=self.number(0, 2),
            points=points,
            limit=points * self.number(1, 4) + self.number(0, points - 1),
            category=self.pick((None, "c0", "c1")),
        )

    def pack(self, number: int) -> Pack:
        """A pack of a few rules over everything that packs can say."""
        self._effects = self.pick(_THEMES)
        keys = (OnceKey.ACT, OnceKey.MONTH, OnceKey.YEAR, OnceKey.SUBJECT)
        groups = tuple(
            Group(id=f"g{n}", key=self.pick(keys), absorbs_for_good=self.chance(30), citation=CITED)
            for n in range(self.pick((1, 0, 1, 2)))
        )
        rules = tuple(self.rule(n, groups) for n in range(self.number(1, 6)))
        ids = [rule.id for rule in rules]
        marks = _MARKS if self.chance(40) else ()
        facts = tuple(self.fact(n, ids) for n in range(self.pick((0, 1, 2, 3))))
        governs = self.pick((Governs.DAY, Governs.DAY, Governs.ACT))
        return Pack(
            id=f"xx.made-{number}",
            version="1",
            title=TEXT,
            citation=CITED,
            valid_from=dt.date(2024, 1, 1),
            valid_to=self.pick((None, dt.date(2024, 12, 31))),
            governs=governs,
            use=Use.LAB,
            coverage=Coverage(encoded=1, total=1, of="rules", citation=CITED),
            rules=(*rules, *marks),
            groups=groups,
            facts=facts,
            conclusions=tuple(self.conclusion(n, facts) for n in range(self.number(0, 2))) if facts else (),
            accruals=tuple(self.accrual(n, [mark.id for mark in marks] or ids) for n in range(self.pick((0, 1)))),
            rating=self.rating(),
            lists=tuple(
                ListTerm(id=name, title=TEXT, keeper="x", term_months=None, beneficial=name == "two", citation=CITED)
                for name in ("one", "two")
            ),
        )

    def override(self, pack: Pack) -> Applied:
        """An override of rules of a pack, some of them perhaps such as none may name, for a few weeks of it."""
        ids = [rule.id for rule in pack.rules]
        named = tuple(dict.fromkeys(self.pick(ids) for _ in range(self.number(1, len(ids)))))
        group = self.pick((None, *pack.groups))
        whole = () if group is None else tuple(rule.id for rule in pack.rules if rule.group == group.id)
        first = self.day()
        override = Override(
            id="o0",
            title=TEXT,
            pack=self.pick((pack.id, pack.name)),
            rules=tuple(dict.fromkeys((*named, *whole))),
            acts=self.pick(("effective", "effective", "due")),
            when=self.condition(1) if self.chance(40) else None,
            citation=CITED,
        )
        last = first + dt.timedelta(days=self.pick((1, 30, 400)))
        by = replace(pack, id="xx.emergency", valid_from=first, valid_to=last, overrides=(override,), rules=())
        return Applied(override, by)

    def spared(self, pack: Pack) -> Pack:
        """A pack under an override of those of its rules that one may name; as it was where there are none."""
        override, by = self.override(pack)
        kept = tuple(name for name in override.rules if name not in {rule for rule, _ in unfit(pack, override)})
        fit = replace(override, rules=kept)
        return pack if next(unfit(pack, fit), None) is not None else under(pack, [Applied(fit, by)])

    def rating(self) -> Rating:
        """Bands over a start of 20, with limits and weights."""
        categories = tuple(
            Category(id=name, title=TEXT, limit=self.bounds(), weight=self.pick((1, 1, 2))) for name in ("c0", "c1")
        )
        total = Limit(low=self.pick((0, 5)), high=self.pick((None, 22)))
        edges = bands(("A", 18), ("B", 14), ("C", 9), ("D", None))
        return Rating(
            start=self.pick((20, 15, 11)),
            start_citation=CITED,
            bands=edges,
            categories=categories,
            limit=total,
            special=("M", "N"),
        )

    # -- ledgers

    def facts(self) -> dict[str, FactValue]:
        """The facts of a record; every column is often null, the day of the act rarely."""
        found: dict[str, FactValue] = {}
        if self.chance(93):
            found["effective"] = self.day_of("effective")
        for name in ("due", "ended", "corrected"):
            if self.chance(64):
                found[name] = self.day_of(name)
        for name, low, high in (("amount", -5, 5), ("quantity", -12, 12), ("year", 2023, 2025)):
            if self.chance(60):
                found[name] = self.number(low, high)
        for name in ("code", "status"):
            if self.chance(60):
                found[name] = self.pick(CODES)
        if self.chance(60):
            found["flag"] = self.chance(50)
        return found

    def pair(self, subject: int, after: int) -> tuple[Record, Record]:
        """Two acts, the second just where a term of months from the first ends: a recovery stopped on such a day."""
        first = self.pick(_ANCHORS)
        second = term_until(first, months=self.number(1, 3))
        return (
            Record(subject, after + 1, KINDS[0], {**self.facts(), "effective": first}),
            Record(subject, after + 2, KINDS[1], {**self.facts(), "effective": second}),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Packs, which of them stand under an override, the records of some subjects, and the day they are asked about."""

    packs: tuple[Pack, ...]
    ledger: Mapping[int, tuple[Record, ...]]
    day: dt.date
    overridden: frozenset[str] = frozenset()


SUBJECTS = 8


@st.composite
def cases(draw: st.DrawFn, *, packs: int) -> Case:
    """A case of so many packs; the last subject has no record."""
    return case_of(Maker(draw(st.randoms(use_true_random=True))), packs=packs)


def case_of(maker: Maker, *, packs: int) -> Case:
    """A case of so many packs, made by one maker."""
    plain = tuple(maker.pack(number) for number in range(packs))
    made = tuple(maker.spared(pack) if maker.chance(30) else pack for pack in plain)
    overridden = frozenset(pack.name for pack, before in zip(made, plain, strict=True) if pack is not before)
    ledger: dict[int, tuple[Record, ...]] = {}
    seq = 0
    for subject in range(1, SUBJECTS):
        records: list[Record] = []
        for _ in range(maker.number(1, 6)):
            seq += 1
            records.append(Record(subject, seq, maker.pick((*KINDS, *KINDS, "z")), maker.facts()))
        if maker.chance(25):
            records += maker.pair(subject, seq)
            seq += 2
        ledger[subject] = tuple(records)
    ledger[SUBJECTS] = ()
    day = maker.day() + dt.timedelta(days=maker.pick((0, 0, 45, 90)))
    return Case(packs=made, ledger=ledger, day=day, overridden=overridden)
