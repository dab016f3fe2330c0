"""What a code is: valid, for a human to look at, refused, or a mark of what does not exist; with every reason.

A failing check digit is for a human (issued codes fail too); a number of a natural person and a code of an individual
business are refused always, whatever else they pass; nothing is guessed or mended but the spelling, and that is told.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from xinyong.register.identifiers import lei, listing, organisation_code, registration_13, registration_15, uscc
from xinyong.register.identifiers.divisions import PROVINCES
from xinyong.register.identifiers.scheme import Change, Reason, Scheme
from xinyong.register.identifiers.spelling import spell
from xinyong.register.identifiers.uscc_tables import AUTHORITIES, CATEGORIES
from xinyong.register.personal_numbers import PersonalScheme, is_citizen_number, is_near_miss, is_old_number, recognise
from xinyong.register.personal_scan import find
from xinyong.register.subjects import SubjectClass

if TYPE_CHECKING:
    from collections.abc import Callable


class Status(Enum):
    """What becomes of a code."""

    VALID = "valid"
    QUARANTINE = "quarantine"
    REFUSED = "refused"
    SYNTHETIC = "synthetic"


class Identification(msgspec.Struct, frozen=True, kw_only=True):
    """What was found out about a code.

    Attributes:
        code: the code as it is spelled; a mask of its length where it is a person's, so that it goes nowhere from here.
        status: what becomes of it.
        scheme: which scheme it belongs to, or None.
        subject_class: the class of organisation that the code itself shows, or None.
        reasons: why the status is what it is, and what else is worth knowing; (code, text) each.
        changes: what was changed in its spelling.
        synthetic: it carries the mark of what does not exist, whatever its status.
    """

    code: str
    status: Status
    scheme: Scheme | None = None
    subject_class: SubjectClass | None = None
    reasons: tuple[Reason, ...] = ()
    changes: tuple[Change, ...] = ()
    synthetic: bool = False


def identify(text: str, *, typed: Scheme | None = None, shown: SubjectClass | None = None) -> Identification:
    """Return what `text` is as an identifier.

    Args:
        text: one code, as it was delivered or typed.
        typed: the scheme that the code is said to have; it settles which of two possible numbers is meant.
        shown: the class that something else shows; it settles whether a registration number is a business's.

    >>> identify("91 110000 60003734-1L").status
    <Status.VALID: 'valid'>
    >>> identify("11010519491231002X").reasons[0].code
    'personal_number'
    """
    if text.lstrip().startswith(listing.PREFIX):
        return _list_row(text.strip())
    code, changes = spell(text)
    asked = _Asked(text=text.strip(), code=code, typed=typed, shown=shown)
    found = _BY_LENGTH.get(len(code), _unrecognised)(asked) if code.strip("0") else _refusal(asked, _FILLER)
    return msgspec.structs.replace(found, changes=changes) if changes else found


class _Asked(NamedTuple):
    text: str
    code: str
    typed: Scheme | None
    shown: SubjectClass | None


def _uscc(asked: _Asked) -> Identification:
    code = asked.code
    if is_citizen_number(code):
        return _person(asked, "It is a citizen's identification number (GB 11643), valid by its check digit.")
    if not uscc.SHAPE.fullmatch(code):
        return _refusal(asked, _ALPHABET)
    if code.startswith(uscc.INDIVIDUAL_BUSINESS):
        return _refusal(asked, _INDIVIDUAL_BUSINESS)
    doubts = _uscc_doubts(code)
    if doubts and is_near_miss(code):
        return _held("*" * len(code), Scheme.USCC, Status.QUARANTINE, *doubts, _NEAR_MISS)
    synthetic = uscc.is_synthetic(code)
    notes: tuple[Reason, ...] = (_SYNTHETIC,) if synthetic else ()
    if code[:2] not in CATEGORIES:
        notes += (_CATEGORY,)
    if not synthetic and code[2:4] not in PROVINCES and code[2:8] != _NATIONAL:
        notes += (_DIVISION,)
    whole = Status.SYNTHETIC if synthetic else Status.VALID
    return Identification(
        code=code,
        status=Status.QUARANTINE if doubts else whole,
        scheme=Scheme.USCC,
        subject_class=None if doubts else uscc.shown_class(code),
        reasons=(*doubts, *notes),
        synthetic=synthetic,
    )


def _uscc_doubts(code: str) -> tuple[Reason, ...]:
    holds = uscc.checks(code)
    if holds.own and holds.organisation_code and code[0] in AUTHORITIES:
        return ()
    found = (
        (_AUTHORITY, code[0] not in AUTHORITIES),
        (_USCC_CHECK, not holds.own),
        (_USCC_INNER_CHECK, not holds.organisation_code),
    )
    return tuple(reason for reason, applies in found if applies)


def _lei(asked: _Asked) -> Identification:
    code = asked.code
    if not lei.SHAPE.fullmatch(code):
        return _refusal(asked, _UNRECOGNISED)
    synthetic = lei.is_synthetic(code)
    notes = (_SYNTHETIC,) if synthetic else ()
    if not lei.is_valid(code):
        found = _held(code, Scheme.LEI, Status.QUARANTINE, _LEI_CHECK, *notes)
    else:
        found = _held(code, Scheme.LEI, Status.SYNTHETIC if synthetic else Status.VALID, *notes)
    return msgspec.structs.replace(found, synthetic=synthetic)


def _registration_15(asked: _Asked) -> Identification:
    code, scheme = asked.code, Scheme.REGISTRATION_15
    match registration_15.form(code):
        case registration_15.Form.NONE:
            return _refusal(asked, _UNRECOGNISED)
        case registration_15.Form.LETTERED:
            return _held(code, scheme, Status.QUARANTINE, _LETTERED)
        case registration_15.Form.CHECK_FAILS:
            if is_old_number(code):
                return _person(asked, "It has the form of a 15-digit citizen's number and is no registration number.")
            return _held(code, scheme, Status.QUARANTINE, _REGISTRATION_CHECK)
        case registration_15.Form.VALID:
            return _registered_business(asked)


def _registered_business(asked: _Asked) -> Identification:
    code, scheme = asked.code, Scheme.REGISTRATION_15
    if asked.typed is not scheme and is_old_number(code):
        return _held("*" * len(code), scheme, Status.QUARANTINE, _AMBIGUOUS)
    if asked.shown is None and registration_15.may_be_individual_business(code):
        return _held(code, scheme, Status.QUARANTINE, _INDIVIDUAL_RANGE)
    return _held(code, scheme, Status.VALID)


def _registration_13(asked: _Asked) -> Identification:
    if not registration_13.is_possible(asked.code):
        return _unrecognised(asked)
    return _held(asked.code, Scheme.REGISTRATION_13, Status.VALID, _UNCHECKED)


def _organisation_code(asked: _Asked) -> Identification:
    code, scheme = asked.code, Scheme.ORGANISATION_CODE
    grouped_otherwise = code not in asked.text and recognise(asked.text) is PersonalScheme.US
    if organisation_code.is_valid(code) and (asked.typed is scheme or not grouped_otherwise):
        return _held(code, scheme, Status.VALID)
    if recognise(asked.text) is None and recognise(code) is None and organisation_code.SHAPE.fullmatch(code):
        return _held(code, scheme, Status.QUARANTINE, _INNER_CHECK)
    return _unrecognised(asked)


def _unrecognised(asked: _Asked) -> Identification:
    if recognise(asked.text) or recognise(asked.code):
        return _person(asked, "It has the form of a personal number and is valid as no other code.")
    return _refusal(asked, _SPREADSHEET if _EXPONENT.fullmatch(asked.text) else _UNRECOGNISED)


def _list_row(text: str) -> Identification:
    asked = _Asked(text=text, code=text, typed=None, shown=None)
    key = listing.parse(text)
    if key is None:
        return _refusal(asked, _LIST_FORM)
    if find(key.key):
        return _person(asked, "The key of the list's row holds a personal number.")
    if listing.is_synthetic(key):
        found = _held(text, Scheme.LIST, Status.SYNTHETIC, _SYNTHETIC)
        return msgspec.structs.replace(found, synthetic=True)
    return _held(text, Scheme.LIST, Status.VALID)


def _held(code: str, scheme: Scheme, status: Status, *reasons: Reason) -> Identification:
    return Identification(code=code, status=status, scheme=scheme, reasons=reasons)


def _refusal(asked: _Asked, reason: Reason) -> Identification:
    return Identification(code=asked.code, status=Status.REFUSED, reasons=(reason,))


def _person(asked: _Asked, text: str) -> Identification:
    return _refusal(asked._replace(code="*" * len(asked.code)), Reason("personal_number", text))


_BY_LENGTH: Final[dict[int, Callable[[_Asked], Identification]]] = {
    9: _organisation_code,
    13: _registration_13,
    15: _registration_15,
    18: _uscc,
    20: _lei,
}

_NATIONAL: Final = "100000"
_EXPONENT: Final = re.compile(r"[0-9]\.?[0-9]*[Ee]\+?[0-9]{1,2}")

_FILLER: Final = Reason("filler", "There is no code, or only noughts to fill its place.")
_ALPHABET: Final = Reason(
    "alphabet", f"A unified social credit code has six digits in places 3 to 8 and elsewhere only {uscc.ALPHABET}."
)
_INDIVIDUAL_BUSINESS: Final = Reason(
    "individual_business", "Codes that begin with 92 belong to individual businesses, which are persons in trade."
)
_AUTHORITY: Final = Reason("authority_unknown", "GB 32100 knows no registering authority of this first character.")
_USCC_CHECK: Final = Reason("check_character", "The check character after GB 32100 does not hold.")
_USCC_INNER_CHECK: Final = Reason("organisation_code_check", "The organisation code inside fails its own check.")
_NEAR_MISS: Final = Reason("personal_shape", "But for its check digit it would be a citizen's number, so it is masked.")
_SYNTHETIC: Final = Reason("synthetic", "It carries the mark of what does not exist.")
_CATEGORY: Final = Reason("category_unknown", "The table has no such category, so the code shows no class.")
_DIVISION: Final = Reason("division_unlisted", "No province has this division; advisory, since issued codes do it too.")
_LEI_CHECK: Final = Reason("check_digits", "The check digits after ISO 17442 do not hold.")
_LETTERED: Final = Reason("check_not_computable", "A registration number with letters: nothing in it can be checked.")
_REGISTRATION_CHECK: Final = Reason("check_digit", "The check digit after GS 15-2006 does not hold.")
_AMBIGUOUS: Final = Reason(
    "registration_or_person", "It may be a registration number or a citizen's number of before 1999; state the scheme."
)
_INDIVIDUAL_RANGE: Final = Reason(
    "individual_business_range",
    "Sequences of 6 to 9 are said to be individual businesses (from memory, grade M); state the type of the subject.",
)
_UNCHECKED: Final = Reason("no_check_digit", "Numbers of before 2006 have no check digit; only the form was seen.")
_INNER_CHECK: Final = Reason("check_character", "The check character after GB 11714 does not hold.")
_SPREADSHEET: Final = Reason("spreadsheet_number", "A spreadsheet has rounded the code to a number; write it as text.")
_UNRECOGNISED: Final = Reason("unrecognised", "No scheme has codes of this length and form.")
_LIST_FORM: Final = Reason("list_form", "A row of a list is written list:<list>:<key>, the list in lower case.")
