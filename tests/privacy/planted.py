"""Numbers of persons who do not exist, the disguises in which they are delivered, and the rows that carry them.

Every number is sound under its standard, so that nothing but masking keeps it out; each is planted once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_LETTERS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WIDE: Final = {ord(character): ord(character) + 0xFEE0 for character in "0123456789X"}

Row = dict[str, str]


def citizen(serial: int) -> str:
    """Return a number after GB 11643-1999: a place, a day of birth, a serial, and the check of ISO 7064 MOD 11-2."""
    body = f"11010519491231{serial:03d}"
    return body + "10X98765432"[sum(w * int(d) for w, d in zip(_WEIGHTS, body, strict=True)) % 11]


def old_citizen(serial: int) -> str:
    """Return a number of before 1999: fifteen digits, no check."""
    return f"110105491231{serial:03d}"


def ending_in_x(start: int) -> str:
    """Return the first number from a serial on that ends in X."""
    return next(number for serial in range(start, 1000) if (number := citizen(serial)).endswith("X"))


def credit_code(head: str) -> str:
    """Return a unified social credit code of eight characters and nine, with both check characters of GB 32100."""
    division, organisation = head[:8], head[8:16]
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    rest = (11 - sum(w * int(c, 36) for w, c in zip(weights, organisation, strict=True)) % 11) % 11
    body = division + organisation + "0123456789X"[rest]
    value = sum(pow(3, place, 31) * _LETTERS.index(character) for place, character in enumerate(body))
    return body + _LETTERS[-value % 31]


def registration(serial: int) -> str:
    """Return a registration number of fifteen digits after GS 15-2006, with its check after ISO 7064 MOD 11,10."""
    body = f"110105{serial:08d}"
    product = 10
    for digit in body:
        total = (product + int(digit)) % 10 or 10
        product = total * 2 % 11
    return body + str((11 - product) % 10)


COMPANY: Final = credit_code("91110105" + "10000001")
OTHER_COMPANY: Final = credit_code("91110105" + "10000002")
SOLE_TRADER_CODE: Final = credit_code("92110105" + "10000003")
ORGAN: Final = credit_code("11110105" + "00000001")

RESPONSIBLE: Final = "欧阳晓峰"
"""A responsible person, named in free text: no pattern finds a name."""

TRADERS: Final = ("慕容铁柱", "司徒小燕修鞋铺", "诸葛早点店", "上官水果摊", "皇甫记工程公司")
"""Names of rows about persons; not one of them may be anywhere."""

REPRESENTATIVE: Final = "令狐振国"
"""A legal representative, in a field of a person's data: masked whole."""

INSIDE: Final = {
    "inside a text": (citizen(11), "当事人身份证号{}，已核实"),
    "between letters": (citizen(12), "ID{}号"),
    "small x": (ending_in_x(100), "公民{}"),
    "full-width": (citizen(13), "号码：{}。"),
    "with blanks": (citizen(14), "证件 {} 一份"),
    "with hyphens": (citizen(15), "证件{}一份"),
    "ideographic blanks": (citizen(16), "证件{}"),
    "over two lines": (citizen(17), "证件{}"),
    "fifteen digits": (old_citizen(18), "老证号{}"),
    "fifteen, full-width": (old_citizen(19), "老证号{}"),
    "fifteen, with blanks": (old_citizen(20), "老证号{}"),
    "the whole cell": (citizen(21), "{}"),
    "twice in a row": (citizen(22), "{0}/{0}"),
}
"""Numbers inside other cells: disguise, number, the text around it."""

_DISGUISES: Final[dict[str, Callable[[str], str]]] = {
    "small x": str.lower,
    "full-width": lambda number: number.translate(_WIDE),
    "with blanks": lambda number: f"{number[:6]} {number[6:14]} {number[14:]}",
    "with hyphens": lambda number: f"{number[:6]}-{number[6:14]}-{number[14:]}",
    "ideographic blanks": lambda number: f"{number[:6]}\u3000{number[6:14]}\u3000{number[14:]}",
    "over two lines": lambda number: f"{number[:6]}\n{number[6:]}",
    "fifteen, full-width": lambda number: number.translate(_WIDE),
    "fifteen, with blanks": lambda number: f"{number[:6]} {number[6:12]} {number[12:]}",
}


def disguised(disguise: str) -> str:
    """Return the text in which a number is delivered."""
    number, around = INSIDE[disguise]
    return around.format(_DISGUISES.get(disguise, str)(number))


FIELDS: Final = {
    "identity number of a person fined": citizen(31),
    "code column of a person": citizen(32),
    "identity number of a representative": citizen(33),
    "document number": citizen(34),
    "day of the decision": citizen(35),
    "amount": old_citizen(36),
    "code of the authority": citizen(37),
    "unknown column": citizen(38),
    "organisation code": citizen(39),
}
"""Numbers in cells of their own."""

TRADER_REGISTRATION: Final = registration(60000041)
"""An individual business's own number: no citizen's, but it leads to one, and its row leaves nothing."""

NUMBERS: Final = (*(number for number, _ in INSIDE.values()), *FIELDS.values())
TRACES: Final = (*NUMBERS, SOLE_TRADER_CODE, TRADER_REGISTRATION, REPRESENTATIVE, *TRADERS)
"""Everything that may be found nowhere."""


@dataclass(frozen=True)
class Delivery:
    """Rows in the form of penalties of 2018.

    Attributes:
        persons: rows that are about persons.
    """

    rows: Sequence[Row]
    persons: int


def _penalty(number: str, **cells: str) -> Row:
    row = {
        "CF_XDR_MC": "北京甲乙丙贸易有限公司",
        "CF_XDR_LB": "法人及非法人组织",
        "CF_XDR_SHXYM": COMPANY,
        "CF_XDR_GSZC": "",
        "CF_XDR_ZZJG": "",
        "CF_FRDB": "",
        "CF_FR_ZJHM": "",
        "CF_XDR_ZJHM": "",
        "CF_WSH": f"京朝市监罚字2026第{number}号",
        "CF_WFXW": "无照经营",
        "CF_SY": "",
        "CF_YJ": "",
        "CF_CFLB": "罚款",
        "CF_NR": "罚款2000元",
        "CF_NR_FK": "0.2",
        "CF_JDRQ": "2026-03-02",
        "CF_CFJG": "市场监督管理局",
        "CF_CFJGDM": ORGAN,
        "BZ": "",
    }
    return {**row, **cells}


def delivery() -> Delivery:
    """Return rows of organisations with numbers in their cells, and rows about persons."""
    texts = ("CF_SY", "CF_NR", "BZ", "CF_YJ", "CF_WFXW")
    inside = [
        _penalty(str(place), **{texts[place % len(texts)]: disguised(disguise)})
        for place, disguise in enumerate(INSIDE)
    ]
    cells = [
        _penalty("101", CF_FRDB=REPRESENTATIVE, CF_FR_ZJHM=FIELDS["identity number of a representative"]),
        _penalty("102", CF_SY=f"现场负责人{RESPONSIBLE}未履行职责"),
        _penalty("103", CF_WSH=FIELDS["document number"]),
        _penalty("104", CF_JDRQ=FIELDS["day of the decision"]),
        _penalty("105", CF_NR_FK=FIELDS["amount"]),
        _penalty("106", CF_CFJGDM=FIELDS["code of the authority"]),
        _penalty("108", CF_XDR_MC="北京庚辛壬有限公司", CF_XDR_SHXYM=OTHER_COMPANY),
    ]
    fined = FIELDS["identity number of a person fined"]
    persons = [
        _penalty("201", CF_XDR_MC=TRADERS[0], CF_XDR_LB="自然人", CF_XDR_SHXYM="", CF_XDR_ZJHM=fined),
        _penalty("202", CF_XDR_MC=TRADERS[1], CF_XDR_SHXYM=SOLE_TRADER_CODE),
        _penalty("203", CF_XDR_MC=TRADERS[2], CF_XDR_LB="个体工商户", CF_XDR_SHXYM="", CF_XDR_GSZC=TRADER_REGISTRATION),
        _penalty("204", CF_XDR_MC=TRADERS[3], CF_XDR_LB="", CF_XDR_SHXYM=FIELDS["code column of a person"]),
        _penalty("205", CF_XDR_MC=TRADERS[4], CF_XDR_ZZJG=FIELDS["organisation code"], CF_XDR_SHXYM=""),
    ]
    unknown = {"经办人": FIELDS["unknown column"]}
    rows = [{**row, **unknown} for row in (*inside, *cells, *persons)]
    return Delivery(rows=rows, persons=len(persons))
