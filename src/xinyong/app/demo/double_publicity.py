"""Rows of the 双公示 forms: penalties and permits, editions 2016 and 2018, persons among them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from xinyong.app.demo import persons, streams
from xinyong.app.demo.words import BREACHES, PERMITS, PLACES
from xinyong.kernel.dates import add_months

if TYPE_CHECKING:
    import datetime as dt

    from xinyong.app.demo.delivery import Authority, Row, Stream
    from xinyong.app.demo.desk import Desk
    from xinyong.app.demo.society import Organisation

PENALTY_2018: Final = streams.MARKET_PENALTIES.mapping
PERMIT_2018: Final = streams.MARKET_PERMITS.mapping
_PENALTIES: Final = (
    (streams.MARKET_PENALTIES, 0.06),
    (streams.EMERGENCY_PENALTIES, 0.03),
    (streams.ECOLOGY_PENALTIES, 0.02),
)
_PERMITS: Final = ((streams.MARKET_PERMITS, 0.2), (streams.HOUSING_PERMITS, 0.1))
_CHANGED: Final = 0.02
_PERSONS: Final = 0.06
_OPEN_ENDS: Final = ("", "2099-12-31", "暂无", "无处罚期限")
_NO_PENALTY: Final = 0.01
_FINES: Final = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20)


def write(desk: Desk) -> None:
    """Lay down the month's penalties and permits."""
    for stream, yearly in _PENALTIES:
        build = _penalty_2018 if stream.mapping == PENALTY_2018 else _penalty_2016
        for organisation in desk.pick(yearly):
            row = build(desk, stream.authority, organisation, desk.day(organisation))
            desk.put(stream, organisation, row)
            _perhaps_change(desk, stream, organisation, row)
        for _ in range(len(desk.pick(yearly * _PERSONS))):
            _put_person(desk, stream)
    for stream, yearly in _PERMITS:
        permit = _permit_2018 if stream.mapping == PERMIT_2018 else _permit_2016
        for organisation in desk.pick(yearly, fairly=True):
            desk.put(stream, organisation, permit(desk, stream.authority, organisation, desk.day(organisation)))


def _penalty_2018(desk: Desk, authority: Authority, organisation: Organisation, day: dt.date) -> Row:
    breach, basis = desk.random.choice(BREACHES)
    fine = desk.random.choice(_FINES)
    none = desk.random.random() < _NO_PENALTY
    warned = not none and desk.random.random() < 0.2  # noqa: PLR2004 - a fifth of the invented penalties only warn
    return {
        "CF_XDR_LB": "法人及非法人组织",
        "CF_FRDB": persons.name(desk.random),
        "CF_FR_ZJLX": "身份证",
        "CF_FR_ZJHM": persons.number(desk.random),
        "CF_WSH": desk.reference(f"{_SHORT[authority.id]}罚"),
        "CF_WFXW": breach,
        "CF_SY": f"{organisation.name}{breach}，经查属实。",
        "CF_YJ": basis,
        "CF_CFLB": "警告" if warned else "罚款",
        "CF_NR": "不予行政处罚" if none else "警告" if warned else f"罚款{fine * 10000:.0f}元",
        "CF_NR_FK": "0" if none or warned else f"{fine:g}",
        "CF_JDRQ": day.isoformat(),
        "CF_YXQ": desk.random.choice(_OPEN_ENDS),
        "CF_GSJZQ": add_months(day, 36).isoformat(),
        "CF_CFJG": authority.zh,
        "CF_SJLY": authority.zh,
    }


def _penalty_2016(desk: Desk, authority: Authority, organisation: Organisation, day: dt.date) -> Row:
    breach, basis = desk.random.choice(BREACHES)
    fine = desk.random.choice(_FINES)
    return {
        "CF_WSH": desk.reference(f"{_SHORT[authority.id]}罚"),
        "CF_CFMC": breach,
        "CF_CFLB1": "罚款",
        "CF_SY": f"{organisation.name}{breach}，经查属实。",
        "CF_YJ": basis,
        "CF_FR": persons.name(desk.random),
        "CF_JG": f"罚款{fine * 10000:.0f}元",
        "CF_JDRQ": f"{day.year}/{day.month}/{day.day}",
        "CF_XZJG": authority.zh,
        "CF_ZT": "0",
        "DFBM": organisation.seat.place.division,
        "SJC": f"{day:%Y-%m-%d} 0:00:00",
    }


def _permit_2018(desk: Desk, authority: Authority, _organisation: Organisation, day: dt.date) -> Row:
    certificate, content = desk.random.choice(PERMITS)
    return {
        "XK_XDR_LB": "法人及非法人组织",
        "XK_FRDB": persons.name(desk.random),
        "XK_FR_ZJLX": "身份证",
        "XK_FR_ZJHM": persons.number(desk.random),
        "XK_XKWS": "准予行政许可决定书",
        "XK_WSH": desk.reference(f"{_SHORT[authority.id]}许"),
        "XK_XKLB": "普通",
        "XK_XKZS": certificate,
        "XK_XKBH": f"NI{desk.random.randrange(10**8):08}",
        "XK_NR": content,
        "XK_JDRQ": day.isoformat(),
        "XK_YXQZ": day.isoformat(),
        "XK_YXQZI": add_months(day, 60).isoformat(),
        "XK_XKJG": authority.zh,
        "XK_ZT": "1",
        "XK_LYDW": authority.zh,
    }


def _permit_2016(desk: Desk, authority: Authority, organisation: Organisation, day: dt.date) -> Row:
    certificate, content = desk.random.choice(PERMITS)
    return {
        "行政许可决定书文号": desk.reference(f"{_SHORT[authority.id]}许"),
        "项目名称": certificate,
        "审批类别": "普通",
        "许可内容": content,
        "法定代表人姓名": persons.name(desk.random),
        "许可决定日期": f"{day:%Y%m%d}",
        "许可截止期": f"{add_months(day, 60):%Y%m%d}",
        "许可机关": authority.zh,
        "当前状态": "0",
        "地方编码": organisation.seat.place.division,
        "数据更新时间戳": f"{day:%Y-%m-%d} 0:00:00",
    }


def _perhaps_change(desk: Desk, stream: Stream, organisation: Organisation, row: Row) -> None:
    """Lay down the same document once more, some months later and with other content."""
    if desk.random.random() < _CHANGED:
        changed = {"CF_NR": "罚款1000元", "CF_NR_FK": "0.1"} if "CF_NR" in row else {"CF_JG": "罚款1000元"}
        desk.put_later(stream, organisation, row | changed, months_on=desk.random.randint(1, 6))


def _put_person(desk: Desk, stream: Stream) -> None:
    """Lay down a row about a natural person or an individual business."""
    trader = desk.random.random() < 0.5  # noqa: PLR2004 - half of the planted persons are in trade
    name, number, code = persons.name(desk.random), persons.number(desk.random), persons.trader_code(desk.random)
    desk.planted["row about an individual business" if trader else "row about a natural person"] += 1
    day = desk.last_day().isoformat()
    reference = desk.reference(f"{_SHORT[stream.authority.id]}罚")
    shown = f"{desk.random.choice(PLACES).zh}{name}小吃店" if trader else name
    row = {stream.name: shown, "CF_WSH": reference, "CF_JDRQ": day, "CF_SY": "占道经营", "CF_YJ": BREACHES[4][1]}
    if stream.mapping == PENALTY_2018:
        row |= {
            "CF_XDR_LB": "个体工商户" if trader else "自然人",
            "CF_WFXW": "占道经营",
            "CF_CFLB": "罚款",
            "CF_NR": "罚款200元",
            "CF_NR_FK": "0.02",
            "CF_CFJG": stream.authority.zh,
        }
        row |= {} if trader else {"CF_XDR_ZJLX": "身份证", "CF_XDR_ZJHM": number}
    else:
        row |= {
            "CF_CFMC": "占道经营",
            "CF_CFLB1": "罚款",
            "CF_JG": "罚款200元",
            "CF_XZJG": stream.authority.zh,
            "CF_ZT": "0",
        }
        row |= {} if trader else {"CF_XDR_SFZ": number}
    desk.put_person(stream, row | ({stream.code: code} if trader else {}))


_SHORT: Final = {
    streams.MARKET.id: "拟市监",
    streams.EMERGENCY.id: "拟应急",
    streams.ECOLOGY.id: "拟环",
    streams.HOUSING.id: "拟建",
}
