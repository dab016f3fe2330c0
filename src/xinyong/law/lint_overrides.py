"""What well-made overrides are: by themselves, and beside the packs whose rules they name.

An override ends, holds nothing beside overrides, names rules that there are, and names none whose absence could burden
(`law.rewriting`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xinyong.kernel.facts import BY_NAME, FactType
from xinyong.law.expr import analysis, tree
from xinyong.law.expr.parsing import Wrong, parse_condition
from xinyong.law.lint_conditions import condition_columns
from xinyong.law.lint_report import Report
from xinyong.law.lint_rules import ID, filled
from xinyong.law.rewriting import names, rewritten, unfit

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from xinyong.law.finding import Finding
    from xinyong.law.kinds import Catalogue
    from xinyong.law.override import Override
    from xinyong.law.pack import Pack


def lint_overrides(pack: Pack, report: Report) -> None:
    """Note what is wrong with the overrides of one pack by themselves."""
    if pack.overrides is None:
        return
    report.at("valid_to").unless(
        pack.valid_to is not None, "never-ends", "an override that never ends.", "Add `valid_to:`."
    )
    report.at("overrides").unless(
        bool(pack.overrides), "override-empty", "it overrides nothing.", "Name rules, or leave `overrides` out."
    )
    beside = [name for name in _SAYING if getattr(pack, name)]
    text = f"an override holds nothing beside: {', '.join(beside)}."
    report.unless(not beside, "override-beside", text, "Put what burdens, or rates, into a pack of its own.")
    ids = [override.id for override in pack.overrides]
    for override in pack.overrides:
        place = report.at(f"overrides[{override.id}]")
        known = ID.fullmatch(override.id) is not None and ids.count(override.id) == 1
        place.unless(known, "id", f"{override.id!r} is no id, or stands twice.", "Use a-z, 0-9 and hyphens.")
        column = BY_NAME.get(override.acts)
        dated = column is not None and column.type is FactType.DATE
        place.at("acts").unless(
            dated, "life-column", f"`{override.acts}` is no date column.", "Name a column of type DATE."
        )
        if override.when is not None:
            condition_columns(override.when, tree.RECORD, place.at("when"))


_SAYING = (
    *("applies", "rules", "groups", "facts", "conclusions", "accruals"),
    *("rating", "lists", "publication", "consequences"),
)
"""The keys by which a pack says anything itself; an override has none of them."""


def lint_overridden(
    packs: Sequence[tuple[Pack, str]], kinds: Catalogue, *, about: Collection[str] | None = None
) -> tuple[Finding, ...]:
    """Return what is wrong between the overrides of a shelf and the packs that they name.

    Args:
        packs: each pack with its file.
        kinds: the catalogue of record kinds.
        about: only what concerns a pack of one of these files, as the override or as what it names; None: all.
    """
    findings: list[Finding] = []
    for by, file in packs:
        for override in by.overrides or ():
            named = [(pack, at) for pack, at in packs if names(override, pack) and pack.overrides is None]
            if about is None or file in about or any(at in about for _, at in named):
                report = Report(file, f"overrides[{override.id}]", findings)
                _beside(by, override, [pack for pack, _ in named], kinds, report)
    return tuple(findings)


def _beside(by: Pack, override: Override, named: Sequence[Pack], kinds: Catalogue, report: Report) -> None:
    report.at("pack").unless(
        bool(named), "override-pack-unknown", f"there is no pack {override.pack!r}.", "Write an id, or id@version."
    )
    report.at("rules").unless(bool(override.rules), "override-empty", "it names no rule.", "Name rules of that pack.")
    known = {rule.id for pack in named for rule in pack.rules}
    for name in (name for name in override.rules if named and name not in known):
        text = f"{override.pack} has no rule {name!r}; an override touches rules alone, no list and no term."
        report.at("rules").say("override-rule-unknown", text, "Name one of its rules.")
    when = tree.Literal(value=True) if override.when is None else parse_condition(override.when, tree.RECORD)
    read = [override.acts, *(() if isinstance(when, Wrong) else analysis.columns(when))]
    for pack in named:
        for name, why in unfit(pack, override):
            text = f"without {name} of {pack.name} somebody could fare worse: {why}."
            report.at("rules").say("override-burdens", text, "Leave the rule out, or name its whole group.")
        for rule in pack.rules:
            if rule.id in override.rules:
                filled(rule.kinds, read, kinds, report)
                text = rewritten(rule, override, by).when or ""
                readable = by.valid_to is None or isinstance(when, Wrong)
                readable = readable or not isinstance(parse_condition(text, tree.RECORD), Wrong)
                remedy = "Shorten `when`."
                report.unless(readable, "condition", f"`{text}` is too long to be read.", remedy)
