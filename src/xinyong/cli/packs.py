"""Commands about packs: what there is, whether it is well made, whether its cases hold, and what is in force."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from xinyong.cli import output
from xinyong.cli.exits import ExitCode
from xinyong.cli.options import DATA_DIR, Actor, AsJson, AsOf, DataDir, PacksDir, day
from xinyong.cli.progress import progress
from xinyong.cli.root import app

if TYPE_CHECKING:
    from xinyong.app.measures import ListLine, MeasureLine, MemorandumLine
    from xinyong.app.packs import KindLine, OverrideLine, PackLine, PackPage, PartLine, RuleLine
    from xinyong.app.touched import Touched
    from xinyong.law.golden import CaseResult

Pack: TypeAlias = Annotated[str, typer.Argument(metavar="PACK", help="A family such as cn.tax.rating, or id@version.")]

packs = typer.Typer(no_args_is_help=True, help="The law as dated packs: list, show, lint, test, compare, activate.")
app.add_typer(packs, name="packs")


@packs.command("list")
def list_packs(*, packs: PacksDir = None, data: DataDir = DATA_DIR, as_json: AsJson = False) -> None:
    """Show every pack: days, use, how much of its instrument it encodes, and how good its sources are."""
    from xinyong.app.packs import listed  # noqa: PLC0415 - heavy
    from xinyong.bootstrap import law  # noqa: PLC0415 - heavy

    found = listed(law.shelf(packs or (), data=data))
    if as_json:
        output.write_lines(found)
        return
    columns = ("Pack", "Title", "From", "To", "Use", "Encoded", "Grade", "Rules", "Digest")
    output.table(columns, map(_row, found), right=("Rules",))


@packs.command("show")
def show_pack(
    pack: Pack,
    *,
    packs: PacksDir = None,
    data: DataDir = DATA_DIR,
    as_json: AsJson = False,
) -> None:
    """Show packs whole: record kinds and columns with types and units, rules with their articles, choices, gaps."""
    from xinyong.app.packs import shown  # noqa: PLC0415 - heavy
    from xinyong.bootstrap import law  # noqa: PLC0415 - heavy

    shelf, kinds = law.shelf(packs or (), data=data), law.kinds()
    pages = [shown(found, kinds) for found in shelf.find(pack)]
    if as_json:
        output.write_lines(pages)
        return
    for page in pages:
        _tell(page)


@packs.command("lint")
def lint_packs(
    *,
    packs: PacksDir = None,
    lock: Annotated[
        Path | None, typer.Option("--lock", metavar="DIR", help="Write packs.lock of this folder anew, then lint.")
    ] = None,
    data: DataDir = DATA_DIR,
    as_json: AsJson = False,
) -> None:
    """Check every pack and the locks; exit code 1 where something is found."""
    from xinyong.app.packs import linted  # noqa: PLC0415 - heavy
    from xinyong.bootstrap import law  # noqa: PLC0415 - heavy

    own = packs or []
    if lock is not None:
        output.note(f"Wrote {law.lock(lock)}.")
    shelf = law.shelf(own, data=data)
    findings = linted(shelf, law.kinds(), law.locks(own, data=data))
    if as_json:
        output.write_lines(findings)
    else:
        for finding in findings:
            output.say(finding.line())
        output.say(f"{len(shelf.packs)} packs, {len(findings)} findings.")
    if findings:
        raise typer.Exit(ExitCode.FINDINGS)


@packs.command("test")
def run_golden_cases(
    pack: Annotated[
        str | None, typer.Argument(metavar="PACK", help="A family or id@version; every pack unless given.")
    ] = None,
    *,
    cases: Annotated[
        Path | None, typer.Option("--cases", metavar="FILE", help="Cases of one's own instead of the pack's.")
    ] = None,
    packs: PacksDir = None,
    data: DataDir = DATA_DIR,
    as_json: AsJson = False,
) -> None:
    """Run golden cases through the evaluators; exit code 1 where one differs from what was worked out by hand."""
    from xinyong.bootstrap import law  # noqa: PLC0415 - heavy

    with progress("Running cases", unit="cases"):
        results = law.cases(law.shelf(packs or (), data=data), pack, cases)
    failed = [result for result in results if result.differences]
    if as_json:
        output.write_lines(map(_plain_case, results))
    else:
        for result in failed:
            for found in result.differences:
                place = f"{result.file}: {result.case.id} ({result.case.article})"
                output.say(f"{place}: {found.part} by {found.evaluator} is {found.found}, expected {found.expected}")
        output.say(f"{len(results)} cases, {len(failed)} differ.")
    if failed:
        raise typer.Exit(ExitCode.FINDINGS)


def _plain_case(result: "CaseResult") -> dict[str, object]:
    case = result.case
    return {
        "case": case.id,
        "title": case.title,
        "article": case.article,
        "pack": result.pack,
        "file": result.file,
        "differences": result.differences,
    }


@packs.command("diff")
def diff_packs(
    before: Annotated[str, typer.Argument(metavar="BEFORE", help="A pack, id@version.")],
    after: Annotated[str, typer.Argument(metavar="AFTER", help="Another one, id@version.")],
    *,
    touches: Annotated[
        bool, typer.Option("--touches", help="Say also whom it touches in the ledger, which is not changed by that.")
    ] = False,
    as_of: AsOf = None,
    packs: PacksDir = None,
    data: DataDir = DATA_DIR,
    as_json: AsJson = False,
) -> None:
    """Show what separates two packs, part by part, and whom that would touch; memory (grade M) is marked."""
    from xinyong.app.packs import listed  # noqa: PLC0415 - heavy
    from xinyong.bootstrap import law  # noqa: PLC0415 - heavy
    from xinyong.law.diff import diff  # noqa: PLC0415 - with it

    shelf = law.shelf(packs or (), data=data)
    pair = law.one(shelf, before), law.one(shelf, after)
    changes = diff(*pair)
    if as_json:
        output.write_lines(changes)
    else:
        lines = {line.pack: line for line in listed(shelf)}
        for pack in pair:
            output.say(_headline(lines[pack.name]))
        for change in changes:
            output.say(change.words)
        output.say(f"{len(changes)} differences between {before} and {after}.")
    if touches:
        from xinyong.bootstrap import evaluation  # noqa: PLC0415 - heavy

        found, who = evaluation.touching(data, *pair, evaluation.Asked(day=day(as_of)))
        if as_json:
            output.write_lines([found])
        else:
            _tell_touched(found, who)


def _tell_touched(found: "Touched", who: tuple[str, ...]) -> None:
    output.say(f"\nOn {found.day} it touches {found.touched:,} of {found.organisations:,} organisations.")
    rows = [(one.before or "-", one.after or "-", one.organisations) for one in found.grades]
    if found.points:
        rows.append(("the same grade", "with other points", found.points))
    if rows:
        output.table(("Before", "After", "Organisations"), rows, right=("Organisations",))
    if found.lists:
        lists = [(one.list, one.gained, one.lost) for one in found.lists]
        output.table(("Grounds for the list", "More", "Fewer"), lists, right=("More", "Fewer"))
    for one in who:
        output.say(one)
    if found.touched > len(who):
        output.say(f"and {found.touched - len(who):,} more.")


def _headline(line: "PackLine") -> str:
    return f"{line.pack}: {line.title_en} · {line.title_zh} ({use(line)}; lowest source grade {grade(line)})"


@packs.command("activate")
def activate_packs(
    pack: Annotated[
        list[str] | None, typer.Argument(metavar="PACK", help="A family, or id@version; several can be named.")
    ] = None,
    *,
    by: Actor,
    everything: Annotated[bool, typer.Option("--all", help="Every pack but those of the lab.")] = False,
    stop: Annotated[bool, typer.Option("--stop", help="Take them out of force instead.")] = False,
    packs: PacksDir = None,
    data: DataDir = DATA_DIR,
    as_json: AsJson = False,
) -> None:
    """Bring packs into force by an entry with their digest; a real store evaluates under these alone."""
    from xinyong.app.packs import activate  # noqa: PLC0415 - heavy
    from xinyong.bootstrap import law, registry  # noqa: PLC0415 - heavy

    if everything is bool(pack):
        message = "Name packs, or say --all."
        raise typer.BadParameter(message)
    shelf = law.shelf(packs or (), data=data)
    chosen = shelf.of_registries() if everything else [found for name in pack or () for found in shelf.find(name)]
    with registry.opened(data) as store:
        kinds, now = law.kinds(), registry.now()
        done = activate(store, chosen, kinds=kinds, actor=by, known_at=now, active=not stop, beside=shelf.packs)
    if as_json:
        output.write_lines(done)
        return
    for one in done:
        state = "in force" if one.active else "out of force"
        output.say(f"{one.pack} is {state}{'' if one.changed else ', as before'} ({one.digest[:16]})")


def _row(line: "PackLine") -> tuple[object, ...]:
    total = "?" if line.total is None else line.total
    return (
        line.pack,
        line.title_en,
        line.valid_from,
        line.valid_to,
        line.use.replace("_", " "),
        f"{line.encoded} of {total}",
        grade(line),
        line.rules,
        line.digest[:12],
    )


def _tell(page: "PackPage") -> None:
    line = page.line
    total = "?" if line.total is None else line.total
    output.pairs(
        {
            "title": f"{line.title_en} · {line.title_zh}",
            "in force": f"{line.valid_from} to {line.valid_to or 'open'}, governs by {line.governs}"
            + ("; before the first national catalogue, a reconstruction of the past" if page.reconstructs else ""),
            "applies to": _subjects(page),
            "use": use(line),
            "encodes": f"{line.encoded} of {total} {line.of}",
            "sources": f"lowest grade {grade(line)}: {'; '.join(dict.fromkeys(page.lowest))}",
            "grades": ", ".join(page.grades) or "none",
            "lists": ", ".join(page.lists) or "none",
            "unit": f"{page.unit} point",
            "digest": line.digest,
        },
        title=line.pack,
    )
    for kind in page.kinds:
        _tell_kind(kind)
    if page.rules:
        rows = ((one.rule, one.title_en, one.when, place(one)) for one in page.rules)
        output.table(("Rule", "Title", "When", "Article"), rows)
    if page.overrides:
        spared = ((one.override, one.pack, ", ".join(one.rules), one.acts, place(one)) for one in page.overrides)
        output.table(("Override", "Of", "Rules", "Do not count", "Article"), spared)
    if page.parts:
        output.table(("Part", "Says", "Article"), ((one.part, one.title, place(one)) for one in page.parts))
    for choice in page.choices:
        output.say(f"Choice: {choice.question} → {choice.choice} ({choice.reason})")
    output.say()


def _subjects(page: "PackPage") -> str:
    if page.overrides:
        return "whom the packs apply to whose rules it names"
    recorded = f" who have a record of {', '.join(page.recorded)}" if page.recorded else ""
    return f"holders of {', '.join(page.applies)}{recorded}"


def place(part: "RuleLine | OverrideLine | PartLine | ListLine | MeasureLine") -> str:
    """Return where a part stands, with the grade of its source; what comes from memory says so."""
    return f"{part.instrument} {part.article} [{grade(part)}]"


def use(line: "PackLine") -> str:
    """Return what a pack may be used for; what runs in the lab alone says so."""
    return line.use.replace("_", " ") + (", never applied by a registry" if line.lab_alone else "")


def grade(part: "RuleLine | OverrideLine | PartLine | PackLine | ListLine | MeasureLine | MemorandumLine") -> str:
    """Return the grade of a part's source; what comes from memory says so."""
    return f"{part.grade}, unverified" if part.unverified else part.grade


def _tell_kind(kind: "KindLine") -> None:
    output.say(f"\nReads {kind.kind} ({kind.title_en}), delivered by {', '.join(kind.deliverers)}")
    rows = ((one.column, one.type, one.unit, one.field, one.title_en, ", ".join(one.codes)) for one in kind.columns)
    output.table(("Column", "Type", "Unit", "Field", "Meaning", "Codes"), rows)
