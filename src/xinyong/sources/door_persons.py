"""Whom a row is about: a person, an organisation, or nobody can tell.

A person's row is counted and leaves no other trace; a row that shows nothing is held masked. What shows a person goes
before what shows an organisation: a type column that says 自然人 is believed even beside an organisation's code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from xinyong.register.classes import class_from_name, class_from_type, name_is_person, type_is_person
from xinyong.register.identifiers.scheme import Reason

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xinyong.register.identification import Identification
    from xinyong.register.subjects import SubjectClass

ShownBy: TypeAlias = Literal["code", "type", "name", "register"]
"""What showed the class of a subject."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonShown:
    """The row is about a natural person or an individual business: count it, keep nothing."""

    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationShown:
    """The row is about an organisation of this class."""

    subject_class: SubjectClass
    shown_by: ShownBy


@dataclass(frozen=True, slots=True, kw_only=True)
class NothingShown:
    """The row shows neither: hold it masked, to be delivered again with its type stated."""

    reason: Reason


Concern: TypeAlias = PersonShown | OrganisationShown | NothingShown
"""Whom a row concerns."""

_BY_CODE: Final = frozenset({"personal_number", "individual_business"})
_TYPE: Final = PersonShown(
    reason=Reason("person_by_type", "The type column says natural person or individual business.")
)
_NAME: Final = PersonShown(
    reason=Reason("person_by_name", "A word of the name says natural person or individual business.")
)
_NOTHING: Final = NothingShown(
    reason=Reason(
        "class_not_shown",
        "No code, type or legal form in the name shows an organisation; state the type and deliver again.",
    )
)


def row_concern(
    codes: Sequence[Identification] = (), *, type_value: str = "", name: str = "", declared: SubjectClass | None = None
) -> Concern:
    """Return whom a row concerns.

    Args:
        codes: what the row's identifiers are.
        type_value: the cell that states the type of the subject, where the form has one.
        name: the subject's name.
        declared: the class that the register behind the delivery gives all its rows, where it is a register of
            organisations; the weakest evidence, and none against a person's.

    >>> row_concern(name="大明商行", type_value="个体工商户").reason.code
    'person_by_type'
    """
    for code in codes:
        if code.reasons and code.reasons[0].code in _BY_CODE:
            return PersonShown(reason=code.reasons[0])
    if type_value and type_is_person(type_value):
        return _TYPE
    by_code = next((code.subject_class for code in codes if code.subject_class is not None), None)
    if by_code is not None:
        return OrganisationShown(subject_class=by_code, shown_by="code")
    if name and name_is_person(name):
        return _NAME
    return _by_words(type_value, name, declared)


def _by_words(type_value: str, name: str, declared: SubjectClass | None) -> Concern:
    by_type = class_from_type(type_value) if type_value else None
    if by_type is not None:
        return OrganisationShown(subject_class=by_type, shown_by="type")
    by_name = class_from_name(name) if name else None
    if by_name is not None:
        return OrganisationShown(subject_class=by_name, shown_by="name")
    if declared is not None:
        return OrganisationShown(subject_class=declared, shown_by="register")
    return _NOTHING
