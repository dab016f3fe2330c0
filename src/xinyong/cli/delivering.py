"""Commands of a delivery's life: mask, look over, take in, settle what was held, take back; and blank forms."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

import typer

from xinyong.cli import output
from xinyong.cli.exits import ExitCode
from xinyong.cli.options import DATA_DIR, Actor, AsJson, DataDir, Reason, day
from xinyong.cli.progress import progress
from xinyong.cli.root import app

if TYPE_CHECKING:
    from xinyong.app.intake.run import Report
    from xinyong.bootstrap.intake import Handed

File: TypeAlias = Annotated[
    Path, typer.Argument(metavar="FILE", help="CSV, XLSX, JSON lines or Parquet; the first bytes tell which.")
]
Mapping: TypeAlias = Annotated[
    str,
    typer.Option(
        "--mapping", metavar="M", help="A form: id of a mapping, a record kind, `records`, or the path of a mapping."
    ),
]
Authority: TypeAlias = Annotated[str, typer.Option("--authority", metavar="A", help="Id of whoever delivers.")]
Delivery: TypeAlias = Annotated[
    str, typer.Argument(metavar="DELIVERY", help="Digest of a delivery, or its first characters.")
]

quarantine = typer.Typer(no_args_is_help=True, help="Rows that did not come in: shown, given back, settled.")
app.add_typer(quarantine, name="quarantine")


@app.command()
def mask(
    file: File,
    *,
    mapping: Mapping,
    authority: Authority,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Where the masked file goes.")] = None,
    synthetic: Annotated[bool, typer.Option("--synthetic", help="For a synthetic store.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write what would be kept of a file, personal data masked, and the digest by which its delivery goes.

    The same as at intake: whoever delivers can compute the digest before anything leaves the house.
    """
    from xinyong.bootstrap import intake  # noqa: PLC0415 - heavy
    from xinyong.kernel.ids import Plane  # noqa: PLC0415 - with it

    target = out or file.with_name(f"{file.stem}.masked.csv")
    plane = Plane.SYNTHETIC if synthetic else Plane.REAL
    handed = intake.Handed(file=file, mapping=mapping, authority=authority)
    with progress("Masking", unit="files"):
        found = intake.mask(handed, target, plane=plane)
    if as_json:
        output.write_json({"file": str(target), **output.fields(found)})
        return
    output.say(f"{target}: {found.rows - found.personal:,} rows; {found.personal:,} about persons were left out.")
    output.say(f"Delivery {found.delivery}")


@app.command()
def ingest(
    file: File,
    *,
    mapping: Mapping,
    authority: Authority,
    look: Annotated[bool, typer.Option("--check", help="Say what would happen, and write nothing.")] = False,
    confirmed: Annotated[
        bool, typer.Option("--confirm", help="A human has answered what a whole list asks; needs --as.")
    ] = False,
    by: Annotated[
        str | None,
        typer.Option("--as", envvar="XINYONG_ACTOR", metavar="ACCOUNT", help="Account of whoever hands it in."),
    ] = None,
    list_day: Annotated[
        dt.datetime | None,
        typer.Option(
            "--list-day", formats=["%Y-%m-%d"], metavar="DAY", help="Day of a whole list, where no row says it."
        ),
    ] = None,
    wait: Annotated[
        float, typer.Option("--wait", min=0, metavar="SECONDS", help="How long to wait while another process writes.")
    ] = 60,
    data: DataDir = DATA_DIR,
    as_json: AsJson = False,
) -> None:
    """Take an authority's file in: every row is entered, corrects, repeats, is refused, held, or is a person's.

    The same file twice changes nothing; one that was interrupted goes on where it stopped. Exit code 1 where rows were
    refused or held, or a whole list waits for --confirm.
    """
    from xinyong.bootstrap import intake  # noqa: PLC0415 - heavy

    with progress(f"{'Checking' if look else 'Ingesting'} {mapping}") as told:
        handed = intake.Handed(
            file=file,
            mapping=mapping,
            authority=authority,
            actor=by,
            snapshot_on=day(list_day),
            confirmed=confirmed,
            told=told,
        )
        if look:
            report = _look_over(data, handed, as_json=as_json)
        else:
            report = intake.take_in(data, handed, wait_s=wait)
            if as_json:
                output.write_json(report)
    if not as_json:
        _tell(report, data)
    if report.refused or report.quarantined or report.state == "waiting":
        raise typer.Exit(ExitCode.FINDINGS)


def _look_over(data: Path, handed: "Handed", *, as_json: bool) -> "Report":
    """Show each row that would not come in as it is found, then, for machines, the report with all of them."""
    from xinyong.bootstrap import intake  # noqa: PLC0415 - heavy

    held: list[dict[str, object]] = []
    report = intake.look_over(data, handed, lambda item: held.append(_plain(item)))
    if as_json:
        output.write_json({**output.fields(report), "held": held})
    elif held:
        columns = ("Line", "Verdict", "Field", "Value", "Why", "What to do")
        names = ("line", "verdict", "field", "value", "text", "fix")
        output.table(columns, (tuple(item[name] for name in names) for item in held), right=("Line",))
    return report


def _plain(item: object) -> dict[str, object]:
    names = ("line", "verdict", "field", "value", "reason", "text", "fix")
    return {name: getattr(item, name) for name in names}


def _tell(report: "Report", data: Path) -> None:
    match report.state:
        case "already":
            output.say(f"{report.file_name} came in before; nothing was written.")
        case "waiting":
            output.say(f"{report.file_name} waits for a human; nothing was written.")
            for question in report.questions:
                output.say(f"  {question.code}: {question.text}")
            output.say("→ Compare the list with the one before, then run it again with --confirm --as ACCOUNT.")
        case "checked":
            output.say(f"{report.file_name} would come in like this; nothing was written.")
        case "done":
            output.say(f"{report.file_name} came in.")
    if report.state == "waiting":
        return
    names = ("entered", "corrected", "repeated", "refused", "quarantined", "personal")
    counts = {name: getattr(report, name) for name in names}
    output.pairs({"rows": report.rows} | counts | {"removed": report.removed})
    for reason, count in sorted(report.reasons.items()):
        output.say(f"  {count:,} × {reason}")
    if report.unknown_columns:
        output.say(f"Columns that are none of the form were not read: {', '.join(report.unknown_columns)}")
    output.say(f"Delivery {report.delivery}")
    if report.state != "checked" and (report.refused or report.quarantined):
        short = report.delivery[:12]
        output.say(f"→ Send them back to be mended: xinyong quarantine export {short} --out held.csv --data {data}")


@app.command()
def withdraw(
    delivery: Delivery,
    *,
    by: Actor,
    reason: Reason,
    data: DataDir = DATA_DIR,
    as_json: AsJson = False,
) -> None:
    """Take a whole delivery back, by entries: what it entered goes, what it had corrected stands again."""
    from xinyong.app.deliveries import withdraw as taken_back  # noqa: PLC0415 - heavy
    from xinyong.bootstrap import registry  # noqa: PLC0415 - heavy

    with registry.opened(data) as store, progress(f"Withdrawing {delivery}"):
        found = taken_back(store, delivery, reason=reason, by=by, clock=registry.now)
    if as_json:
        output.write_json(found)
    else:
        output.say(
            f"Withdrew {found.delivery[:12]}: {found.removed:,} records removed, {found.restored:,} stand again."
        )


@app.command()
def deliveries(*, data: DataDir = DATA_DIR, as_json: AsJson = False) -> None:
    """Show every delivery and what became of it."""
    from xinyong.app.deliveries import deliveries as known  # noqa: PLC0415 - heavy
    from xinyong.bootstrap import registry  # noqa: PLC0415 - heavy

    with registry.opened(data) as store:
        found = known(store)
    if as_json:
        output.write_lines(found)
        return
    columns = ("Delivery", "Authority", "Form", "File", "State", "Rows", "Refused", "Held")
    rows = (
        (
            one.delivery[:12],
            one.authority,
            one.mapping,
            one.file_name,
            one.state,
            one.closed.rows if one.closed else None,
            one.closed.refused if one.closed else None,
            one.closed.quarantined if one.closed else None,
        )
        for one in found
    )
    output.table(columns, rows, right=("Rows", "Refused", "Held"))


@app.command()
def template(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="A record kind, a mapping, or `records`.")],
    *,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help=".xlsx or .csv; KIND.xlsx unless given.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write a blank form with a legend: what each column holds, in which unit, and which are required."""
    from xinyong.bootstrap import intake  # noqa: PLC0415 - heavy

    written = intake.write_template(kind, out or Path(f"{kind}.xlsx"))
    if as_json:
        output.write_json({"form": kind, "files": [str(path) for path in written]})
    else:
        output.say(f"Wrote {' and '.join(map(str, written))}.")


@quarantine.command("list")
def list_held(
    *,
    delivery: Annotated[str | None, typer.Option("--delivery", metavar="DELIVERY", help="Only of this one.")] = None,
    authority: Annotated[str | None, typer.Option("--authority", metavar="A", help="Only of this one.")] = None,
    state: Annotated[
        Literal["open", "admitted", "rejected", "superseded", "all"], typer.Option("--state", help="Which of them.")
    ] = "open",
    data: DataDir = DATA_DIR,
    as_json: AsJson = False,
) -> None:
    """Show rows that were refused or wait for a human: line, field, value, reason and what to do."""
    from xinyong.app.held import held_rows  # noqa: PLC0415 - heavy
    from xinyong.bootstrap import registry  # noqa: PLC0415 - heavy

    with registry.opened(data) as store:
        found = held_rows(store, delivery=delivery, state=None if state == "all" else state, authority=authority)
        if as_json:
            output.write_lines(found)
            return
        columns = ("Row", "Verdict", "Authority", "File", "Line", "Field", "Value", "Why", "What to do")
        rows = (
            (one.id, one.verdict, one.authority, one.file_name, one.line, one.field, one.value, one.text, one.fix)
            for one in found
        )
        output.table(columns, rows, right=("Row", "Line"))


@quarantine.command("resolve")
def resolve_held(
    row: Annotated[int, typer.Argument(metavar="ROW", help="Number of a held row, as `quarantine list` shows it.")],
    verdict: Annotated[Literal["admit", "reject"], typer.Argument(metavar="admit|reject", help="What is decided.")],
    *,
    by: Actor,
    reason: Reason,
    subject_class: Annotated[
        str | None,
        typer.Option("--class", metavar="CLASS", help="Class of the organisation, where the row shows none."),
    ] = None,
    data: DataDir = DATA_DIR,
    as_json: AsJson = False,
) -> None:
    """Let a held row in, or leave it out; an official decides and says why."""
    from xinyong.bootstrap import intake  # noqa: PLC0415 - heavy

    decision = intake.decision(admit=verdict == "admit", reason=reason, by=by, stated=subject_class)
    found = intake.resolve(data, row, decision)
    if as_json:
        output.write_json(found)
        return
    did = "entered" if found.entered else "corrected an earlier record" if found.corrected else "was there already"
    output.say(f"Row {row} was {found.verdict}{'' if found.verdict == 'rejected' else f' and {did}'}; decided by {by}.")


@quarantine.command("export")
def export_held(
    delivery: Delivery,
    *,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help=".csv or .xlsx.")],
    data: DataDir = DATA_DIR,
    as_json: AsJson = False,
) -> None:
    """Write the held rows of a delivery in the form in which they came, with the reasons beside them.

    The authority mends the rows and sends the file again; what then comes in settles the held rows by itself.
    """
    from xinyong.bootstrap import intake  # noqa: PLC0415 - heavy

    count = intake.write_held(data, delivery, out)
    if as_json:
        output.write_json({"delivery": delivery, "file": str(out), "rows": count})
    else:
        output.say(f"Wrote {count:,} rows to {out}.")
