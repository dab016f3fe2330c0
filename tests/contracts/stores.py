"""Stores to run the contract on, and drafts to put into them."""

import datetime as dt
import random
from collections.abc import Callable, Sequence
from hashlib import sha256

from xinyong.adapters.store import SqlStore, Target, init_store
from xinyong.kernel.facts import FactValue
from xinyong.kernel.ids import Plane, Seq, SubjectNumber
from xinyong.ledger.entries import (
    AnyContent,
    DeliveryOpened,
    Draft,
    IdentifierGiven,
    NameGiven,
    RecordEntered,
    StoreOpened,
    SubjectOpened,
)
from xinyong.ledger.store import Held

DELIVERY = sha256(b"a delivery").hexdigest()
REAL_CODE = "91310000MA1FL0TX5J"
SYNTHETIC_CODE = "91990000MA1FL0TX5J"


def seeded(seed: int = 1) -> Callable[[int], bytes]:
    """Salts that are the same in every run."""
    return random.Random(seed).randbytes  # noqa: S311 - a test wants the same salts again


def opening(plane: Plane = Plane.REAL) -> StoreOpened:
    """The first entry of a store."""
    return StoreOpened(plane=plane, name="a store", account="lin", office="office")


def fresh(target: Target, *, plane: Plane = Plane.REAL, wait_s: float = 10) -> SqlStore:
    """A new store, with its two first entries known at 1000."""
    return init_store(target, opening(plane), known_at=1000, salts=seeded(), wait_s=wait_s)


def digest(text: str) -> str:
    """A digest in hex."""
    return sha256(text.encode()).hexdigest()


def record(  # noqa: PLR0913 - a test names what it is about
    key: str,
    *,
    row: str = "",
    facts: dict[str, FactValue] | None = None,
    replaces: Seq | None = None,
    delivery: str = DELIVERY,
    line: int = 1,
) -> RecordEntered:
    """A record of a penalty."""
    return RecordEntered(
        kind="penalty",
        key=digest(key),
        row=digest(row or key),
        facts={"effective": dt.date(2024, 1, 31), "amount": 500} if facts is None else facts,
        document={"note": "违法经营"},
        source=("甲", "500"),
        delivery=delivery,
        line=line,
        replaces=replaces,
    )


def opened(*, snapshot_of: str | None = None, delivery: str = DELIVERY) -> Draft:
    """A delivery that begins to come in."""
    content = DeliveryOpened(
        delivery=delivery,
        mapping="penalty",
        mapping_digest="00",
        form="2018",
        snapshot_of=snapshot_of,
        snapshot_on=dt.date(2024, 2, 1),
    )
    return Draft(content=content, authority="authority", actor="lin")


def about(subject: SubjectNumber, *contents: AnyContent) -> list[Draft]:
    """Drafts about a subject."""
    return [Draft(content=content, subject=subject, authority="authority") for content in contents]


def organisation(
    store: SqlStore, *, code: str = REAL_CODE, name: str = "上海某某有限公司", at: int = 2000
) -> SubjectNumber:
    """Let an organisation become known: three entries."""
    with store.writing(at) as writer:
        subject = writer.open_subject()
        writer.append(
            about(
                subject,
                SubjectOpened(subject_class="enterprise", shown_by="code"),
                IdentifierGiven(scheme="uscc", value=code),
                NameGiven(name=name, language="zh", form="delivered"),
            )
        )
    return subject


def put(store: SqlStore, drafts: Sequence[Draft], *, at: int = 3000) -> Seq:
    """Append drafts in a transaction of their own; the number of the last one."""
    with store.writing(at) as writer:
        writer.append(drafts)
    return Seq(store.checkpoint().shards["0"][0])


def held(*, line: int = 1, delivery: str = DELIVERY) -> Held:
    """A row that waits for a human."""
    return Held(
        delivery=delivery,
        line=line,
        verdict="quarantined",
        field="code",
        value="91",
        reason="code-check",
        text="The code does not check.",
        fix="Look it up in the register.",
        source=("91", "违法经营"),
    )
