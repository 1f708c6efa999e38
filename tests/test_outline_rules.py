"""Every row of the tables of headings, fronts, regions and genres decides its example."""

from __future__ import annotations

import re
from datetime import date
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import pytest

from orgreports import (
    outline_front,
    outline_genre,
    outline_lines,
    outline_names,
    outline_period,
    outline_region,
)
from orgreports.rulebook import load_toml, regions, slug


@pytest.mark.parametrize("row", load_toml("periods")["row"], ids=lambda row: row["id"])
def test_period_row(row: dict[str, str]) -> None:
    published = date.fromisoformat(row["published"]) if "published" in row else None
    zone_name = "opening" if row["zone"] == "any" else row["zone"]
    zone, rest = outline_period.Zone(zone_name, row["example"], 1.0), outline_period.Zone("text", "", 1.0)
    found = outline_period.find_periods([zone], rest, published)
    assert any(word in row["example"] for word in row["holds"])
    assert row["means"] in [candidate.value for candidate in found]
    assert re.search(row["pattern"], row["example"])
    assert not re.search(row["pattern"], row["counter"])


@pytest.mark.parametrize("row", load_toml("headings")["style"], ids=lambda row: row["id"])
def test_heading_style(row: dict[str, str]) -> None:
    assert outline_lines.heading_style(row["example"]) == row["id"]
    assert outline_lines.heading_style(row["counter"]) != row["id"]


@pytest.mark.parametrize("row", load_toml("headings")["lead"], ids=lambda row: row["id"])
def test_heading_lead(row: dict[str, str]) -> None:
    assert re.match(row["pattern"], row["example"])
    assert not re.match(row["pattern"], row["counter"])


@pytest.mark.parametrize("row", load_toml("front")["rule"], ids=lambda row: row["id"])
def test_front_rule(row: dict[str, str]) -> None:
    assert re.search(row["pattern"], row["example"], re.MULTILINE)
    assert not re.search(row["pattern"], row["counter"], re.MULTILINE)


def test_dateline() -> None:
    row = load_toml("front")["dateline"]
    assert outline_front.split_dateline(row["example"])[0] == "浔州新闻网讯"
    assert outline_front.split_dateline(row["counter"]) == ("", row["counter"])


REGION_WORDS = load_toml("region_words")


@pytest.mark.parametrize("row", REGION_WORDS["scope"] + REGION_WORDS["subject"])
def test_region_word(row: dict[str, str]) -> None:
    assert re.search(row["pattern"], row["example"])
    assert not re.search(row["pattern"], row["counter"])


STEMS = [REGION_WORDS["stem"]["pattern"], REGION_WORDS["slogan"]["after"], REGION_WORDS["headed"]["after"]]


@pytest.mark.parametrize("pattern", STEMS)
def test_what_follows_a_stem_begins_as_the_table_says(pattern: str) -> None:
    """Only before these characters a county of two characters is looked for."""
    assert begins_with(_parser.parse(pattern)) <= set(REGION_WORDS["stem_next"])


@pytest.mark.parametrize("row", REGION_WORDS["scope"])
def test_scopes_begin_as_the_table_says(row: dict[str, str]) -> None:
    parsed = _parser.parse(row["pattern"])
    for words in parsed[0][1][1] if str(parsed[0][0]) == "BRANCH" else [parsed]:
        assert begins_with(words) <= set(REGION_WORDS["scope_first"])
        assert begins_with(words[1:]) <= set(REGION_WORDS["scope_second"])


def begins_with(parts: Any) -> set[str]:
    """The characters with which a match of a parsed pattern may begin."""
    kind, value = parts[0]
    match str(kind):
        case "LITERAL":
            return {chr(value)}
        case "IN":
            return {chr(code) for one, code in value if str(one) == "LITERAL"} | {
                str(one) for one, _ in value if str(one) != "LITERAL"
            }
        case "BRANCH":
            return set().union(*map(begins_with, value[1]))
        case "SUBPATTERN":
            return begins_with(value[3])
        case _:
            return {str(kind)}


@pytest.mark.parametrize("row", REGION_WORDS["scope"])
def test_scope(row: dict[str, str]) -> None:
    assert list(outline_region.scope_counts(row["example"])) == [row["kind"]]
    assert row["kind"] not in outline_region.scope_counts(row["counter"])


@pytest.mark.parametrize("row", REGION_WORDS["word"], ids=lambda row: row["name"])
def test_name_that_is_a_word(row: dict[str, str]) -> None:
    assert outline_names.find_mentions(row["counter"]) == []
    named = row.get("example", f"{row['name']}市委组织部")
    assert outline_names.find_mentions(named) != []


@pytest.mark.parametrize("row", REGION_WORDS["byname"], ids=lambda row: row["code"])
def test_byname(row: dict[str, str]) -> None:
    assert [m.codes for m in outline_names.find_mentions(row["example"])] == [(row["code"],)]
    assert (row["code"],) not in [m.codes for m in outline_names.find_mentions(row["counter"])]


@pytest.mark.parametrize(
    "word", ["venue", "away", "away_behind", "superior", "below", "stem", "cause", "duty", "example_place"]
)
def test_words_around_names(word: str) -> None:
    """An example holds what its pattern means, beside the name 浔川 or 浔州 that the pattern is about."""
    row = REGION_WORDS[word]
    example, counter = (re.split("浔[川州]", row[key]) for key in ("example", "counter"))
    side = -1 if word in ("away_behind", "stem", "duty", "example_place") else 0
    assert re.search(row["pattern"], example[side])
    assert not re.search(row["pattern"], counter[side])


def test_beyond_and_slogan() -> None:
    beyond, slogan = REGION_WORDS["beyond"], REGION_WORDS["slogan"]
    for example in beyond["examples"]:
        assert outline_names.find_mentions(example) == []
    assert outline_names.find_mentions(beyond["counter"]) != []
    assert [m.codes for m in outline_names.find_mentions(slogan["example"])] == [("511324",)]
    assert outline_names.find_mentions(slogan["counter"]) == []
    headed = REGION_WORDS["headed"]
    assert [m.codes for m in outline_names.find_mentions(headed["example"])] == [("511324",)]
    assert outline_names.find_mentions(headed["counter"]) == []
    assert [m.codes for m in outline_names.find_mentions("浙江安吉的做法")] == [("330523",)]


NO_REGIONS = (
    "完成县级任务 富民强村 四川农业大学 以上党委全部换届 搭建创新平台 公安机关合作共建 "
    "主城区改造 友好区域 上海合作组织 中山路"
)


@pytest.mark.parametrize("text", NO_REGIONS.split())
def test_no_region(text: str) -> None:
    assert outline_names.find_mentions(text) == []


def test_title_of_a_review_and_marks_of_a_cut() -> None:
    genre = load_toml("genre")
    assert all(re.search(genre["cut_pattern"], line) for line in genre["cut_examples"])
    assert not any(re.search(genre["cut_pattern"], line) for line in genre["cut_counters"])
    assert all(re.fullmatch(genre["whole_pattern"], line) for line in genre["whole_examples"])
    assert not any(re.fullmatch(genre["whole_pattern"], line) for line in genre["whole_counters"])
    assert all(outline_front.is_review_title(line) for line in genre["title_examples"])
    assert not any(outline_front.is_review_title(line) for line in genre["title_counters"])


@pytest.mark.parametrize("row", load_toml("genre")["other"], ids=lambda row: row["id"])
def test_other_genre(row: dict[str, str]) -> None:
    def what(text: str, length: int = 800) -> str:
        places = {"title": "", "head": "", "first": ""} | {row["where"]: text}
        return outline_genre.other_genre(places["title"], places["head"], places["first"], length)

    assert what(row["example"]) == row["what"]
    assert what(row["counter"]) == ""
    if "longest" in row:
        assert what(row["example"], 9000) == ""


def test_regions_hang_together() -> None:
    found = regions()
    assert {level: sum(r.level == level for r in found.values()) for level in ("province", "prefecture")} == {
        "province": 34,
        "prefecture": 334,
    }
    for code, region in found.items():
        assert re.fullmatch(r"[1-8]\d{5}", code)
        assert (region.level == "province") == (region.parent == "")
        assert not region.parent or (region.parent in found and region.parent[:2] == code[:2])
    assert len({r.short["zh"] for r in found.values()}) == len(found)
    assert len({r.short["en"] for r in found.values()}) == len(found)
    assert len({slug(code) for code in found}) == len(found)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", slug(code)) for code in found)


@pytest.mark.parametrize(
    ("code", "zh", "en", "id_"),
    [
        ("510100", "成都", "Chengdu", "chengdu"),
        ("150100", "呼和浩特", "Hohhot", "hohhot"),
        ("150000", "内蒙古", "Inner Mongolia", "inner-mongolia"),
        ("650100", "乌鲁木齐", "Ürümqi", "urumqi"),
        ("540000", "西藏", "Xizang", "xizang"),
        ("610000", "陕西", "Shaanxi", "shaanxi"),
        ("140000", "山西", "Shanxi", "shanxi"),
        ("230100", "哈尔滨", "Harbin", "harbin"),
        ("150600", "鄂尔多斯", "Ordos", "ordos"),
        ("152500", "锡林郭勒", "Xilingol", "xilingol"),
        ("110105", "北京朝阳区", "Chaoyang District, Beijing", "chaoyang-district-beijing"),
        ("350100", "福州", "Fuzhou", "fuzhou"),
        ("361000", "抚州", "Fuzhou, Jiangxi", "fuzhou-jiangxi"),
        ("653132", "岑岭", "Cenling", "cenling"),
    ],
)
def test_names(code: str, zh: str, en: str, id_: str) -> None:
    region = regions()[code]
    assert (region.short["zh"], region.short["en"], slug(code)) == (zh, en, id_)


def test_census() -> None:
    """The 31 provinces add up to the census total without the armed forces (1,411,778,724 - 2,000,000)."""
    provinces = [r.population for r in regions().values() if r.level == "province" and r.population]
    assert (len(provinces), sum(provinces)) == (31, 1_409_778_724)
    five = {code: regions()[code].population for code in ("510100", "511900", "330000", "150100", "510000")}
    assert list(five.values()) == [20_937_757, 2_712_894, 64_567_588, 3_446_100, 83_674_866]
