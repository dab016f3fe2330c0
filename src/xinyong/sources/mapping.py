"""A mapping: how the columns of one form become records of a catalogued kind, as data.

It names the form's columns by field code (never by position), says what each holds, which are its key, how a row names
its subject, and whether a file is a list of changes or a full list. A new form needs a new mapping and no code. A
mapping that asks for what the catalogue or the rules don't know is refused.
"""

from __future__ import annotations

import hashlib
import re
from enum import Enum
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from xinyong.kernel.cite import Citation
from xinyong.kernel.errors import Fault
from xinyong.kernel.facts import BY_NAME, FactType
from xinyong.law.prohibited import prohibited_in
from xinyong.law.text import Text
from xinyong.register.identifiers.scheme import Scheme
from xinyong.register.subjects import SubjectClass
from xinyong.sources.cells import DATE_FORMS, GREGORIAN

if TYPE_CHECKING:
    from xinyong.law.kinds import Catalogue


class MappingFault(Fault):
    """A mapping is missing or not well made."""

    code = "MAPPING"


class Parse(Enum):
    """How a cell is read."""

    TEXT = "text"
    DATE = "date"
    MONEY = "money"
    INTEGER = "integer"
    SHARE = "share"
    """A percentage, kept in 1/10000."""
    FLAG = "flag"
    CODES = "codes"
    """One value of a list, or several; anything else is refused, quarantined or kept as the column's `unknown` says."""
    CONTAINS = "contains"
    """A flag: false where the text holds one of the phrases of `codes`, unknown otherwise."""


class Unit(Enum):
    """The unit of money that a column writes."""

    FEN = "fen"
    YUAN = "yuan"
    WAN_YUAN = "wan_yuan"


PLACES: Final = {Unit.FEN: 0, Unit.YUAN: 2, Unit.WAN_YUAN: 6}
"""Decimal places from a unit of money to fen."""

YES_AND_NO: Final = {
    **dict.fromkeys(("1", "true", "TRUE", "True", "Y", "y", "yes", "是", "有"), "true"),
    **dict.fromkeys(("0", "false", "FALSE", "False", "N", "n", "no", "否", "无"), "false"),
}
"""What a flag column may say where it names no words of its own."""


class Column(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One column of a form.

    Attributes:
        code: its field code: the name in keys, documents, refusals and templates.
        label: what the form prints; a header may carry it instead of the code.
        also: other headers under which it is seen.
        parse: how the cell is read; `dates`, `unit`, `codes`, `split` belong to it.
        dates: forms of `sources.cells.DATE_FORMS`, the first that fits counts.
        codes: text to code; a text that ends with `*` stands for every text that begins so.
        split: characters between several values; empty: one value.
        unknown: what happens to a value outside `codes`.
        missing: texts that say nothing, besides an empty cell.
        no_end: texts that say "without end"; the fact is then 9999-12-31.
        required: a row without it is refused.
        longest: most characters.
        fact: the column that rules read, or None.
        last_day: the cell names the last day; the fact is the day after it, as intervals are half-open.
        keep: whether the text is kept in the document; otherwise only its masked source is.
        personal: masked whole before anything is kept.
        free_text: written by hand: erasable, read by no rule, never public until cleared.
        volatile: changes from delivery to delivery without the record having changed.
        scheme: identifier scheme of the cell; a cell valid under it is no personal number of a scheme without check.
        reference: a document number: only mainland personal numbers are looked for in it.
        not_before: column whose day must not be later than this one's.
        not_future: whether a day after the delivery's is refused.
        note: for the reference.
    """

    code: str
    label: str = ""
    also: tuple[str, ...] = ()
    parse: Parse = Parse.TEXT
    dates: tuple[str, ...] = GREGORIAN
    unit: Unit = Unit.YUAN
    codes: dict[str, str] = msgspec.field(default_factory=dict[str, str])
    split: str = ""
    unknown: Literal["refused", "quarantined", "kept"] = "refused"
    missing: tuple[str, ...] = ()
    no_end: tuple[str, ...] = ()
    required: bool = False
    longest: int | None = None
    fact: str | None = None
    last_day: bool = False
    keep: bool = True
    personal: bool = False
    free_text: bool = False
    volatile: bool = False
    scheme: Scheme | None = None
    reference: bool = False
    not_before: str | None = None
    not_future: bool = False
    note: str = ""


class Naming(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A column that holds names of the subject; `split` where it holds several."""

    column: str
    language: str = ""
    form: Literal["registered", "former", "alias", "delivered"] = "delivered"
    split: str = ""


class Identifying(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A column that holds an identifier; `scheme` None: whatever the code shows."""

    column: str
    scheme: Scheme | None = None


class Typing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What shows the class of a row's subject.

    Attributes:
        column: the type column, if there is one.
        persons: its values that mean a natural person or an individual business: the row is only counted.
        organisations: its values that mean an organisation, and the subject class of each; besides the values that the
            register knows.
        person_columns: columns that are filled in for natural persons alone: where one is filled and no code is there,
            the row is about a person.
        stated: the form itself is about organisations alone, of this class.
        reason: where that stands.
    """

    column: str | None = None
    persons: tuple[str, ...] = ()
    organisations: dict[str, SubjectClass] = msgspec.field(default_factory=dict[str, SubjectClass])
    person_columns: tuple[str, ...] = ()
    stated: SubjectClass | None = None
    reason: str = ""


class Succession(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Columns of a register that tell what happened to the subject: event, day, codes of the others."""

    event: str
    day: str
    others: str | None = None
    split: str = ";；、,，"


class Subject(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a row names its subject.

    Attributes:
        identifiers: asked in order, the first that holds a code counts.
        names: the first is the name shown; where no identifier is there, a list's key stands for it.
        register: whether the delivery is a register's, whose identifiers and names are given to the subject.
        since: a date column from which names and identifiers of a register hold.
    """

    identifiers: tuple[Identifying, ...] = ()
    names: tuple[Naming, ...] = ()
    type: Typing = msgspec.field(default_factory=Typing)
    register: bool = False
    since: str | None = None
    succession: Succession | None = None


class Delivers(Enum):
    """What a file of the form is."""

    CHANGES = "changes"
    """New and corrected rows; what is absent stays."""
    SNAPSHOT = "snapshot"
    """The whole list as of a day: what is absent was removed."""
    FIXED_TERM = "fixed_term"
    """Rows with a start and an end of their own; what is absent stays until it ends."""


class Mapping(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One form.

    Attributes:
        id: its name in commands: lower-case letters, digits and hyphens.
        kind: record kind of every row, or None where `kind_column` says it for each.
        list: id of the list its rows are on, for a list that names no codes: `list:<list>:<key>`.
        snapshot_on: column that says the day of a snapshot; one day in the whole file.
        key: columns that, with authority and kind, tell one record from another; for the first of the subject's
            identifier columns stands whichever code identifies the subject.
        exact: texts are compared as written, blanks at their ends included; otherwise without them.
        family: forms of one family share their keys (the editions of one form); its own id where empty.
        encodings: tried in this order; the first that reads the whole file counts.
    """

    id: str
    title: Text
    citation: Citation
    kind: str | None = None
    kind_column: str | None = None
    list: str | None = None
    delivers: Delivers = Delivers.CHANGES
    snapshot_on: str | None = None
    key: tuple[str, ...]
    exact: bool = False
    family: str = ""
    encodings: tuple[str, ...] = ("utf-8", "gb18030")
    subject: Subject
    columns: tuple[Column, ...]

    def column(self, code: str) -> Column:
        """Return the column of that code; the mapping was checked to have it."""
        return next(column for column in self.columns if column.code == code)

    def place(self, code: str) -> int:
        """Return the place of a column in the form."""
        return next(place for place, column in enumerate(self.columns) if column.code == code)

    @property
    def scope(self) -> str:
        """What keys are told apart by, besides the authority."""
        return self.family or self.list or self.id

    @property
    def digest(self) -> str:
        """SHA-256 over the mapping's canonical JSON, in hex."""
        return hashlib.sha256(msgspec.json.encode(self, order="sorted")).hexdigest()


def read_mapping(document: object, origin: str, catalogue: Catalogue) -> Mapping:
    """Return the mapping of a document, plain data as a YAML reader gives it.

    Raises:
        MappingFault: it is not well made; all that is wrong is said at once.
    """
    try:
        mapping = msgspec.convert(document, Mapping)
    except msgspec.ValidationError as error:
        what = f"{origin} is no mapping."
        raise MappingFault(what, why=str(error), remedy="See docs/reference/mappings.md.") from error
    problems = problems_of(mapping, catalogue)
    if problems:
        what = f"{origin} is not well made."
        raise MappingFault(what, why="; ".join(problems), remedy="See docs/reference/mappings.md.")
    return with_type(mapping)


TYPE: Final = "subject_type"
"""The column that every form has in the end: it says `organisation` or `person` where nothing else shows it."""


def with_type(mapping: Mapping) -> Mapping:
    """Return the mapping with a type column, so that a row whose class nothing shows can be sent again with it."""
    subject = mapping.subject
    if subject.type.column is not None or subject.type.stated is not None:
        return mapping
    column = Column(
        code=TYPE,
        label="主体类别",
        longest=100,
        keep=False,
        volatile=True,
        note="organisation or person, where neither the code nor the name shows it",
    )
    shown = msgspec.structs.replace(subject.type, column=TYPE)
    named = msgspec.structs.replace(subject, type=shown)
    return msgspec.structs.replace(mapping, columns=(*mapping.columns, column), subject=named)


def problems_of(mapping: Mapping, catalogue: Catalogue) -> list[str]:
    """Return what is wrong with a mapping, in words; empty where nothing is."""
    codes = [column.code for column in mapping.columns]
    problems = [f"column {code!r} stands twice" for code in sorted({code for code in codes if codes.count(code) > 1})]
    problems += [f"{use} names no column: {code!r}" for use, code in _named(mapping) if code not in codes]
    if (mapping.kind is None) == (mapping.kind_column is None):
        problems.append("exactly one of kind and kind_column must be there")
    if not _ID.fullmatch(mapping.id):
        problems.append("id must be of lower-case letters, digits and hyphens")
    if not any(column.required for column in mapping.columns if column.code in mapping.key):
        problems.append("key must name at least one required column")
    problems += [
        f"column {code!r} is not ASCII: give it a code and the text as label" for code in codes if not code.isascii()
    ]
    if mapping.kind is not None and mapping.kind not in catalogue.kinds:
        problems.append(f"the catalogue holds no kind {mapping.kind!r}")
    elif mapping.kind is not None:
        allowed = catalogue.kinds[mapping.kind].fact_columns
        facts = [column.fact for column in mapping.columns if column.fact]
        problems += [f"kind {mapping.kind} has no column {fact!r}" for fact in facts if fact not in allowed]
        problems += [f"column {fact!r} is filled twice" for fact in sorted({f for f in facts if facts.count(f) > 1})]
    problems += [problem for column in mapping.columns for problem in _column_problems(column)]
    if mapping.delivers is Delivers.SNAPSHOT and mapping.list is None:
        problems.append("a snapshot is one of a list: list must name it")
    called = (name for column in mapping.columns for name in (column.code, column.label, *column.also))
    problems += prohibited_in(catalogue.prohibited, called)
    problems += [f"key column {code!r} is personal or volatile" for code in mapping.key if _unfit(mapping, code)]
    return problems


def _unfit(mapping: Mapping, code: str) -> bool:
    return any(column.code == code and (column.personal or column.volatile) for column in mapping.columns)


def _named(mapping: Mapping) -> list[tuple[str, str]]:
    subject = mapping.subject
    succession = subject.succession
    named: list[tuple[str, str | None]] = [("key", code) for code in mapping.key]
    named += [("identifiers", identifying.column) for identifying in subject.identifiers]
    named += [("names", naming.column) for naming in subject.names]
    named += [("type", subject.type.column), ("since", subject.since), ("snapshot_on", mapping.snapshot_on)]
    named += [("kind_column", mapping.kind_column), *(("type", code) for code in subject.type.person_columns)]
    named += [("not_before", column.not_before) for column in mapping.columns]
    if succession is not None:
        named += [("succession", succession.event), ("succession", succession.day), ("succession", succession.others)]
    return [(use, code) for use, code in named if code is not None]


_ID: Final = re.compile("[a-z0-9][a-z0-9-]{1,62}")

_FACT_TYPES: Final = {
    Parse.TEXT: FactType.TEXT,
    Parse.DATE: FactType.DATE,
    Parse.MONEY: FactType.INTEGER,
    Parse.INTEGER: FactType.INTEGER,
    Parse.SHARE: FactType.INTEGER,
    Parse.FLAG: FactType.BOOLEAN,
    Parse.CODES: FactType.TEXT,
    Parse.CONTAINS: FactType.BOOLEAN,
}


def _column_problems(column: Column) -> list[str]:
    name = column.code
    problems = [f"{name}: no date form {form!r}" for form in column.dates if form not in DATE_FORMS]
    if column.parse in {Parse.CODES, Parse.CONTAINS} and not column.codes:
        problems.append(f"{name}: {column.parse.value} without codes")
    if column.personal and (column.fact or column.required or column.keep):
        problems.append(f"{name}: personal data fills no fact, is never required and never kept (keep: false)")
    if column.fact is None:
        return problems
    known = BY_NAME.get(column.fact)
    if known is None:
        problems.append(f"{name}: fills {column.fact!r}, which no rule can read")
    elif known.type is not _FACT_TYPES[column.parse]:
        problems.append(f"{name}: {column.parse.value} can't fill {column.fact!r} ({known.type.value})")
    if column.free_text and column.parse is not Parse.CONTAINS:
        problems.append(f"{name}: free text fills no fact")
    return problems
