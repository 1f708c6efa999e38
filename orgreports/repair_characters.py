"""Repairs of characters: width, forms, invisible ones, pinyin glosses, traditional characters, quotes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import accumulate, groupby, repeat

from orgreports.models import Edit, RepairedText, make_edit
from orgreports.rulebook import load_toml

_GLOSS = re.compile(r"\(\s*([a-zà-ǿɑɡ][a-zà-ǿɑɡ\u0300-\u036f'’ \n]{0,40}?[1-5]?)\s*\)")
_BLANKS = " \t\u00a0\u3000"
_FAR = 40  # characters of white space that may stand between a character and its gloss
_BROKEN_GLOSS = re.compile(r"[?\ufffd]([a-zà-ǿ]{1,6})\)")
_LOST_TONE = re.compile(r"\((?<=[\u4e00-\u9fff]\()(?:[?\ufffd][a-z]{0,4}|[a-z]{1,3}[?\ufffd][a-z]{0,3})\)")
_TONES = re.compile("[\u0300\u0301\u0304\u030c1-5]")


@cache
def _forms() -> dict[str, tuple[str, str]]:
    """Every character that has a plainer form: what it becomes, and the id of the rule."""
    forms: dict[str, tuple[str, str]] = {}
    for code in range(0xFF01, 0xFF5F):
        plain = chr(code - 0xFEE0)
        forms[chr(code)] = plain, "characters.width" if plain.isalnum() else "characters.punctuation"
    for first, last in load_toml("repairs")["compatibility"]["ranges"]:
        for code in range(first, last + 1):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and plain != chr(code) and not plain.isspace():
                forms[chr(code)] = plain, "characters.form"
    for row in load_toml("repairs")["character"]:
        after = row["after"]
        for position, before in enumerate(_expand(row["before"])):
            forms[before] = after[position] if len(after) > 1 else after, row["id"]
    for row in load_toml("repairs")["character_to_several"]:
        forms[row["before"]] = row["after"], row["id"]
    return forms


def _expand(characters: str) -> Iterator[str]:
    """The characters of a row; ``a..b`` stands for all from a to b."""
    position = 0
    while position < len(characters):
        if characters[position + 1 : position + 3] == "..":
            yield from map(chr, range(ord(characters[position]), ord(characters[position + 3]) + 1))
            position += 4
        else:
            yield characters[position]
            position += 1


@cache
def _odd() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns for the characters of the basic plane and for the others; one for both is 50 times slower."""
    basic = "".join(c for c in _forms() if c <= "\uffff")
    others = "".join(c for c in _forms() if c > "\uffff")
    return re.compile(_run_of(f"[{re.escape(basic)}]")), re.compile(f"[{others}]+")


def _run_of(characters: str) -> str:
    """A pattern for one or more of a class; written with + it is sought three times as slowly."""
    return f"{characters}{characters}*"


def _odd_runs(text: str) -> Iterator[re.Match[str]]:
    basic, others = _odd()
    yield from basic.finditer(text)
    if _has_beyond_basic(text):
        yield from others.finditer(text)


def _has_beyond_basic(text: str) -> bool:
    """Whether the text has characters outside the basic plane: they take two units of UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) > 2 * len(text)


def find_characters(repaired: RepairedText) -> Iterator[Edit]:
    """Full-width and compatibility forms to plain ones, invisible characters out, one kind of line end."""
    forms, text = _forms(), repaired.text
    for match in _odd_runs(text):
        start = match.start()
        for (rule, _), run in groupby(match.group(), lambda c: (forms[c][1], bool(forms[c][0]))):
            before = "".join(run)
            after = "".join(forms[c][0] for c in before)
            end = start + len(before)
            if before[-1] == "\r" and text[end : end + 1] == "\n":
                after = after[:-1]
            yield Edit(rule, start, before, after)
            start = end


@cache
def _syllables() -> frozenset[str]:
    return frozenset(load_toml("repairs")["gloss"]["syllables"].split())


@cache
def _no_gloss() -> dict[str, str]:
    """Syllables that are words of their own, each with the characters that it may gloss all the same."""
    return {row["syllable"]: row["glosses"] for row in load_toml("repairs")["gloss"]["words"]}


def find_glosses(repaired: RepairedText) -> Iterator[Edit]:
    """Pinyin in brackets behind the character that it spells: 经(jīng), 个(ge), 为( wèi )."""
    text = repaired.text
    done, base = 0, ""
    for match in _GLOSS.finditer(text):
        start, end = match.span()
        if start > done and _is_han(text[start - 1]):
            base = text[start - 1]
        else:
            while start > done and text[start - 1] in _BLANKS:
                start -= 1
            if start > done or not done:  # else it is a second gloss of the same character
                base = text[max(0, start - _FAR) : start].rstrip()[-1:]  # of a broken line: in the line above
            if start and text[start - 1] in "\n\f":
                start = match.start()
                while end < len(text) and text[end] in _BLANKS:  # they would look like an indent
                    end += 1
        if _is_han(base) and _is_gloss(match[1], base):
            yield make_edit(("gloss.pinyin", start, text[start:end], ""))
            done = end
    yield from _damaged_glosses(text)


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff" or "\u3400" <= character <= "\u4dbf"


def _damaged_glosses(text: str) -> Iterator[Edit]:
    """Glosses of which a conversion lost characters: what is left of them goes, a lost base is marked."""
    if "?" not in text and "\ufffd" not in text:
        return
    for match in _BROKEN_GLOSS.finditer(text):
        if _is_gloss(match.group(1), ""):
            yield Edit("gloss.damaged", match.start(), match.group(), "\ufffd")
    for match in _LOST_TONE.finditer(text):
        yield Edit("gloss.damaged", match.start(), match.group(), "")


@lru_cache(maxsize=4096)  # a gloss comes again with its character
def _is_gloss(words: str, base: str) -> bool:
    plain = unicodedata.normalize("NFD", words.replace("\n", "").replace("ɑ", "a").replace("ɡ", "g"))
    marked = _TONES.search(plain) is not None
    plain = _TONES.sub("", plain).replace("u\u0308", "v")
    parts = plain.replace("’", " ").replace("'", " ").split()
    if marked:
        return all(_is_chain(part) for part in parts) or _is_chain("".join(parts))
    if any(part not in _syllables() for part in parts):
        return False
    return len(parts) > 1 or base in _no_gloss().get(plain, base)


def _is_chain(letters: str) -> bool:
    """Whether the letters are several syllables written together."""
    reach = {0}
    for end in range(1, len(letters) + 1):
        if any(
            start in reach and letters[start:end] in _syllables() for start in range(max(0, end - 6), end)
        ):
            reach.add(end)
    return len(letters) in reach


@cache
def _traditional() -> tuple[dict[str, str], re.Pattern[str]]:
    pairs = load_toml("traditional")["pairs"].split()
    characters = "".join(pair[0] for pair in pairs)
    return {"\n": "\n", **{pair[0]: pair[1] for pair in pairs}}, re.compile(f"({_run_of(f'[{characters}]')})")


def find_traditional(repaired: RepairedText) -> list[Edit]:
    """Traditional characters that have one simplified form; the others follow by their context."""
    table, found = _traditional()
    pieces = found.split(repaired.text)  # what lies between, and the runs
    before, starts = pieces[1::2], list(accumulate(map(len, pieces)))[::2]
    after = "".join(map(table.__getitem__, "\n".join(before))).split("\n")  # all at once
    return list(map(make_edit, zip(repeat("traditional.character"), starts, before, after, strict=False)))


def find_quotes(repaired: RepairedText) -> Iterator[Edit]:
    """Straight double quotes to a pair of curly ones, where a line has an even number of them."""
    if '"' not in repaired.text:
        return
    start = 0
    for line in repaired.text.split("\n"):
        if line.count('"') % 2 == 0:
            for number, match in enumerate(re.finditer('"', line)):
                yield Edit("characters.quotes", start + match.start(), '"', "“”"[number % 2])
        start += len(line) + 1
