"""The people or things that a figure counts, in the few words of its sentence that identify them.

The words are in ``rules/groups.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from orgreports.group_phrases import (
    EDGE,
    LONGEST,
    PEOPLE,
    REACH_BEHIND,
    cut_front,
    ends_in_name,
    fits,
    of_people,
    phrase_before,
    phrase_behind,
)
from orgreports.group_words import group_words
from orgreports.models import Quantity

AROUND = re.compile(r"^(?:[^\w(（《“‘]|[(（](?!\w))+")  # an arrow, an emoji or a bracket's sign before a name
JOINER = re.compile("[、和及与]|以及")
SENTENCE = re.compile(r"[。;；!！?？\n]")
QUOTES = str.maketrans("", "", "“”‘’「」 ")
QUOTED = frozenset("“”‘’「」 ")
SHORT_VERB = 4  # characters of a phrase that can be a verb alone
MOST_LISTED = 12  # figures before or behind one that may share its list of names
PERSONAL = frozenset("员者师生匠长手官")  # what words for people end in
TOLD = frozenset({"share", "change", "rank"})  # kinds of figures that tell of a name before them
REACH_EARLIER = 80  # characters in which a name is looked for further before
LIMITED = re.compile("的[^,，;；。、]{0,8}")  # between a sum of money and the number of those beyond it
WHOLE = re.compile(r"占(?![比地])[^,，。;；:：!！?？\n占]+的?$")  # of what something is a part
NUMBERED = re.compile(r"\d[余多万]{0,2}[名位人个]|\d\D{1,3}、")  # 从500多名|优秀年轻干部


def group_of(text: str, quantities: Sequence[Quantity], index: int) -> str:
    """What the figure of number ``index`` counts; empty where its clause does not say.

    The noun phrase behind the unit where there is one (748名选调生), else the one before the number
    (培训干部9735人次); neither reaches beyond the next figure.
    """
    quantity = quantities[index]
    behind = _named_behind(text, quantities, index)
    rules = group_words()
    if behind and behind not in rules.split and (quantity.kind == "money" or rules.names.search(behind)):
        return _plain(_with_doing(text, quantity, behind))
    before = respective(text, quantities, index) or _named_before(text, quantities, index)
    if not behind and quantity.kind in TOLD and _only_compares(before):
        return ""
    if behind and behind not in rules.split:  # 裸官2人调离, 驿站12处通宵亮灯: what becomes of them is no name
        return _plain(before if ends_in_name(before) else behind)
    return _plain((before + behind)[-LONGEST:])


def _with_doing(text: str, quantity: Quantity, name: str) -> str:
    """A general name behind a figure with what they do, where few words behind it say it: 入企|人才."""
    rules = group_words()
    if name not in rules.generic or quantity.kind != "count":
        return name
    doing = rules.doings.match(text, text.find(name, quantity.end) + len(name))
    return doing.group() + name if doing else name


def _named_behind(text: str, quantities: Sequence[Quantity], index: int) -> str:
    """The phrase behind a figure; what stands behind a limit is the next one's (20万元以上的村96个)."""
    quantity = quantities[index]
    following = quantities[index + 1] if index + 1 < len(quantities) else None
    if following and _limits(text, quantity, following):
        return ""
    if quantity.kind in TOLD and not text.startswith("的", quantity.end):
        told = quantity.kind == "share" and not text.endswith(group_words().shared, 0, quantity.start)
        noun = group_words().names.match(text, quantity.end, following.start if following else len(text))
        return noun.group() if told and noun else ""
    return phrase_behind(text, quantity.end, following.start if following else len(text), quantity.family)


def _named_before(text: str, quantities: Sequence[Quantity], index: int) -> str:
    """The phrase before a figure, of a share without its whole (女党员|占党员总数的|31%)."""
    quantity = quantities[index]
    floor, end = _floor(text, quantities, index), quantity.start
    if quantity.kind in TOLD and (whole := WHOLE.search(text, floor, end)):
        end = whole.start()
    return phrase_before(text, floor, end)


def _only_compares(phrase: str) -> bool:
    """Whether a phrase names nothing, but says how a figure stands to another: 较上届下降, 居全省."""
    rules = group_words()
    return rules.comparing.match(phrase) is not None and not rules.sums.search(phrase)


def earlier_group(text: str, quantity: Quantity, floor: int) -> str:
    """The last name in the clauses between ``floor`` and a figure whose own clause names nothing.

    Where people are counted and nothing else is named there, the last people of the whole sentence before.
    """
    start = max(0, quantity.start - REACH_EARLIER)
    rules = group_words()
    found = _earlier(text[max(floor, start) : quantity.start], rules.names, quantity.family)
    if not found and quantity.family in PEOPLE:
        found = _earlier(text[start : quantity.start], rules.persons, quantity.family)
        found = found or _earlier(text[start : quantity.start], rules.names, "items")  # 讲座12期,听众3000人次
    return found


def _earlier(said: str, pattern: re.Pattern[str], family: str) -> str:
    """The last name that fits in what is said before, of the same sentence and not in its last clause."""
    for clause in reversed(EDGE.split(SENTENCE.split(said)[-1])[:-1]):
        names = [m for m in pattern.finditer(clause) if fits(m.group(), family)]
        if names:
            phrase = clause[: names[-1].end()]
            begin = max((number.end() for number in NUMBERED.finditer(phrase)), default=0)
            return _plain(cut_front(phrase[begin:]))
    return ""


def respective(text: str, quantities: Sequence[Quantity], index: int) -> str:
    """The name that belongs to a figure of a list: 党员、群众分别达3万名和5万名."""
    if "分别" not in text:
        return ""
    first, last = listed_with(text, quantities, index)
    start = quantities[first].start
    clause = EDGE.split(text[max(0, start - REACH_EARLIER) : start])[-1]
    listed, said, _ = clause.rpartition("分别")
    names = JOINER.split(listed)
    if not said or first == last or len(names) != last - first + 1:
        return ""
    if not all(map(group_words().sums.search, names)):  # 第一、二批 are no names
        return ""
    return phrase_before(names[index - first], 0, len(names[index - first]))


def completed(group: str, quantity: Quantity, indicator: str) -> str:
    """A group of people with the noun for those of the indicator, where its words have none: 提任|干部."""
    rules = group_words()
    noun = rules.people_of.get(indicator, "")
    if not noun or quantity.family not in PEOPLE or noun in group:
        return group
    return group if of_people(group) or group[-1:] in PERSONAL else group + noun


def listed_with(text: str, quantities: Sequence[Quantity], index: int) -> tuple[int, int]:
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
    quantity = quantities[index]
    limit = quantities[index + 1].start if index + 1 < len(quantities) else len(text)
    if not group_words().heads.search(text, quantity.end, min(limit, quantity.end + REACH_BEHIND)):
        return False
    return phrase_behind(text, quantity.end, limit, quantity.family).endswith(group_words().headed)


def names_nothing(group: str) -> bool:
    """Whether a short phrase has no noun of the tables: 余下, 又添."""
    return len(group) <= SHORT_VERB and group_words().sums.search(group) is None


def is_attribute(group: str) -> bool:
    """Whether a phrase says what is measured (平均年龄) and not of whom."""
    return group in group_words().attributes


def _plain(group: str) -> str:
    group = AROUND.sub("", group)
    return group if QUOTED.isdisjoint(group) else group.translate(QUOTES)


def _floor(text: str, quantities: Sequence[Quantity], index: int) -> int:
    """The end of the figure before; an age or a limit belongs to the name behind it (10万元以上的村)."""
    if index and (quantities[index - 1].kind == "age" or _limits(text, *quantities[index - 1 : index + 1])):
        index -= 1
    return quantities[index - 1].end if index else 0


def _limits(text: str, limit: Quantity, quantity: Quantity) -> bool:
    """Whether a sum of money says which of a kind the next figure counts."""
    return limit.kind == "money" and LIMITED.fullmatch(text, limit.end, quantity.start) is not None
