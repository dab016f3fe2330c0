"""Legal-form tokens of names, as data: what a token shows of the one who bears the name.

Sources: forms of ISO 20275 (the Entity Legal Forms list) and the categories of GB 32100; an organisation's name carries
the token of its form by law, natural persons and individual businesses may not bear one. Words that an individual
business may bear too (店, 厂, 商行, 经营部, 工作室, 企業社, Company, Industries) are left out on purpose: they show
nothing.
Names are compared after NFKC and in lower case, so `（株）` and `㈱` are `(株)` here; traditional and simplified
characters stand side by side.
"""

from __future__ import annotations

from enum import Enum
from typing import Final, NamedTuple

from xinyong.register.subjects import SubjectClass


class Where(Enum):
    """Where in a name a token counts."""

    ANYWHERE = "anywhere"
    END = "end"
    WORD = "word"
    """As a word of its own, after the first."""
    LAST_WORD = "last_word"
    """As the last word; brackets and what is in them aside."""


class LegalForms(NamedTuple):
    """Tokens that show one class in one place, of one language."""

    shows: SubjectClass
    where: Where
    language: str
    tokens: tuple[str, ...]


def _forms(shows: SubjectClass, where: Where, language: str, tokens: str) -> LegalForms:
    return LegalForms(shows, where, language, tuple(token.replace("_", " ") for token in tokens.split()))


_C = SubjectClass
_W = Where

FORMS: Final[tuple[LegalForms, ...]] = (
    _forms(
        _C.COOPERATIVE,
        _W.ANYWHERE,
        "zh",
        "专业合作社 專業合作社 合作联社 合作聯社 农村信用社 信用合作社 供销合作社 股份合作社 勞動合作社 有限責任合作社",
    ),
    _forms(
        _C.ENTERPRISE,
        _W.ANYWHERE,
        "zh",
        "有限公司 有限责任公司 有限責任公司 股份公司 分公司 子公司 总公司 總公司 集团公司 集團公司 無限公司 兩合公司"
        " 有限合伙 有限合夥 普通合伙 普通合夥 个人独资 個人獨資企業 独资企业",
    ),
    _forms(_C.ENTERPRISE, _W.END, "zh", "公司 集团 集團 银行 銀行 支行 合伙企业 合夥企業 信托投资"),
    _forms(
        _C.JUDICIAL_SERVICE,
        _W.END,
        "zh",
        "律师事务所 律師事務所 公证处 公證處 法律服务所 司法鉴定中心 司法鉴定所 仲裁委员会 仲裁委員會",
    ),
    _forms(_C.ENTERPRISE, _W.END, "zh", "会计师事务所 會計師事務所"),
    _forms(_C.COOPERATIVE, _W.END, "zh", "合作社"),
    _forms(_C.RURAL_COLLECTIVE, _W.END, "zh", "股份经济合作社 经济合作社 经济联合社 集体经济组织"),
    _forms(
        _C.STATE_ORGAN,
        _W.END,
        "zh",
        "人民政府 人民法院 人民检察院 监督管理局 管理局 税务局 稅務局 公安局 海关 委员会办公室 交通运输厅 应急管理厅",
    ),
    _forms(_C.TRADE_UNION, _W.END, "zh", "工会 工会委员会 总工会"),
    _forms(
        _C.SOCIAL_ORGANISATION,
        _W.END,
        "zh",
        "基金会 基金會 协会 協會 学会 學會 商会 商會 联合会 聯合會 促进会 促進會 同業公會 公會 联谊会 聯誼會 研究会"
        " 農會",
    ),
    _forms(
        _C.SOCIAL_ORGANISATION,
        _W.ANYWHERE,
        "zh",
        "財團法人 财团法人 社團法人 社团法人 民办非企业单位 醫療法人 宗教法人",
    ),
    _forms(
        _C.OTHER_ORGANISATION,
        _W.END,
        "zh",
        "大学 大學 学院 學院 中学 中學 小学 小學 医院 醫院 分院 总院 總院 卫生院 研究院 研究所 科学院 管理委員會"
        " 管理委员会 村民委员会 居民委员会 业主委员会 代表处 代表處 办事处 理事会",
    ),
    _forms(
        _C.ENTERPRISE,
        _W.ANYWHERE,
        "ja",
        "株式会社 株式會社 有限会社 合同会社 合資会社 合名会社 特例有限会社 (株) (有) (同) (資) (名) 有限責任事業組合",
    ),
    _forms(
        _C.COOPERATIVE,
        _W.ANYWHERE,
        "ja",
        "協同組合 農事組合法人 生活協同組合 森林組合 企業組合 土地改良区 協業組合 商工組合 管理組合 (農)",
    ),
    _forms(_C.COOPERATIVE, _W.END, "ja", "組合 組合連合会"),
    _forms(
        _C.SOCIAL_ORGANISATION,
        _W.ANYWHERE,
        "ja",
        "社会福祉法人 医療法人 学校法人 財団法人 社団法人 特定非営利活動法人 npo法人 (福) (医) (学) (財)"
        " (社) (公財) (公社) (一財) (一社) (特非) (社福)",
    ),
    _forms(_C.RELIGIOUS_BODY, _W.ANYWHERE, "ja", "宗教法人 (宗)"),
    _forms(
        _C.PUBLIC_INSTITUTION,
        _W.ANYWHERE,
        "ja",
        "独立行政法人 国立大学法人 国立研究開発法人 地方独立行政法人 (独) 商工会議所 一部事務組合",
    ),
    _forms(_C.STATE_ORGAN, _W.END, "ja", "市役所 町役場 村役場 県庁 教育委員会 労働局 消防本部"),
    _forms(
        _C.ENTERPRISE,
        _W.WORD,
        "en",
        "inc incorporated llc l.l.c llp l.l.p ltd limited corp corporation plc p.l.c pllc pty pte lllp l.p"
        " unltd ulc co.ltd co.limited limited_partnership limited_liability_company designated_activity_company",
    ),
    _forms(_C.ENTERPRISE, _W.LAST_WORD, "en", "lp bank"),
    _forms(_C.FUND, _W.LAST_WORD, "en", "fund funds etf ofc ucits icav etn"),
    _forms(_C.FUND, _W.WORD, "en", "fund_series sicav sicav-raif sicar leveraged_product inverse_product"),
    _forms(
        _C.OTHER_ORGANISATION,
        _W.WORD,
        "en",
        "university institute academy foundation association federation institution",
    ),
    _forms(
        _C.ENTERPRISE,
        _W.WORD,
        "de",
        "gmbh mbh aktiengesellschaft ug kgaa ggmbh haftungsbeschränkt offene_handelsgesellschaft kommanditgesellschaft",
    ),
    _forms(_C.ENTERPRISE, _W.LAST_WORD, "de", "ag kg ohg se"),
    _forms(_C.ENTERPRISE, _W.WORD, "nl", "b.v bv n.v vof v.o.f stichting naamloze_vennootschap bvba"),
    _forms(_C.ENTERPRISE, _W.LAST_WORD, "nl", "nv cv c.v"),
    _forms(_C.ENTERPRISE, _W.WORD, "fr", "sarl s.a.r.l sas s.a.s eurl sasu snc scsp sàrl s.à_r.l s.à.r.l"),
    _forms(_C.ENTERPRISE, _W.LAST_WORD, "fr", "sa s.a sci scs"),
    _forms(
        _C.ENTERPRISE,
        _W.WORD,
        "it",
        "s.r.l srl s.p.a s.n.c s.a.s società_a_responsabilità_limitata"
        " societa'_a_responsabilita'_limitata società_semplice società_per_azioni",
    ),
    _forms(_C.ENTERPRISE, _W.LAST_WORD, "it", "spa"),
    _forms(
        _C.ENTERPRISE,
        _W.WORD,
        "es",
        "s.l s.l.u slu s.a.u s.a_de_c.v s.a_de_cv sociedad_limitada sociedad_anonima sociedad_anónima limitada"
        " s_de_r.l s.c.a",
    ),
    _forms(_C.ENTERPRISE, _W.LAST_WORD, "es", "sl sau"),
    _forms(_C.ENTERPRISE, _W.WORD, "pt", "lda ltda s.a.r.l eireli"),
    _forms(_C.ENTERPRISE, _W.WORD, "sv", "aktiebolag handelsbolag kommanditbolag"),
    _forms(_C.ENTERPRISE, _W.LAST_WORD, "sv", "ab hb"),
    _forms(_C.ENTERPRISE, _W.WORD, "da", "aps a/s k/s i/s p/s ivs"),
    _forms(_C.ENTERPRISE, _W.LAST_WORD, "no", "as asa"),
    _forms(_C.ENTERPRISE, _W.LAST_WORD, "fi", "oy oyj ky"),
    _forms(_C.ENTERPRISE, _W.WORD, "et", "oü osaühing aktsiaselts"),
    _forms(_C.ENTERPRISE, _W.WORD, "lv", "sia uab"),
    _forms(_C.ENTERPRISE, _W.WORD, "pl", "sp_z_o.o spółka_z_ograniczoną_odpowiedzialnością spółka_akcyjna s.k"),
    _forms(_C.ENTERPRISE, _W.WORD, "cs", "s.r.o spol_s_r.o akciová_společnost"),
    _forms(_C.ENTERPRISE, _W.LAST_WORD, "cs", "a.s k.s v.o.s"),
    _forms(
        _C.ENTERPRISE,
        _W.WORD,
        "hu",
        "kft zrt nyrt korlátolt_felelősségű_társaság részvénytársaság zártkörűen_működő_részvénytársaság",
    ),
    _forms(_C.ENTERPRISE, _W.WORD, "sl", "d.o.o d.d a.d j.d.o.o"),
    _forms(_C.ENTERPRISE, _W.WORD, "tr", "limited_şirketi anonim_şirketi a.ş ltd_şti"),
    _forms(_C.ENTERPRISE, _W.WORD, "ms", "sdn bhd berhad tbk"),
    _forms(_C.ENTERPRISE, _W.WORD, "ja-latn", "k.k kabushiki_kaisha godo_kaisha"),
)
"""Every token, in the order in which they are tried."""

PERSON_TOKENS: Final = (
    *("个体工商户", "個體工商戶", "个体户", "個體戶", "个体经营", "个体业户", "(个体)", "(個體)"),
    *("個人事業主", "個人事業", "自営業", "sole proprietor", "(an individual)", "an individual", "自然人"),
)
"""Tokens that show a person, in trade or not, unless a legal form follows (个体工商户协会 is an association)."""

MENTION_TOKENS: Final = (
    *("法定代表人", "负责人", "負責人", "经营者", "經營者", "业主:", "業主:", "身份证号", "身分證", "代表者"),
)
"""Tokens after which a person is named: such a name shows nothing, neither a person nor an organisation."""
