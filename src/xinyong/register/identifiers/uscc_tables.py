"""The registering authorities and entity categories of GB 32100, as data with their source grade.

Source grade S: secondary copies of the standard's tables, agreeing with each other; the standard itself was not read.
So a code whose category is not here is not refused for it: it shows no class, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from xinyong.kernel.cite import Citation, SourceGrade
from xinyong.register.subjects import SubjectClass

SOURCE: Final = Citation(
    instrument="GB 32100-2015", article="tables of authorities and categories", grade=SourceGrade.SECONDARY
)
"""Where both tables were read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """An entity category: what it is called and which class of organisation it shows.

    `shows` is None for the one category that is no organisation, individual businesses.
    """

    zh: str
    en: str
    shows: SubjectClass | None


AUTHORITIES: Final[dict[str, tuple[str, str]]] = {
    "1": ("机构编制", "staffing"),
    "2": ("外交", "foreign affairs"),
    "3": ("司法行政", "judicial administration"),
    "4": ("文化", "culture"),
    "5": ("民政", "civil affairs"),
    "6": ("旅游", "tourism"),
    "7": ("宗教", "religion"),
    "8": ("工会", "trade unions"),
    "9": ("工商", "market regulation"),
    "A": ("中央军委改革和编制办公室", "Central Military Commission staffing office"),
    "N": ("农业", "agriculture"),
    "Y": ("其他", "other"),
}
"""First character to the registering authority, in zh and en."""


def _category(zh: str, en: str, shows: SubjectClass | None) -> Category:
    return Category(zh=zh, en=en, shows=shows)


_OTHER: Final = _category("其他", "other", SubjectClass.OTHER_ORGANISATION)

CATEGORIES: Final[dict[str, Category]] = {
    "11": _category("机关", "state organ", SubjectClass.STATE_ORGAN),
    "12": _category("事业单位", "public institution", SubjectClass.PUBLIC_INSTITUTION),
    "13": _category("编办直接管理机构编制的群众团体", "mass organisation", SubjectClass.MASS_ORGANISATION),
    "19": _OTHER,
    "21": _category("外国常驻新闻机构", "resident foreign news agency", SubjectClass.FOREIGN_BODY),
    "29": _OTHER,
    "31": _category("律师执业机构", "law firm", SubjectClass.JUDICIAL_SERVICE),
    "32": _category("公证处", "notary office", SubjectClass.JUDICIAL_SERVICE),
    "33": _category("基层法律服务所", "grassroots legal service", SubjectClass.JUDICIAL_SERVICE),
    "34": _category("司法鉴定机构", "forensic institution", SubjectClass.JUDICIAL_SERVICE),
    "35": _category("仲裁委员会", "arbitration commission", SubjectClass.JUDICIAL_SERVICE),
    "39": _OTHER,
    "41": _category("外国在华文化中心", "foreign cultural centre", SubjectClass.FOREIGN_BODY),
    "49": _OTHER,
    "51": _category("社会团体", "social group", SubjectClass.SOCIAL_ORGANISATION),
    "52": _category("民办非企业单位", "private non-enterprise unit", SubjectClass.SOCIAL_ORGANISATION),
    "53": _category("基金会", "foundation", SubjectClass.SOCIAL_ORGANISATION),
    "59": _OTHER,
    "61": _category("外国旅游部门常驻代表机构", "foreign tourism office", SubjectClass.FOREIGN_BODY),
    "62": _category(
        "港澳台地区旅游部门常驻内地（大陆）代表机构",
        "tourism office of Hong Kong, Macao or Taiwan",
        SubjectClass.FOREIGN_BODY,
    ),
    "69": _OTHER,
    "71": _category("宗教活动场所", "religious venue", SubjectClass.RELIGIOUS_BODY),
    "72": _category("宗教院校", "religious school", SubjectClass.RELIGIOUS_BODY),
    "79": _OTHER,
    "81": _category("基层工会", "grassroots trade union", SubjectClass.TRADE_UNION),
    "89": _OTHER,
    "91": _category("企业", "enterprise", SubjectClass.ENTERPRISE),
    "92": _category("个体工商户", "individual business", None),
    "93": _category("农民专业合作社", "farmers' cooperative", SubjectClass.COOPERATIVE),
    "A1": _category("军队事业单位", "military public institution", SubjectClass.PUBLIC_INSTITUTION),
    "A9": _OTHER,
    "N1": _category("组级集体经济组织", "collective organisation of a group", SubjectClass.RURAL_COLLECTIVE),
    "N2": _category("村级集体经济组织", "collective organisation of a village", SubjectClass.RURAL_COLLECTIVE),
    "N3": _category("乡镇级集体经济组织", "collective organisation of a township", SubjectClass.RURAL_COLLECTIVE),
    "N9": _OTHER,
}
"""First two characters to the category. `Y` has none defined; `N9` is named by the ISO 20275 list alone."""
