"""The synthetic authority network: the same seed writes the same files, and nobody in them exists."""

import datetime as dt
import re
from random import Random

from xinyong.app.demo import society
from xinyong.app.demo.delivery import Delivery
from xinyong.app.demo.network import Network
from xinyong.register.identifiers import uscc
from xinyong.register.personal_numbers import is_citizen_number


def organisations(seed: int, count: int) -> tuple[list[society.Organisation], Random]:
    """Organisations whose codes are numbered through, and the generator that drew them."""
    random = Random(seed)  # noqa: S311 - a seeded generator is what a repeatable society needs
    drawn = society.seats(count, random)
    codes = [
        uscc.assemble(
            authority=seat.authority, category=seat.category, division=seat.place.division, body=f"MA{number:06}"
        ).text
        for number, seat in enumerate(drawn)
    ]
    return society.settle(drawn, codes), random


def network(seed: int, count: int = 300) -> Network:
    """A small network."""
    return Network(*organisations(seed, count))


def cells(deliveries: list[Delivery]) -> list[str]:
    """Every cell of the deliveries."""
    return [cell for delivery in deliveries for row in delivery.cells for cell in row]


def test_the_same_seed_writes_the_same_deliveries() -> None:
    """Two networks with one seed write the same rows on the same days; another seed writes others."""
    first, again, other = (list(network(seed).deliveries()) for seed in (1, 1, 2))

    assert first == again
    assert first != other


def test_deliveries_come_in_the_order_of_their_days_over_three_years() -> None:
    """From December 2023 to November 2026, over each edge of the law."""
    days = [delivery.day for delivery in network(3).deliveries()]

    assert days == sorted(days)
    assert days[0].replace(day=1) == dt.date(2023, 12, 1)
    assert days[-1].replace(day=1) == dt.date(2026, 11, 1)
    assert days[-1] <= society.LAST_DAY


def test_every_code_lies_in_a_division_that_was_never_assigned() -> None:
    """Whatever passes for a code of an organisation carries the prefix 99."""
    written = cells(list(network(4).deliveries()))
    found = [cell for cell in written if uscc.is_valid(cell) and not is_citizen_number(cell)]

    assert found
    assert {code[2:4] for code in found} == {"99"}


def test_every_personal_number_belongs_to_nobody() -> None:
    """Personal numbers on the rows are well formed, so that the door has to see them, and of division 99."""
    everything = " ".join(cells(list(network(5).deliveries())))
    numbers = re.findall(r"(?<![0-9A-Z])[0-9]{17}[0-9X](?![0-9A-Z])", everything)
    citizens = [number for number in numbers if is_citizen_number(number)]

    assert len(citizens) > 100
    assert {number[:2] for number in citizens} == {"99"}


def test_defects_are_planted_and_counted() -> None:
    """A network of two thousand writes every kind of defect at least once."""
    written = network(6, 2000)
    rows = sum(len(delivery.cells) for delivery in written.deliveries())

    assert rows > 10_000
    assert set(written.planted) == {
        "code in lower case",
        "code in full-width characters",
        "code with a wrong check character",
        "legacy number in the code column",
        "impossible date",
        "name missing",
        "row written twice",
        "personal number in a note",
        "row about a natural person",
        "row about an individual business",
        "correction of an earlier row",
        "delivered months late",
    }


def test_names_differ() -> None:
    """No two organisations bear one name."""
    names = [seat.name for seat in society.seats(20_000, Random(7))]  # noqa: S311 - as above

    assert len(set(names)) == 20_000


def test_nothing_happens_to_an_organisation_before_it_was_founded() -> None:
    """A permit is never older than its holder."""
    permits = [one for one in network(8).deliveries() if one.stream.slug == "permits" and one.stream.file == "csv"]
    founded = {organisation.code: organisation.seat.founded for organisation in organisations(8, 300)[0]}
    rows = [
        (row[delivery.stream.columns.index(delivery.stream.code)], row[delivery.stream.columns.index("XK_YXQZ")])
        for delivery in permits
        for row in delivery.cells
        if "XK_YXQZ" in delivery.stream.columns
    ]
    known = [(code, day) for code, day in rows if code in founded]

    assert len(known) > 20
    assert [code for code, day in known if dt.date.fromisoformat(day) < founded[code]] == []
