"""Every row of the rule tables decides its example, and not its counter-example."""

from __future__ import annotations

import re

import pytest

from orgreports.figure_periods import Years, years_of
from orgreports.indicators import assign
from orgreports.models import Document, Quantity, Sentence, Span
from orgreports.nearness import scopes
from orgreports.pipeline import parse_document
from orgreports.quantities import find_quantities
from orgreports.rule_words import class_bits, find_hits, words_in
from orgreports.rulebook import catalogue, load_csv, load_toml, unit_families

FIGURE = re.compile("⟦(.*?)⟧")


def rows(table: str, key: str) -> list[object]:
    return [pytest.param(row, id=row["id"]) for row in load_toml(table)[key]]


def figure_in(marked: str) -> tuple[str, Quantity | None]:
    """The text without its brackets, and the quantity that overlaps them."""
    text = FIGURE.sub(r"\1", marked)
    match = FIGURE.search(marked)
    assert match, marked
    start, end = match.start(), match.start() + len(match.group(1))
    found = [q for q in find_quantities(text).quantities if q.start < end and q.end > start]
    return text, found[0] if found else None


@pytest.mark.parametrize("row", rows("names", "name"))
def test_name_rules_exclude_their_example_only(row):
    excluded = [item.rule for item in find_quantities(row["example"]).exclusions]
    if row["reason"] == "word":
        assert not excluded and not find_quantities(row["example"]).quantities
    else:
        assert row["id"] in excluded
    assert row["id"] not in [item.rule for item in find_quantities(row["counter"]).exclusions]


@pytest.mark.parametrize("row", rows("names", "shield"))
def test_shields_exclude_what_they_enclose(row):
    assert {item.rule for item in find_quantities(row["example"]).exclusions} == {row["id"]}
    assert len(find_quantities(row["counter"]).quantities) == 1


@pytest.mark.parametrize("row", rows("hedges", "hedge"))
def test_hedges_bound_their_example_only(row):
    example, counter = (find_quantities(row[key]).quantities for key in ("example", "counter"))
    assert [q.bound for q in example] == [row["bound"] or "exact"]
    assert row["bound"] == "" or all(q.bound != row["bound"] for q in counter)


@pytest.mark.parametrize("row", rows("kinds", "kind"))
def test_kind_rules_give_their_kind(row):
    assert figure_in(row["example"])[1].kind == row["kind"]
    other = figure_in(row["counter"])[1]
    assert other is None or row["id"] in ("count.plain",) or other.kind != row["kind"]


@pytest.mark.parametrize("row", rows("indicators", "rule"))
def test_indicator_rules_decide_their_example(row):
    section = row.get("section", "")
    assert decided(row["example"], section)[1] == row["id"]
    assert decided(row["counter"], section)[0] != row["indicator"] or not row["indicator"]
    assert row["indicator"] == "" or row["indicator"] in catalogue()
    assert set(row["all"]) <= set(load_toml("indicators")["words"])
    assert set(row.get("beside", ())) <= set(row["all"])


@pytest.mark.parametrize("row", load_toml("indicators")["apart"])
def test_words_that_meet_are_not_read_as_another(row):
    text, bar = row.replace("|", ""), row.index("|")
    across = [hit for hit in find_hits(text) if hit[0] < bar < hit[1]]
    assert across, "no word runs across the bar"
    assert all(hit[:2] == (0, len(text)) for hit in across if hit in words_in(text))


@pytest.mark.parametrize("row", load_toml("indicators")["pattern"], ids=lambda row: row["class"])
def test_patterns_are_words_of_their_class_in_their_example(row: dict[str, str]) -> None:
    bit = class_bits()[row["class"]]
    assert re.search(row["pattern"], row["example"]) and not re.search(row["pattern"], row["counter"])
    assert any(hit[2] & bit for hit in words_in(row["example"]))


@pytest.mark.parametrize(("case", "places"), [("example", True), ("counter", False)])
def test_nouns_behind_a_figure_say_what_places_it_counts(case, places):
    for marked in load_toml("indicators")["scope"][case]:
        text, figure = figure_in(marked)
        assert any(hit[2] == class_bits()["scope"] for hit in scopes(text, [figure])) == places


@pytest.mark.parametrize(("case", "founded"), [("example", True), ("counter", False)])
def test_what_follows_a_figure_says_where_party_organisations_are_set_up(case, founded):
    bit = class_bits()["founded_in"]
    for marked in load_toml("indicators")["founded"][case]:
        text, figure = figure_in(marked)
        assert any(hit[2] == bit for hit in scopes(text, [figure])) == founded


def decided(marked: str, section: str) -> tuple[str, str]:
    text, figure = figure_in(marked)
    sentence = Sentence(text, Span(0, len(text)), 1, section)
    quantities = find_quantities(text).quantities
    typed = assign([(sentence, quantities)])[0]
    return next((item.indicator, item.rule) for item in typed if item.quantity == figure)


@pytest.mark.parametrize(
    "marked",
    [
        "向⟦45个⟧村选派驻村工作队",
        "从⟦64家⟧市直单位抽调干部组建驻村工作队",
        "选派驻村工作队覆盖⟦45个⟧村",
        "⟦45个⟧单位派出驻村工作队",
        "驻村工作队进驻以来，新建厂房⟦3个⟧",
    ],
)
def test_places_and_senders_are_not_who_was_sent(marked):
    assert decided(marked, "")[0] != "cadre_dispatched"


@pytest.mark.parametrize(
    ("marked", "indicator"),
    [
        ("培训党员320名，入党积极分子⟦130名⟧", "training_headcount"),
        ("培训党员320名、入党积极分子⟦130名⟧", "training_headcount"),
        ("培训党员320名、发展党员⟦130名⟧", "party_members"),
        ("引进教师86名、农技人员⟦32名⟧", "talent_recruited"),
        ("选派第一书记⟦30名⟧、党建指导员120名", "cadre_dispatched"),
        ("选派第一书记30名、党建指导员⟦120名⟧", "party_posts"),
        ("提拔干部17名：优秀村书记6名，选调生⟦3名⟧", "cadre_promoted"),
        ("提拔干部17名；选调生⟦3名⟧到村任职", "cadre_dispatched"),
        ("集体收入20万元以上的村86个、50万元以上的⟦12个⟧", "village_economy"),
        ("受理群众诉求1200件，办结⟦1180件⟧", "governance_burden"),
        ("受理12380举报67件，办结⟦64件⟧", "cadre_supervised"),
        ("村集体收入86万元；旧校舍租出去，每年进账⟦5.5万元⟧", "village_economy"),
        ("旧校舍租出去，每年进账⟦5.5万元⟧", ""),
        ("发现问题43个，完成整改⟦41个⟧", "cadre_supervised"),
        ("招录选调生2036名；研究生⟦1571名⟧", "cadre_recruited"),
        ("在⟦26个⟧乡镇推行党支部标准化", ""),
        ("⟦26个⟧乡镇党支部达标", "party_organisations"),
        ("对⟦26个⟧乡镇开展选人用人检查", "cadre_supervised"),
        ("⟦26个⟧村集体收入过百万元", "village_economy"),
        ("网格员上报问题⟦3.2万件⟧", "governance_burden"),
        ("入选计划的有⟦126人⟧、18个创新团队，专家9名获评领军人才", "talent_supported"),
        ("投入⟦860万元⟧新建村级活动场所54处", "party_posts"),
        ("修路投入⟦860万元⟧，接着走访活动场所54处", ""),
        ("新建党群服务中心87处，最小的⟦260平方米⟧", "party_posts"),
        ("新建党群服务中心87处，最贵的⟦260万元⟧", ""),
        ("来蓉就业创业大学生⟦12万人⟧", "talent_recruited"),
        ("留汉来汉大学生⟦30万人⟧", "talent_recruited"),
        ("来自发展银行的⟦12人⟧", ""),
    ],
)
def test_lists_totals_and_scopes(marked, indicator):
    assert decided(marked, "")[0] == indicator


@pytest.mark.parametrize(
    ("text", "indicators"),
    [
        ("全区选派干部129人到一线。他们中，在窗口的31人，在站所的27人。", ["cadre_dispatched"] * 3),
        ("全区选派干部129人到一线。他们的31间宿舍修好了。", ["cadre_dispatched", ""]),
        ("农民培训做了多少？全年4200人。", ["training_headcount"]),
        ("今年农民过得怎样？全年4200人。", [""]),
    ],
)
def test_sentences_that_go_on_about_the_one_before(text: str, indicators: list[str]) -> None:
    report = parse_document(Document("p.txt", f"青岚市2024年组织工作综述\n{text}", "txt", "utf-8", ""))
    assert [row.indicator for row in report.observations] == indicators


@pytest.mark.parametrize(("case", "taken"), [("example", True), ("counter", False)])
def test_openings_that_go_on_decide_their_example(case: str, taken: bool) -> None:
    for marked in load_toml("indicators")["goes_on"][case]:
        text = FIGURE.sub(r"\1", marked)
        report = parse_document(Document("p.txt", f"青岚市2024年组织工作综述\n{text}。", "txt", "utf-8", ""))
        before, after = (row.indicator for row in report.observations)
        assert before and (after == before) == taken


@pytest.mark.parametrize(("case", "taken"), [("example", True), ("counter", False)])
def test_parts_decide_their_example(case: str, taken: bool) -> None:
    for marked in load_toml("indicators")["parts"][case]:
        assert (decided(marked, "")[0] == "cadre_supervised") == taken


@pytest.mark.parametrize(("case", "taken"), [("example", True), ("counter", False)])
def test_series_decide_their_example(case: str, taken: bool) -> None:
    for marked in load_toml("indicators")["series"][case]:
        assert (decided(marked, "")[0] == "cadre_recruited") == taken


@pytest.mark.parametrize(("case", "taken"), [("example", True), ("counter", False)])
def test_frames_decide_their_example(case: str, taken: bool) -> None:
    for marked in load_toml("indicators")["frames"][case]:
        assert (decided(marked, "")[0] == "cadre_commended") == taken


@pytest.mark.parametrize(("case", "taken"), [("example", True), ("counter", False)])
def test_rates_decide_their_example(case: str, taken: bool) -> None:
    for marked in load_toml("indicators")["rates"][case]:
        assert (decided(marked, "")[0] == "cadre_supervised") == taken


def test_a_change_tells_of_the_figure_with_its_unit() -> None:
    assert decided("全年办班38期、训了4260人次,比上年多⟦9期⟧", "")[0] == "training_sessions"
    assert decided("全年办班38期、训了4260人次,又派出⟦9期⟧", "")[0] != "training_sessions"


@pytest.mark.parametrize("row", load_toml("indicators")["people_told"].values(), ids=lambda row: row["id"])
def test_people_are_told_of_another_indicator_in_their_example(row: dict[str, str]) -> None:
    assert decided(row["example"], "") == (row["indicator"], row["id"])
    assert decided(row["counter"], "")[1] != row["id"]


@pytest.mark.parametrize("row", rows("figure_periods", "period"))
def test_period_rules_decide_their_example(row):
    def years(marked: str) -> Years:
        text, figure = figure_in(marked)
        return years_of(text, figure.start, Years(2024, 2024), row.get("published", 2025))

    assert (years(row["example"]) == (2024, 2024)) == (row["meaning"] in ("own", "now", "none"))
    assert years(row["counter"]) != years(row["example"])


@pytest.mark.parametrize(("case", "year"), [("example", 2021), ("counter", 2024)])
def test_an_opening_as_of_a_year_holds_for_its_sentence(case: str, year: int) -> None:
    text, figure = figure_in(load_toml("figure_periods")["as_of"][case])
    assert years_of(text, figure.start, Years(2024, 2024), 2025) == (year, year)


@pytest.mark.parametrize(("case", "shared"), [("example", True), ("counter", False)])
def test_what_a_figure_has_become_has_its_unit(case: str, shared: bool) -> None:
    for marked in load_toml("become")[case]:
        text, figure = figure_in(marked)
        units = [quantity.unit for quantity in find_quantities(text).quantities]
        assert units == [figure.unit] * (2 if shared else 1), text


@pytest.mark.parametrize("row", load_toml("small_numbers").values(), ids=list(load_toml("small_numbers")))
def test_small_numbers_count_in_their_example(row):
    assert figure_in(row["example"])[1] is not None
    assert not find_quantities(row["counter"]).quantities


@pytest.mark.parametrize("row", [pytest.param(row, id=row["form"]) for row in load_csv("units")])
def test_units_are_read_from_their_example(row):
    figure = find_quantities(row["example"]).quantities[0]
    assert (figure.unit, figure.family) == (row["unit"], unit_families()[row["unit"]])
    assert not row["counter"] or not [
        q for q in find_quantities(row["counter"]).quantities if q.unit == row["unit"]
    ]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("运转经费每村5.5万元,同比加⟦1.2万⟧", "元"),
        ("队均收入50万元,头部五个队均⟦200万⟧", "元"),
        ("补贴3000万元,新增市场主体⟦1.2万⟧", "个"),
        ("补贴3000万元,惠及⟦1.2万⟧", "人"),
    ],
)
def test_bare_numbers_look_further_where_their_clause_names_nothing(text: str, unit: str) -> None:
    found = figure_in(text)[1]
    assert found is not None
    assert found.unit == unit


@pytest.mark.parametrize("row", [pytest.param(row, id=key) for key, row in load_toml("bare_numbers").items()])
def test_bare_numbers_take_the_unit_of_what_they_count(row):
    assert figure_in(row["example"])[1].unit == row["unit"]
    other = figure_in(row["counter"])[1]
    assert other is None or other.unit != row["unit"]


@pytest.mark.parametrize("name", list(load_toml("ranks")))
def test_words_of_ranking_decide_their_example(name):
    row = load_toml("ranks")[name]
    assert [q.kind for q in find_quantities(row["example"]).quantities][:1] == ["rank"]
    assert not [q for q in find_quantities(row["counter"]).quantities if q.kind == "rank"]


@pytest.mark.parametrize(("case", "year"), [("example", 2025), ("counter", 2024)])
def test_plans_are_of_the_year_that_the_paragraph_looks_out_to(case, year):
    for marked in load_toml("figure_periods")["outlook"][case]:
        text = FIGURE.sub(r"\1", marked)
        report = parse_document(Document("p.txt", f"青岚市2024年组织工作综述\n{text}。", "txt", "utf-8", ""))
        assert {row.period_start for row in report.observations} == {year}, text


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2020年、2021年、2022年分别培训干部1.2万、1.5万和1.8万人次", [2020, 2021, 2022]),
        ("2021年至2023年,分别招录公务员300、320和350名", [2021, 2022, 2023]),
        ("2022、2023年分别引进人才300名、400名", [2022, 2023]),
        ("2022、2023年分别引进人才300名、400名和500名", [2023, 2023, 2023]),
        ("截至2021年底,党员30万名,比2020年净增1万名;党支部2万个", [2021, 2021, 2021]),
        ("2021年引进人才30名;其中博士3名", [2021, 2021]),
        ("截至2021年底,党员30万名。其中,女党员10万名", [2021, 2021]),
        ("事项由2020年的118项精简为2022年底的62项", [2020, 2022]),
        ("党员占比由2020年的42%提升到51%", [2020, 2023]),
    ],
)
def test_years_told_one_by_one(text, years):
    report = parse_document(
        Document("p.txt", f"青岚市2020-2023年组织工作综述\n{text}。", "txt", "utf-8", ""), period="2020-2023"
    )
    assert [row.period_end for row in report.observations] == years
