"""The own form of a record kind, and the form for records of any kind: mappings made from the catalogue, not written.

A kind's own form has the subject's code and name, its type where the code shows none, and one column per field of the
kind. `records` has a column `kind` besides, and each of its rows is read by the own form of its kind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xinyong.kernel.cite import Citation, SourceGrade
from xinyong.law.kinds import FieldType, KindField, RecordKind
from xinyong.law.text import Text
from xinyong.sources.mapping import Column, Identifying, Mapping, Naming, Parse, Subject, Typing, Unit

if TYPE_CHECKING:
    from xinyong.law.kinds import Catalogue

RECORDS: Final = "records"
"""The id of the form for any kind."""

KIND: Final = "kind"
SUBJECT: Final = Column(
    code="subject",
    label="主体代码",
    also=("uscc", "lei", "identifier", "统一社会信用代码"),
    required=True,
    longest=600,
    note="unified social credit code, LEI, older registration number, or list:<list>:<key>",
)
NAME: Final = Column(code="name", label="主体名称", also=("subject_name", "名称"), longest=500)
TYPE: Final = Column(
    code="subject_type",
    label="主体类别",
    longest=100,
    note="organisation or person; needed where neither the code nor the name shows it",
)

_PARSES: Final = {
    FieldType.TEXT: Parse.TEXT,
    FieldType.DATE: Parse.DATE,
    FieldType.INTEGER: Parse.INTEGER,
    FieldType.MONEY: Parse.MONEY,
    FieldType.FLAG: Parse.FLAG,
}
_UNITS: Final = {"fen": Unit.FEN, "yuan": Unit.YUAN, "wan_yuan": Unit.WAN_YUAN}
_LONGEST: Final = 4000


def own_form(kind: RecordKind) -> Mapping:
    """Return the mapping of a kind's own form; its id is the kind's."""
    return Mapping(
        id=kind.id,
        title=kind.title,
        citation=kind.citation,
        kind=kind.id,
        key=(SUBJECT.code, *kind.key),
        subject=Subject(
            identifiers=(Identifying(column=SUBJECT.code),),
            names=(Naming(column=NAME.code),),
            type=Typing(column=TYPE.code),
        ),
        columns=(*(SUBJECT, *_names(kind), TYPE), *(_column(field) for field in kind.fields)),
    )


def _names(kind: RecordKind) -> tuple[Column, ...]:
    """The column of the subject's name, unless the kind has one itself."""
    return () if kind.field(NAME.code) is not None else (NAME,)


def records_form(catalogue: Catalogue) -> Mapping:
    """Return the mapping of `records`: a column for the kind, the subject's, and the fields of every kind, as text."""
    own = {KIND, SUBJECT.code, NAME.code, TYPE.code}
    fields = sorted({field.name for kind in catalogue.kinds.values() for field in kind.fields} - own)
    personal = {field.name for kind in catalogue.kinds.values() for field in kind.fields if field.personal}
    return Mapping(
        id=RECORDS,
        title=Text(zh="任意类别的记录", en="records of any kind"),
        citation=Citation(
            instrument="xinyong", grade=SourceGrade.PRIMARY, note="a form of this program, each kind by its own law"
        ),
        kind_column=KIND,
        key=(KIND, SUBJECT.code),
        subject=Subject(identifiers=(Identifying(column=SUBJECT.code),), names=(Naming(column=NAME.code),)),
        columns=(
            Column(code=KIND, label="信息类别", required=True, longest=100),
            *(SUBJECT, NAME, TYPE),
            *(Column(code=name, personal=name in personal, keep=name not in personal) for name in fields),
        ),
    )


def _column(field: KindField) -> Column:
    coded = bool(field.codes)
    return Column(
        code=field.name,
        label=field.title.zh,
        parse=Parse.CODES if coded else _PARSES[field.type],
        codes={code: code for code in field.codes},
        unit=_UNITS.get(field.unit, Unit.YUAN),
        required=field.required,
        longest=None if field.personal else _LONGEST,
        fact=field.fact,
        keep=not field.personal,
        personal=field.personal,
        free_text=field.free_text,
        note=field.title.en,
    )
