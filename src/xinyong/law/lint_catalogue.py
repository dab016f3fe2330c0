"""No adverse rule without basis in the catalogue: what a registry's pack burdens must be public credit information.

A kind is such information for a pack where an edition that may have been in force on one of the pack's days holds one
of its items, or where a local regulation of the pack's region carries it. Packs that run in the lab alone are not
asked, nor rules that are disabled, nor packs that ended before the first edition: they reconstruct the past.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xinyong.law.expr import tree
from xinyong.law.expr.analysis import columns
from xinyong.law.expr.parsing import Wrong, parse_condition
from xinyong.law.lint_rules import adverse
from xinyong.law.pack import LAB_ALONE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xinyong.law.editions import Editions
    from xinyong.law.kinds import Catalogue, RecordKind
    from xinyong.law.lint_report import Report
    from xinyong.law.pack import Pack
    from xinyong.law.rule import Rule


def reconstructs(pack: Pack, kinds: Catalogue) -> bool:
    """Whether a pack ended before there was any edition: it judges acts of its own days, as they were judged then."""
    return kinds.editions is not None and pack.valid_to is not None and pack.valid_to <= kinds.editions.first_day


def lint_catalogue(pack: Pack, kinds: Catalogue, report: Report) -> None:
    """Note adverse rules whose kinds no edition of the pack's days holds, nor a regulation of its region."""
    editions = kinds.editions
    if editions is None or pack.use in LAB_ALONE or reconstructs(pack, kinds):
        return
    for rule in _burdening(pack):
        place = report.at(f"rules[{rule.id}].kinds")
        for kind in (kinds.kinds[name] for name in rule.kinds if name in kinds.kinds):
            why = "" if kind.catalogue.outside is None else f": {kind.catalogue.outside}"
            place.unless(
                _held(kind, pack, editions),
                "catalogue-outside",
                f"it burdens by {kind.id!r}, which no catalogue of the pack's days and region holds{why}.",
                "Burden by a kind that the catalogue holds, or write `use: lab`.",
            )


def _burdening(pack: Pack) -> Iterator[Rule]:
    """The rules with an adverse effect, and those that feed a fact which an adverse conclusion reads."""
    scope = tree.facts_scope(tuple(fact.id for fact in pack.facts))
    nodes = (parse_condition(one.when, scope) for one in pack.conclusions if adverse(pack, one.effect))
    read = {name for node in nodes if not isinstance(node, Wrong) for name in columns(node)}
    fed = {name for fact in pack.facts if fact.id in read for name in fact.rules}
    return (rule for rule in pack.rules if rule.disabled is None and (adverse(pack, rule.effect) or rule.id in fed))


def _held(kind: RecordKind, pack: Pack, editions: Editions) -> bool:
    place = kind.catalogue
    if place.supplement is not None:
        regulation = editions.regulation(place.supplement)
        return regulation is not None and regulation.carries(pack.id, pack.valid_to)
    ids = {item.id for edition in editions.between(pack.valid_from, pack.valid_to) for item in editions.items(edition)}
    return bool(ids.intersection(place.items))
