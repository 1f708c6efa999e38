"""One peer, run by ``peers.py`` with the Python of the peers' environment: ``python peers_worker.py NAME``.

It reads one JSON object a line from standard input, and writes one a line to standard output: ``{"find":
text}`` gives ``[[start, end, value, bound], …]`` (code points; bound empty where the tool has none),
``{"time": [text, …]}`` the processor seconds that finding takes in all texts. It uses nothing of this
project.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
import warnings
from collections.abc import Callable
from difflib import SequenceMatcher
from typing import Any

Finding = tuple[int, int, float, str]
Find = Callable[[str], list[Finding]]
DIGITS = re.compile(r"(\d+(?:\.\d+)?)([百千万亿]*)")
POWERS = {"百": 10**2, "千": 10**3, "万": 10**4, "亿": 10**8}


def digit_regex() -> Find:
    """The bare regex: digits, and what 百 千 万 亿 behind them multiply by."""

    def find(text: str) -> list[Finding]:
        found = []
        for match in DIGITS.finditer(text):
            value = float(match[1])
            for char in match[2]:
                value *= POWERS[char]
            found.append((match.start(), match.end(), value, ""))
        return found

    return find


def recognizers_number() -> Find:
    """Recognizers-Text's Chinese number model."""
    from recognizers_number import Culture, NumberRecognizer

    return _recognizers([NumberRecognizer(Culture.Chinese).get_number_model()])


def recognizers_all() -> Find:
    """Its models of numbers, percentages, currencies, ages and dimensions; the longest finding at a place."""
    from recognizers_number import Culture, NumberRecognizer
    from recognizers_number_with_unit import NumberWithUnitRecognizer

    numbers, units = NumberRecognizer(Culture.Chinese), NumberWithUnitRecognizer(Culture.Chinese)
    models = [numbers.get_number_model(), numbers.get_percentage_model(), units.get_currency_model()]
    models += [units.get_age_model(), units.get_dimension_model()]
    return _recognizers(models)


def _recognizers(models: list[Any]) -> Find:
    def find(text: str) -> list[Finding]:
        found: list[Finding] = []
        for model in models:
            for item in model.parse(text):
                value = str((item.resolution or {}).get("value") or "").rstrip("%")
                if re.fullmatch(r"-?\d+(?:\.\d+)?(?:E[+-]?\d+)?", value):
                    found.append((item.start, item.end + 1, float(value), ""))
        return _longest(found)

    return find


def _longest(found: list[Finding]) -> list[Finding]:
    kept: list[Finding] = []
    for item in sorted(found, key=lambda item: item[0] - item[1]):
        if all(item[1] <= other[0] or other[1] <= item[0] for other in kept):
            kept.append(item)
    return sorted(kept)


def jionlp_money() -> Find:
    """JioNLP's extraction of sums of money, the only figures it knows, line by line; a line may raise."""
    import jionlp

    bounds = {"accurate": "exact", "blur": "about", "blur+": "above", "blur-": "below"}
    joined = re.compile("[-—–~至到]")

    def find(text: str) -> list[Finding]:
        found, offset = [], 0
        for line in text.splitlines(keepends=True):
            try:
                items = jionlp.ner.extract_money(line, with_parsing=True) or []
            except Exception:  # what it raises is not documented
                items = []
            for item in items:
                num, definition = item["detail"]["num"], item["detail"]["definition"]
                low, bound = num, bounds.get(definition, "")
                if isinstance(num, list):  # from 1200 to 1500, or 1200 and some, whose interval we call above
                    low, bound = num[0], "range" if joined.search(item["text"]) else "above"
                start, end = item["offset"]
                found.append((offset + start, offset + end, float(low), bound))
            offset += len(line)
        return found

    return find


def cn2an_transform() -> Find:
    """cn2an's rewriting of Chinese numerals as digits, line by line, and the bare regex on the result."""
    import cn2an

    digits = digit_regex()

    def find(text: str) -> list[Finding]:
        found, offset = [], 0
        for line in text.splitlines(keepends=True):
            try:
                after = cn2an.transform(line)
            except Exception:  # what it raises is not documented
                after = line
            for start, end, value, _ in digits(after):
                first, last = _before(line, after, start, end)
                found.append((offset + first, offset + last, value, ""))
            offset += len(line)
        return found

    return find


def _before(line: str, after: str, start: int, end: int) -> tuple[int, int]:
    """Where ``after[start:end]`` stood in ``line``."""
    if line == after:
        return start, end
    first, last = len(line), 0
    for _, i1, i2, j1, j2 in _changes(line, after):
        if j1 < end and start < j2:
            same = i2 - i1 == j2 - j1
            first = min(first, i1 + max(0, start - j1) if same else i1)
            last = max(last, i1 + min(end - j1, j2 - j1) if same else i2)
    return first, max(last, first + 1)


_CHANGES: dict[tuple[str, str], list[tuple[str, int, int, int, int]]] = {}


def _changes(line: str, after: str) -> list[tuple[str, int, int, int, int]]:
    if (line, after) not in _CHANGES:
        _CHANGES.clear()
        _CHANGES[line, after] = SequenceMatcher(None, line, after, autojunk=False).get_opcodes()
    return _CHANGES[line, after]


def cn2an_alone() -> Find:
    """cn2an's rewriting alone, for its speed: no findings."""
    import cn2an

    def find(text: str) -> list[Finding]:
        for line in text.splitlines():
            cn2an.transform(line)
        return []

    return find


PEERS = {
    "digits": digit_regex,
    "recognizers": recognizers_number,
    "recognizers_all": recognizers_all,
    "jionlp": jionlp_money,
    "cn2an": cn2an_transform,
    "cn2an_alone": cn2an_alone,
}


def main() -> None:
    """Answer requests until standard input ends; what the tools print goes to standard error."""
    warnings.filterwarnings("ignore")
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    find = PEERS[sys.argv[1]]()
    for line in sys.stdin:
        request = json.loads(line)
        if "find" in request:
            answer: object = find(request["find"])
        else:
            start = time.process_time()
            for text in request["time"]:
                find(text)
            answer = time.process_time() - start
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
