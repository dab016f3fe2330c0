"""Blank forms: every form there is can be filled in and sent, and says what its columns hold."""

import csv
from pathlib import Path

import pytest

from tests.app.intake_desk import FORMS
from xinyong.adapters.files.opening import open_delivery
from xinyong.app.templates import LEGEND, template
from xinyong.bootstrap.intake import write_template


@pytest.mark.parametrize("name", FORMS.names)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_every_blank_form_is_one_of_its_form(tmp_path: Path, name: str, ending: str) -> None:
    """Read by its own mapping it has every column, no unknown one and no row."""
    out = tmp_path / f"form.{ending}"
    write_template(name, out)

    delivered = open_delivery(out, FORMS.form(name))

    assert () == delivered.unknown
    assert [] == list(delivered.rows)


def test_the_legend_says_what_a_column_holds() -> None:
    """Required, key, form, unit, values, what counts as empty, what is masked."""
    legend = template(FORMS.form("cn-double-publicity-penalty-2018")).legend

    assert list(LEGEND) == legend[0]
    by_code = {row[0]: dict(zip(LEGEND, row, strict=True)) for row in legend[1:]}
    assert ("yes", "yes") == (by_code["CF_WSH"]["required"], by_code["CF_WSH"]["key"])
    assert "10,000 yuan, unless the cell says 万元, 元, 分" == by_code["CF_NR_FK"]["unit"]
    assert "masked" == by_code["CF_FRDB"]["personal"]
    assert "罚款" in by_code["CF_CFLB"]["values"]
    assert "2099-12-31" in by_code["CF_YXQ"]["empty or without end"]


def test_a_csv_form_has_its_legend_beside_it(tmp_path: Path) -> None:
    """One file holds the form alone."""
    form, legend = write_template("tax.return.late", tmp_path / "late.csv")

    with form.open(encoding="utf-8-sig", newline="") as file:
        assert ["subject", "name", "subject_type", "day"] == list(csv.reader(file))[1][:4]
    assert "late.legend.csv" == legend.name
