"""Polars, by hand: one lazy query with windows, the rules as a joined table of bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import polars as pl

from xinyong.adapters.bench.contest.workload import BANDS, DAY, GRADES, KINDS, START, TABLE

if TYPE_CHECKING:
    from xinyong.adapters.bench.contest.workload import Records

REPEATING: Final = [index for index, row in enumerate(TABLE) if row.repeat != 1]
ONCE: Final = [index for index, row in enumerate(TABLE) if row.once]
KEY: Final = ["subject", "rule", "period"]


def frame(records: Records) -> pl.DataFrame:
    """Return the records as a frame (not timed)."""
    kinds = pl.Enum(list(KINDS))
    return pl.DataFrame(
        {
            "subject": records.subject,
            "seq": records.seq,
            "kind": pl.Series(np.array(KINDS)[records.kind]).cast(kinds),
            "effective": pl.Series(records.effective).cast(pl.Date),
            "amount": pl.Series(records.amount),
            "dark": records.unknown,
        }
    ).select("subject", "seq", "kind", "effective", amount=pl.when(~pl.col("dark")).then("amount"))


def rules() -> pl.DataFrame:
    """Return the rule table as a frame (not timed)."""
    return pl.DataFrame(
        {
            "kind": [row.kind for row in TABLE],
            "rule": pl.Series(range(len(TABLE)), dtype=pl.Int32),
            "points": pl.Series([row.points for row in TABLE], dtype=pl.Int64),
            "low": pl.Series([row.low for row in TABLE], dtype=pl.Int64),
            "high": pl.Series([row.high for row in TABLE], dtype=pl.Int64),
            "months": pl.Series([row.months for row in TABLE], dtype=pl.Int32),
            "once": [row.once for row in TABLE],
            "repeat": pl.Series([row.repeat for row in TABLE], dtype=pl.Int64),
            "direct": pl.Series([GRADES.index(row.direct) if row.direct else 0 for row in TABLE], dtype=pl.Int32),
        }
    ).with_columns(pl.col("kind").cast(pl.Enum(list(KINDS))))


def rate(records: pl.DataFrame, table: pl.DataFrame, *, reasons: bool) -> tuple[pl.DataFrame, pl.DataFrame | None]:
    """Return (subject, total, grade, unknown) of organisations with hits, and their contributions."""
    hits = _hits(records, table)
    alive = pl.col("until") > DAY
    counted = _contributions(hits, alive)
    unknown = hits.filter(alive & pl.col("met").is_null()).group_by("subject").agg(pl.len().alias("unknown"))
    if reasons:
        kept, dark = pl.collect_all([counted, unknown])
        return _graded(kept.lazy(), dark.lazy()).collect(), kept.select("subject", "seq", "rule", "points")
    return _graded(counted, unknown).collect(), None


def _hits(records: pl.DataFrame, table: pl.DataFrame) -> pl.LazyFrame:
    """Return (record, rule) pairs that are met or unknown, with the end of their life."""
    amount = pl.col("amount")
    met = (
        pl.when(pl.col("low").is_null())
        .then(pl.lit(value=True))
        .otherwise((amount >= pl.col("low")) & (amount < pl.col("high")))
    )
    year_end = pl.date(pl.col("effective").dt.year() + 1, 1, 1)
    term = pl.when(pl.col("months") == 12).then(pl.col("effective").dt.offset_by("12mo"))  # noqa: PLR2004 - two terms
    until = (
        pl.when(pl.col("months") == 0)
        .then(year_end)
        .otherwise(term.otherwise(pl.col("effective").dt.offset_by("24mo")) + pl.duration(days=1))
    )
    horizon = DAY.replace(year=DAY.year - 4)  # no hit of a longer past matters: 24 months, and a predecessor's 24
    return (
        records.lazy()
        .filter(pl.col("effective") > horizon)
        .join(table.lazy(), on="kind")
        .with_columns(met=met)
        .filter(pl.col("met").is_null() | pl.col("met"))
        .with_columns(until=until)
    )


def _contributions(hits: pl.LazyFrame, alive: pl.Expr) -> pl.LazyFrame:
    """Return the met hits that count, with the points they count for."""
    met = hits.filter(pl.col("met"))
    single = met.filter(alive & ~pl.col("rule").is_in(ONCE) & ~pl.col("rule").is_in(REPEATING))
    period = (
        pl.when(pl.col("once") == "month")
        .then(pl.col("effective").dt.truncate("1mo"))
        .otherwise(pl.col("effective").dt.truncate("1y"))
    )
    once = (
        met.filter(alive & pl.col("rule").is_in(ONCE))
        .with_columns(period=period)
        .sort("seq")
        .unique(KEY, keep="first", maintain_order=True)
        .drop("period")
    )
    earlier = pl.col("until").cum_max().shift(1).over(["subject", "rule"], order_by=["effective", "seq"])
    doubled = pl.when(earlier > pl.col("effective")).then(pl.col("points") * pl.col("repeat")).otherwise("points")
    repeated = met.filter(pl.col("rule").is_in(REPEATING)).with_columns(points=doubled).filter(alive)
    columns = ["subject", "seq", "rule", "points", "direct"]
    return pl.concat([part.select(columns) for part in (single, once, repeated)])


def _graded(counted: pl.LazyFrame, unknown: pl.LazyFrame) -> pl.LazyFrame:
    total = pl.col("points").sum() + START
    bounds = [least for _, least in BANDS if least is not None]
    grade = pl.sum_horizontal([(pl.col("total") < bound).cast(pl.Int32) for bound in bounds])
    return (
        counted.group_by("subject")
        .agg(total.alias("total"), pl.col("direct").max())
        .join(unknown, on="subject", how="full", coalesce=True)
        .with_columns(pl.col("total").fill_null(START), pl.col("direct").fill_null(0), pl.col("unknown").fill_null(0))
        .select("subject", "total", pl.max_horizontal(grade, "direct").alias("grade"), "unknown")
    )
