"""Word lists of the synthetic society: places that do not exist, trades, and syllables for names of firms.

The lists are this project's own. Every place is invented and every code carries the division prefix 99, which was
never assigned, so nothing here can be taken for anybody.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Place(NamedTuple):
    """An invented district: its division code and names."""

    division: str
    zh: str
    en: str


PROVINCE_ZH: Final = "拟省"
PROVINCE_EN: Final = "Ni Province"

PLACES: Final = (
    Place("990101", "云津市", "Yunjin"),
    Place("990102", "白桥市", "Baiqiao"),
    Place("990103", "松陵市", "Songling"),
    Place("990201", "长屿市", "Changyu"),
    Place("990202", "望溪市", "Wangxi"),
    Place("990203", "石澜市", "Shilan"),
    Place("990301", "青原市", "Qingyuan"),
    Place("990302", "夕照市", "Xizhao"),
)
"""Districts of the invented province."""

FIRST: Final = "云禾泽晨嘉瑞恒远宏盛锦华安康博雅天成金诚德润福源和顺永昌万丰清朗启明星海"
SECOND: Final = "达通信和泰隆兴茂升宁丰益利恩顺昌裕祥鼎元邦拓维创联航翔峰岭川林森谷苑庭阁轩"
"""Syllables of which firms make their names."""


class Trade(NamedTuple):
    """What a firm does: word in its name, and whether it has an environmental record."""

    word: str
    emits: bool


TRADES: Final = (
    Trade("食品", emits=False),
    Trade("建筑工程", emits=False),
    Trade("化工", emits=True),
    Trade("纺织印染", emits=True),
    Trade("电子科技", emits=False),
    Trade("物流", emits=False),
    Trade("机械制造", emits=True),
    Trade("商贸", emits=False),
    Trade("医疗器械", emits=False),
    Trade("环保材料", emits=True),
    Trade("餐饮管理", emits=False),
    Trade("信息技术", emits=False),
    Trade("农业发展", emits=False),
    Trade("金属制品", emits=True),
    Trade("教育咨询", emits=False),
    Trade("家居用品", emits=False),
    Trade("水泥", emits=True),
    Trade("旅游服务", emits=False),
)
"""Trades, the emitting ones marked."""

SURNAMES: Final = "赵钱孙李周吴郑王冯陈褚卫"
GIVEN: Final = "甲乙丙丁戊己庚辛壬癸"
"""Parts of the made-up names of persons, who exist here only so that the door can turn them away."""

BREACHES: Final = (
    ("未按规定设置安全警示标志", "《拟省安全生产条例》第三十二条"),
    ("生产经营不符合标签规定的食品", "《拟省食品安全条例》第二十一条"),
    ("未按期公示年度报告信息", "《拟省企业信息公示办法》第八条"),
    ("发布虚假广告", "《拟省广告管理办法》第十一条"),
    ("未取得许可擅自从事经营活动", "《拟省市场主体管理办法》第六条"),
    ("超标排放水污染物", "《拟省水污染防治条例》第四十条"),
    ("未按规定办理竣工验收", "《拟省建设工程管理条例》第十九条"),
    ("价格标示不规范", "《拟省价格条例》第十三条"),
)
"""What was done, and the invented provision that forbids it."""

PERMITS: Final = (
    ("食品经营许可证", "准予从事食品销售"),
    ("安全生产许可证", "准予从事建筑施工活动"),
    ("排污许可证", "准予按许可要求排放污染物"),
    ("道路运输经营许可证", "准予从事普通货物运输"),
    ("建设工程规划许可证", "准予建设生产用房"),
)
"""Certificates and what they allow."""
