"""Deliveries made up for tests: organisations with valid codes, rows of the official forms, files of them."""

import csv
from collections.abc import Sequence
from pathlib import Path

from xinyong.register.identifiers import uscc
from xinyong.register.identifiers.organisation_code import check_character

Row = dict[str, str]

PENALTY = "cn-double-publicity-penalty-2018"
PERSONAL_NUMBER = "11010519491231002X"
"""A citizen's number that checks; it belongs to nobody who is known: every textbook has it."""


def code(number: int, prefix: str = "91") -> str:
    """Return a unified social credit code that passes both checks, one for each number."""
    body = f"{number:08d}"
    first = f"{prefix}110108{body}{check_character(body)}"
    total = sum(uscc.ALPHABET.index(letter) * weight for letter, weight in zip(first, uscc.WEIGHTS, strict=True))
    return first + uscc.ALPHABET[(31 - total % 31) % 31]


def penalty(number: int, organisation: int = 1, **changed: str) -> Row:
    """Return a row of the penalty form, edition 2018, that comes in; its columns are those of every such row."""
    row = {
        "CF_XDR_MC": f"北京甲乙丙{organisation}贸易有限公司",
        "CF_XDR_LB": "法人及非法人组织",
        "CF_XDR_SHXYM": code(organisation),
        "CF_XDR_GSZC": "",
        "CF_FRDB": "",
        "CF_XDR_ZJHM": "",
        "CF_WSH": f"京市监罚〔2025〕{number}号",  # noqa: RUF001 - as document numbers are written
        "CF_SY": "违反广告管理规定",
        "CF_CFLB": "罚款",
        "CF_NR": "罚款2000元",
        "CF_NR_FK": "0.2",
        "CF_JDRQ": "2025-07-01",
        "CF_YXQ": "2099-12-31",
        "BZ": "",
    }
    return row | changed


def write(path: Path, rows: Sequence[Row], *, encoding: str = "utf-8", columns: Sequence[str] = ()) -> Path:
    """Write rows as CSV with a header of field codes."""
    names = list(columns or rows[0])
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, names, restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


def japanese(name: str, period: str = "20170131", **changed: str) -> Row:
    """Return a row of the Japanese labour bureaus' list."""
    row = {
        "snapshot_period": f"20170101_to_{period}",
        "管轄": "東京労働局",
        "最終更新日": "平成29年１月31日",  # noqa: RUF001 - as the bureaus write it
        "企業・事業場名称": name,
        "所在地": "東京都港区",
        "公表日": "H29.1.31",
        "違反法条": "最低賃金法第４条",
        "事案概要": "賃金を支払わなかったもの",
        "その他参考事項": "H29.1.31送検",
    }
    return row | changed
