"""A seeded noise maker: every kind of noise that reports come with, put into a clean text at random places.

``NOISES`` holds a function for each kind: a text and a ``random.Random`` in, a noised text out.
``make_noise`` puts several kinds into one text in the order in which they come about in life (the site
masks and converts, the scanner misreads, the printer breaks lines). The maker does nothing that no reader
could undo: it masks no 党 in front of a measure word, puts no stray space between the words of a heading,
and breaks no line where print without indents would leave it open whether a paragraph ends.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from random import Random
from typing import Any

Noise = Callable[[str, Random], str]

HAN = re.compile("[\u4e00-\u9fff]")
ENDED = re.compile(r"[。！？!?；;:：…][”’)》】]*$")
NO_LINE_STARTS_WITH = ",.、。;:!?”’)》】%…"
NO_LINE_ENDS_WITH = "“‘(《【"
SPELLED = "经济组织干部党员人才设发务实领导训级项产业乡镇区质动机关学习书记为優建全市县村名第女率爱提"
SOUNDS = (
    "jīng jì zǔ zhī gàn bù dǎng yuán rén cái shè fā wù shí lǐng dǎo xùn jí xiàng chǎn yè xiāng zhèn qū zhì "
    "dòng jī guān xué xí shū jì wèi yōu jiàn quán shì xiàn cūn míng dì nǚ lǜ ài tí"
)
PINYIN = dict(zip(SPELLED, SOUNDS.split(), strict=True))
AFTER_SIGN = "的二十大|的建设|员干部|建引领|支部|组织|群服务|的创新理论|委[、(]|校主体"  # of any sign
PLAIN = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ", "aaaaeeeeiiiioooouuuuvvvv")
RADICALS = dict(zip("人大一力工高长民门见", "⼈⼤⼀⼒⼯⾼⻓⺠⻔⻅", strict=True))
LOOKALIKE_WORDS = {"干部": "千部", "人才": "入才", "深入推进": "深人推进", "已建成": "己建成", "政治": "政冶"}
CHROME = ("©", "ICP", "星期")  # in lines of a site's own, which print leaves out
ABOVE = """首页 > 要闻 > 组织工作
文章导航
青澜日报 数字报
00002版:要闻
【大 中 小】
打印 关闭
全文复制"""
BELOW = """责任编辑:某某
[编辑:某某 校对:某某]
分享到:微信 微博
阅读量:3021
版权所有 青澜日报社
上一篇:港口开工
评分"""
AFTER_MASK = "员委组建校政内风史纪课费性旗徽章代中务的和群对总领"  # what may follow a masked 党


def traditional(text: str, random: Random) -> str:
    """Some or all paragraphs in traditional characters, as the mainland, Taiwan or Hong Kong write them."""
    convert = _converter(random.choice(["s2t", "s2tw", "s2hk"]))
    share = random.choice([0.3, 1.0])
    return "\n".join(convert(line) if random.random() < share else line for line in text.split("\n"))


@cache
def _converter(kind: str) -> Callable[[str], str]:
    from opencc import OpenCC

    converter: Any = OpenCC(kind)
    return lambda line: str(converter.convert(line))


def glosses(text: str, random: Random) -> str:
    """Pinyin in brackets behind characters, with or without tone marks and spaces, in both widths."""
    share = random.choice([0.1, 0.5])
    marked = random.random() < 0.7
    opening, closing = random.choice(["()", "（）"])

    def gloss(match: re.Match[str]) -> str:
        sound = PINYIN.get(match.group())
        if sound is None or random.random() > share:
            return match.group()
        space = random.choice(["", "", " "])
        sound = sound if marked else sound.translate(PLAIN)
        return f"{match.group()}{space}{opening}{sound}{closing}{space if HAN.match(match.group()) else ''}"

    # a space behind a gloss would be taken for the one between the halves of a heading
    lines = [
        HAN.sub(gloss, line) if ENDED.search(line) or not share else _tight(line, gloss)
        for line in text.split("\n")
    ]
    return "\n".join(lines)


def _tight(line: str, gloss: Callable[[re.Match[str]], str]) -> str:
    return re.sub(r"(?<=[)）])[ ]", "", HAN.sub(gloss, line)) if " " not in line else line


def masks(text: str, random: Random) -> str:
    """X or another sign for 党, ZZ for 政治, in half and full width."""
    share = random.choice([0.3, 1.0])
    party, politics = random.choice([("X", "ZZ"), ("Ｘ", "ＺＺ")])

    def mask(match: re.Match[str]) -> str:
        return match.group() if random.random() > share else {"党": party, "政治": politics}[match.group()]

    text = re.sub(f"(?<![A-Za-z0-9+%])党(?=[{AFTER_MASK}])", mask, text)
    sign = random.choice("×*●DＸ")
    text = re.sub(
        f"(?<![A-Za-z0-9+%])党(?={AFTER_SIGN})",
        lambda m: sign if random.random() < share else m.group(),
        text,
    )
    return re.sub("(?<![A-Za-z0-9])政治(?![A-Za-z0-9])", mask, text)


def wraps(text: str, random: Random) -> str:
    """Hard-wrapped print with page footers: a line end after so many columns, paragraphs indented or not."""
    indent = random.choice(["", "\u3000\u3000", "    "])
    paragraphs = [line.strip() for line in text.split("\n") if line.strip()]
    for _ in range(40):
        width = 2 * random.randint(30, 46)
        lines = [line for paragraph in paragraphs for line in _wrap(paragraph, width, indent)]
        headings = [p for p in paragraphs if not ENDED.search(p)]
        ends = [_columns(_wrap(heading, width, "")[-1]) for heading in headings]
        if indent or all(end < width - 12 for end in ends):
            return "\n".join(_paged(lines, random))
    return text


def _wrap(paragraph: str, width: int, indent: str) -> list[str]:
    if any(mark in paragraph for mark in CHROME):
        return [paragraph]
    lines, line, room = [], indent, width - _columns(indent)
    tokens = re.findall(r"[A-Za-z]+|.", paragraph)
    while tokens:
        taken, columns = 0, 0
        while taken < len(tokens) and columns + _columns(tokens[taken]) <= room:
            columns += _columns(tokens[taken])
            taken += 1
        while 0 < taken < len(tokens) and _may_not_break(tokens[:taken], tokens[taken], indent):
            taken -= 1
        taken = taken or 1
        lines.append(line + "".join(tokens[:taken]))
        tokens, line, room = tokens[taken:], "", width
    return lines


def _may_not_break(before: list[str], after: str, indent: str) -> bool:
    if after in NO_LINE_STARTS_WITH or before[-1] in NO_LINE_ENDS_WITH or after + before[-1] == "——":
        return True
    line = "".join(before).rstrip()
    return not indent and (ENDED.search(line) is not None or line.endswith("版)"))


def _paged(lines: list[str], random: Random) -> list[str]:
    length = random.randint(18, 40)
    footer = random.choice(["第 {} 页 共 {} 页", "- {} -", "— {} —", "{}", "第{}页", "{}/{}"])
    around = random.choice([[], [""]])
    count = -(-len(lines) // length)
    paged: list[str] = []
    for page in range(count):
        paged += lines[page * length : (page + 1) * length]
        paged += [*around, footer.format(page + 1, count), *around]
    return paged


def _columns(text: str) -> int:
    return sum(2 if character >= "\u2010" else 1 for character in text)


def spaces(text: str, random: Random) -> str:
    """Stray spaces in sentences: beside quotation marks and numbers, inside numbers, between characters."""
    return "\n".join(_spaced(line, random) if ENDED.search(line) else line for line in text.split("\n"))


def _spaced(line: str, random: Random) -> str:
    space = random.choice([" ", "\u00a0", "\u3000", "  "])

    def widen(match: re.Match[str]) -> str:
        return match.group() + (space if random.random() < 0.4 else "")

    line = re.sub(r"[“”](?=.)|(?<=[\u4e00-\u9fff])(?=\d)|(?<=\d)(?=[\u4e00-\u9fff%])", widen, line)
    line = re.sub(
        r"(?<=[1-9])(?=\d{1,4}[\u4e00-\u9fff])", lambda _: space if random.random() < 0.1 else "", line
    )
    return re.sub(
        r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])", lambda _: space if random.random() < 0.02 else "", line
    )


def full_width(text: str, random: Random) -> str:
    """Digits, letters, percent signs and marks in full width."""
    share = random.choice([0.3, 1.0])
    return re.sub(
        r"[0-9A-Za-z%+.]+|[,:;!?()]",
        lambda m: "".join(chr(ord(c) + 0xFEE0) for c in m.group()) if random.random() < share else m.group(),
        text,
    )


def invisible(text: str, random: Random) -> str:
    """Zero-width characters, soft hyphens and byte order marks anywhere."""
    marks = "\u200b\u200c\u200d\u00ad\ufeff\u2060"
    return "".join(c + random.choice(marks) if random.random() < 0.05 else c for c in text)


def lookalikes(text: str, random: Random) -> str:
    """O for 0 and l or I for 1 inside numbers; 千部 for 干部 and the like."""

    def misread(match: re.Match[str]) -> str:
        number = match.group()
        places = [i for i in range(1, len(number)) if number[i] in "01"]
        if not places or random.random() > 0.5:
            return number
        place = random.choice(places)
        letter = random.choice("Oo") if number[place] == "0" else random.choice("lI")
        return number[:place] + letter + number[place + 1 :]

    text = re.sub(r"(?<![A-Za-z\d.,+:-])\d+(?:\.\d+)?(?![A-Za-z\d.,+:-])(?=[\u4e00-\u9fff%])", misread, text)
    for right, wrong in LOOKALIKE_WORDS.items():
        text = re.sub(right, lambda m, wrong=wrong: wrong if random.random() < 0.3 else m.group(), text)  # type: ignore[misc]
    return text


def separators(text: str, random: Random) -> str:
    """Commas between thousands, in half or full width."""
    comma = random.choice([",", "，"])
    return re.sub(
        r"(?<![\dA-Za-z.,第/-])[1-9]\d{3,6}(?![\dA-Za-z.,/-]| ?年)",
        lambda m: f"{int(m.group()):,}".replace(",", comma) if random.random() < 0.7 else m.group(),
        text,
    )


def quotes(text: str, random: Random) -> str:
    """Corner brackets or straight quotation marks."""
    return text.translate(str.maketrans("“”", random.choice(["「」", '""'])))


def radicals(text: str, random: Random) -> str:
    """Radicals for characters that look the same, as text layers of PDF files have them."""
    return "".join(RADICALS[c] if c in RADICALS and random.random() < 0.3 else c for c in text)


def jumps(text: str, random: Random) -> str:
    """A newspaper that goes on on another page, between two sentences or inside one."""
    places = [
        m.end() for m in re.finditer("[,。]", text) if text[m.end() : m.end() + 1] not in ("", "\n", "”")
    ]
    if not places:
        return text
    place = random.choice(places)
    there, here = random.randint(2, 12), random.choice(["一", "二", "A1"])
    gap = random.choice(["\n", "\n\n"])
    ended = text[place - 1] == "。"
    jump = f" (下转第{there}版)" if ended else f"(下转第{there}版){gap}(上接第{here}版){gap}"
    return text[:place] + jump + text[place:]


def furniture(text: str, random: Random) -> str:
    """What sites put around a text."""
    above, below = ABOVE.splitlines(), BELOW.splitlines()
    head = random.sample(above, random.randint(0, 3))
    tail = random.sample(below, random.randint(0, 3))
    gap = random.choice(["\n", "\n\n"])
    return gap.join([*head, text, *tail])


def line_ends(text: str, random: Random) -> str:
    """Other line ends, empty lines, white space at the ends of lines."""
    end = random.choice(["\n", "\r\n", "\r", "\u2028", " \n", "\n\n", "\n \n\n"])
    return end.join(text.split("\n")) + random.choice(["", "\n", "\n\n  "])


NOISES: dict[str, Noise] = {
    "traditional": traditional,
    "quotes": quotes,
    "masks": masks,
    "lookalikes": lookalikes,
    "separators": separators,
    "glosses": glosses,
    "full_width": full_width,
    "spaces": spaces,
    "radicals": radicals,
    "jumps": jumps,
    "wraps": wraps,
    "invisible": invisible,
    "furniture": furniture,
    "line_ends": line_ends,
}


def make_noise(text: str, seed: int, kinds: int = 3) -> str:
    """The text with some kinds of noise at random places; the same seed gives the same noise."""
    random = Random(seed)
    chosen = random.sample(list(NOISES), kinds)
    for kind, noise in NOISES.items():
        if kind in chosen:
            text = noise(text, random)
    return text
