"""Actors: officials and agents, by account and office. The one way in which a person appears in the registry.

An account is a name at a desk, never a number of a person: one that holds a personal number is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final

from xinyong.kernel.errors import Fault
from xinyong.register.personal_scan import find

ACCOUNT: Final = re.compile(r"[a-z][a-z0-9._@-]{1,63}")
"""What an account looks like."""

_OFFICE_LENGTH: Final = 200


class ActorKind(Enum):
    """Who acts. The value is the name in the ledger."""

    OFFICIAL = "official"
    """A human who answers for what is decided."""
    AGENT = "agent"
    """Someone or something that acts for an office and decides nothing adverse."""


class ActorFault(Fault):
    """An actor was named who can't be one."""

    code = "ACTOR"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody who acts in the registry.

    Raises:
        ActorFault: the account is not one, the office is empty or too long, or either holds a personal number.
    """

    account: str
    office: str
    kind: ActorKind

    def __post_init__(self) -> None:
        """Refuse what is no account and no office."""
        if find(self.account) or find(self.office):
            what = "An account or office holds a personal number."
            raise ActorFault(what, remedy="Name accounts after the desk, not after the person's number.")
        if not ACCOUNT.fullmatch(self.account):
            what = f"{self.account!r} is no account."
            raise ActorFault(what, remedy="Give 2 to 64 of a-z, 0-9 and ._@-, a letter first.")
        if not self.office.strip() or len(self.office) > _OFFICE_LENGTH:
            what = f"The office of {self.account} is empty or longer than {_OFFICE_LENGTH} characters."
            raise ActorFault(what, remedy="Name the office that the account acts for.")
