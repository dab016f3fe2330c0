"""The command to try everything out: a synthetic authority network, taken in, evaluated and explained."""

from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from xinyong.cli import output
from xinyong.cli.options import AsJson
from xinyong.cli.progress import progress
from xinyong.cli.root import app

if TYPE_CHECKING:
    from xinyong.app.demo.summary import Summary

_SHOWN = 6


@app.command()
def demo(
    *,
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="Folder of the results; an earlier demo's is replaced.")
    ] = Path("demo"),
    organisations: Annotated[int, typer.Option("--organisations", min=1, metavar="N", help="How many.")] = 20_000,
    seed: Annotated[int, typer.Option("--seed", metavar="S", help="The same seed gives the same results.")] = 7,
    as_json: AsJson = False,
) -> None:
    """Let a synthetic authority network deliver for three years; take it in, evaluate it and explain one standing.

    Nothing in it exists: every code lies in division 99, which was never assigned.
    """
    from xinyong.bootstrap import demo as staged  # noqa: PLC0415 - heavy

    began = monotonic()
    with progress("Demo", unit="done") as meter:

        def told(work: str, done: int, total: int | None = None) -> None:
            meter.what, meter.total = work, None
            meter(done, total)

        found = staged.run(staged.Asked(out=out, organisations=organisations, seed=seed), told)
    if as_json:
        output.write_json(found)
    else:
        _tell(found, out)
    output.note(f"Done in {monotonic() - began:.0f} s.")


@app.command()
def bench(
    name: Annotated[
        Literal["scale", "packs", "peers", "vetting", "intake", "interpret", "standing"],
        typer.Argument(metavar="scale|packs|peers|vetting|intake|interpret|standing", help="What is measured."),
    ],
    *,
    organisations: Annotated[
        int | None,
        typer.Option("--organisations", min=1, metavar="N", help="How many; the benchmark's own size unless given."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Measure one thing on this machine: medians of at least three runs, with the machine and the versions beside them.

    The names of figures carry their units.
    """
    from xinyong.bootstrap import bench as benchmarks  # noqa: PLC0415 - heavy

    began = monotonic()
    found = benchmarks.run(name, organisations)
    if as_json:
        output.write_json(found.as_json())
    else:
        headings, *rows = found.table()
        output.table(headings, rows, title=found.name, right=headings[1:])
        for text in found.notes:
            output.say(text)
        output.say()
        output.pairs({**found.machine, **found.versions})
    output.note(f"Done in {monotonic() - began:.0f} s.")


def _tell(found: "Summary", out: Path) -> None:
    rows = found.rows
    output.say(f"An invented province: {found.organisations:,} organisations, seed {found.seed}.")
    output.say(found.notice)
    output.say()
    output.say(
        f"1. Its authorities delivered {found.deliveries:,} files with {rows.delivered:,} rows, defects included."
    )
    output.say("   Every row is accounted for:")
    names = ("entered", "corrected", "repeated", "refused", "quarantined", "personal")
    counts = {name: getattr(rows, name) for name in names}
    output.table(
        ("Rows", "What became of them"), ((count, _MEANING[name]) for name, count in counts.items()), right=("Rows",)
    )
    output.say(f"   They add up to {rows.accounted:,}. Later lists removed {rows.removed:,} records.")
    output.say()
    output.say("2. Rows that did not come in say why:")
    output.table(
        ("Rows", "Reason", "Meaning"),
        ((one.count, one.name, one.note) for one in found.refusals[:_SHOWN]),
        right=("Rows",),
    )
    output.say()
    output.say(f"3. The law was applied to everybody, as of {found.last_day}:")
    for grades in found.grades:
        partial = "; partial, so it grounds nothing" if grades.partial else ""
        output.say(f"   {grades.title}, {grades.status}{partial}:")
        output.say("     " + ", ".join(f"{one.name} {one.count:,}" for one in grades.grades))
        for sentence in grades.published:
            output.say(f"     Published of {sentence}")
    if any(grades.published for grades in found.grades):
        output.say(
            "   What was published stands beside for comparison: firms and breaches here are invented, not fitted."
        )
    output.say()
    output.say(f"4. One organisation explained: {found.explained.name}, {found.explained.identifier}")
    for sentence in found.explained.sentences:
        output.say(f"   {sentence}")
    output.say()
    output.say(f"Look at {out / 'index.html'}. Then ask:")
    for command in ("standing {id}", "explain {id} cn.tax.rating", "roadmap {id}", "history {id}"):
        as_of = "" if command.startswith("history") else f" --as-of {found.last_day}"
        output.say(f"  xinyong {command.format(id=found.explained.identifier)}{as_of} --data {out}")
    for command in ("quarantine list", "scorecard", "check-ledger"):
        output.say(f"  xinyong {command} --data {out}")


_MEANING = {
    "entered": "entered: new records",
    "corrected": "corrected: the same document with other content",
    "repeated": "repeated: came before, word for word",
    "refused": "refused: sent back with reason and fix",
    "quarantined": "quarantined: a human looks at it",
    "personal": "personal: about persons; counted and forgotten",
}
