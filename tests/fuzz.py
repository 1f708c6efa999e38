"""Random texts through the stages: nothing crashes, hangs, or breaks ``raw[start:end] == quote``.

``python tests/fuzz.py --inputs 200000 --seed 1`` tries so many texts, in turn on every target, and prints
each that fails, cut down to what is needed; ``--by hypothesis`` has Hypothesis make the texts, and
``fuzz_atheris.py`` Atheris. ``FOUND`` keeps the cases that were found: a test runs them.
"""

from __future__ import annotations

import argparse
import io
import math
import random
import sys
import time
import zipfile
from collections.abc import Callable
from functools import cache, partial
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from hostile import PUMPS, faults, parse_text  # noqa: E402
from making import make_docx, make_packed, make_page, make_pdf  # noqa: E402

from orgreports.ledger import unaccounted  # noqa: E402
from orgreports.models import OrgreportsError, RepairedText  # noqa: E402
from orgreports.numerals import parse_number  # noqa: E402
from orgreports.outline import outline  # noqa: E402
from orgreports.quantities import find_quantities  # noqa: E402
from orgreports.reading import read  # noqa: E402
from orgreports.repair import repair, undo  # noqa: E402
from orgreports.rulebook import units  # noqa: E402

HANG = 2.0  # seconds of the processor for a text of some hundred characters
DIGITS = [
    *"0123456789零〇一二两三四五六七八九十百千万亿半几多余",
    "10",
    "2024",
    "1,000",
    "2.5",
    "０",
    "½",
    "²",
    "①",
    "٣",
]
WORDS = [
    *(piece for _, piece in PUMPS),
    *"年月日号%‰元岁倍成分之比约近超逾仅达至到—-~、，。,.;:!?()（）“”‘’《》「」",
    *"\n\r\f\t \u3000\u00a0\u200b\ufeff\u2028",
    *(
        "培训干部",
        "引进人才",
        "党员",
        "万人次",
        "余名",
        "个百分点",
        "同比增长",
        "下降",
        "其中",
        "分别为",
        "平均每期",
    ),
    *(
        "第3位",
        "前十",
        "以上",
        "不足",
        "左右",
        "三会一课",
        "“三区三州”",
        "组织工作综述",
        "成都市",
        "全县",
        "記者",
        "著",
    ),
    *(
        "<b>",
        "&amp;",
        "=1+1",
        "\ud7ff",
        "\U0001f600",
        "\U00020000",
        "a\u0301",
        "ﬁ",
        "㎡",
        "㊿",
        "ǖ",
        "(jīng)",
        "X委",
    ),
]


def random_text(rng: random.Random, longest: int = 40) -> str:
    """Up to some hundred characters: numerals, units, words of the genre, marks, odd ones, samples."""
    units_, samples = forms(), _samples()
    pieces = []
    for _ in range(min(longest, rng.choice((1, 3, 8, 20, 40)))):
        kind = rng.random()
        if kind < 0.1:
            sample = rng.choice(samples)
            start = rng.randrange(len(sample))
            pieces.append(sample[start : start + rng.choice((4, 15, 60))])
        elif kind < 0.4:
            pieces.append("".join(rng.choices(DIGITS, k=rng.choice((1, 1, 2, 3, 8)))))
        elif kind < 0.6:
            pieces.append(rng.choice(units_))
        elif kind < 0.97:
            pieces.append(rng.choice(WORDS) * rng.choice((1, 1, 1, 2, 5)))
        else:
            pieces.append(chr(rng.choice((rng.randrange(0xD800), rng.randrange(0xE000, 0x110000)))))
    return "".join(pieces)


@cache
def forms() -> list[str]:
    """Every form of every unit."""
    return [unit.form for unit in units()]


@cache
def _samples() -> list[str]:
    folder = ROOT / "data" / "samples"
    return [read(path).raw for path in sorted(folder.glob("*.txt"))]


def try_numerals(text: str) -> None:
    """A number or none, with an interval that is one."""
    number = parse_number(text)
    assert number is None or (number.value <= number.high and number.worth > 0)
    assert number is None or (math.isfinite(number.high) and math.isfinite(number.worth))


def try_repair(text: str) -> None:
    """The record leads back to the raw text, and each clean character to a place in it."""
    repaired = repair(text)
    assert undo(repaired) == text
    spans = [repaired.to_raw(i, i + 1) for i in range(len(repaired.text))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(a.start <= b.start and a.end <= b.end for a, b in pairwise(spans))


def try_outline(text: str) -> None:
    """Every character of the lines is in one sentence, and in its place."""
    sentences = outline(RepairedText(text, text, ()), text[:20]).sentences
    assert all(text[s.span.start : s.span.end] == s.text and s.text for s in sentences)
    assert all(a.span.end <= b.span.start for a, b in pairwise(sentences))
    left = len(text) - sum(len(s.text) for s in sentences)
    assert left == sum(len(line) for line in text.split("\n") if not line.strip()) + text.count("\n")


def try_quantities(text: str) -> None:
    """Quotes stand where they say, none in another, and every interval holds its value."""
    found = find_quantities(text)
    items = sorted([*found.quantities, *found.exclusions], key=lambda item: item.start)
    assert all(text[item.start : item.end] == item.text and item.text for item in items)
    assert all(a.end <= b.start for a, b in pairwise(items))
    assert all(q.lower <= q.value <= q.upper and math.isfinite(q.value) for q in found.quantities)


def try_parse(text: str) -> None:
    """The whole way: every place right, every digit accounted for."""
    report = parse_text(text)
    assert not faults(report)
    assert not unaccounted(text, report.ledger)


def try_reading(text: str) -> None:
    """Text as bytes of some encoding, or a page: a document, or a fault said in one line."""
    codec = ("utf-8", "gb18030", "utf-16", "big5", "latin-1")[len(text) % 5]
    data = text.encode(codec, "replace")
    page = b"<!DOCTYPE html><html><body><p>" + text.encode() if len(text) % 3 else data
    for content in (data, page):
        read_or_told(content)


def read_or_told(content: bytes) -> None:
    """A document, or a fault in one line that names the file."""
    try:
        assert read("fuzz.txt", content).raw
    except OrgreportsError as fault:
        assert str(fault).startswith("fuzz.txt: ") and "\n" not in str(fault)


@cache
def _files() -> list[dict[str, bytes]]:
    """A file of each kind; one that is packed by its members."""
    text = "成都市组织工作综述\n全市培训干部1.3万余人次,引进人才200名。"
    with zipfile.ZipFile(io.BytesIO(make_docx(text))) as packed:
        needed = ("[Content_Types].xml", "_rels/.rels", "word/document.xml")
        word = {name: packed.read(name) for name in needed}
    head = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\nContent-Type: text/html\n"
    page = make_page(text).encode()
    return [word, *({"": data} for data in (make_pdf(text), page, head + b"\n" + page + b"\n--x--\n"))]


def try_files(text: str) -> None:
    """A file of some kind, damaged at random places (the text is the seed): a document, or a fault told."""
    rng = random.Random(text)
    members = dict(rng.choice(_files()))
    name = rng.choice(list(members))
    data = bytearray(members[name])
    for _ in range(rng.choice((1, 3, 20))):
        start = rng.randrange(len(data) + 1)
        end = min(len(data), start + rng.choice((0, 1, 1, 4, 40)))
        piece = rng.choice((b"", bytes([rng.randrange(256)]), text.encode()[:8], data[start:end] * 2))
        data[start:end] = piece
    members[name] = bytes(data)
    read_or_told(make_packed(members) if len(members) > 1 else members[name])


TARGETS: dict[str, tuple[Callable[[str], None], int]] = {  # how many of twenty texts each gets
    "numerals": (try_numerals, 5),
    "repair": (try_repair, 3),
    "outline": (try_outline, 3),
    "quantities": (try_quantities, 5),
    "parse": (try_parse, 2),
    "reading": (try_reading, 1),
    "files": (try_files, 1),
}

# Target and text of what was found.
FOUND: tuple[tuple[str, str], ...] = (
    ("quantities", "近二人" + "、分别" * 40 + "x三人"),  # every way to cut a list's joints was tried
    ("parse", "甲" + "共计" * 40 + "x1人"),
    ("numerals", "亿" * 60),  # a number too large for a float
    ("quantities", "亿" * 60 + "人"),
    ("quantities", "1" * 400 + "人"),
    ("numerals", "1" + "万亿" * 200),
)


def fault_of(run: Callable[[str], None], text: str) -> str:
    """What goes wrong with a text, empty where nothing does."""
    begun = time.process_time()
    try:
        run(text)
    except Exception as fault:
        return f"{type(fault).__name__}: {str(fault)[:200]}"
    return "" if time.process_time() - begun < HANG else "TimeoutError: it takes too long"


def cut_down(run: Callable[[str], None], text: str) -> str:
    """The text without what the same kind of fault does not need."""
    kind = fault_of(run, text).split(":")[0]
    size = len(text) // 2
    while size:
        for start in range(0, len(text), size):
            shorter = text[:start] + text[start + size :]
            if fault_of(run, shorter).split(":")[0] == kind:
                text = shorter
                break
        else:
            size //= 2
    return text


def fuzz(inputs: int, seed: int, longest: int = 40) -> dict[tuple[str, str], str]:
    """Try so many texts of ``longest`` pieces at most; returns faults by target and text, at most twenty."""
    rng, found = random.Random(seed), {}
    turns = [name for name, (_, share) in TARGETS.items() for _ in range(share)]
    for number in range(inputs):
        name, text = turns[number % len(turns)], random_text(rng, longest)
        if name == "numerals":
            text = "".join(rng.choices(DIGITS, k=rng.randrange(1, 12)))
        run = TARGETS[name][0]
        if fault_of(run, text):
            short = cut_down(run, text)
            found[name, short] = fault_of(run, short)
            if len(found) == 20:
                break
    return found


def fuzz_with_hypothesis(inputs: int, seed: int, longest: int) -> dict[tuple[str, str], str]:
    """As ``fuzz``, with texts that Hypothesis makes; at most one fault a target."""
    from fuzz_hypothesis import fuzz_by_hypothesis

    found, shares = {}, sum(share for _, share in TARGETS.values())
    for name, (run, share) in TARGETS.items():
        pieces = DIGITS if name == "numerals" else [*DIGITS, *WORDS, *forms()]
        fault = partial(fault_of, run)
        text, wrong = fuzz_by_hypothesis(fault, pieces, inputs * share // shares, seed, longest)
        if wrong:
            found[name, text] = wrong
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description="Random texts through the stages.")
    parser.add_argument("--inputs", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--longest", type=int, default=40, help="pieces of a text: numerals, words, marks")
    parser.add_argument("--by", choices=("random", "hypothesis"), default="random")
    options = parser.parse_args()
    run = fuzz if options.by == "random" else fuzz_with_hypothesis
    found = run(options.inputs, options.seed, options.longest)
    for (name, text), fault in found.items():
        print(f"{name}: {text!r}: {fault}")
    print(f"{options.inputs} texts, {options.by}, seed {options.seed}: {len(found)} faults")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
