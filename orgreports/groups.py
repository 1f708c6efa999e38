"""The people or things that a figure counts, in the few words of its sentence that identify them.

The words are in ``rules/groups.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from orgreports.models import Quantity
from orgreports.rulebook import load_toml

EDGE = re.compile(r"[,，。;；:：!！?？\n]")
PHRASE = re.compile(r"[^,，。;；:：!！?？\n]*")
JOINER = re.compile("[、和及与]|以及")
SENTENCE = re.compile(r"[。;；!！?？\n]")
QUOTES = str.maketrans("", "", "“”‘’「」 ")
QUOTED = frozenset("“”‘’「」 ")
LONGEST = 20
WHOLE, WHOLE_LIST = 12, 8  # characters of a phrase, of a list, that may be one name as it stands
MOST_LISTED = 12  # figures before or behind one that may share its list of names
REACH_BEHIND, REACH_BEFORE, REACH_EARLIER = 30, 40, 80  # characters in which a name is looked for
PEOPLE = frozenset({"persons", "person_times"})
TOLD = frozenset({"share", "change", "rank"})  # kinds of figures that tell of a name before them
SAME_TIME = r"(?:上年|上一年|去年|前年|\d{4}年|年初|年末|年底|换届前|以前|之前|同期|全国|全省|全市)"
COMPARING = frozenset("比较与同相")  # one of these begins what COMPARED finds
COMPARED = re.compile(rf"(?:[比较与同]|相比)(?:{SAME_TIME}[的底末初]?)+(?:同期)?(?:相比)?$")
DATED = re.compile(r"^(?:截至|截止|到|至)?(?:目前|\d{4}年)[底末初]?")
NO_NOUN = "(?<![乡农]村)(?![级域直城]|经济)"  # 县级, 县域, 县直 name no county, 集体经济 no body


Endings = dict[str, tuple[str, ...]]  # words by their last character


class GroupRules(NamedTuple):
    """The word lists of ``groups.toml``, compiled."""

    names: re.Pattern[str]  # nouns that follow each other
    sums: re.Pattern[str]  # the same, with nouns that sums of money go with
    people: Endings  # of a name of people
    heads: re.Pattern[str]  # of people counted as the places that they head, and what their names end in
    headed: tuple[str, ...]
    behind: re.Pattern[str]
    before: re.Pattern[str]
    trailing: Endings
    verbs: Endings
    leading: re.Pattern[str]
    ending: Endings
    vague: frozenset[str]
    split: frozenset[str]
    short: frozenset[str]
    attributes: frozenset[str]


@cache
def _rules() -> GroupRules:
    table = load_toml("groups")

    def words(*names: str) -> str:
        listed = {word for name in names for word in table[name]}
        return "|".join(re.escape(word) for word in sorted(listed, key=lambda w: (-len(w), w)))

    def chain(*names: str) -> re.Pattern[str]:
        noun = rf"(?:{words(*names)}){NO_NOUN}(?:\([^()]{{1,6}}\))?+"
        return re.compile(rf"{noun}(?:(?:{words('links')}){{0,2}}{noun})*+")

    return GroupRules(
        chain("people", "things"),
        chain("people", "things", "money"),
        by_last(table["people"]),
        re.compile(words("heads")),
        tuple(table["heads"]),
        re.compile(words("behind")),
        re.compile(words("before")),
        by_last(table["trailing"]),
        by_last(table["before"]),
        re.compile(f"(?:{words('leading')})+"),
        by_last(table["ending"]),
        frozenset(table["vague"]),
        frozenset(table["split"]),
        frozenset(table["short"]),
        frozenset(table["attributes"]),
    )


def by_last(words: Iterable[str]) -> Endings:
    """Words by their last character: which of them a phrase ends in is then asked of few."""
    endings: dict[str, list[str]] = {}
    for word in words:
        endings.setdefault(word[-1], []).append(word)
    return {last: tuple(listed) for last, listed in endings.items()}


def group_of(text: str, quantities: Sequence[Quantity], index: int) -> str:
    """What the figure of number ``index`` counts; empty where its clause does not say.

    The noun phrase behind the unit where there is one (748名选调生), else the one before the number
    (培训干部9735人次); neither reaches beyond the next figure.
    """
    quantity = quantities[index]
    behind = ""
    if quantity.kind not in TOLD or text.startswith("的", quantity.end):
        limit = quantities[index + 1].start if index + 1 < len(quantities) else len(text)
        behind = _behind(text, quantity, limit)
    rules = _rules()
    if behind and behind not in rules.split and (quantity.kind == "money" or rules.names.search(behind)):
        return _plain(behind)
    before = respective(text, quantities, index) or _before(text, _floor(quantities, index), quantity.start)
    if behind and behind not in rules.split:  # 裸官2人调离, 驿站12处通宵亮灯: what becomes of them is no name
        return _plain(before if _ends_in_name(before) else behind)
    return _plain((before + behind)[-LONGEST:])


def earlier_group(text: str, quantity: Quantity, floor: int) -> str:
    """The last name in the clauses between ``floor`` and a figure whose own clause names nothing."""
    said = SENTENCE.split(text[max(floor, quantity.start - REACH_EARLIER) : quantity.start])[-1]
    for clause in reversed(EDGE.split(said)[:-1]):
        names = [m for m in _rules().names.finditer(clause) if _fits(m.group(), quantity.family)]
        if names:
            return _plain(_cut_front(clause[: names[-1].end()]))
    return ""


def respective(text: str, quantities: Sequence[Quantity], index: int) -> str:
    """The name that belongs to a figure of a list: 党员、群众分别达3万名和5万名."""
    if "分别" not in text:
        return ""
    first, last = _listed(text, quantities, index)
    start = quantities[first].start
    clause = EDGE.split(text[max(0, start - REACH_EARLIER) : start])[-1]
    listed, said, _ = clause.rpartition("分别")
    names = JOINER.split(listed)
    if not said or first == last or len(names) != last - first + 1:
        return ""
    if not all(map(_rules().sums.search, names)):  # 第一、二批 are no names
        return ""
    return _before(names[index - first], 0, len(names[index - first]))


def _listed(text: str, quantities: Sequence[Quantity], index: int) -> tuple[int, int]:
    """The numbers of the first and the last figure of the list that a figure stands in."""

    def joined(left: int) -> bool:
        return JOINER.fullmatch(text, quantities[left].end, quantities[left + 1].start) is not None

    first = last = index
    while first and index - first < MOST_LISTED and joined(first - 1):
        first -= 1
    while last + 1 < len(quantities) and last - index < MOST_LISTED and joined(last):
        last += 1
    return first, last


def counts_heads(text: str, quantities: Sequence[Quantity], index: int) -> bool:
    """Whether those who head places are counted as the places are, with 个: 2059个村党组织书记."""
    start = quantities[index].end
    limit = quantities[index + 1].start if index + 1 < len(quantities) else len(text)
    if not _rules().heads.search(text, start, min(limit, start + REACH_BEHIND)):
        return False
    return _behind(text, quantities[index], limit).endswith(_rules().headed)


def is_attribute(group: str) -> bool:
    """Whether a phrase says what is measured (平均年龄) and not of whom."""
    return group in _rules().attributes


def _plain(group: str) -> str:
    return group if QUOTED.isdisjoint(group) else group.translate(QUOTES)


def _floor(quantities: Sequence[Quantity], index: int) -> int:
    """The end of the figure before; an age belongs to the name behind it (35岁以下的381名)."""
    if index and quantities[index - 1].kind == "age":
        index -= 1
    return quantities[index - 1].end if index else 0


def trimmed(phrase: str, words: Endings) -> str:
    """``phrase`` without the longest run of the words at its end.

    A pattern for it would try every way to cut the run into words, exponentially many.

    >>> trimmed("人才总量已达到", by_last(["总量", "已", "达", "到", "达到"]))
    '人才'
    """
    if phrase[-1:] not in words:
        return phrase
    begins, waiting = {len(phrase)}, [len(phrase)]
    while waiting:
        end = waiting.pop()
        for word in words.get(phrase[end - 1 : end], ()):
            start = end - len(word)
            if start not in begins and phrase.endswith(word, 0, end):
                begins.add(start)
                waiting.append(start)
    return phrase[: min(begins)]


def _behind(text: str, quantity: Quantity, limit: int) -> str:
    found = PHRASE.match(text, quantity.end, min(limit, quantity.end + REACH_BEHIND))
    phrase = found.group() if found else ""
    if not phrase or phrase[0] in "、和()":
        return ""
    rules = _rules()
    if lead := rules.leading.match(phrase):
        phrase = phrase[lead.end() :]
    stop = rules.behind.search(phrase)
    if stop and not stop.start() and "的" in phrase:
        phrase = phrase.partition("的")[2]  # 62名在一线表现突出的干部
        stop = rules.behind.search(phrase)
    if stop:
        phrase = phrase[: stop.start()]
    phrase = trimmed(phrase, rules.ending)
    if phrase in rules.vague or (len(phrase) < 2 and phrase not in rules.short):
        return ""
    return _first_name(phrase, quantity.family)[:LONGEST]


def _first_name(phrase: str, family: str) -> str:
    """A phrase up to the end of the first name in it, of people where their units count them."""
    rules = _rules()
    chains = list((rules.sums if family == "money" else rules.names).finditer(phrase))
    if not chains:
        return phrase
    wanted = family in PEOPLE
    fitting = [c for c in chains if _fits(c.group(), family)]
    whole = len(phrase) <= (WHOLE_LIST if "、" in phrase else WHOLE)
    if whole and chains[-1].end() == len(phrase) and not rules.before.search(phrase, 1):
        return phrase
    first = fitting[0] if fitting and (wanted or fitting[0].end() <= WHOLE) else chains[0]
    return phrase[: first.end()]


def _fits(name: str, family: str) -> bool:
    """Whether a name is one of people where the unit counts people, and of things where it counts things."""
    return name.endswith(_rules().people.get(name[-1], ())) == (family in PEOPLE)


def _before(text: str, floor: int, end: int) -> str:
    phrase = _without_tail(EDGE.split(text[max(floor, end - REACH_BEFORE) : end])[-1])
    if dated := DATED.match(phrase):
        phrase = phrase[dated.end() :]
    phrase = trimmed(_cut_front(phrase), _rules().ending)
    _, listed, last = phrase.rpartition("、")
    if listed and len(phrase) > LONGEST and _rules().sums.search(last):
        phrase = last
    return "" if len(phrase) < 2 or phrase.isdigit() or phrase in _rules().vague else phrase[-LONGEST:]


def _without_tail(phrase: str) -> str:
    """Without what stands between a name and its figure: 总量达, 比上年净增."""
    rules = _rules()
    phrase = trimmed(phrase, rules.trailing)
    while not COMPARING.isdisjoint(phrase) and (compared := COMPARED.search(phrase)):
        phrase = trimmed(phrase[: compared.start()], rules.trailing)
    bare = trimmed(phrase, rules.verbs)
    return bare if not bare or (bare != phrase and _ends_in_name(bare)) else phrase


def _ends_in_name(phrase: str) -> bool:
    """Whether a phrase ends in a noun of the tables: 党建指导员 of 党建指导员选聘20名."""
    return any(name.end() == len(phrase) for name in _rules().names.finditer(phrase))


def _cut_front(phrase: str) -> str:
    """Without what stands before a name: verbs, the examples of a list, the whole of which it is a part."""
    rules = _rules()
    verbs = [verb for verb in rules.before.finditer(phrase) if verb.end() + 2 <= len(phrase)]
    if verbs:
        names = [name.span() for name in rules.names.finditer(phrase)]
        cuts = [verb.end() for verb in verbs if not _within(verb.span(), names)]  # 指导 of 指导员 is no verb
        phrase = phrase[cuts[-1] :] if cuts else phrase
    listed = phrase.rfind("等", 0, -1)  # 甲、乙等培训: the examples are no part of it
    phrase = phrase[listed + 1 :]
    if lead := rules.leading.match(phrase):
        phrase = phrase[lead.end() :]
    return phrase


def _within(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)
