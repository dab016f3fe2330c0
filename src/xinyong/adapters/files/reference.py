"""The generated pages of record kinds and forms, written to disk.

`python -m xinyong.adapters.files.reference` writes them below `docs/` of a checkout; a test compares them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from xinyong.adapters.files.mappings import load_forms
from xinyong.app.templates import template
from xinyong.sources.cells import DATE_FORMS
from xinyong.sources.mapping import Delivers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from xinyong.kernel.cite import Citation
    from xinyong.law.kinds import RecordKind
    from xinyong.sources.mapping import Mapping as Form

_KINDS: str = """# Record kinds

What an authority may deliver about an organisation; a kind that does not stand here is refused.

This page is generated from `mappings/kinds/*.yaml` by `python -m xinyong.adapters.files.reference`.
Every kind has a form of its own: `xinyong template KIND` writes it blank, and `--mapping KIND` reads it.
A field with a column is read by rules; every other field is kept in the document and read by none.
Sums are written in the unit that stands beside them.
"""

_FORMS: str = """# Mappings

How the columns of each form become records.
A form that does not stand here needs a [mapping of its own](../how-to/write-a-mapping.md) and no code.

This page is generated from `mappings/*.yaml` by `python -m xinyong.adapters.files.reference`.
Columns are found by code or label, never by position; columns that are not named here are not read.
Besides these, each [record kind](record-kinds.md) has a form of its own.
`records` takes rows of any kind that name it in a column `kind`.
"""

_DELIVERS = {
    Delivers.CHANGES: "new and corrected rows; what is absent stays",
    Delivers.SNAPSHOT: "the whole list each time; what is absent was removed",
    Delivers.FIXED_TERM: "rows with an end of their own; what is absent stays until then",
}


def pages(docs: Path) -> Mapping[Path, str]:
    """Return the generated pages below a folder of documentation, with their text."""
    forms = load_forms()
    kinds = [forms.catalogue.kinds[name] for name in sorted(forms.catalogue.kinds)]
    written = [forms.written[name] for name in sorted(forms.written)]
    return {
        docs / "reference" / "record-kinds.md": _KINDS + "".join(map(_kind, kinds)),
        docs / "reference" / "mappings.md": _FORMS + "".join(map(_form, written)) + _date_forms(),
    }


def _kind(kind: RecordKind) -> str:
    months = kind.retention.months
    kept = f"{months} months" if months is not None else "no term is known"
    lines = [
        f"\n## {kind.id}\n",
        f"{kind.title.zh} · {kind.title.en}\n",
        f"- Delivered by: {', '.join(kind.deliverers)}",
        f"- Legal basis: {_cited(kind.citation)}",
        f"- About: {kind.subject_class}",
        f"- Kept: {kept} ({_cited(kind.retention.citation)})",
        f"- Published: {kind.publication}",
        f"- Key: authority, subject, {', '.join(kind.key)}\n",
    ]
    rows = [
        [
            f"`{field.name}`",
            field.title.zh,
            field.title.en,
            field.type.value,
            field.unit,
            f"`{field.fact}`" if field.fact else "",
            "; ".join(
                word
                for word, holds in (
                    ("required", field.required),
                    ("day of the decision", field.decision),
                    ("free text", field.free_text),
                    ("personal", field.personal),
                    (f"one of {', '.join(field.codes)}", bool(field.codes)),
                )
                if holds
            ),
        ]
        for field in kind.fields
    ]
    return "\n".join(lines) + "\n" + _table(("field", "zh", "en", "type", "unit", "column", "besides"), rows)


def _form(form: Form) -> str:
    lines = [
        f"\n## {form.id}\n",
        f"{form.title.zh} · {form.title.en}\n",
        f"- Source of the form: {_cited(form.citation)}",
        f"- Records of kind: {form.kind}",
        f"- A file holds: {_DELIVERS[form.delivers]}",
        f"- Key: authority, {', '.join(form.key)}{', texts as they are written' if form.exact else ''}",
        f"- Encodings tried: {', '.join(form.encodings)}\n",
    ]
    headings, *rows = template(form).legend
    return "\n".join(lines) + "\n" + _table(headings, [[f"`{row[0]}`", *row[1:]] for row in rows])


def _date_forms() -> str:
    lines = "".join(
        f"\n- `{form.id}`" + (f", years after {form.base}" if form.base else "") for form in DATE_FORMS.values()
    )
    return f"\n## Ways to write a day\n\nNames for `dates` in a mapping; the first that fits counts.\n{lines}\n"


def _cited(citation: Citation) -> str:
    place = f", {citation.article}" if citation.article else ""
    note = f"; {citation.note}" if citation.note else ""
    return f"{citation.instrument}{place} [{citation.grade.shown}]{note}"


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [_line(headings), _line(["---"] * len(headings)), *map(_line, rows)]
    return "\n".join(lines) + "\n"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def main() -> None:
    """Write the pages."""
    for path, text in pages(Path("docs")).items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
