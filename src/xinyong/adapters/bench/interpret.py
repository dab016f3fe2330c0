"""How long one organisation's rating takes, reasons included: the walk over its records by the reader for one.

Organisations have three records each, of kinds that the shipped tax pack reads; compiling the pack is not part of it.
"""

from __future__ import annotations

import datetime as dt
import random
import statistics
import time
from typing import Final

from xinyong.adapters.bench.result import BenchResult, Figure, versions
from xinyong.adapters.packs import load_shelf
from xinyong.adapters.shipped import data_dir
from xinyong.rules.compiled import compile_pack
from xinyong.rules.interpret import interpret
from xinyong.rules.records import Record

DEFAULT_ORGANISATIONS: Final = 20_000
RECORDS_EACH: Final = 3
RUNS: Final = 5
DAY: Final = dt.date(2025, 12, 15)
PACKS: Final = ("cn.tax.rating@2025-07-01", "cn.abnormal-operations@2014-10-01", "cn.jiangsu.environment@2020-01-01")

_KINDS: Final = {
    PACKS[0]: ("tax.return.late", "tax.indicator", "tax.vat.zero", "tax.grade", "penalty", "permit"),
    PACKS[1]: ("abnormal.listing", "penalty", "permit"),
    PACKS[2]: ("env.breach.jiangsu", "env.commitment.jiangsu", "penalty", "permit"),
}


def run(organisations: int | None = None) -> BenchResult:
    """Return microseconds for each organisation and pack: processor time, the median of runs."""
    size = organisations or DEFAULT_ORGANISATIONS
    shelf = {one.pack.name: one.pack for one in load_shelf([data_dir("packs")]).packs}
    figures: dict[str, Figure] = {"organisations": size, "records_each": RECORDS_EACH}
    table = [["pack", "rules", "us per organisation", "hits per organisation"]]
    for name in PACKS:
        compiled = compile_pack(shelf[name])
        some = [_records(number, _KINDS[name]) for number in range(size)]
        seconds: list[float] = []
        hits = 0
        for _ in range(RUNS):
            begun = time.process_time()
            hits = sum(len(interpret(records, compiled, DAY).hits) for records in some)
            seconds.append(time.process_time() - begun)
        spent = statistics.median(seconds) / size * 1e6
        short = name.split("@", maxsplit=1)[0].removeprefix("cn.").replace(".", "_").replace("-", "_")
        figures[f"{short}_us_per_organisation"] = round(spent, 1)
        table.append([name, str(len(shelf[name].rules)), f"{spent:.1f}", f"{hits / size:.2f}"])
    figures["us_per_organisation"] = figures["tax_rating_us_per_organisation"]
    return BenchResult(
        name="interpret",
        figures=figures,
        rows=table,
        notes=(f"medians of {RUNS} runs; every hit with its reasons; `us_per_organisation` is the tax pack's",),
        versions=versions("xinyong", "msgspec"),
    )


def _records(number: int, kinds: tuple[str, ...]) -> list[Record]:
    chance = random.Random(number)  # noqa: S311 - the same records in every run
    return [_record(number, place, chance.choice(kinds), chance) for place in range(RECORDS_EACH)]


def _record(number: int, place: int, kind: str, chance: random.Random) -> Record:
    effective = DAY - dt.timedelta(days=chance.randrange(1, 700))
    amount = None if chance.random() < 0.1 else chance.choice((900, 150_000, 5_000_000))  # noqa: PLR2004 - a tenth unknown
    facts = {
        "effective": effective,
        "determined": effective,
        "corrected": effective + dt.timedelta(days=20) if chance.random() < 0.3 else None,  # noqa: PLR2004 - some repaired
        "amount": amount,
        "quantity": chance.randrange(0, 5),
        "code": chance.choice(("010106", "010107", "bank-accounts", "1", "3")),
        "grade": chance.choice(("A", "B", "D")),
        "flag": chance.random() < 0.5,  # noqa: PLR2004 - a coin
    }
    return Record.of(number, number * RECORDS_EACH + place + 1, kind, facts)
