"""The national catalogue in its editions: days, items that stay, and where each record kind stands."""

import copy
import dataclasses
import datetime as dt
from typing import Any

import msgspec
import pytest
import yaml

from tests.law.shipped import BY_NAME, KINDS, SHELF
from xinyong.adapters.shipped import data_dir
from xinyong.kernel.cite import SourceGrade
from xinyong.kernel.ids import Plane
from xinyong.law.editions import EditionFault, Editions, read_editions
from xinyong.law.kinds import Catalogue, KindFault, Place, catalogue, read_kinds
from xinyong.law.lint import lint_pack
from xinyong.law.lint_catalogue import reconstructs
from xinyong.law.pack import LAB_ALONE, Pack, Use
from xinyong.sources.kind_form import own_form

DOCUMENT: dict[str, Any] = yaml.safe_load(
    (data_dir("mappings") / "catalogue" / "national.yaml").read_text(encoding="utf-8")
)
JIANGSU = BY_NAME["cn.jiangsu.environment@2020-01-01"]


def _editions() -> Editions:
    return read_editions(DOCUMENT, "national.yaml")


def _placed(kind: str, place: Place) -> Catalogue:
    """The shipped catalogue of kinds with one kind placed otherwise."""
    moved = msgspec.structs.replace(KINDS.kinds[kind], catalogue=place)
    return dataclasses.replace(KINDS, kinds={**KINDS.kinds, kind: moved})


def _codes(pack: Pack, kinds: Catalogue) -> set[str]:
    return {finding.code for finding in lint_pack(pack, kinds, file="a.yaml")}


def test_the_eleven_items_are_unverified() -> None:
    """Their wording is from memory, so each says so."""
    items = _editions().editions[0].items

    assert items != "unknown"
    assert list(range(1, 12)) == [item.number for item in items]
    assert {SourceGrade.UNVERIFIED} == {item.citation.grade for item in items}


def test_editions_that_were_not_readable_have_no_items() -> None:
    """2024 and 2025 are read as holding what is known before them; nothing is invented for them."""
    found = _editions()

    assert ["cn-2024", "cn-2025"] == [one.id for one in found.editions if one.items == "unknown"]
    assert found.items(found.editions[-1]) == found.editions[1].items


@pytest.mark.parametrize(
    ("day", "certain", "maybe"),
    [
        (dt.date(2021, 12, 15), None, ()),
        (dt.date(2021, 12, 16), "cn-2021", ()),
        (dt.date(2022, 10, 9), "cn-2021", ()),
        (dt.date(2022, 10, 10), "cn-2021", ("cn-2022",)),
        (dt.date(2024, 1, 1), "cn-2021", ("cn-2022", "cn-2024")),
        (dt.date(2024, 3, 4), "cn-2024", ()),
        (dt.date(2026, 11, 24), "cn-2024", ("cn-2025",)),
    ],
)
def test_a_day_has_the_edition_that_was_certainly_there(
    day: dt.date, certain: str | None, maybe: tuple[str, ...]
) -> None:
    """An edition of unknown day is only possible, from the first day on which it may have been published."""
    found, others = _editions().on(day)

    assert certain == (None if found is None else found.id)
    assert maybe == tuple(one.id for one in others)


@pytest.mark.parametrize(
    ("first", "until", "expected"),
    [
        (dt.date(2014, 10, 1), dt.date(2021, 12, 16), []),
        (dt.date(2014, 10, 1), dt.date(2021, 12, 17), ["cn-2021"]),
        (dt.date(2024, 3, 3), dt.date(2024, 3, 4), ["cn-2021", "cn-2022", "cn-2024"]),
        (dt.date(2024, 3, 4), None, ["cn-2024", "cn-2025"]),
    ],
)
def test_the_days_of_a_pack_have_these_editions(first: dt.date, until: dt.date | None, expected: list[str]) -> None:
    """Every edition that may have been in force on one of them, half-open."""
    assert expected == [one.id for one in _editions().between(first, until)]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"editions": []}, "the first edition has no items"),
        ({"editions": list(reversed(DOCUMENT["editions"]))}, "editions are not in order"),
        ({"editions": DOCUMENT["editions"][1:]}, "the day of the first edition is open"),
        ({"editions": DOCUMENT["editions"] * 2}, "'cn-2021' stands twice"),
        ({"categories": DOCUMENT["categories"][:3]}, "3 categories stand for [4]"),
        ({"colour": "red"}, "colour"),
        ({"editions": [*DOCUMENT["editions"], {**DOCUMENT["editions"][2], "id": "x"}]}, "not in order"),
        (
            {"editions": [*DOCUMENT["editions"], {**DOCUMENT["editions"][3], "id": "x", "not_after": "2020-01-01"}]},
            "'x' came after it was there",
        ),
    ],
)
def test_a_catalogue_that_is_not_well_made_says_why(changed: dict[str, Any], words: str) -> None:
    """Days, ids and counts are checked where it is read."""
    with pytest.raises(EditionFault) as caught:
        read_editions({**copy.deepcopy(DOCUMENT), **changed}, "national.yaml")

    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (Place(items=("gossip",), category="lists"), "no edition has the item 'gossip'"),
        (Place(items=("honours",), category="rumours"), "there is no category 'rumours'"),
        (Place(supplement="weihai-office", category="lists"), "there is no local regulation 'weihai-office'"),
    ],
)
def test_a_kind_that_stands_nowhere_is_refused(place: Place, words: str) -> None:
    """Neither an item, a category nor a regulation is made up; an office's measures carry no supplement."""
    planted = msgspec.structs.replace(KINDS.kinds["penalty"], id="planted", catalogue=place)

    with pytest.raises(KindFault, match=words):
        catalogue([planted], KINDS.prohibited, KINDS.editions)


def test_the_place_of_a_kind_leaves_its_form_as_it_was() -> None:
    """A delivery records the digest of its form; that of a kind does not hold where the kind stands."""
    kind = KINDS.kinds["penalty"]
    moved = msgspec.structs.replace(kind, catalogue=Place(outside="planted"))

    assert own_form(kind).digest == own_form(moved).digest


def test_a_registrys_pack_burdens_by_the_catalogue_alone() -> None:
    """The same rules are a finding where their kind stands outside, unless they run in the lab alone."""
    kinds = _placed("env.breach.jiangsu", Place(outside="planted"))

    assert "catalogue-outside" not in _codes(JIANGSU, KINDS)
    assert "catalogue-outside" in _codes(JIANGSU, kinds)
    assert "catalogue-outside" not in _codes(dataclasses.replace(JIANGSU, use=Use.LAB), kinds)


@pytest.mark.parametrize(
    ("pack", "until", "refused"),
    [
        ("cn.jiangsu.environment", None, True),
        ("cn.shandong.environment", None, False),
        ("cn.shandongx.environment", None, True),
        ("cn.shenzhen.environment", dt.date(2022, 12, 31), True),
    ],
)
def test_a_supplement_is_for_its_region(pack: str, until: dt.date | None, refused: bool) -> None:  # noqa: FBT001 - a row
    """Shandong's regulation carries what packs of Shandong burden by, and nobody else's."""
    kinds = _placed("env.breach.jiangsu", Place(supplement="shandong", category="failures"))

    found = _codes(dataclasses.replace(JIANGSU, id=pack, valid_to=until), kinds)

    assert refused == ("catalogue-outside" in found)


def test_a_supplement_carries_from_the_first_day_of_its_regulation() -> None:
    """Shenzhen's regulation is of 1 March 2023: a pack that ended before rests on nothing."""
    kinds = _placed("env.breach.jiangsu", Place(supplement="shenzhen", category="failures"))
    pack = dataclasses.replace(JIANGSU, id="cn.shenzhen.environment")

    assert "catalogue-outside" in _codes(dataclasses.replace(pack, valid_to=dt.date(2023, 3, 1)), kinds)
    assert "catalogue-outside" not in _codes(dataclasses.replace(pack, valid_to=dt.date(2023, 3, 2)), kinds)


def test_what_ended_before_the_first_edition_reconstructs_the_past() -> None:
    """It judges acts of its own days and is not asked for a catalogue that was not there."""
    kinds = _placed("env.breach.jiangsu", Place(outside="planted"))
    last = dataclasses.replace(JIANGSU, valid_to=dt.date(2021, 12, 16))
    first = dataclasses.replace(JIANGSU, valid_to=dt.date(2021, 12, 17))

    assert reconstructs(last, kinds)
    assert not reconstructs(first, kinds)
    assert "catalogue-outside" not in _codes(last, kinds)
    assert "catalogue-outside" in _codes(first, kinds)


def test_no_shipped_pack_burdens_by_what_is_outside() -> None:
    """Every pack of a registry that was valid since the first edition, by kinds that it holds."""
    asked = [one.pack for one in SHELF.of_registries() if not reconstructs(one.pack, KINDS)]

    assert asked
    assert [pack.name for pack in asked if "catalogue-outside" in _codes(pack, KINDS)] == []


def test_a_registry_takes_no_records_of_the_lab() -> None:
    """What rests on no law is for research on invented data; a synthetic store takes it, and both take all else."""
    with pytest.raises(KindFault, match=r"Records of kind wendeng.breach are for research on invented data"):
        KINDS.admit("wendeng.breach", Plane.REAL)
    KINDS.admit("wendeng.breach", Plane.SYNTHETIC)
    KINDS.admit("penalty", Plane.REAL)


def test_a_kind_of_the_lab_stands_outside_the_catalogue() -> None:
    """The plant: an item of the national catalogue can't be kept from a registry that way."""
    planted = msgspec.to_builtins(KINDS.kinds["penalty"])
    planted["catalogue"]["lab"] = True

    with pytest.raises(KindFault) as caught:
        read_kinds({"kinds": [planted]}, "planted.yaml")

    assert "a kind of the lab alone stands outside the catalogue" in caught.value.why


def test_no_pack_of_a_registry_reads_a_kind_of_the_lab() -> None:
    """And every kind that a disabled rule of the lab's packs alone reads, with nothing else, is one of the lab."""
    lab = {name for name, kind in KINDS.kinds.items() if kind.catalogue.lab}
    readers = [(one.pack, kind, rule) for one in SHELF.packs for rule in one.pack.rules for kind in rule.kinds]
    enabled = {kind for _, kind, rule in readers if rule.disabled is None}

    assert set() == {kind for pack, kind, _ in readers if pack.use not in LAB_ALONE} & lab
    assert {kind for pack, kind, _ in readers if pack.use in LAB_ALONE} - enabled <= lab
