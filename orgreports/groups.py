"""The people or things that a figure counts, in the few words of its sentence that identify them.

The words are in ``rules/groups.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from orgreports.group_words import group_words, trimmed
from orgreports.models import Quantity

MARKS = ",，。;；:：!！?？|丨｜①-⑳●■◆▪▶★\n"  # none of these is inside a name
EDGE = re.compile(f"[{MARKS}]")
PHRASE = re.compile(f"[^{MARKS}]*")
AROUND = re.compile(r"^(?:[^\w(（《“‘]|[(（](?!\w))+")  # an arrow, an emoji or a bracket's sign before a name
JOINER = re.compile("[、和及与]|以及")
SENTENCE = re.compile(r"[。;；!！?？\n]")
QUOTES = str.maketrans("", "", "“”‘’「」 ")
QUOTED = frozenset("“”‘’「」 ")
LONGEST = 20
SHORT_VERB = 4  # characters of a phrase that can be a verb alone
ENTIRE, ENTIRE_LIST = 12, 8  # characters of a phrase, of a list, that may be one name as it stands
MOST_LISTED = 12  # figures before or behind one that may share its list of names
REACH_BEHIND, REACH_BEFORE, REACH_EARLIER = 30, 40, 80  # characters in which a name is looked for
PEOPLE = frozenset({"persons", "person_times"})
PERSONAL = frozenset("员者师生匠长手官")  # what words for people end in
TOLD = frozenset({"share", "change", "rank"})  # kinds of figures that tell of a name before them
SAME_TIME = r"(?:上年|上一年|去年|前年|\d{4}年|年初|年末|年底|换届前|以前|之前|同期|全国|全省|全市)"
COMPARING = frozenset("比较与同相由从")  # one of these begins what COMPARED finds
COMPARED = re.compile(rf"(?:[比较与同由从]|相比)(?:{SAME_TIME}[的底末初]?)+(?:同期)?(?:相比)?$")
AT_TIME = re.compile(r"(?:\d{4}年|[去上前今]年)(?:\d{1,2}月)?(?:年?[底末初]|度)?(?:的|又|这一|已|共)*$")
AT_TIME_REACH = 8  # characters in which its 年 stands
LIMITED = re.compile("的[^,，;；。、]{0,8}")  # between a sum of money and the number of those beyond it
WHOLE = re.compile(r"占(?![比地])[^,，。;；:：!！?？\n占]+的?$")  # of what something is a part
NUMBERED = re.compile(r"\d[余多万]{0,2}[名位人个]|\d\D{1,3}、")  # 从500多名|优秀年轻干部
DATED = re.compile(r"^(?:截[至止]|到|至|而|其中|计划|拟|力争)?(?:目前|(?:\d{4}年?[至到—-])?\d{4}年)[底末初]?")


def group_of(text: str, quantities: Sequence[Quantity], index: int) -> str:
    """What the figure of number ``index`` counts; empty where its clause does not say.

    The noun phrase behind the unit where there is one (748名选调生), else the one before the number
    (培训干部9735人次); neither reaches beyond the next figure.
    """
    quantity = quantities[index]
    behind = _named_behind(text, quantities, index)
    rules = group_words()
    if behind and behind not in rules.split and (quantity.kind == "money" or rules.names.search(behind)):
        return _plain(behind)
    before = respective(text, quantities, index) or _named_before(text, quantities, index)
    if not behind and quantity.kind in TOLD and _only_compares(before):
        return ""
    if behind and behind not in rules.split:  # 裸官2人调离, 驿站12处通宵亮灯: what becomes of them is no name
        return _plain(before if _ends_in_name(before) else behind)
    return _plain((before + behind)[-LONGEST:])


def _named_behind(text: str, quantities: Sequence[Quantity], index: int) -> str:
    """The phrase behind a figure; what stands behind a limit is the next one's (20万元以上的村96个)."""
    quantity = quantities[index]
    following = quantities[index + 1] if index + 1 < len(quantities) else None
    if following and _limits(text, quantity, following):
        return ""
    if quantity.kind in TOLD and not text.startswith("的", quantity.end):
        return ""
    return _behind(text, quantity, following.start if following else len(text))


def _named_before(text: str, quantities: Sequence[Quantity], index: int) -> str:
    """The phrase before a figure, of a share without its whole (女党员|占党员总数的|31%)."""
    quantity = quantities[index]
    floor, end = _floor(text, quantities, index), quantity.start
    if quantity.kind in TOLD and (whole := WHOLE.search(text, floor, end)):
        end = whole.start()
    return _before(text, floor, end)


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
        names = [m for m in pattern.finditer(clause) if _fits(m.group(), family)]
        if names:
            phrase = clause[: names[-1].end()]
            begin = max((number.end() for number in NUMBERED.finditer(phrase)), default=0)
            return _plain(_cut_front(phrase[begin:]))
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
    return _before(names[index - first], 0, len(names[index - first]))


def completed(group: str, quantity: Quantity, indicator: str) -> str:
    """A group of people with the noun for those of the indicator, where its words have none: 提任|干部."""
    rules = group_words()
    noun = rules.people_of.get(indicator, "")
    if not noun or quantity.family not in PEOPLE or noun in group:
        return group
    return group if _of_people(group) or group[-1:] in PERSONAL else group + noun


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
    start = quantities[index].end
    limit = quantities[index + 1].start if index + 1 < len(quantities) else len(text)
    if not group_words().heads.search(text, start, min(limit, start + REACH_BEHIND)):
        return False
    return _behind(text, quantities[index], limit).endswith(group_words().headed)


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


def _behind(text: str, quantity: Quantity, limit: int) -> str:
    found = PHRASE.match(text, quantity.end, min(limit, quantity.end + REACH_BEHIND))
    phrase = found.group() if found else ""
    if not phrase or phrase[0] in "、和()":
        return ""
    rules = group_words()
    if lead := rules.leading.match(phrase):
        phrase = phrase[lead.end() :]
    stop = rules.behind.search(phrase)
    if stop and "的" in phrase[stop.end() :] and not rules.names.search(phrase, 0, stop.start()):
        phrase = phrase[stop.end() :].partition("的")[2]  # 62名在一线表现突出的干部
        stop = rules.behind.search(phrase)
    if stop:
        phrase = phrase[: stop.start()]
    phrase = trimmed(phrase, rules.ending)
    if phrase in rules.vague or (len(phrase) < 2 and phrase not in rules.short):
        return ""
    return _first_name(phrase, quantity.family)[:LONGEST]


def _first_name(phrase: str, family: str) -> str:
    """A phrase up to the end of the first name in it, of people where their units count them."""
    rules = group_words()
    chains = list((rules.sums if family == "money" else rules.names).finditer(phrase))
    if not chains:
        return phrase
    wanted = family in PEOPLE
    fitting = [c for c in chains if _fits(c.group(), family)]
    whole = len(phrase) <= (ENTIRE_LIST if "、" in phrase else ENTIRE)
    if whole and chains[-1].end() == len(phrase) and not rules.before.search(phrase, 1):
        return phrase
    first = fitting[0] if fitting and (wanted or fitting[0].end() <= ENTIRE) else chains[0]
    return phrase[: first.end()]


def _fits(name: str, family: str) -> bool:
    """Whether a name is one of people where the unit counts people, and of things where it counts things."""
    return _of_people(name) == (family in PEOPLE)


def _of_people(name: str) -> bool:
    return name.endswith(group_words().people.get(name[-1:], ()))


def _before(text: str, floor: int, end: int) -> str:
    phrase = _without_tail(EDGE.split(text[max(floor, end - REACH_BEFORE) : end])[-1])
    if dated := DATED.match(phrase):
        phrase = phrase[dated.end() :]
    phrase = trimmed(_cut_front(phrase), group_words().ending)
    _, listed, last = phrase.rpartition("、")
    if listed and len(phrase) > LONGEST and group_words().sums.search(last):
        phrase = last
    return "" if len(phrase) < 2 or phrase.isdigit() or phrase in group_words().vague else phrase[-LONGEST:]


def _without_tail(phrase: str) -> str:
    """Without what stands between a name and its figure: 总量达, 比上年净增."""
    rules = group_words()
    phrase = trimmed(phrase, rules.trailing)
    while time := (not COMPARING.isdisjoint(phrase) and COMPARED.search(phrase)) or _at_time(phrase):
        phrase = trimmed(phrase[: time.start()], rules.trailing)
    bare = trimmed(phrase, rules.verbs)
    return bare if not bare or (bare != phrase and _ends_in_name(bare)) else phrase


def _at_time(phrase: str) -> re.Match[str] | None:
    """The time at the end of a phrase: 考核指标|2018年, 事项精简为|2023年底."""
    return AT_TIME.search(phrase) if "年" in phrase[-AT_TIME_REACH:] else None


def _ends_in_name(phrase: str) -> bool:
    """Whether a phrase ends in a noun of the tables: 党建指导员 of 党建指导员选聘20名."""
    phrase = phrase.rstrip("”’」")
    return any(name.end() == len(phrase) for name in group_words().names.finditer(phrase))


def _cut_front(phrase: str) -> str:
    """Without what stands before a name: verbs, the examples of a list, the whole of which it is a part."""
    rules = group_words()
    if planned := rules.planned.match(phrase):
        phrase = phrase[planned.end() :]
    verbs = [verb for verb in rules.before.finditer(phrase) if verb.end() + 2 <= len(phrase)]
    if verbs:
        names = [name.span() for name in rules.names.finditer(phrase)]
        cuts = [verb.end() for verb in verbs if not _compounded(phrase, verb, names)]
        phrase = phrase[cuts[-1] :] if cuts else phrase
    examples = [match.end() for match in rules.examples.finditer(phrase)]  # no part of it
    phrase = phrase[examples[-1] :] if examples else phrase
    if lead := rules.leading.match(phrase):
        phrase = phrase[lead.end() :]
    return phrase


def _compounded(phrase: str, verb: re.Match[str], names: Sequence[tuple[int, int]]) -> bool:
    """Whether a verb is a part of a name: 指导 of 指导员, 培训 of 干部培训基地; not 走访 of 走访企业."""
    first, last = verb.span()
    around = [name for name in names if name[0] <= first and last <= name[1] and name != (first, last)]
    if any(start < first for start, _ in around):
        return True
    rules = group_words()
    return bool(around or verb.group() in rules.links) and phrase.startswith(rules.compounds, last)
