"""Repair: the clean text comes out, whatever noise was put in; every edit can be undone and followed back."""

from __future__ import annotations

import time
from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from noise import NOISES, make_noise

from orgreports.models import Report
from orgreports.pipeline import parse
from orgreports.repair import all_edits, repair, undo
from orgreports.repair_characters import _traditional

REPORTS = sorted((Path(__file__).parent / "reports").glob("*.txt"))
ORIGINALS = ("bazhong-2025", "chengdu-2024", "hohhot-2012-2023", "sichuan-2023", "zhejiang-2024")
ODD = "党委X干部(dǎng)后著 \n\u3000第1页共2.,，０x9%“”?\ufffdZZ经\r\f\u200b—"
SEEDS = 100  # for each of the five originals: 500 cases

# What looks like noise and is none, in clean texts: nothing may change.
CLEAN = [
    "各级党委(党组)、县(区)、区(市)县、网格(村民小组)党小组(党支部)",
    "上线“青澜e家”APP(小程序)",
    "制定《人才政策10条(试行)》,健全校长(院长)负责制",
    "“5+2+X”访谈调研、“1+8+N”作战体系、“415X”集群、分工“AB”岗",
    "建强12345热线,推广O2O服务,发放5G终端300台",
    "显著提高,卓著成效,著名专家,专著12部,乾县、沈阳、於潜镇",
    "全覆盖开展,答复代表建议,画出同心圆",
    "自己动手,严于律己,深入人心,引人入胜,收入才算稳定",
    "五千部手机,上千部电影,陶冶情操,冶金专家",
    "第1批共3项,第三版规划,转接天线",
    "人才在哪里?答案在基层。",
    "2012—2023年,1—6月,9:17开会,比例3:2",
    "记者走进车间,通讯员队伍建设",
    "名单见附件2、3、5,100人以上的企业",
]

# What comes in, what must come out.
REPAIRED = [
    ("培训干部2\n.2万余\n人次。", "培训干部2.2万余人次。"),  # a figure in three lines
    ("總量２，０００ 億元", "总量2000亿元"),
    (
        "全市党员教育覆盖率提高到40.\n6%,参训的党员干部有13\n名。",
        "全市党员教育覆盖率提高到40.6%,参训的党员干部有13名。",
    ),
    (
        "全市党员干部参加轮训七千三百零5人\n次,占三\n分之二。",
        "全市党员干部参加轮训七千三百零5人次,占三分之二。",
    ),
    ("2024年全市组织工作会议在12\n人才工作再上台阶。", "2024年全市组织工作会议在12\n人才工作再上台阶。"),
    ("培训干部\n3,200\n人次\n提拔使用\n126人", "培训干部3200人次\n提拔使用126人"),  # tiles
    ("3200人次\n培训干部\n126人\n提拔使用", "3200人次培训干部\n126人提拔使用"),
    ("人才工作\n450名\n引进人才\n126人\n提拔使用", "人才工作\n450名\n引进人才\n126人\n提拔使用"),
    ("培训班12\n5000人次参加", "培训班12\n5000人次参加"),  # a label with its figure, and another
    (
        "一年来约谈各级干部2\n7人,总收入2.\n3亿元,不\n少于3天",
        "一年来约谈各级干部27人,总收入2.3亿元,不少于3天",
    ),
    ("东岭\t12\t350人次", "东岭12 350人次"),  # cells of a table
    ("15  2,600人次", "15 2600人次"),
    ("东岭|2023|45名|12人", "东岭|2023|45名|12人"),
    ("培训1,200、1,300人次", "培训1200、1300人次"),
    ("培训90人。\n相关链接\n12名个人受表彰", "培训90人。"),
    ("办班12期，12,345人参加", "办班12期,12345人参加"),  # a comma of the sentence before the number
    ("编号1,2,345名", "编号1,2,345名"),
    ("優(yōu)化個(ge)人,為（ wèi ）民", "优化个人,为民"),
    ("優（ｙōｕ）化", "优化"),
    ("人工智能(ai)平台,关爱(ai)老人", "人工智能(ai)平台,关爱老人"),
    ("党(dǎng)委(wěi)(党组)", "党委(党组)"),
    ("圍繞著中心,成效顯著", "围绕着中心,成效显著"),
    ("實乾興業,乾坤在握", "实干兴业,乾坤在握"),
    ("“ 四化 同步 ”,新增 30 名。", "“四化同步”,新增30名。"),
    ("培训2 000余人次,解决3 .5万件。", "培训2000余人次,解决3.5万件。"),
    ("全面从严治Ｘ、一体推进,Ｘ员干部ＺＺ素质。", "全面从严治党、一体推进,党员干部政治素质。"),
    ("培训XX名,占比*.*%。", "培训XX名,占比*.*%。"),
    ("2O24年,培训l.5万余入次,干部3O6名。", "2024年,培训1.5万余人次,干部306名。"),
    ("⼈才⼯作⻓期坚持⸺纪实", "人才工作长期坚持——纪实"),
    ("「三会一课」『先锋』", "“三会一课”‘先锋’"),
    ("培\u200b训\ufeff干部\u00a030名。", "培训干部30名。"),
    ("入脑入心。 (下转第六版)\n\n(上接第一版)\n\n在此基础上,", "入脑入心。\n在此基础上,"),
    ("切实做到入脑入心,(下转第六版)\n\n(上接第一版)\n\n形成机制。", "切实做到入脑入心,形成机制。"),
]


@cache
def clean_text(path: Path) -> str:
    return repair(path.read_text(encoding="utf-8")).text


@pytest.mark.parametrize("text", CLEAN)
def test_clean_text_stays_as_it_is(text: str) -> None:
    assert [edit for edit in all_edits(repair(text)) if not edit.rule.startswith("damage.")] == []


@pytest.mark.parametrize(("raw", "text"), REPAIRED)
def test_repaired(raw: str, text: str) -> None:
    repaired = repair(raw)
    assert repaired.text == text
    assert undo(repaired) == raw


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_clean_report_needs_no_repair(path: Path) -> None:
    assert repair(clean_text(path)).steps == ()


@pytest.mark.parametrize("kind", NOISES)
@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_each_noise_is_undone(path: Path, kind: str) -> None:
    for seed in range(5):
        noised = NOISES[kind](clean_text(path), Random(seed))
        repaired = repair(noised)
        assert undo(repaired) == noised, seed
        assert repaired.text == clean_text(path), seed


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.sampled_from(REPORTS), st.integers(0, 10_000), st.integers(2, 6))
def test_noises_together_are_undone(path: Path, seed: int, kinds: int) -> None:
    noised = make_noise(clean_text(path), seed, kinds)
    repaired = repair(noised)
    assert undo(repaired) == noised
    assert repaired.text == clean_text(path)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    st.text(
        alphabet=st.sampled_from(ODD),
        max_size=80,
    )
)
def test_any_text_is_undone_exactly_and_has_offsets(raw: str) -> None:
    repaired = repair(raw)
    assert undo(repaired) == raw
    spans = [repaired.to_raw(i, i + 1) for i in range(len(repaired.text))]
    assert all(0 <= span.start < span.end <= len(raw) for span in spans)
    assert all(left.start <= right.start for left, right in pairwise(spans))


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_untouched_characters_lead_back_to_themselves(path: Path) -> None:
    for seed in range(5):
        noised = make_noise(clean_text(path), seed, 4)
        repaired = repair(noised)
        changed = {place for step in repaired.steps for edit in step.edits for place in edit.after}
        for place, character in enumerate(repaired.text):
            if character not in changed:
                span = repaired.to_raw(place, place + 1)
                assert noised[span.start : span.end] == character


@pytest.mark.parametrize("report", ORIGINALS)
def test_noise_leaves_the_observations(originals: dict[str, Report], report: str) -> None:
    original = originals[report]
    found = figures(original)
    for seed in range(SEEDS):
        noised = make_noise(original.document.raw, seed, 1 + seed % 4)
        again = parse(
            f"{report}.txt",
            data=noised.encode(),
            region=original.outline.region,
            period=original.outline.period,
        )
        assert figures(again) == found, seed
        assert all(noised[row.start : row.end] == row.quote for row in again.observations), seed
        assert undo(again.repaired) == noised, seed


def figures(report: Report) -> list[tuple[object, ...]]:
    return [
        (row.value, row.lower, row.upper, row.bound, row.unit, row.kind, row.indicator)
        for row in report.observations
    ]


def test_traditional_table_agrees_with_opencc() -> None:
    from opencc import OpenCC

    table, _ = _traditional()
    convert = {kind: OpenCC(kind).convert for kind in ("t2s", "tw2s", "hk2s")}
    differing = {
        before: after
        for before, after in table.items()
        if after not in {kind(before) for kind in convert.values()}
    }
    assert differing == {}


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
@pytest.mark.parametrize("kind", ["s2t", "s2tw", "s2hk"])
def test_whole_reports_in_traditional_characters(path: Path, kind: str) -> None:
    from opencc import OpenCC

    assert repair(OpenCC(kind).convert(clean_text(path))).text == clean_text(path)


@pytest.mark.parametrize(
    "unit",
    [
        " ",
        "\n",
        " \n",
        "(",
        "经(",
        "X",
        "1,",
        "(a",
        "1O",
        "“",
        "?",
        "\t",
        "\u200b",
        "後著",
        "(下转",
        "经\n",
        "1\n",
        "\f",
        "“经\n",
    ],
    ids=repr,
)
def test_hostile_texts_take_little_time(unit: str) -> None:
    """60,000 characters in a second or so: a quadratic pass would take minutes."""
    raw = unit * (60_000 // len(unit))
    start = time.perf_counter()
    assert undo(repair(raw)) == raw
    assert time.perf_counter() - start < 10
