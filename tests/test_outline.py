"""The outline of invented reports: region, period, title, headings, sentences, and what is no report."""

from __future__ import annotations

import timeit
import tomllib
from datetime import date
from pathlib import Path

import pytest

from orgreports import (
    outline_lines,
)
from orgreports.models import Outline, RepairedText, Report
from orgreports.outline import outline
from orgreports.repair import repair

HEADINGS = Path(__file__).parent / "outline" / "headings.toml"
CASES = tomllib.loads(HEADINGS.read_text(encoding="utf-8"))["case"]
BODY = """{text}
一、用理论铸魂
{all}组织部门把党的创新理论武装摆在首位,举办干部培训班46期。
{all}党员、干部在学习中找差距,在实干中见真章。
二、选贤任能
{all}提拔使用优秀干部85名,选派第一书记310名,引进人才620名。
三、建强堡垒
{all}基层党组织对照标准补短板,党支部一个一个过。
新的一年,{all}组织部门将接着干、加油干。"""


def outline_of(text: str, name: str = "") -> Outline:
    return outline(RepairedText(text, text, ()), name)


def report(case: dict[str, str]) -> str:
    word = f"全{case['all']}"
    body = BODY.format(text=case.get("text", f"{word}组织系统勇毅前行。"), all=word)
    return f"{case['head']}\n{body}"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["head"].replace("\n", " ")[:40])
def test_region_and_period(case: dict[str, str]) -> None:
    found = outline_of(report(case))
    assert (found.region, found.period) == (case["region"], case["period"])
    assert {c.value for c in found.regions} >= set(case.get("candidates", ()))
    assert found.doubt == ""
    assert all(c.reason for c in (*found.regions, *found.periods))


SENTENCES = [
    ("甲乙丙。丁戊己!庚辛?", ["甲乙丙。", "丁戊己!", "庚辛?"]),
    ("他说:“好!干!”大家散去。", ["他说:“好!干!”", "大家散去。"]),
    ("推行“查。改。评”办法,成效好。再接再厉。", ["推行“查。改。评”办法,成效好。", "再接再厉。"]),
    ("办班12期;培训900人;全覆盖。", ["办班12期;培训900人;全覆盖。"]),
    ("引号没有合上“甲。乙。", ["引号没有合上“甲。", "乙。"]),
    ("增长3.5%。达1.2万人。", ["增长3.5%。", "达1.2万人。"]),
    ("没有句号", ["没有句号"]),
    ("真的吗?!当然。(见附件。)", ["真的吗?!", "当然。", "(见附件。)"]),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_sentences(text: str, expected: list[str]) -> None:
    ends = outline_lines.sentence_ends(text)
    assert [text[start:end] for start, end in zip([0, *ends], ends, strict=False)] == expected


TEXT = """在田埂上写答卷
——2024年浔川县组织工作综述
来源:浔川先锋 2025-01-09
冬去春来,山乡换了模样。全县组织部门接着干。
一、铸魂
【学思想】全县党员、干部学理论,办班12期。
——抓学习强本领
全县轮训干部900人次。
——抓实践练真功全县选派干部30名到一线,干部在一线成长。
——抓考核促实干
全县考核乡镇16个,人才工作纳入考核。
二、强基
建强党组织
夯实党支部
全县新建党组织8个。
"""


def test_layout() -> None:
    found = outline_of(TEXT)
    assert (found.title, found.subtitle) == ("在田埂上写答卷", "2024年浔川县组织工作综述")
    assert (found.publisher, found.published) == ("浔川先锋", date(2025, 1, 9))
    assert [s.text for s in found.sentences if s.heading] == [
        "在田埂上写答卷",
        "——2024年浔川县组织工作综述",
        "一、铸魂",
        "【学思想】",
        "——抓学习强本领",
        "——抓考核促实干",
        "二、强基",
        "建强党组织",
        "夯实党支部",
    ]
    assert found.sentences[-1].section == "建强党组织 夯实党支部"
    assert not found.cut and not found.doubt
    assert "".join(s.text for s in found.sentences) == TEXT.replace("\n", "")
    for sentence in found.sentences:
        assert TEXT[sentence.span.start : sentence.span.end] == sentence.text
    assert [s.paragraph for s in found.sentences] == sorted(s.paragraph for s in found.sentences)


RUN_IN = """——理清思路增强号召力
全县党员报到。
——练好内功激发战斗力干部在一线摸爬滚打,组织部门选派干部30名,人才跟着项目走。
——补齐短板提升影响力
全县党组织换届。"""


def test_heading_that_runs_into_its_paragraph() -> None:
    assert [s.text for s in outline_of(RUN_IN).sentences if s.heading] == [
        "——理清思路增强号召力",
        "——练好内功激发战斗力",
        "——补齐短板提升影响力",
    ]


PAGE = """今天是 2026年 04月 19日 星期日
加入收藏  |  设为首页
上一版/ 01版:头版 /下一版 查看本版大图
党建时讯
以考促干 以干促考
——五年来全县组织工作综述
2022-12-08 09:39 仪陇先锋 打印 收藏
信息来源:      更新时间:2022-12-08 09:40
文|本刊记者 李江源
□王小河
图为会议现场。
五年来,全县组织系统勇毅前行,全县党员、干部奋勇争先,引进人才620名。
全县基层党组织对照标准补短板,党支部一个一个过,2020年1月1日至2020年12月31日发展党员310名。
(来源:仪陇县委组织部 李江源)
中共仪陇县委宣传部主办 仪陇新闻中心承办"""


def test_page_around_a_report() -> None:
    found = outline(repair(PAGE))
    assert (found.title, found.subtitle) == ("以考促干 以干促考", "五年来全县组织工作综述")
    assert (found.region, found.period) == ("511324", "2018-2022")
    assert found.published == date(2022, 12, 8)
    assert found.publisher == "仪陇县委组织部"
    assert found.author == "本刊记者 李江源"
    assert found.doubt == ""


@pytest.mark.parametrize(
    "line",
    [
        "新华社北京3月2日电",
        "□李江源",
        "本刊记者/李江源 王小河 通讯员/陈一一",
        "要闻",
        "李江源",
        "—分享—",
        "党建动态",
        "李江源在全县组织工作会议上强调",
    ],
)
def test_no_title(line: str) -> None:
    text = "2024年,全县组织系统勇毅前行,选派干部30名。\n全县党组织换届,引进人才12名。"
    assert outline(repair(f"{line}\n{text}")).title == ""


SPEECH = (
    "在全县组织工作会议上的讲话(2023 年 2 月 25 日) 同志们:总结过去一年的组织工作,全县选派干部30名。"
    "全县党组织换届,从2019年1月1日至2019年12月31日引进人才12名。"
)


def test_speech_that_runs_on_from_its_title() -> None:
    found = outline(repair(SPEECH))
    assert (found.published, found.period) == (date(2023, 2, 25), "2022")


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("召开2024年度全县组织工作会议,总结去年工作。", ""),
        ("全县组织工作会议总结2023年工作,研究部署2024年任务。", "2023"),
        ("关于2023年工作总结和2024年工作计划的报告", "2023"),
        ("截至2023年底,全县有党员3.2万名,比2022年底净增200名,力争到2025年底翻一番。", "2023"),
        ("2021年下半年以来,全县加大力度。", ""),
        ("二0二三年全县组织工作", "2023"),
        ("全县2023年度上半年工作总结", "2023"),
        ("全县2023年1月—11月工作总结", "2023"),
        ("全县论坛 2023年2期", ""),
        ("党的十八大以来,全县走过十年。", "2012-2022"),
        ("近年来,全县大抓基层。2017年,全县建成党建长廊。", ""),
        ("近年来,全县大抓基层。2017年,全县建成党建长廊。2017年,换届完成。2017年全县有党员3万名。", "2017"),
        ("全县党员比2010年增长14%,自2011年建库。", ""),
    ],
)
def test_period_in_words(text: str, period: str) -> None:
    assert outline_of(f"{text}\n全县组织系统选派干部30名,党组织换届。").period == period


def test_one_year_amid_a_text_is_not_its_period() -> None:
    lines = [f"全县组织部门选派干部{i}0名,党组织换届。" for i in range(1, 15)]
    lines[5] = "2019年,全县建成党群服务中心。"
    found = outline_of("\n".join(lines))
    assert (found.period, [c.value for c in found.periods]) == ("", ["2019"])
    lines[0] = "2019年,全县组织工作勇毅前行。"
    assert outline_of("\n".join(lines)).period == "2019"


ALOOF = """{first}
2023年,{all}组织系统勇毅前行,{all}党员、干部奋勇争先,引进人才620名。
一、建强堡垒
{all}基层党组织对照标准补短板,党支部一个一个过,{words}。
新的一年,{all}组织部门将接着干、加油干。"""


@pytest.mark.parametrize(
    ("first", "word", "words", "region"),
    [
        # the city above, named in a row of levels by a county or by a city of that level
        (
            "中央、省、衢州市组织部长会议之后,我市行动起来。",
            "全市",
            "衢州市委书记到场,衢州市委组织部肯定",
            "",
        ),
        ("落实省委、衢州市委部署,衢州市委书记到场。", "全县", "衢州市委肯定,衢州日报报道,衢州市表彰", ""),
        # a development zone is not the city in whose name it is called
        ("南昌经济技术开发区党建工作综述", "全区", "各支部攻坚", ""),
        ("赣州高新区2023年组织工作综述", "全区", "赣州高新区党工委部署", ""),
        # where the wire comes from, and where people go
        ("新华社昆明3月2日电 近日", "全省", "分批赴浙江、江苏考察,到浙江跟班,向浙江等地学习", ""),
        # a title that speaks for the province above
        ("为四川发展提供组织保证", "全市", "各支部攻坚", ""),
        # a school, a firm, an office or a town is in a region, and not the region
        ("浙江省委党校2023年工作总结", "全校", "各支部攻坚", ""),
        ("洛阳市公安局2023年党建工作总结", "我局", "各支部攻坚", ""),
        ("四川铁路投资集团2023年党建工作总结", "全集团", "各支部攻坚", ""),
        ("昆山市2023年教师工作总结", "我校", "各支部攻坚", ""),
        ("浔川镇党建工作总结\n天长市委组织部肯定,天长市召开现场会", "全镇", "各村攻坚", ""),
        # by-names, slogans, and the one who meets
        ("三秦大地党旗红,三秦大地气象新。", "全省", "各支部攻坚", "610000"),
        ("加快建设现代化新仪陇,谱写美丽仪陇新篇章。", "全县", "各支部攻坚", "511324"),
        ("3月2日,仪陇县召开会议。", "全县", "各支部攻坚", "511324"),
        # the only city that is named, where its counties are spoken of
        ("会议在宜昌市召开,宜昌市委作了介绍。", "全市", "各县(市、区)跟进", "420500"),
        ("会议在宜昌市召开,宜昌市委作了介绍。", "全市", "各镇(街道)跟进", ""),
        # what all is done for, and what is named in full behind what contains it
        ("打造先锋品牌,", "全市", "为西安高质量发展提供坚强组织保证", "610100"),
        ("上海市嘉定区是样板,上海走在前,上海的新城,上海的党建,上海市嘉定区跟进。", "各", "各支部攻坚", ""),
        ("仪陇县新风镇上坪村带头,仪陇县新风镇河口村跟进。", "全省", "各支部攻坚", ""),
        ("阆中市某村带头,阆中市某社区跟进。", "全市", "各县(市、区)跟进", ""),
        ("大理党建工作综述", "全市", "各支部攻坚", "532901"),
        ("大理党建工作综述", "全州", "各支部攻坚", "532900"),
        (
            "江西样板亮起来\n——江西省吉安市党建巡礼\n在江西采访,吉安市走在前,吉安市攻坚。",
            "各",
            "全省跟进",
            "360800",
        ),
        # the paper of a city tells of the city, or of a county in it
        ("滁州网讯(记者 周石)3月1日,会议召开。", "全市", "各支部攻坚", "341100"),
        ("临汾新闻网讯 4月9日,洪洞县举行推进会。", "全县", "各支部攻坚", "141024"),
        ("黄南新闻网讯 1月4日,会议在西宁举行。", "全省", "各支部攻坚", ""),
        # the paper of a province tells of a county in it
        ("来源:山西新闻网\n沁源:党建引领促发展\n近日,沁源县举行推进会。", "该县", "各支部攻坚", "140431"),
    ],
)
def test_region_from_little(first: str, word: str, words: str, region: str) -> None:
    assert outline_of(ALOOF.format(first=first, all=word, words=words)).region == region


GOOD = report({"head": "2024年昆山市组织工作综述", "all": "市"})
PLAIN = (
    "2024年,洛阳市组织部门选派干部30名,全市党员报到,党组织换届。洛阳市人才工作有声有色。洛阳市干部接着干。\n"
    * 3
)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("山高月小,\n水落石出。\n一叶扁舟江上过,\n数声渔笛入芦花。", "no words"),
        ("土豆两个切丝,热锅下油,放葱姜爆香。\n加盐三克,翻炒两分钟出锅。", "no words"),
        ("The county held 12 training sessions for 900 cadres in 2024.\nA good year.", "not in Chinese"),
        ("", "empty"),
        (f"{GOOD}\n{GOOD.replace('昆山', '太仓')}", "2 reports"),
        (PLAIN + PLAIN.replace("洛阳", "开封"), "开封"),
    ],
)
def test_no_report(text: str, word: str) -> None:
    assert word in outline_of(text).doubt


@pytest.mark.parametrize(
    ("end", "cut"),
    [
        ("全县组织部门将接着干。", False),
        ("“我们接着干!”", False),
        ("全县组织部门将修订", True),
        ("修订干部考核办法,", True),
        ("一路芬芳……", False),
        ("(作者单位:浔川县委组织部)", False),
        ("通讯员 李江源", False),
        ("登录后阅读全文", True),
        ("▪新建驿站12处", False),
        ("新建驿站12处", False),
    ],
)
def test_cut(end: str, cut: bool) -> None:
    assert outline_of(f"{GOOD}\n{end}").cut is cut


ODD = ["\n", "。", "——", "一、", "“", "(", "2024年", "组织工作综述", "a" * 1000, "\n\n。\n"]


@pytest.mark.parametrize("text", ODD)
def test_odd_texts(text: str) -> None:
    found = outline_of(text)
    assert "".join(s.text for s in found.sentences) == text.replace("\n", "")


def test_file_name_is_a_hint() -> None:
    text = report({"head": "凝心聚力谱新篇", "all": "市"})
    found = outline_of(text, "洛阳市2023年组织工作综述.docx")
    assert [found.regions[0].value, found.periods[0].value] == ["410300", "2023"]


def test_speed() -> None:
    """Splitting runs at 3 million characters a second and more, the whole outline at 1 million.

    The best of several runs counts, and half of that passes: other things run on the machine too.
    """
    text = "\n".join([GOOD.replace("\n", "")] * 1000)

    def split() -> None:
        outline_lines.build_sentences(outline_lines.split_lines(text), frozenset(), 0)

    assert len(text) / min(timeit.repeat(split, number=1, repeat=7)) > 1_500_000
    assert len(text) / min(timeit.repeat(lambda: outline_of(text), number=1, repeat=7)) > 500_000


ORIGINALS = {
    "bazhong-2025": ("511900", "2025", "", None, False, 17),
    "chengdu-2024": ("510100", "2024", "成都日报", None, False, 8),
    "hohhot-2012-2023": ("150100", "2012-2023", "青城先锋微信公众号", date(2023, 10, 11), False, 6),
    "sichuan-2023": ("510000", "2023", "四川日报", date(2024, 2, 20), True, 5),
    "zhejiang-2024": ("330000", "2024", "浙江日报", date(2025, 2, 25), False, 6),
}


@pytest.mark.parametrize("report_id", ORIGINALS)
def test_original(report_id: str, originals: dict[str, Report]) -> None:
    found = originals[report_id].outline
    headings = sum(sentence.heading for sentence in found.sentences)
    facts = (found.region, found.period, found.publisher, found.published, found.cut, headings)
    assert facts == ORIGINALS[report_id]
    assert found.doubt == ""
    text = originals[report_id].repaired.text
    assert "".join(sentence.text for sentence in found.sentences) == text.replace("\n", "")


def test_two_originals_in_one_file(originals: dict[str, Report]) -> None:
    raws = {name: report.document.raw for name, report in originals.items()}
    for one, other in (("bazhong-2025", "chengdu-2024"), ("zhejiang-2024", "sichuan-2023")):
        assert "reports" in outline(repair(f"{raws[one]}\n{raws[other]}")).doubt
