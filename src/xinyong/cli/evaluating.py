"""Commands for everybody at once: ratings and contributions, and records as Parquet."""

from pathlib import Path
from typing import Annotated

import typer

from xinyong.cli import output
from xinyong.cli.options import DATA_DIR, AsJson, AsOf, DataDir, Known, PacksDir, day
from xinyong.cli.progress import progress
from xinyong.cli.root import app

export = typer.Typer(no_args_is_help=True, help="What leaves a store as files.")
app.add_typer(export, name="export")


@app.command()
def evaluate(
    *,
    as_of: AsOf = None,
    known: Known = None,
    records: Annotated[
        str | None,
        typer.Option("--records", metavar="PARQUET", help="Records of one's own, a path or pattern; no store is read."),
    ] = None,
    packs: PacksDir = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="DIR", help="Folder of the results; evaluation/ in the data folder unless given."
        ),
    ] = None,
    data: DataDir = DATA_DIR,
    as_json: AsJson = False,
) -> None:
    """Rate every organisation on a day: ratings.parquet, one row each, and contributions.parquet, with reasons.

    With --records, every pack there is judges the files and no database is needed; results go to ./evaluation.
    """
    from xinyong.bootstrap import evaluation  # noqa: PLC0415 - heavy

    asked = evaluation.Asked(day=day(as_of), known=day(known), packs=packs or ())
    with progress("Evaluating", unit="steps") as told:
        if records is not None:
            target = out or Path("evaluation")
            found = evaluation.of_files(records, asked, out=target, told=told)
        else:
            target = out or data / "evaluation"
            found = evaluation.of_store(data, asked, out=target, told=told)
    if as_json:
        output.write_json({**output.fields(found), "out": str(target)})
        return
    output.say(f"Rated {found.ratings:,} organisations on {found.day}, {found.contributions:,} contributions, by:")
    for name in found.packs:
        output.say(f"  {name}{' (partial: grounds nothing)' if name in found.partial else ''}")
    for column, counts in evaluation.grades(target / "ratings.parquet").items():
        output.say(f"{column}: " + ", ".join(f"{grade} {count:,}" for grade, count in counts.items()))
    output.say(f"Wrote {', '.join(found.files)} to {target}.")


@export.command("parquet")
def export_parquet(
    out: Annotated[Path, typer.Argument(metavar="DIR", help="Folder for the files.")],
    *,
    data: DataDir = DATA_DIR,
    as_json: AsJson = False,
) -> None:
    """Write every record as Parquet with the entries between which it was known, for researchers."""
    from xinyong.bootstrap import evaluation  # noqa: PLC0415 - heavy

    with progress("Exporting", unit="records"):
        count = evaluation.export(data, out)
    if as_json:
        output.write_json({"out": str(out), "records": count})
    else:
        output.say(f"Wrote {count:,} records to {out}.")
