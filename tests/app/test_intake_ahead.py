"""The next batch is decided while one is written, and comes to what it would have come to after it."""

import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.app.intake_desk import AUTHORITY, FORMS, ON, Desk, desk_at
from tests.intakes import PENALTY, Row, code, penalty, write
from xinyong.adapters.files.staging import Stager, Staging
from xinyong.app.intake.ahead import decided
from xinyong.app.intake.counts import Counts
from xinyong.app.intake.naming import Namer
from xinyong.app.intake.run import Order, Report, ingest
from xinyong.app.intake.staging import Staged, StagedRow
from xinyong.kernel.errors import Fault
from xinyong.kernel.ids import Seq
from xinyong.ledger.entries import Draft, RecordWritten, SubjectOpened
from xinyong.ledger.store import Held
from xinyong.sources.layout import Circumstances

REGISTER = "register-uscc"
DOUBTFUL = code(1)[:-1] + ("0" if code(1)[-1] != "0" else "1")


@contextmanager
def _staged(desk: Desk, rows: Sequence[Row], form: str = PENALTY) -> Generator[Staging]:
    """Rows as they wait to be entered."""
    given = Circumstances(authority=AUTHORITY, plane=desk.store.plane, on=ON)
    path = write(desk.folder / "rows.csv", rows)
    stager = Stager(mapping=FORMS.form(form), given=given, catalogue=FORMS.catalogue, folder=desk.folder / "tmp")
    with stager.staged(path) as staged:
        yield staged


def _enter(desk: Desk, staged: Staged, clock: Callable[[], int] = lambda: 2_000) -> Report:
    order = Order(authority=AUTHORITY, mapping=FORMS.form(PENALTY), batch=desk.batch)
    return ingest(desk.store, staged, order, clock)


def _said(desk: Desk) -> tuple[list[Draft], list[Held]]:
    """All that the ledger says, but salts and heads, and every held row."""
    entries = [
        Draft(
            content=entry.content,
            subject=entry.header.subject,
            valid_on=entry.header.valid_on,
            authority=entry.header.authority,
            actor=entry.header.actor,
        )
        for entry in desk.store.entries(Seq(0))
        if entry.content is not None
    ]
    return entries, desk.held(None)


def _namer(desk: Desk, staged: Staging) -> Namer:
    form = FORMS.form(PENALTY)
    return Namer(store=desk.store, delivery=staged.digest, authority=AUTHORITY, actor=None, form=form, snapshot=False)


@pytest.fixture
def desk(tmp_path: Path) -> Generator[Desk]:
    """A desk on SQLite."""
    found = desk_at(tmp_path / "store.db", tmp_path)
    yield found
    found.store.close()


def _penalty(number: int, organisation: int, fine: str, day: str, doubtful: bool) -> Row:  # noqa: FBT001 - drawn
    changed = {"CF_XDR_SHXYM": DOUBTFUL} if doubtful else {}
    return penalty(number, organisation, CF_NR_FK=fine, CF_JDRQ=day, **changed)


_PENALTIES = st.builds(
    _penalty,
    st.integers(0, 6),
    st.integers(0, 4),
    st.sampled_from(["0.1", "0.2", "many"]),
    st.sampled_from(["2025-07-01", "2025-07-01", ""]),
    st.sampled_from([False, False, False, True]),
)


def _registered(organisation: int, name: str, event: str) -> Row:
    return {
        "code": code(organisation),
        "name": f"{name}有限公司",
        "registration_number": "",
        "status": "存续",
        "established": "2010-01-04",
        "event": event,
        "changed_on": "2020-05-01" if event else "",
        "other_codes": "",
    }


_REGISTERED = st.builds(
    _registered, st.integers(0, 3), st.sampled_from(["甲", "乙", "丙"]), st.sampled_from(["", "名称变更", "注销"])
)


@given(
    deliveries=st.lists(
        st.one_of(
            st.tuples(st.just(PENALTY), st.lists(_PENALTIES, min_size=1, max_size=12)),
            st.tuples(st.just(REGISTER), st.lists(_REGISTERED, min_size=1, max_size=8)),
        ),
        min_size=1,
        max_size=3,
    ),
    batch=st.integers(1, 4),
)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_small_batches_come_to_what_one_comes_to(
    tmp_path_factory: pytest.TempPathFactory, deliveries: list[tuple[str, list[Row]]], batch: int
) -> None:
    """Keys that come again, subjects opened just before, doubts, refusals, renaming: whatever the batch."""
    folders = [tmp_path_factory.mktemp("ahead") for _ in range(2)]
    at_once, ahead = (desk_at(folder / "store.db", folder) for folder in folders)
    ahead.batch = batch
    for form, rows in deliveries:
        assert at_once.take_in(rows, form) == ahead.take_in(rows, form)

    assert _said(at_once) == _said(ahead)
    at_once.store.close()
    ahead.store.close()


def _opened(drafts: Sequence[Draft]) -> int:
    return sum(isinstance(draft.content, SubjectOpened) for draft in drafts)


def test_a_subject_of_the_batch_before_is_known_though_not_committed(desk: Desk) -> None:
    """The first batch opens it and the second gives it a record; forgotten, as it is in the third, it is opened twice.

    Nothing is written here, which is against the rule by the third batch: that one shows what the rule is for.
    """
    with desk.store.turn("test"), _staged(desk, [penalty(number) for number in range(3)]) as staged:
        batches = ([row] for row in staged.prepared(after=0))

        first, second, third = decided(desk.store, _namer(desk, staged), batches, Counts())

    assert [1, 0, 1] == [_opened(one.drafts) for one in (first, second, third)]
    assert first.drafts[-1].subject == second.drafts[-1].subject != third.drafts[-1].subject


def test_a_key_of_the_batch_before_is_looked_up_after_its_commit(desk: Desk) -> None:
    """A correction names the entry that it corrects, which has its number only then."""
    with desk.store.turn("test"), _staged(desk, [penalty(1), penalty(1, CF_NR_FK="0.3")]) as staged:
        found = decided(desk.store, _namer(desk, staged), ([row] for row in staged.prepared(after=0)), Counts())
        first = next(found)
        with desk.store.writing(2_000) as writer:
            writer.append(first.drafts)
        sealed = desk.store.checkpoint().shards["0"][0]
        second = next(found)
        found.close()

    [correction] = [draft.content for draft in second.drafts]
    assert isinstance(correction, RecordWritten)
    assert sealed == correction.replaces


def test_sums_are_those_of_each_batch(desk: Desk) -> None:
    """What is decided ahead counts no row of the batch that is being written."""
    with desk.store.turn("test"), _staged(desk, [penalty(1), penalty(2, 2, CF_JDRQ=""), penalty(3, 3)]) as staged:
        batches = ([row] for row in staged.prepared(after=0))
        found = [one.counts for one in decided(desk.store, _namer(desk, staged), batches, Counts())]

    assert [(1, 0, 1), (1, 1, 2), (2, 1, 3)] == [(one.entered, one.refused, one.seen) for one in found]
    assert [0, 1, 1] == [sum(one.reasons.values()) for one in found]


class _TornFault(Fault):
    """The staged rows can't be read on."""

    code = "TEST-TORN"


class _Torn:
    """Staged rows that can't be read to their end."""

    def __init__(self, staged: Staging, rows: int) -> None:
        self._staged = staged
        self._rows = rows

    def __getattr__(self, name: str) -> object:
        return getattr(self._staged, name)

    def prepared(self, *, after: int) -> Iterator[StagedRow]:
        """Yield some rows, then fail."""
        for number, row in enumerate(self._staged.prepared(after=after)):
            if number == self._rows:
                what = "The rows are torn."
                raise _TornFault(what, remedy="Stage them again.")
            yield row


def _rows() -> list[Row]:
    return [penalty(number % 9, number % 5, CF_NR_FK=f"0.{1 + number // 9}") for number in range(20)]


def _deciding() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("deciding")]


@pytest.fixture
def undisturbed(tmp_path: Path) -> tuple[list[Draft], list[Held]]:
    """What the ledger says when nothing befell it."""
    folder = tmp_path / "undisturbed"
    folder.mkdir()
    calm = desk_at(folder / "store.db", folder)
    calm.batch = 3
    with _staged(calm, _rows()) as staged:
        _enter(calm, staged)
    found = _said(calm)
    calm.store.close()
    return found


@pytest.mark.parametrize("after", [0, 2, 7, 19])
def test_a_fault_in_the_deciding_is_told_and_the_delivery_goes_on(
    desk: Desk, undisturbed: tuple[list[Draft], list[Held]], after: int
) -> None:
    """The thread is gone, what came before is committed, and the next run ends as if nothing had been."""
    desk.batch = 3
    with _staged(desk, _rows()) as staged:
        with pytest.raises(_TornFault):
            _enter(desk, _Torn(staged, after))  # type: ignore[arg-type] # it answers for what it wraps
        assert [] == _deciding()

        _enter(desk, staged)

    assert undisturbed == _said(desk)


@pytest.mark.parametrize("transaction", [1, 2, 4])
def test_a_fault_in_the_writing_drops_what_was_decided_ahead(
    desk: Desk, undisturbed: tuple[list[Draft], list[Held]], transaction: int
) -> None:
    """Also its subject numbers: the next run gives them again."""
    desk.batch = 3
    ticks = count()

    def clock() -> int:
        if next(ticks) == transaction:
            what = "The clock stands."
            raise _TornFault(what, remedy="Wind it.")
        return 2_000

    with _staged(desk, _rows()) as staged:
        with pytest.raises(_TornFault):
            _enter(desk, staged, clock)
        assert [] == _deciding()

        _enter(desk, staged)

    assert undisturbed == _said(desk)
