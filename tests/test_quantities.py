"""Quantities in sentences: value, interval, bound, unit and kind, whatever stands around them."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_numerals import in_chinese

from orgreports.quantities import find_quantities

INF = math.inf
CASES = [
    # text, [(quote, value, lower, upper, bound, unit, kind)]
    ("培训干部2.2万余人次", [("2.2万余人次", 22000, 22000, 23000, "above", "人次", "count")]),
    ("惠及超90万人次", [("超90万人次", 900000, 900000, INF, "above", "人次", "count")]),
    ("走访近10万名群众", [("近10万名", 100000, 90000, 100000, "below", "名", "count")]),
    ("办结时限3天以内", [("3天以内", 3, 0, 3, "below", "天", "duration")]),
    ("村里四十来户人家", [("四十来户", 40, 35, 45, "about", "户", "count")]),
    ("上百场宣讲", [("上百场", 100, 100, 1000, "above", "场", "count")]),
    ("数十名专家", [("数十名", 10, 10, 100, "above", "名", "count")]),
    ("满意率98%以上", [("98%以上", 98, 98, INF, "above", "%", "share")]),
    ("每班5至10个学员", [("5至10个", 5, 5, 10, "range", "个", "mean")]),
    ("培训1.2-1.5万人", [("1.2-1.5万人", 12000, 12000, 15000, "range", "人", "count")]),
    ("来了二三十人", [("二三十人", 20, 20, 30, "range", "人", "count")]),
    ("同比增长12.5%", [("12.5%", 12.5, 12.5, 12.5, "exact", "%", "change")]),
    ("提高3个百分点", [("3个百分点", 3, 3, 3, "exact", "百分点", "change")]),
    ("总量居全省第4位", [("第4位", 4, 4, 4, "exact", "名次", "rank")]),
    ("三分之二的村", [("三分之二", 66.67, 66.67, 66.67, "exact", "%", "share")]),
    ("差错率千分之三", [("千分之三", 0.3, 0.3, 0.3, "exact", "%", "share")]),
    ("占七成五", [("七成五", 75, 75, 75, "exact", "%", "share")]),
    ("收入翻两番", [("两番", 300, 300, 300, "exact", "%", "change")]),
    ("至少开展1次学习", [("1次", 1, 1, INF, "above", "次", "count")]),
    (
        "第一、二批分别培训3万、5万人次",
        [
            ("3万", 30000, 30000, 30000, "exact", "人次", "count"),
            ("5万人次", 50000, 50000, 50000, "exact", "人次", "count"),
        ],
    ),
    (
        "分别超过30个、40个",
        [
            ("超过30个", 30, 30, INF, "above", "个", "count"),
            ("40个", 40, 40, INF, "above", "个", "count"),
        ],
    ),
    (
        "由140多项精简到79项",
        [
            ("140多项", 140, 140, 150, "above", "项", "count"),
            ("79项", 79, 79, 79, "exact", "项", "count"),
        ],
    ),
    ("12345热线受理12345件", [("12345件", 12345, 12345, 12345, "exact", "件", "count")]),
    ("每天训练一个半小时左右", [("一个半小时左右", 1.5, 1.25, 1.75, "about", "小时", "mean")]),
    ("吸引四十多万高校毕业生", [("四十多万", 400000, 400000, 500000, "above", "人", "count")]),
    (
        "每万名职工中研发人员由38人升至2021年的61人",
        [
            ("38人", 38, 38, 38, "exact", "人", "mean"),
            ("61人", 61, 61, 61, "exact", "人", "mean"),
        ],
    ),
    ("3.1万在职党员亮身份", [("3.1万", 31000, 31000, 31000, "exact", "人", "count")]),
    ("近千名专家下基层", [("近千名", 1000, 0, 1000, "below", "名", "count")]),
    ("派出百名左右干部", [("百名左右", 100, 50, 150, "about", "名", "count")]),
    ("职级晋升139名", [("139名", 139, 139, 139, "exact", "名", "count")]),
    ("迈过23万人关口", [("迈过23万人", 230000, 230000, INF, "above", "人", "count")]),
    (
        "分别上升6个和11个百分点",
        [
            ("6个", 6, 6, 6, "exact", "百分点", "change"),
            ("11个百分点", 11, 11, 11, "exact", "百分点", "change"),
        ],
    ),
    (
        "选调生110、115、119名",
        [
            ("110", 110, 110, 110, "exact", "名", "count"),
            ("115", 115, 115, 115, "exact", "名", "count"),
            ("119名", 119, 119, 119, "exact", "名", "count"),
        ],
    ),
    (
        "党员5.2万名(+3.1%)",
        [
            ("5.2万名", 52000, 52000, 52000, "exact", "名", "count"),
            ("3.1%", 3.1, 3.1, 3.1, "exact", "%", "change"),
        ],
    ),
    (
        "从去年的第七位跃升到第三位",
        [
            ("第七位", 7, 7, 7, "exact", "名次", "rank"),
            ("第三位", 3, 3, 3, "exact", "名次", "rank"),
        ],
    ),
    ("到窗口挂职半年", [("半年", 0.5, 0.5, 0.5, "exact", "年", "duration")]),
    ("来了不到一年", [("不到一年", 1, 0, 1, "below", "年", "duration")]),
    ("拿出两个亿", [("两个亿", 2e8, 2e8, 2e8, "exact", "元", "money")]),
    ("落户8个亿元项目", [("8个", 8, 8, 8, "exact", "个", "count")]),
    ("楼里还有过半没有支部", [("过半", 50, 50, INF, "above", "%", "share")]),
    ("收入涨了一倍多", [("一倍多", 1, 1, 2, "above", "倍", "change")]),
    ("由全省第七跃居第二", [(f"第{n}", v, v, v, "exact", "名次", "rank") for n, v in (("七", 7), ("二", 2))]),
    ("上半年忙碌,一年来多有好消息", []),
    ("坚持“三会一课”,构建“1+6”格局", []),
    ("党的二十届三中全会后,2024年12月17日至20日举行第二批轮训", []),
    ("日历翻过2024,晋升一至四级调研员", []),
    ("XX名干部,达*.5%", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[row[0] for row in CASES])
def test_quantities_of_a_sentence(text, expected):
    found = find_quantities(text).quantities
    assert [(q.text, q.value, q.lower, q.upper, q.bound, q.unit, q.kind) for q in found] == expected


CARRIERS = [
    f"{opening}{verb}{{}}{closing}"
    for opening in ("全年", "去年,全市", "一年来,各级党组织", "截至目前,全县", "其中,市级部门")
    for verb in ("完成", "新增", "组织", "落实", "办理")
    for closing in (",成效明显。", "。")
]
BEFORE = {
    "超过": ("above", "open"),
    "逾": ("above", "open"),
    "不少于": ("above", "open"),
    "近": ("below", "under"),
    "不足": ("below", "under"),
    "约": ("about", "around"),
    "": ("exact", ""),
}
AFTER = {
    "以上": ("above", "open"),
    "左右": ("about", "around"),
    "以内": ("below", "most"),
    "": ("exact", ""),
}
INSIDE = {"余": ("above", "step"), "多": ("above", "step"), "": ("exact", "")}
UNITS = [
    "名",
    "人",
    "人次",
    "个",
    "家",
    "期",
    "场次",
    "项",
    "件",
    "条",
    "支",
    "所",
    "户",
    "亩",
    "万元",
    "%",
]
KINDS = {"万元": "money", "%": "share"}


def bounds(kind: str, value: float, worth: float) -> tuple[float, float]:
    return {
        "": (value, value),
        "open": (value, INF),
        "step": (value, value + worth),
        "under": (value - worth, value),
        "most": (0, value),
        "around": (value - worth / 2, value + worth / 2),
    }[kind]


@st.composite
def written(draw) -> tuple[str, float, float]:
    """A number as text, its value, and the worth of its last stated digit."""
    leading = draw(st.integers(11, 999).filter(lambda n: n % 10))
    form = draw(st.sampled_from(["digits", "rounded", "wan", "decimal wan", "chinese"]))
    if form == "digits":
        return str(leading), leading, 1
    if form == "rounded":
        return f"{leading}00", leading * 100, 100
    if form == "wan":
        return f"{leading}万", leading * 10**4, 10**4
    if form == "decimal wan":
        return f"{leading / 10:.1f}万", leading * 1000, 1000
    return in_chinese(leading * 100), leading * 100, 100


@settings(max_examples=600)
@given(written(), st.sampled_from(CARRIERS), st.sampled_from(UNITS), st.data())
def test_a_number_comes_back_from_any_sentence(number, carrier, unit, data):
    text, value, worth = number
    place = data.draw(st.sampled_from(["before", "inside", "after"]))
    table = {"before": BEFORE, "inside": INSIDE, "after": AFTER}[place]
    word = data.draw(st.sampled_from(sorted(table)))
    bound, kind = table[word]
    quote = {
        "before": word + text + unit,
        "inside": text + word + unit,
        "after": text + unit + word,
    }[place]
    scale = 10**4 if unit == "万元" else 1
    if unit == "万元" and worth != 1:
        return  # 3万万元 is not written, and before 万 a zero counts as stated
    found = find_quantities(carrier.format(quote)).quantities
    assert [q.text for q in found] == [quote]
    lower, upper = bounds(kind, value * scale, worth * scale)
    measured = found[0]
    assert (measured.bound, measured.unit) == (bound, "元" if unit == "万元" else unit)
    assert measured.kind == KINDS.get(unit, "count")
    assert measured.value == pytest.approx(value * scale)
    assert (measured.lower, measured.upper) == (pytest.approx(lower), pytest.approx(upper))


@given(st.text(alphabet="党组织干部人才,。、“”培训学习高质量发展(社区)服务abcDEF ", max_size=80))
def test_a_text_without_numerals_has_no_quantity(text):
    assert find_quantities(text) == ((), ())


@settings(max_examples=400)
@given(
    st.text(
        alphabet="一二两三十百千万亿半成0123456789.,、年月日第余多近超%个名人次期至—-“”+/届大五 ",
        max_size=60,
    )
)
def test_quotes_stand_where_they_say_and_never_overlap(text):
    found = find_quantities(text)
    spans = sorted((item.start, item.end, item.text) for item in (*found.quantities, *found.exclusions))
    assert all(text[start:end] == quote and quote for start, end, quote in spans)
    assert all(left[1] <= right[0] for left, right in itertools.pairwise(spans))
