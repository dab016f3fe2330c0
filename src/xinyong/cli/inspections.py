"""Commands about inspections: drawn by class from a published seed, and a published draw checked."""

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from xinyong.cli import output
from xinyong.cli.exits import ExitCode
from xinyong.cli.options import DATA_DIR, AsJson, AsOf, DataDir, Known, PacksDir, day
from xinyong.cli.progress import progress
from xinyong.cli.root import app

if TYPE_CHECKING:
    from xinyong.app.inspections import ClassLine, Draw, Listed

inspections = typer.Typer(no_args_is_help=True, help="Who is proposed for inspection, drawn so that anybody can check.")
app.add_typer(inspections, name="inspections")

Schedule: TypeAlias = Annotated[
    str, typer.Option("--pack", metavar="PACK", help="The family whose classes and inspection schedule count.")
]
SeedText: TypeAlias = Annotated[
    str, typer.Option("--seed", metavar="TEXT", help="The published seed, unknown to all until the list stood.")
]
Round: TypeAlias = Annotated[
    str, typer.Option("--round", metavar="TEXT", help="Which round of draws it is, such as 2026-11.")
]
Shares: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--share", metavar="CLASS=PERCENT", help="A share of a class other than the usual one; several can be given."
    ),
]
_HUNDREDTHS = 100


@inspections.command("list")
def list_candidates(
    *,
    pack: Schedule,
    as_of: AsOf = None,
    known: Known = None,
    out: Annotated[
        Path, typer.Option("--out", metavar="FILE", help="CSV of the list: every code with its class.")
    ] = Path("list.csv"),
    packs: PacksDir = None,
    data: DataDir = DATA_DIR,
    as_json: AsJson = False,
) -> None:
    """List who may be drawn, and the digest that an authority publishes before anybody can know the seed."""
    from xinyong.bootstrap import inspecting  # noqa: PLC0415 - heavy
    from xinyong.bootstrap.evaluation import Asked  # noqa: PLC0415 - as above

    asked = Asked(day=day(as_of), known=day(known), packs=packs or ())
    with progress("Listing", unit="steps") as told:
        listed = inspecting.list_store(data, asked, pack, out=out, told=told)
    if as_json:
        found = output.fields(listed)
        output.write_json({**found, "candidates": len(listed.candidates), "out": str(out)})
        return
    output.say(f"{len(listed.candidates):,} organisations may be drawn by {listed.pack}.")
    _tell_list(listed)
    output.say(f"List of codes and classes: SHA-256 {listed.list}")
    output.say(f"Wrote {out}. Publish the digest, and only then take a seed.")


@inspections.command("draw")
def draw_inspections(
    *,
    pack: Schedule,
    seed: SeedText,
    round: Round,  # noqa: A002 - the word of the option
    share: Shares = None,
    as_of: AsOf = None,
    known: Known = None,
    out: Annotated[
        Path,
        typer.Option("--out", metavar="FILE", help="CSV of the draw: every code with class, place and drawn or not."),
    ] = Path("draw.csv"),
    packs: PacksDir = None,
    data: DataDir = DATA_DIR,
    as_json: AsJson = False,
) -> None:
    """Draw organisations for inspection by the schedule of a pack; a proposal, and no measure on anybody.

    Of a class the least share that the schedule asks is drawn, or the greatest where it only sets a ceiling. Who has no
    class is drawn at the general rate, or not at all where there is none.
    """
    from xinyong.bootstrap import inspecting  # noqa: PLC0415 - heavy
    from xinyong.bootstrap.evaluation import Asked  # noqa: PLC0415 - as above
    from xinyong.effects.draw import Seed  # noqa: PLC0415 - as above

    asked = Asked(day=day(as_of), known=day(known), packs=packs or ())
    wanted = inspecting.Wanted(pack=pack, seed=Seed(seed, round), shares=_shares(share or []))
    with progress("Drawing", unit="steps") as told:
        listed, made = inspecting.draw_store(data, asked, wanted, out=out, told=told)
    if as_json:
        extra = {"ended": listed.ended, "decided": listed.decided, "out": str(out)}
        output.write_json({**output.fields(made), **extra})
        return
    _tell(made)
    _tell_list(listed)
    output.say(f"Wrote {out}.")


@inspections.command("check")
def check_draw(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The CSV of a published draw.")],
    *,
    pack: Schedule,
    seed: SeedText,
    round: Round,  # noqa: A002 - as above
    share: Shares = None,
    as_of: AsOf = None,
    packs: PacksDir = None,
    as_json: AsJson = False,
) -> None:
    """Make a published draw again from its list and seed; exit code 1 where a code was wrongly drawn or left out.

    It needs no store. Whether the list itself is right, the digest tells that was published before the seed.
    """
    from xinyong.bootstrap import inspecting  # noqa: PLC0415 - heavy
    from xinyong.bootstrap.evaluation import Asked  # noqa: PLC0415 - as above
    from xinyong.effects.draw import Seed  # noqa: PLC0415 - as above

    asked = Asked(day=day(as_of), packs=packs or ())
    wanted = inspecting.Wanted(pack=pack, seed=Seed(seed, round), shares=_shares(share or []))
    found = inspecting.of_file(file, asked, wanted)
    if as_json:
        output.write_json(found)
    else:
        _tell(found.draw)
        for one in found.wrong:
            output.say(f"{one.code} ({one.name}): {one.wrong}")
        output.say(f"{len(found.wrong)} of {found.draw.firms:,} codes are wrong.")
    if found.wrong:
        raise typer.Exit(ExitCode.FINDINGS)


def _tell_list(listed: "Listed") -> None:
    if listed.decided is not None:
        output.say(f"Classes are those decided for {listed.decided}.")
    if listed.ended:
        output.say(f"{listed.ended:,} organisations have ended and are not among them.")


def _tell(made: "Draw") -> None:
    columns = ("Class", "The schedule says", "Where", "Share", "Firms", "Drawn")
    output.table(columns, map(_row, made.classes), right=("Share", "Firms", "Drawn"))
    output.say(f"{made.drawn:,} of {made.firms:,} drawn by {made.pack}, seed {made.seed!r}, round {made.round!r}.")
    output.say(f"List of codes and classes: SHA-256 {made.list}")
    if made.partial:
        output.say("The pack encodes a part of its instrument.")
    output.say(made.notice)


def _row(line: "ClassLine") -> tuple[object, ...]:
    from xinyong.law.inspection import percent  # noqa: PLC0415 - not needed for help

    share = "none drawn" if line.share is None else percent(line.share)
    if line.rate is None:
        return line.name, "nothing", "", share, line.firms, line.drawn
    grade = f"{line.grade}, unverified" if line.unverified else line.grade
    where = f"{' '.join(filter(None, (line.instrument, line.article)))} [{grade}]"
    said = line.rate if line.own else f"in general {line.rate}"
    return line.name, said, where, share, line.firms, line.drawn


def _shares(texts: list[str]) -> dict[str, int]:
    return dict(map(_share, texts))


def _share(text: str) -> tuple[str, int]:
    name, _, number = text.partition("=")
    try:
        share = Decimal(number) * _HUNDREDTHS
    except InvalidOperation:
        share = Decimal("NaN")
    if not name or not share.is_finite() or share != int(share):
        message = f"{text!r} is no share: write CLASS=PERCENT, such as B=12.5."
        raise typer.BadParameter(message)
    return name, int(share)
