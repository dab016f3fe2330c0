"""The desk where rows wait until their authority delivers, and where its defects happen.

Every defect is drawn from the injected generator and counted under its name, so that the demo can show what was planted
beside what was found. Persons on the rows are made up: their numbers lie in division 99, which was never assigned.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect
from collections import Counter, defaultdict
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from xinyong.app.demo import persons
from xinyong.app.demo.delivery import Delivery, Row, Stream
from xinyong.app.demo.society import FIRST_MONTH, MONTHS
from xinyong.kernel.dates import add_months

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from xinyong.app.demo.society import Organisation

CORRECTION: Final = "correction of an earlier row"
"""The defect of a row that comes again with other content."""

_LAST_MONTH: Final = add_months(FIRST_MONTH, MONTHS - 1)
_MOST_MONTHS_LATE: Final = 9
_A_YEAR: Final = 12
_SPOILT_CODES: Final = (
    ("lower case", 0.004),
    ("full width", 0.002),
    ("wrong check character", 0.003),
    ("legacy", 0.003),
)
_SPOILT_DAYS: Final = 0.003
_NAMELESS: Final = 0.001
_TWICE: Final = 0.004
_NOTED: Final = 0.004
_WIDE: Final = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})


class Desk:
    """Rows by month and stream.

    Attributes:
        month: first day of the month being written.
        planted: defects by name.
        names: present names of organisations that were renamed, by number.
        ended: numbers of organisations that were struck off.
        listed: organisations on the list of wage arrears with their rows, by number.
    """

    def __init__(self, organisations: Sequence[Organisation], random: Random) -> None:
        """Set up for organisations in the order of their founding."""
        self.random = random
        self.organisations = organisations
        self.month = dt.date.min
        self.planted: Counter[str] = Counter()
        self.names: dict[int, str] = {}
        self.ended: set[int] = set()
        self.listed: dict[int, tuple[Organisation, Row]] = {}
        self._founded = [organisation.seat.founded for organisation in organisations]
        self._weights = list(accumulate(organisation.seat.conduct for organisation in organisations))
        self._waiting: dict[dt.date, dict[Stream, list[Row]]] = defaultdict(lambda: defaultdict(list))
        self._serials: Counter[str] = Counter()

    def alive(self) -> int:
        """Return how many organisations were founded before the month's end; they are the first ones."""
        return bisect(self._founded, self.last_day())

    def last_day(self) -> dt.date:
        """Return the last day of the month being written."""
        return add_months(self.month, 1) - dt.timedelta(days=1)

    def pick(self, yearly: float, *, fairly: bool = False) -> list[Organisation]:
        """Return organisations to which something happens this month, `yearly` times a year for an ordinary one.

        What is not drawn `fairly` falls on the careless more often, after their conduct.
        """
        alive = self.alive()
        if not alive:
            return []
        weights = None if fairly else self._weights[:alive]
        expected = yearly / _A_YEAR * (alive if weights is None else weights[-1])
        count = int(expected) + (self.random.random() < expected % 1)
        drawn = self.random.choices(self.organisations[:alive], cum_weights=weights, k=count)
        return [organisation for organisation in drawn if organisation.number not in self.ended]

    def name_of(self, organisation: Organisation) -> str:
        """Return the name that an organisation bears now."""
        return self.names.get(organisation.number, organisation.name)

    def day(self, organisation: Organisation) -> dt.date:
        """Return a day of this month on which the organisation existed."""
        first = max(self.month, organisation.seat.founded)
        return first + dt.timedelta(days=self.random.randrange((self.last_day() - first).days + 1))

    def reference(self, word: str) -> str:
        """Return the next document number of a word and year."""
        kind = f"{word}{self.month.year}"
        self._serials[kind] += 1
        return document_number(word, self.month.year, self._serials[kind])

    def put(self, stream: Stream, organisation: Organisation, row: Row) -> None:
        """Lay a row down for this month's delivery; some come months later than they should."""
        late = self.random.random() < stream.authority.late
        months_on = self.random.randint(1, _MOST_MONTHS_LATE) if late else 0
        self.put_later(stream, organisation, row, months_on=months_on, defect="delivered months late" if late else "")

    def put_later(
        self, stream: Stream, organisation: Organisation, row: Row, *, months_on: int, defect: str = CORRECTION
    ) -> None:
        """Lay a row down for the delivery of a later month; beyond the three years it is never delivered."""
        month = add_months(self.month, months_on)
        if month > _LAST_MONTH:
            return
        if defect:
            self.planted[defect] += 1
        whole = {stream.code: organisation.code, stream.name: self.name_of(organisation)} | row
        self._waiting[month][stream].append(whole)

    def put_person(self, stream: Stream, row: Row) -> None:
        """Lay down a row about a person, which the door must turn away and only count."""
        self._waiting[self.month][stream].append(row)

    def post(self, number: int) -> Iterator[Delivery]:
        """Yield the deliveries of the month, each stream whose turn it is, with defects."""
        for stream, rows in sorted(self._waiting.pop(self.month).items(), key=lambda item: _order(item[0])):
            if (number + 1) % stream.every and number + 1 < MONTHS:
                self._waiting[add_months(self.month, 1)][stream][:0] = rows
                continue
            kept = rows if stream.snapshot else [spoilt for row in rows for spoilt in self._spoil(stream, row)]
            day = add_months(self.month, 1) + dt.timedelta(days=stream.authority.slack_days - 1)
            yield Delivery(
                stream=stream,
                day=day,
                path=f"{self.month:%Y-%m}/{stream.authority.id}-{stream.slug}.{stream.file}",
                cells=[tuple(row.get(column, "") for column in stream.columns) for row in kept],
            )

    def _spoil(self, stream: Stream, row: Row) -> tuple[Row, ...]:
        chance = self.random.random()
        if chance < _SPOILT_TOTAL:
            return (self._spoil_code(stream, row, chance),)
        chance -= _SPOILT_TOTAL
        if chance < _SPOILT_DAYS:
            self.planted["impossible date"] += 1
            return (row | {stream.day: f"{self.month.year}-13-0{self.random.randint(1, 9)}"},)
        chance -= _SPOILT_DAYS
        if chance < _NAMELESS:
            self.planted["name missing"] += 1
            return (row | {stream.name: ""},)
        chance -= _NAMELESS
        if chance < _TWICE:
            self.planted["row written twice"] += 1
            return (row, row)
        chance -= _TWICE
        if chance < _NOTED and "BZ" in stream.columns:
            self.planted["personal number in a note"] += 1
            return (row | {"BZ": f"经办人身份证号{persons.number(self.random)}，已核对"},)
        return (row,)

    def _spoil_code(self, stream: Stream, row: Row, chance: float) -> Row:
        code = row.get(stream.code, "")
        if not code:
            return row
        name = next(name for name, bound in _BOUNDS if chance < bound)
        self.planted[_NAMES[name]] += 1
        match name:
            case "lower case":
                spoilt = code.lower()
            case "full width":
                spoilt = code.translate(_WIDE)
            case "legacy":
                spoilt = persons.legacy_number(self.random, code[2:8])
            case _:
                spoilt = code[:-1] + ("0" if code[-1] != "0" else "1")
        return row | {stream.code: spoilt}


def document_number(word: str, year: int, number: int) -> str:
    """Return a document number as Chinese authorities write it, the year in tortoise-shell brackets."""
    return f"{word}\N{LEFT TORTOISE SHELL BRACKET}{year}\N{RIGHT TORTOISE SHELL BRACKET}{number}号"


def _order(stream: Stream) -> tuple[str, str]:
    return stream.authority.id, stream.slug


_BOUNDS: Final = tuple(
    zip((name for name, _ in _SPOILT_CODES), accumulate(share for _, share in _SPOILT_CODES), strict=True)
)
_SPOILT_TOTAL: Final = _BOUNDS[-1][1]
_NAMES: Final = {
    "lower case": "code in lower case",
    "full width": "code in full-width characters",
    "wrong check character": "code with a wrong check character",
    "legacy": "legacy number in the code column",
}
