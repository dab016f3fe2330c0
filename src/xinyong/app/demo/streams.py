"""The authorities of the invented province and the forms that each of them writes.

The 双公示 forms are written by their official field codes, in the editions of 2016 and 2018, so that both editions,
three encodings and two kinds of file occur. Other records are written on the own form of their record kind.
"""

from __future__ import annotations

from typing import Final

from xinyong.app.demo.delivery import Authority, Stream

REGISTER: Final = Authority(id="ni-register", zh="拟省登记中心", en="Register", late=0.0, slack_days=2)
MARKET: Final = Authority(id="ni-market", zh="拟省市场监督管理局", en="Market regulation", late=0.02, slack_days=4)
TAX: Final = Authority(id="ni-tax", zh="拟省税务局", en="Tax", late=0.01, slack_days=3)
ECOLOGY: Final = Authority(id="ni-ecology", zh="拟省生态环境厅", en="Ecology", late=0.05, slack_days=8)
EMERGENCY: Final = Authority(
    id="ni-emergency", zh="拟省应急管理厅", en="Emergency management", late=0.35, slack_days=15
)
HOUSING: Final = Authority(id="ni-housing", zh="拟省住房和城乡建设厅", en="Housing", late=0.15, slack_days=11)
LABOUR: Final = Authority(id="ni-labour", zh="拟省人力资源和社会保障厅", en="Labour", late=0.0, slack_days=6)

AUTHORITIES: Final = (REGISTER, MARKET, TAX, ECOLOGY, EMERGENCY, HOUSING, LABOUR)

PENALTY_2018: Final = (
    *("CF_XDR_MC", "CF_XDR_LB", "CF_XDR_SHXYM", "CF_XDR_GSZC", "CF_XDR_ZZJG", "CF_XDR_SWDJ", "CF_XDR_SYDW"),
    *("CF_XDR_SHZZ", "CF_FRDB", "CF_FR_ZJLX", "CF_FR_ZJHM", "CF_XDR_ZJLX", "CF_XDR_ZJHM", "CF_WSH", "CF_WFXW"),
    *("CF_SY", "CF_YJ", "CF_CFLB", "CF_NR", "CF_NR_FK", "CF_NR_WFFF", "CF_NR_ZKDX", "CF_JDRQ", "CF_YXQ"),
    *("CF_GSJZQ", "CF_CFJG", "CF_CFJGDM", "CF_SJLY", "CF_SJLYDM", "BZ"),
)
PENALTY_2016: Final = (
    *("CF_WSH", "CF_CFMC", "CF_CFLB1", "CF_CFLB2", "CF_SY", "CF_YJ", "CF_XDR_MC", "CF_XDR_SHXYM", "CF_XDR_ZDM"),
    *("CF_XDR_GSDJ", "CF_XDR_SWDJ", "CF_XDR_SFZ", "CF_FR", "CF_JG", "CF_JDRQ", "CF_XZJG", "CF_ZT", "DFBM", "SJC"),
    "BZ",
)
PERMIT_2018: Final = (
    *("XK_XDR_MC", "XK_XDR_LB", "XK_XDR_SHXYM", "XK_XDR_GSZC", "XK_XDR_ZZJG", "XK_XDR_SWDJ", "XK_XDR_SYDW"),
    *("XK_XDR_SHZZ", "XK_FRDB", "XK_FR_ZJLX", "XK_FR_ZJHM", "XK_XDR_ZJLX", "XK_XDR_ZJHM", "XK_XKWS", "XK_WSH"),
    *("XK_XKLB", "XK_XKZS", "XK_XKBH", "XK_NR", "XK_JDRQ", "XK_YXQZ", "XK_YXQZI", "XK_XKJG", "XK_XKJGDM", "XK_ZT"),
    *("XK_LYDW", "XK_LYDWDM", "BZ"),
)
PERMIT_2016: Final = (
    *(
        "行政许可决定书文号",
        "项目名称",
        "审批类别",
        "许可内容",
        "行政相对人名称",
        "行政相对人代码_1 (统一社会信用代码)",
    ),
    *("行政相对人代码_2 (组织机构代码)", "行政相对人代码_3 (工商登记码)", "行政相对人代码_4 (税务登记号)"),
    *(
        "法定代表人姓名",
        "许可决定日期",
        "许可截止期",
        "许可机关",
        "当前状态",
        "行政许可编码",
        "信息使用范围",
        "地方编码",
    ),
    *("数据更新时间戳", "备注"),
)

_CODE: Final = "subject"
_NAME: Final = "name"


def _own(authority: Authority, kind: str, *fields: str, every: int = 3) -> Stream:
    """Return a stream on the own form of a record kind."""
    return Stream(
        authority=authority,
        mapping=kind,
        slug=kind.replace(".", "-"),
        columns=(_CODE, _NAME, *fields),
        code=_CODE,
        name=_NAME,
        day=fields[0],
        every=every,
    )


ENTRIES: Final = Stream(
    authority=REGISTER,
    mapping="register-uscc",
    slug="entries",
    columns=(
        *("code", "name", "former_names", "category", "status", "established", "address", "authority"),
        *("representative", "representative_id", "event", "changed_on"),
    ),
    code="code",
    name="name",
    day="established",
)
WAGE_LIST: Final = Stream(
    authority=LABOUR,
    mapping="synthetic-wage-arrears",
    slug="wage-arrears",
    columns=("as_of", "code", "name", "listed", "ground"),
    code="code",
    name="name",
    day="listed",
    snapshot=True,
)
MARKET_PENALTIES: Final = Stream(
    authority=MARKET,
    mapping="cn-double-publicity-penalty-2018",
    slug="penalties",
    columns=PENALTY_2018,
    code="CF_XDR_SHXYM",
    name="CF_XDR_MC",
    day="CF_JDRQ",
    encoding="utf-8-sig",
)
ECOLOGY_PENALTIES: Final = Stream(
    authority=ECOLOGY,
    mapping="cn-double-publicity-penalty-2018",
    slug="penalties",
    columns=PENALTY_2018,
    code="CF_XDR_SHXYM",
    name="CF_XDR_MC",
    day="CF_JDRQ",
    file="xlsx",
    every=3,
)
EMERGENCY_PENALTIES: Final = Stream(
    authority=EMERGENCY,
    mapping="cn-double-publicity-penalty-2016",
    slug="penalties",
    columns=PENALTY_2016,
    code="CF_XDR_SHXYM",
    name="CF_XDR_MC",
    day="CF_JDRQ",
    encoding="gb18030",
)
HOUSING_PERMITS: Final = Stream(
    authority=HOUSING,
    mapping="cn-double-publicity-permit-2016",
    slug="permits",
    columns=PERMIT_2016,
    code="行政相对人代码_1 (统一社会信用代码)",
    name="行政相对人名称",
    day="许可决定日期",
    encoding="gb18030",
    every=3,
)
MARKET_PERMITS: Final = Stream(
    authority=MARKET,
    mapping="cn-double-publicity-permit-2018",
    slug="permits",
    columns=PERMIT_2018,
    code="XK_XDR_SHXYM",
    name="XK_XDR_MC",
    day="XK_JDRQ",
)
ABNORMAL: Final = _own(MARKET, "abnormal.listing", "day", "ground", "ended", "escalates", "reference", every=1)
BREACHES: Final = _own(
    ECOLOGY, "env.breach.jiangsu", "day", "arose", "class", "fine", "points", "valid_to", "reference"
)
COMMITMENTS: Final = _own(ECOLOGY, "env.commitment.jiangsu", "day", "points", "valid_to", "reference")
FRONT_RUNNERS: Final = _own(ECOLOGY, "env.frontrunner.jiangsu", "day", "ended", "reference")
LATE_RETURNS: Final = _own(
    TAX, "tax.return.late", "day", "due", "corrected", "amount", "tax_type", "repair_class", every=1
)
INDICATORS: Final = _own(TAX, "tax.indicator", "day", "indicator", "due", "corrected", "points", "repair_class")
NON_REGULAR: Final = _own(TAX, "tax.indicator.nonregular", "day", "reference", "counts")
NEW_FIRMS: Final = _own(TAX, "tax.registered.new", "day")
OPERATIONS: Final = _own(TAX, "tax.operation", "day", "ended")
NO_INCOME: Final = _own(TAX, "tax.income.none", "day", "year")
ZERO_RETURNS: Final = _own(TAX, "tax.vat.zero", "day", "normal")
DIRECT_GROUNDS: Final = _own(TAX, "tax.direct", "day", "ground", "ended", "reference")
DECIDED_GRADES: Final = _own(TAX, "tax.grade", "day", "year", "grade", "basis", "points", "no_a")
