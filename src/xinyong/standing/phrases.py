"""The words of reports about standings, in Chinese and in English: one phrase a key, the same blanks in both."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

Language: TypeAlias = Literal["zh", "en"]
"""A language of reports."""

PHRASES: Final[dict[str, tuple[str, str]]] = {
    "standing": ("信用状况：{name}", "Standing of {name}"),
    "as_of": ("截至日：{day}；账本第 {seq} 条（{at}）", "On {day}, as known at entry {seq} ({at})"),
    "unnamed": ("第 {number} 号主体", "subject {number}"),
    "class": ("类别：{value}", "Class: {value}"),
    "identifier": ("标识：{scheme} {value}", "Identifier: {scheme} {value}"),
    "name": ("名称：{name}（{form}）", "Name: {name} ({form})"),
    "succession": ("{on}：{event}", "{on}: {event}"),
    "related": (
        "经人工确认有关联：第 {other} 号主体（无任何效果）",
        "Related, confirmed by a human: subject {other} (no effect)",
    ),
    "none": ("无", "none"),
    "ratings": ("评价", "Ratings"),
    "decided": (
        "{title}，{year} 年度（已定）：{grade}，{total} 分",
        "{title}, {year} (decided): {grade}, {total} points",
    ),
    "running": (
        "{title}，{year} 年度（计算中，暂定）：{grade}，{total} 分",
        "{title}, {year} (running, provisional): {grade}, {total} points",
    ),
    "daily": ("{title}：{grade}，{total} 分", "{title}: {grade}, {total} points"),
    "outside": ("{title}：不适用，{why}", "{title}: does not apply, {why}"),
    "unrecorded": (
        "无使其成为适用对象之记录，故无评价：{titles}",
        "No rating, for no record makes it a subject: {titles}",
    ),
    "outside_law": ("依据：{pack}（{cited}）", "By {pack} ({cited})"),
    "rating_law": ("依据：{pack}，来源等级 {grade}", "By {pack}, source grade {grade}"),
    "rating_window": (
        "看 {day} 之状况，以 {known} 前入账者为限",
        "Looks at {day}, over what was known by the end of {known}",
    ),
    "partial": (
        "部分编码：{encoded}/{total} {of}；不得据以作出任何决定",
        "Partial: {encoded} of {total} {of} encoded; grounds nothing",
    ),
    "grade_unverified": ("M，未经核实", "M, unverified"),
    "unverified": (
        "含未经核实之数字（凭记忆，无来源，M）",
        "Uses numbers that are not verified (from memory, no source, grade M)",
    ),
    "ended": (
        "另有 {count} 项已过期，不计（explain 列出全部）",
        "{count} that have ended are not shown (explain shows all)",
    ),
    "about_publication": ("第 {record} 条记录之公示（{pack}）", "publication of entry {record} ({pack})"),
    "no_records": (
        "未收到其所读种类之任何记录：仅为起评分",
        "No record of the kinds it reads is known: nothing but the start score",
    ),
    "start": ("{total}  起评分", "{total}  start score"),
    "limit": ("{node} {id}：{before} 限为 {after}", "{node} {id}: {before}, limited to {after}"),
    "contribution": ("{points}  {title}（{cited}）", "{points}  {title} ({cited})"),
    "contribution_from": (
        "第 {record} 条记录；{start} 起，{until} 前；{state}",
        "entry {record}; from {start}, before {until}; {state}",
    ),
    "life_unverified": ("期间：{cited}", "its period: {cited}"),
    "conclusion_from": (
        "由事实得出；{start} 起，{until} 前；{state}",
        "from facts; from {start}, before {until}; {state}",
    ),
    "open_end": ("无期", "no end yet"),
    "fact": ("事实 {fact} = {value}（{cited}）", "Fact {fact} = {value} ({cited})"),
    "unknown_value": ("未知", "unknown"),
    "proposals": ("名单建议（由人决定）", "Proposals for lists (people decide)"),
    "proposal": ("{title}（{keeper}）：{effect}", "{title} ({keeper}): {effect}"),
    "proposal.redlist": ("红名单：{title}（{keeper}）：{effect}", "Redlist, {title} ({keeper}): {effect}"),
    "effect.propose": ("规则提出", "the rules propose it"),
    "effect.none": ("较轻之法无此列入，不提出", "the milder law knows no such listing; not proposed"),
    "effect.choose": ("两法孰轻难定，由人选择", "neither law is milder; a human chooses"),
    "effect.unknown": ("条件未知，不提出", "unknown; not proposed"),
    "judged_by": ("适用 {pack}：{why}", "Judged by {pack}: {why}"),
    "judged_open": ("{why}", "{why}"),
    "term": ("期限 {months} 个月（{cited}）", "Term {months} months ({cited})"),
    "ground": (
        "{pack}，{title}（{cited}），第 {record} 条记录",
        "{pack}, {title} ({cited}), entry {record}",
    ),
    "listings": ("他人名单（仅转述，非本系统所列，无效果）", "Lists of others (reported, not ours, no effect)"),
    "listing": (
        "{identifier}：{phase}；{start} 起，{until} 前；{authority}",
        "{identifier}: {phase}; from {start}, before {until}; {authority}",
    ),
    "phase.before": ("尚未开始", "before it begins"),
    "phase.inside": ("期内", "inside it"),
    "phase.after": ("已结束", "after its end"),
    "phase.unknown": ("未知", "unknown"),
    "publication": ("公示期", "Publication"),
    "window": (
        "第 {record} 条记录：{phase}；自 {start} 起，最早 {earliest}，最迟 {latest}（{cited}）",
        "entry {record}: {phase}; runs from {start}, earliest end {earliest}, latest {latest} ({cited})",
    ),
    "phase.shortest": ("最短公示期内", "inside the shortest term"),
    "phase.repairable": ("可申请提前终止", "an early end can be asked for"),
    "phase.running": ("公示中", "running"),
    "phase.over": ("已届满", "over"),
    "unknowns": ("未能判定者", "What was unknown"),
    "unknown": ("{where}：{reason}", "{where}: {reason}"),
    "part.law": ("适用何版本未知", "which version governs is unknown"),
    "part.condition": ("条件未知", "the condition is unknown"),
    "part.points": ("分值未知", "the points are unknown"),
    "part.life": ("有效期未知", "how long it counts is unknown"),
    "part.facts": ("事实取决于未知之命中", "its facts depend on unknown hits"),
    "part.publication": ("公示期未知", "how long it is published is unknown"),
    "part.lacks": ("{part}（缺 {names}）", "{part} (lacks {names})"),
    "erased": ("第 {seq} 条之内容已删除", "the content of entry {seq} was erased"),
    "spared": ("因紧急措施不计者", "What an emergency spares"),
    "spare": (
        "{pack} 之 {title} 不计第 {record} 条记录：{by}，{why}（{cited}），及于 {until} 前之行为",
        "{title} of {pack} does not count entry {record}: {by}, {why} ({cited}), for acts before {until}",
    ),
    "change": ("何时变化", "What would change it"),
    "next_change": (
        "若无新记录，{day} 之前不变",
        "Without a new entry it stays as it is until {day}",
    ),
    "no_change": ("若无新记录，不会变化", "Without a new entry it never changes"),
    "step": (
        "{on}：{title} {before} → {after}{mark}",
        "{on}: {title} {before} → {after}{mark}",
    ),
    "mark_unverified": ("（数字未经核实）", " (numbers not verified)"),
    "repair": (
        "第 {record} 条记录若于 {first} 起、{until} 前填入 {column}：{title} {before} → {after}{mark}",
        "If entry {record} gets {column} from {first}, before {until}: {title} {before} → {after}{mark}",
    ),
    "law": ("所据之法", "The law it was computed under"),
    "law_line": (
        "{pack}（{use}，来源等级 {grade}，编码 {encoded}/{total}）{digest}",
        "{pack} ({use}, source grade {grade}, {encoded} of {total} encoded) {digest}",
    ),
    "calendar": ("工作日历：{edition}", "Calendar: {edition}"),
    "choices": ("来源未定、由规则包所作之选择", "Choices that the packs make where a source is silent"),
    "choice": ("{pack}：{question} → {choice}（{reason}）", "{pack}: {question} -> {choice} ({reason})"),
    "records": ("记录", "Records"),
    "record": (
        "第 {seq} 条 {kind}，{authority}，{delivery} 第 {line} 行",
        "entry {seq} {kind}, {authority}, delivery {delivery} line {line}",
    ),
    "history": ("历史：{name}", "History of {name}"),
    "state.counts": ("计入", "counts"),
    "state.repeated": ("再犯，加倍计入", "counts times its factor, a second breach"),
    "state.absorbed": ("被更重者吸收", "absorbed by a stronger one"),
    "state.future": ("尚未开始", "not begun"),
    "state.ended": ("已过期", "ended"),
    "state.unknown": ("未知，不计", "unknown, not counted"),
}
"""Phrases by key, (zh, en)."""


def phrase(key: str, language: Language, **blanks: object) -> str:
    """Return a phrase with its blanks filled.

    >>> phrase("none", "en")
    'none'
    """
    chinese, english = PHRASES[key]
    return (chinese if language == "zh" else english).format(**blanks)
