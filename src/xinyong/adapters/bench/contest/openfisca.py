"""OpenFisca, as its users write law: variables with vectorised formulas, records as members of an organisation.

Its groups sum members by NumPy; it has no windows, so `once` and `repeat` are formulas that sort, as in `arrays`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from xinyong.adapters.bench.contest.arrays import Rated, doubled, first_of_period
from xinyong.adapters.bench.contest.workload import BANDS, DAY, EPOCH, GRADES, KINDS, START, TABLE

if TYPE_CHECKING:
    from openfisca_core.simulations import Simulation

    from xinyong.adapters.bench.contest.workload import Records

TODAY: Final = (DAY - EPOCH).days
PERIOD: Final = DAY.strftime("%Y-%m-%d")

RECORD: Final = build_entity("record", "records", "A record", is_person=True)
ORGANISATION: Final = build_entity(
    "organisation", "organisations", "An organisation", roles=[{"key": "member", "plural": "members"}]
)


def _variable(name: str, entity: Any, value_type: type, formula: Any = None) -> type[Variable]:  # noqa: ANN401 - its API is untyped
    body: dict[str, Any] = {
        "value_type": value_type,
        "entity": entity,
        "definition_period": DateUnit.ETERNITY,
        "label": name,
    }
    if formula is not None:
        body["formula"] = formula
    return type(name, (Variable,), body)


def system(records: Records) -> TaxBenefitSystem:
    """Return the law as OpenFisca variables: one for the points of each rule, then totals and grades."""
    law = TaxBenefitSystem([RECORD, ORGANISATION])
    for name in ("kind", "effective", "amount", "known"):
        law.add_variable(_variable(name, RECORD, int))
    for rule in range(len(TABLE)):
        law.add_variable(_variable(f"rule_{rule}", RECORD, int, _rule(rule, records)))
        law.add_variable(_variable(f"dark_{rule}", RECORD, int, _dark(rule, records)))
    law.add_variable(_variable("total", ORGANISATION, int, _total))
    law.add_variable(_variable("unknown", ORGANISATION, int, _unknown))
    law.add_variable(_variable("grade", ORGANISATION, int, _grade))
    return law


def _alive(rule: int, records: Records, member: Any, period: Any) -> Any:  # noqa: ANN401 - as above
    return records.ends[rule][member("effective", period)] > TODAY


def _rule(rule: int, records: Records) -> Any:  # noqa: ANN401 - as above
    row = TABLE[rule]

    def formula(member: Any, period: Any) -> Any:  # noqa: ANN401 - as above
        met = member("kind", period) == KINDS.index(row.kind)
        if row.low is not None and row.high is not None:
            amount = member("amount", period)
            met = met & (member("known", period) == 1) & (amount >= row.low) & (amount < row.high)
        points = np.full(len(met), row.points, dtype=np.int64)
        if row.repeat != 1:
            place = np.flatnonzero(met)
            until = records.ends[rule][records.effective[place]]
            points[place] *= doubled(records, place, until, row.repeat)
        hit = met & _alive(rule, records, member, period)
        if row.once:
            place = np.flatnonzero(hit)
            kept = np.zeros(len(hit), dtype=np.bool_)
            kept[place[first_of_period(records, place, month=row.once == "month")]] = True
            hit = kept
        return np.where(hit, 1 if row.direct else points, 0)

    return formula


def _dark(rule: int, records: Records) -> Any:  # noqa: ANN401 - as above
    row = TABLE[rule]

    def formula(member: Any, period: Any) -> Any:  # noqa: ANN401 - as above
        if row.low is None:
            return np.zeros(member.count, dtype=np.int64)
        unknown = (member("kind", period) == KINDS.index(row.kind)) & (member("known", period) == 0)
        return (unknown & _alive(rule, records, member, period)).astype(np.int64)

    return formula


def _total(group: Any, period: Any) -> Any:  # noqa: ANN401 - as above
    scored = (rule for rule, row in enumerate(TABLE) if not row.direct)
    return START + sum(group.sum(group.members(f"rule_{rule}", period)) for rule in scored)


def _unknown(group: Any, period: Any) -> Any:  # noqa: ANN401 - as above
    asked = (rule for rule, row in enumerate(TABLE) if row.low is not None)
    return sum(group.sum(group.members(f"dark_{rule}", period)) for rule in asked)


def _grade(group: Any, period: Any) -> Any:  # noqa: ANN401 - as above
    total = group("total", period)
    grade = sum((total < least).astype(np.int64) for _, least in BANDS if least is not None)
    for rule, row in enumerate(TABLE):
        if row.direct:
            held = group.any(group.members(f"rule_{rule}", period) > 0)
            grade = np.maximum(grade, np.where(held, GRADES.index(row.direct), 0))
    return grade


def simulation(law: TaxBenefitSystem, records: Records) -> Simulation:
    """Return a simulation with the records set; timed with the rating, as a new day needs a new one."""
    builder = SimulationBuilder()
    builder.create_entities(law)
    builder.declare_person_entity("record", records.seq)
    organisation = builder.declare_entity("organisation", np.unique(records.subject))
    builder.join_with_persons(organisation, records.subject, np.full(len(records.seq), "member"))
    run = builder.build(law)
    run.set_input("kind", PERIOD, records.kind.astype(np.int64))
    run.set_input("effective", PERIOD, records.effective.astype(np.int64))
    run.set_input("amount", PERIOD, records.amount)
    run.set_input("known", PERIOD, (~records.unknown).astype(np.int64))
    return run


def rate(law: TaxBenefitSystem, records: Records, *, reasons: bool) -> Rated:
    """Rate every organisation; reasons are the non-zero points of each rule."""
    run = simulation(law, records)
    with_records = np.unique(records.subject)  # its groups have members; the others keep the start score
    filled = {"total": START, "grade": 0, "unknown": 0}
    columns = {name: np.full(records.organisations, value, dtype=np.int64) for name, value in filled.items()}
    for name, column in columns.items():
        column[with_records] = run.calculate(name, PERIOD)
    told = None
    if reasons:
        parts = [_told(run, rule, records) for rule in range(len(TABLE))]
        told = tuple(np.concatenate(column) for column in zip(*parts, strict=True))
    return Rated(**columns, reasons=told)  # type: ignore[arg-type] # four columns


def _told(run: Simulation, rule: int, records: Records) -> tuple[Any, Any, Any, Any]:
    points = run.calculate(f"rule_{rule}", PERIOD)
    hit = np.flatnonzero(points)
    worth = np.zeros(len(hit), dtype=np.int64) if TABLE[rule].direct else points[hit]
    return records.subject[hit], records.seq[hit], np.full(len(hit), rule, dtype=np.int64), worth
