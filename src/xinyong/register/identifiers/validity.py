"""Whether a code is valid under a scheme that is already known: one answer for all schemes."""

from __future__ import annotations

from typing import assert_never

from xinyong.register.identifiers import lei, listing, organisation_code, registration_13, registration_15, uscc
from xinyong.register.identifiers.scheme import Scheme


def is_valid(scheme: Scheme, code: str) -> bool:
    """Return whether `code`, spelled plainly, has the shape of `scheme` and passes every check that the scheme has.

    >>> is_valid(Scheme.USCC, "91110000600037341L")
    True
    """
    match scheme:
        case Scheme.USCC:
            return uscc.is_valid(code)
        case Scheme.ORGANISATION_CODE:
            return organisation_code.is_valid(code)
        case Scheme.REGISTRATION_15:
            return registration_15.form(code) is registration_15.Form.VALID
        case Scheme.REGISTRATION_13:
            return registration_13.is_possible(code)
        case Scheme.LEI:
            return lei.is_valid(code)
        case Scheme.LIST:
            return listing.parse(code) is not None
        case _:
            assert_never(scheme)
