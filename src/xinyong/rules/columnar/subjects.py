"""The subject pass: from the hits of some subjects to what stands on a day, in one table.

`xy_standing` has a row for every hit that is alive, future or of unknown life on the day, and for accruals and
conclusions: `(subject, seq, rule, met, state, counted, start, until, nxt)`, with `points` and `month` where facts read
them. States are numbered in `STATES`; 0 is an accrual that has not begun. Windows run only over subjects with several
hits that could meet each other; a pack that uses no primitive of the later steps costs nothing there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xinyong.law.expr import analysis, sql
from xinyong.law.life import OnceKey
from xinyong.law.rule import Aggregate
from xinyong.rules.applicability import inside
from xinyong.rules.columnar.text import FAR_TEXT, among, by_number, temporary
from xinyong.rules.outcome import State

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from xinyong.law.rule import Accrual, Fact
    from xinyong.rules.columnar.layout import Layout, Line
    from xinyong.rules.compiled import CompiledConclusion

STATES: Final = {
    1: State.COUNTS,
    2: State.REPEATED,
    3: State.ABSORBED,
    4: State.UNKNOWN,
    5: State.FUTURE,
}
"""The states of rows, by their number; ended hits are no rows."""

STANDING: Final = "xy_standing"
SUBJECTS: Final = "xy_subjects"

FACT_BOUND: Final = 10**18

_ALIVE: Final = "state <= 3"
_LISTED: Final = "state <= 4"


class Subjects:
    """The text of the subject pass of one layout on one day, over the hits of one table.

    With `held`, `xy_subjects` says by its column `held` to whom packs apply, and nothing stands for anybody else.
    """

    def __init__(self, layout: Layout, hits: str, day: dt.date, *, held: bool = False) -> None:
        self._layout = layout
        self._held = held
        self._hits = hits
        self._day = sql.constant(day)
        self._once = {
            line.number: line for line in layout.rules if line.rule is not None and line.rule.group is not None
        }
        self._repeat = {
            line.number: line for line in layout.rules if line.rule is not None and line.rule.rule.repeat is not None
        }
        self._contest = sorted(self._once.keys() | self._repeat.keys())
        self._kept = tuple(name for name, wanted in (("points", self._sums()), ("month", self._months())) if wanted)

    def statements(self) -> Iterator[str]:
        """Yield the statements that make the table of what stands; `xy_subjects` holds whom it is about."""
        rest = [line.number for line in self._layout.rules if line.number not in set(self._contest)]
        parts = [self._plain(f"{among('rule', rest)}")] if rest else []
        if self._contest:
            yield self._rivals()
            inside = among("h.rule", self._contest)
            parts.append(self._plain(inside, "ANTI JOIN xy_rivals USING (subject)"))
            parts.append(self._contested(inside))
        yield temporary(STANDING, " UNION ALL ".join(parts) if parts else self._plain("FALSE"))
        for place, pack in enumerate(self._layout.packs):
            conclusions = list(zip(pack.conclusions, self._layout.of_pack(place, "conclusion"), strict=True))
            if conclusions:
                yield self._facts(place, everybody=any(_met_by_nobody(one) for one, _ in conclusions))
                yield from self._conclusions(place, conclusions)
            for accrual, line in zip(pack.accruals, self._layout.of_pack(place, "accrual"), strict=True):
                yield self._accrual(place, accrual, line)
        if self._held:
            yield from self._left_out()

    def _left_out(self) -> Iterator[str]:
        """Take away what stands for subjects to whom a pack does not apply."""
        lines: dict[str, list[int]] = {}
        for line in self._layout.lines:
            lines.setdefault(inside(self._layout.packs[line.pack].pack), []).append(line.number)
        for condition, numbers in lines.items():
            whom = f"SELECT subject FROM {SUBJECTS} WHERE NOT {condition}"
            yield f"DELETE FROM {STANDING} WHERE {among('rule', numbers)} AND subject IN ({whom})"

    # -- once and repeat

    def _rivals(self) -> str:
        query = f"SELECT subject FROM {self._hits} AS h WHERE met AND {among('h.rule', self._contest)}"
        return temporary("xy_rivals", f"{query} GROUP BY subject HAVING count(*) > 1")

    def _plain(self, where: str, join: str = "") -> str:
        """Rows of hits that nothing else of their subject can touch."""
        state = f"CASE WHEN start > {self._day} THEN 5 WHEN met THEN 1 ELSE 4 END"
        idle = self._idle()
        if idle:
            silent = f"met AND start <= {self._day} AND until = {FAR_TEXT} AND {among('rule', idle)}"
            where = f"{where} AND NOT coalesce({silent}, FALSE)"
        return self._rows(f"{self._hits} AS h {join}", where, state)

    def _idle(self) -> list[int]:
        """Lines whose met hits without end say nothing that an output shows: they feed accruals alone."""
        read = {
            number
            for place, pack in enumerate(self._layout.packs)
            if pack.conclusions
            for fact in pack.facts
            for number in self._layout.numbers(place, fact.rules)
        }
        return [number for number in sorted(self._layout.feeding) if number not in read and number not in self._once]

    def _contested(self, inside: str) -> str:
        """Rows of hits that may meet others."""
        source = f"SELECT h.* FROM {self._hits} AS h SEMI JOIN xy_rivals USING (subject) WHERE {inside}"
        chosen = f"{self._absorbed()} AS absorbed, {self._repeated()} AS repeated"
        windows = f"(SELECT *, {chosen} FROM ({source}) AS w) AS h"
        state = (
            f"CASE WHEN start > {self._day} THEN 5 WHEN NOT met THEN 4 WHEN absorbed THEN 3 WHEN repeated THEN 2 "
            "ELSE 1 END"
        )
        return self._rows(windows, "TRUE", state)

    def _rows(self, source: str, where: str, state: str) -> str:
        listed = f"(until IS NULL OR until > {self._day})"
        inner = f"SELECT h.*, CAST({state} AS UTINYINT) AS state FROM {source} WHERE {where} AND {listed}"
        nxt = f"CASE WHEN start > {self._day} THEN start ELSE until END"
        kept = "".join(f", {name}" for name in self._kept)
        return (
            f"(SELECT subject, seq, rule, met, state, {self._counted()} AS counted, start, until, {nxt} AS nxt{kept} "
            f"FROM ({inner}) AS s)"
        )

    def _counted(self) -> str:
        """Points that count: none for a hit that is unknown or no matter of points, 0 for one that stands back."""
        scoring = self._layout.scoring
        if not scoring:
            return "CAST(NULL AS BIGINT)"
        factors = {number: str(line.rule.rule.repeat) for number, line in self._repeat.items() if line.rule is not None}
        factor = f" WHEN state = 2 THEN points * {by_number('rule', factors, '1')}" if factors else ""
        counted = f"CASE WHEN NOT met THEN NULL WHEN state = 1 THEN points{factor} ELSE points * 0 END"
        silent = [line.number for line in self._layout.rules if line.number not in scoring and _has_points(line)]
        return f"CASE WHEN {among('rule', silent)} THEN NULL ELSE {counted} END" if silent else counted

    def _absorbed(self) -> str:
        if not self._once:
            return "FALSE"
        good = [number for number, line in self._once.items() if _for_good(line)]
        alive = f"(start <= {self._day} AND until > {self._day})"
        rival = f"({alive} OR ({among('rule', good)} AND start <= {self._day}))" if good else alive
        rival = f"(met AND {rival} AND {among('rule', self._once)})"
        groups = self._groups()
        partition = f"subject, {by_number('rule', groups, '0')}, {self._key(self._once)}, {rival}"
        strength = "abs(coalesce(points, 0)) DESC, seq, rule"
        return f"({rival} AND row_number() OVER (PARTITION BY {partition} ORDER BY {strength}) > 1)"

    def _groups(self) -> dict[int, str]:
        """The number of each line's group, across packs."""
        found: dict[tuple[int, str], int] = {}
        numbers: dict[int, str] = {}
        for number, line in self._once.items():
            if line.rule is not None and line.rule.group is not None:
                group = found.setdefault((line.pack, line.rule.group.id), len(found) + 1)
                numbers[number] = str(group)
        return numbers

    def _key(self, lines: dict[int, Line]) -> str:
        """The once key of a hit, as a number."""
        keys = {number: _key_text(line) for number, line in lines.items()}
        return by_number("rule", keys, "0")

    def _repeated(self) -> str:
        if not self._repeat:
            return "FALSE"
        by_key = {number: line for number, line in self._repeat.items() if _once_key(line) in _CALENDAR}
        by_act = [number for number, line in self._repeat.items() if _once_key(line) is OnceKey.ACT]
        parts: list[str] = []
        partition = "PARTITION BY subject, rule, met"
        if by_key:
            window = f"{partition} ORDER BY {self._key(by_key)} RANGE BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING"
            parts.append(f"({among('rule', by_key)} AND max(until) OVER ({window}) > start)")
        if by_act:
            window = f"{partition} ORDER BY start, seq ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING"
            parts.append(f"({among('rule', by_act)} AND max(until) OVER ({window}) > start)")
        return f"coalesce(met AND ({' OR '.join(parts)}), FALSE)" if parts else "FALSE"

    # -- facts and conclusions

    def _sums(self) -> bool:
        return any(fact.aggregate is Aggregate.SUM for pack in self._layout.packs for fact in pack.facts)

    def _months(self) -> bool:
        return any(fact.aggregate in _MONTHLY for pack in self._layout.packs for fact in pack.facts)

    def _facts(self, place: int, *, everybody: bool) -> str:
        """The table of a pack's facts: `v0` over met hits, `w0` with the unknown ones too, and so on."""
        facts = self._layout.packs[place].facts
        feeders = sorted({number for fact in facts for number in self._layout.numbers(place, fact.rules)})
        where = f"{among('rule', feeders)} AND {_LISTED}"
        values = "".join(
            f", {self._value(place, fact, _ALIVE)} AS v{n}, {self._with(place, fact)} AS w{n}"
            for n, fact in enumerate(facts)
            if fact.aggregate is not Aggregate.LONGEST_RUN
        )
        query = f"SELECT subject{values} FROM {STANDING} WHERE {where} GROUP BY subject"
        joined, names = f"({query}) AS f", ["f.subject"]
        for n, fact in enumerate(facts):
            if fact.aggregate is Aggregate.LONGEST_RUN:
                joined += f" LEFT JOIN ({self._run(place, fact, n)}) AS r{n} USING (subject)"
                names.append(f"CASE WHEN fed{n} THEN w{n} ELSE 0 END AS w{n}")
            else:
                names.append(f"w{n}")
            names.append(f"coalesce(v{n}, 0) AS v{n}")
        found = f"SELECT {', '.join(names)} FROM {joined}"
        if everybody:
            zero = "".join(
                f", coalesce(v{n}, 0) AS v{n}, CASE WHEN f.subject IS NULL THEN 0 ELSE w{n} END AS w{n}"
                for n in range(len(facts))
            )
            found = f"SELECT s.subject{zero} FROM {SUBJECTS} AS s LEFT JOIN ({found}) AS f ON f.subject = s.subject"
        return temporary("xy_facts", found)

    def _value(self, place: int, fact: Fact, states: str) -> str:
        inside = f"FILTER (WHERE {among('rule', self._layout.numbers(place, fact.rules))} AND {states})"
        if fact.aggregate is Aggregate.COUNT:
            return f"count(*) {inside}"
        if fact.aggregate is Aggregate.SUM:
            total = f"coalesce(sum({self._measure()}) {inside}, 0)"
            return f"CAST(greatest(least({total}, {FACT_BOUND}), -{FACT_BOUND}) AS BIGINT)"
        return f"count(DISTINCT month) {inside}"

    def _with(self, place: int, fact: Fact) -> str:
        """The value with the unknown hits too; null where one of them lacks what the fact reads."""
        value = self._value(place, fact, _LISTED)
        if fact.aggregate is Aggregate.COUNT:
            return value
        lacking = f"{self._measure()} IS NULL" if fact.aggregate is Aggregate.SUM else "month IS NULL"
        inside = among("rule", self._layout.numbers(place, fact.rules))
        return f"CASE WHEN coalesce(bool_or({inside} AND state = 4 AND {lacking}), FALSE) THEN NULL ELSE {value} END"

    def _measure(self) -> str:
        """What a hit adds to a sum: its points, or 1 where its rule has none."""
        without = [line.number for line in self._layout.rules if not _has_points(line)]
        return by_number("rule", dict.fromkeys(without, "1"), "points")

    def _run(self, place: int, fact: Fact, n: int) -> str:
        """The longest run of consecutive months, without and with unknown hits."""
        inside = among("rule", self._layout.numbers(place, fact.rules))
        months = f"SELECT subject, month, bool_or({_ALIVE}) AS known FROM {STANDING} WHERE {inside} AND {_LISTED}"
        months += " AND month IS NOT NULL GROUP BY subject, month"

        def longest(where: str) -> str:
            islands = "SELECT subject, month - row_number() OVER (PARTITION BY subject ORDER BY month) AS island"
            runs = f"SELECT subject, count(*) AS n FROM ({islands} FROM ({months}) AS m WHERE {where}) AS i"
            return f"SELECT subject, max(n) AS n FROM ({runs} GROUP BY subject, island) AS r GROUP BY subject"

        lacking = f"SELECT DISTINCT subject FROM {STANDING} WHERE {inside} AND state = 4 AND month IS NULL"
        fed = f"SELECT DISTINCT subject FROM {STANDING} WHERE {inside} AND {_LISTED}"
        return (
            f"SELECT a.subject, TRUE AS fed{n}, coalesce(v.n, 0) AS v{n}, "
            f"CASE WHEN l.subject IS NULL THEN coalesce(w.n, 0) END AS w{n} "
            f"FROM ({fed}) AS a LEFT JOIN ({longest('known')}) AS v USING (subject) "
            f"LEFT JOIN ({longest('TRUE')}) AS w USING (subject) LEFT JOIN ({lacking}) AS l USING (subject)"
        )

    def _conclusions(self, place: int, conclusions: list[tuple[CompiledConclusion, Line]]) -> Iterator[str]:
        """Rows of conclusions: each asked without and with the unknown hits, and unknown where the answers differ."""
        facts = self._layout.packs[place].facts
        texts = [sql.text(one.condition) for one, _ in conclusions]
        ws = "".join(f", w{n}" for n in range(len(facts)))
        vs = "".join(f', v{n} AS "{fact.id}"' for n, fact in enumerate(facts))
        asked = f"SELECT subject{ws}{vs} FROM xy_facts"
        first = "".join(f", {text} AS a{n}" for n, text in enumerate(texts))
        answered = f"SELECT subject{ws}{first} FROM ({asked}) AS q"
        a_names = "".join(f", a{n}" for n in range(len(texts)))
        with_unknown = "".join(f', w{n} AS "{fact.id}"' for n, fact in enumerate(facts))
        again = f"SELECT subject{a_names}{with_unknown} FROM ({answered}) AS q"
        second = "".join(f", {text} AS b{n}" for n, text in enumerate(texts))
        yield temporary("xy_answers", f"SELECT subject{a_names}{second} FROM ({again}) AS q")
        rows = " UNION ALL ".join(self._conclusion(n, one, line) for n, (one, line) in enumerate(conclusions))
        yield f"INSERT INTO {STANDING} BY NAME {rows}"

    def _conclusion(self, n: int, conclusion: CompiledConclusion, line: Line) -> str:
        met = f"coalesce(a{n} AND b{n}, FALSE)"
        points = (
            "NULL"
            if conclusion.points is None or line.slot is None
            else f"CASE WHEN {met} THEN {conclusion.points} END"
        )
        return (
            f"SELECT subject, CAST(NULL AS BIGINT) AS seq, {line.number} AS rule, {met} AS met, "
            f"CASE WHEN {met} THEN 1 ELSE 4 END AS state, {points} AS counted "
            f"FROM xy_answers WHERE coalesce(a{n}, TRUE) OR coalesce(b{n}, TRUE)"
        )

    # -- accruals

    def _accrual(self, place: int, accrual: Accrual, line: Line) -> str:
        """A row for each subject with an anchor: what has accrued, and when the next point comes."""
        begun = f"{self._hits} WHERE met AND start <= {self._day}"
        anchor = among("rule", self._layout.numbers(place, (accrual.anchor,)))
        stops = among("rule", self._layout.numbers(place, accrual.stops))
        latest = f"SELECT subject, max(start) AS a FROM {begun} AND {anchor} GROUP BY subject"
        inside = f"SELECT subject, start, seq FROM {begun} AND {anchor}"
        same = "h.subject = l.subject AND h.start = l.a"
        anchors = f"SELECT l.subject, l.a, max(h.seq) AS seq FROM ({latest}) AS l JOIN ({inside}) AS h ON {same}"
        anchors += " GROUP BY l.subject, l.a"
        stopped = f"SELECT subject, start FROM {begun} AND {stops}"
        found = (
            f"SELECT n.subject, n.a, n.seq, min(t.start) AS stop FROM ({anchors}) AS n LEFT JOIN ({stopped}) AS t "
            "ON t.subject = n.subject AND t.start > n.a GROUP BY n.subject, n.a, n.seq"
        )
        last = f"(coalesce(stop - 1, {self._day}) - 1)"
        apart = f"CAST((year({last}) - year(a)) * 12 + month({last}) - month(a) AS INTEGER)"
        most = -(-accrual.limit // accrual.points)
        whole = f"(m - CASE WHEN CAST(a + to_months(m) AS DATE) > {last} THEN 1 ELSE 0 END)"
        months = f"greatest(0, least({most}, {whole} - {accrual.after_months}))"
        counted = f"SELECT *, {months} AS k FROM (SELECT *, {apart} AS m FROM ({found}) AS f) AS g"
        comes = f"CAST(a + to_months(CAST({accrual.after_months} + k + 1 AS INTEGER)) AS DATE) + 1"
        first = f"CAST(a + to_months({accrual.after_months + 1}) AS DATE) + 1"
        points = f"least(k * {accrual.points}, {accrual.limit})"
        return (
            f"INSERT INTO {STANDING} BY NAME SELECT subject, seq, {line.number} AS rule, TRUE AS met, "
            f"CASE WHEN k > 0 THEN 1 ELSE 0 END AS state, {points} AS counted, {first} AS start, {FAR_TEXT} AS until, "
            f"CASE WHEN stop IS NULL AND k < {most} THEN least({comes}, {FAR_TEXT}) END AS nxt FROM ({counted}) AS c"
        )


_CALENDAR: Final = (OnceKey.MONTH, OnceKey.YEAR)
_MONTHLY: Final = (Aggregate.DISTINCT_MONTHS, Aggregate.LONGEST_RUN)


def _has_points(line: Line) -> bool:
    return line.rule is not None and line.rule.points is not None


def _for_good(line: Line) -> bool:
    return line.rule is not None and line.rule.group is not None and line.rule.group.absorbs_for_good


def _once_key(line: Line) -> OnceKey:
    return OnceKey.ACT if line.rule is None or line.rule.group is None else line.rule.group.key


def _key_text(line: Line) -> str:
    return {OnceKey.SUBJECT: "0", OnceKey.YEAR: "month // 12", OnceKey.MONTH: "month", OnceKey.ACT: "seq"}[
        _once_key(line)
    ]


def _met_by_nobody(conclusion: CompiledConclusion) -> bool:
    """Whether a conclusion says something of a subject without any hit."""
    names = analysis.columns(conclusion.condition)
    return conclusion.met(dict.fromkeys(names, 0)) is not False
