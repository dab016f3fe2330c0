"""Made-up deliveries for benchmarks: penalties in the form of 2018, of organisations that do not exist.

Their codes pass both checks and carry the mark of a synthetic store. A hundredth of the rows has a fault that vetting
must find, a hundredth is about persons, one in two hundred is a twin.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import duckdb

from xinyong.register.identifiers import uscc

if TYPE_CHECKING:
    from pathlib import Path

    from xinyong.sources.mapping import Mapping

FORM: Final = "cn-double-publicity-penalty-2018"

_ROWS: Final = """
SELECT i,
    CASE WHEN i % 200 = 199 THEN i - 1 ELSE i END AS n,
    CAST(hash(CASE WHEN i % 200 = 199 THEN i - 1 ELSE i END) % $organisations AS BIGINT) AS o
FROM range($rows) AS r(i)
"""
_CELLS: Final = {
    "CF_XDR_MC": "'拟省甲乙' || o || '贸易有限公司'",
    "CF_XDR_LB": "CASE WHEN n % 100 = 7 THEN '自然人' ELSE '法人及非法人组织' END",
    "CF_XDR_SHXYM": "CASE WHEN n % 100 = 7 THEN '' ELSE code END",
    "CF_FRDB": "'张某某'",
    "CF_WSH": "'拟市监罚字' || n || '号'",
    "CF_WFXW": "'违反广告管理规定'",
    "CF_SY": "'拟省甲乙' || o || '贸易有限公司违反广告管理规定，经查属实。'",
    "CF_YJ": "'《中华人民共和国广告法》第五十八条第一款'",
    "CF_CFLB": "CASE n % 10 WHEN 0 THEN '警告;罚款' WHEN 1 THEN '警告' ELSE '罚款' END",
    "CF_NR": "'罚款' || (n % 90 + 1) * 100 || '元'",
    "CF_NR_FK": "CAST(CAST((n % 90 + 1) / 100.0 AS DECIMAL(9, 2)) AS VARCHAR)",
    "CF_JDRQ": "CASE n % 100 WHEN 11 THEN '2025-13-01'"
    " ELSE CAST(DATE '2023-01-01' + CAST(n % 900 AS INTEGER) AS VARCHAR) END",
    "CF_YXQ": "CASE n % 3 WHEN 0 THEN '2099-12-31' WHEN 1 THEN '' ELSE '2030/1/1 0:00:00' END",
    "CF_GSJZQ": "'2029-12-31'",
    "CF_CFJG": "'拟省市场监督管理局'",
    "CF_SJLY": "'拟省市场监督管理局'",
}


def write(path: Path, mapping: Mapping, *, rows: int, organisations: int) -> None:
    """Write rows of the form as CSV with a header of field codes, or as Parquet with the columns `line`, `c0` ...

    Args:
        path: ends in `.csv` or `.parquet`.
        mapping: the form of 2018.
        rows: how many.
        organisations: how many they are about.
    """
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.execute("CREATE TABLE named (o BIGINT, code VARCHAR)")
        step = 10_000
        for first in range(0, organisations, step):
            numbers = range(first, min(first + step, organisations))
            connection.execute(
                "INSERT INTO named SELECT unnest($numbers), unnest($codes)",
                {"numbers": list(numbers), "codes": [code(number) for number in numbers]},
            )
        is_csv = path.suffix == ".csv"
        cells = ", ".join(
            f'{_CELLS.get(column.code, "NULL")}::VARCHAR AS "{column.code if is_csv else f"c{place}"}"'
            for place, column in enumerate(mapping.columns)
        )
        line = "" if is_csv else "i + 2 AS line, "
        form = "FORMAT csv, HEADER" if is_csv else "FORMAT parquet"
        connection.execute(
            f"COPY (SELECT {line}{cells} FROM ({_ROWS}) JOIN named USING (o) ORDER BY i) TO '{path}' ({form})",  # noqa: S608 - our own texts
            {"rows": rows, "organisations": organisations},
        )


def code(number: int) -> str:
    """Return the unified social credit code of the organisation of that number, with the mark of what does not exist.

    >>> code(7)[:8], len(code(7))
    ('91990000', 18)
    """
    return uscc.assemble(authority="9", category="1", division="990000", body=f"{number:08d}").text
