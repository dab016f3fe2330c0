"""What a well-made inspection schedule is: of grades that the rating has, by rising risk, and never falling unsaid."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, TypeAlias

from xinyong.law.inspection import WHOLE, GeneralRate, InspectionRate

if TYPE_CHECKING:
    from xinyong.law.lint_report import Report
    from xinyong.law.pack import Pack

Rate: TypeAlias = InspectionRate | GeneralRate


def lint_inspections(pack: Pack, report: Report) -> None:
    """Find what is wrong with the inspection schedule of a pack."""
    found = pack.inspections
    if found is None:
        return
    place = report.at("inspections")
    said = bool(found.schedule) or found.general is not None
    place.unless(said, "inspection-empty", "it says nothing.", "Write `schedule:` or `general:`, or leave it out.")
    _grades(pack, [rate.grade for rate in found.schedule], place.at("schedule"))
    for rate in found.schedule:
        _itself(rate, place.at(f"schedule[{rate.grade}]"))
    if found.general is not None:
        _itself(found.general, place.at("general"))
    for before, after in itertools.pairwise(found.schedule):
        fallen = _share_falls(before, after) or _visits_fall(before, after)
        own = place.at(f"schedule[{after.grade}]")
        own.at("falls").unless(
            fallen == bool((after.falls or "").strip()),
            "inspection-falls",
            f"less is inspected of {after.grade!r} than of {before.grade!r}, unsaid; or it is said and not so.",
            "Order the grades by rising risk, or say in `falls` why it is less.",
        )


def _grades(pack: Pack, scheduled: list[str], place: Report) -> None:
    bands = [] if pack.rating is None else [band.grade for band in pack.rating.bands]
    special = () if pack.rating is None else pack.rating.special
    for grade in scheduled:
        known = grade in bands or grade in special
        place.at(f"[{grade}]").unless(
            known, "inspection-grade", f"the rating has no grade {grade!r}.", "Name a grade of its bands or classes."
        )
    once = len(set(scheduled)) == len(scheduled)
    places = [bands.index(grade) for grade in scheduled if grade in bands]
    place.unless(
        once and places == sorted(places),
        "inspection-grade",
        "a grade stands twice, or the bands not from best to worst.",
        "Write each grade once, in order of rising risk.",
    )


def _itself(rate: Rate, place: Report) -> None:
    share, visits = rate.share, rate.visits
    something = share is not None or visits is not None
    place.unless(something, "inspection-empty", "it says nothing.", "Write `share:` or `visits:`.")
    if share is not None:
        place.at("share").unless(
            _ordered(share.least, share.most, 0, WHOLE),
            "inspection-share",
            f"{share.least} to {share.most} is no share.",
            f"Write whole ten-thousandths, `least` up to `most`, from 0 to {WHOLE}.",
        )
    if visits is not None:
        place.at("visits").unless(
            _ordered(visits.least, visits.most, 0, None) and visits.years > 0,
            "inspection-visits",
            f"{visits.least} to {visits.most} visits in {visits.years} years are none.",
            "Write counts, `least` up to `most`, within one year or more.",
        )


def _ordered(least: int | None, most: int | None, low: int, high: int | None) -> bool:
    said = [low, *(end for end in (least, most) if end is not None), *(() if high is None else (high,))]
    return (least is not None or most is not None) and said == sorted(said)


def _share_falls(before: Rate, after: Rate) -> bool:
    if before.share is None or after.share is None:
        return False
    ours, theirs = before.share, after.share
    return _falls((ours.least, ours.most), (theirs.least, theirs.most))


def _visits_fall(before: Rate, after: Rate) -> bool:
    if before.visits is None or after.visits is None:
        return False
    ours, theirs = before.visits, after.visits
    return _falls(
        (_times(ours.least, theirs.years), _times(ours.most, theirs.years)),
        (_times(theirs.least, ours.years), _times(theirs.most, ours.years)),
    )


def _times(end: int | None, years: int) -> int | None:
    return None if end is None else end * years


def _falls(before: tuple[int | None, int | None], after: tuple[int | None, int | None]) -> bool:
    """Whether either end falls, or all of it lies lower; an end that the source does not set falls nowhere."""
    pairs = ((before[0], after[0]), (before[1], after[1]), (before[0], after[1]))
    return any(ours is not None and theirs is not None and theirs < ours for ours, theirs in pairs)
