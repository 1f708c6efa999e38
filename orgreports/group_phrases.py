"""The phrases around a figure that may name what it counts, cut to the name (``rules/groups.toml``)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from orgreports.group_words import group_words, spanning, trimmed, whole_noun

MARKS = ",，。;；:：!！?？|丨｜①-⑳●■◆▪▶★\n"  # none of these is inside a name
EDGE = re.compile(f"[{MARKS}]")
PHRASE = re.compile(f"[^{MARKS}]*")
LONGEST = 20
ENTIRE, ENTIRE_LIST = 12, 8  # characters of a phrase, of a list, that may be one name as it stands
REACH_BEHIND, REACH_BEFORE = 30, 40  # characters in which a name is looked for
JOINS = frozenset("、和与及")
PEOPLE = frozenset({"persons", "person_times"})
SAME_TIME = r"(?:上年|上一年|去年|前年|\d{4}年|年初|年末|年底|换届前|以前|之前|同期|全国|全省|全市)"
COMPARING = frozenset("比较与同相由从")  # one of these begins what COMPARED finds
COMPARED = re.compile(rf"(?:[比较与同由从]|相比)(?:{SAME_TIME}[的底末初]?)+(?:同期)?(?:相比)?$")
AT_TIME = re.compile(r"(?:\d{4}年|[去上前今]年)(?:\d{1,2}月)?(?:年?[底末初]|度)?(?:的|又|这一|已|共)*$")
AT_TIME_REACH = 8  # characters in which its 年 stands
DATED = re.compile(r"^(?:截[至止]|到|至|而|其中|计划|拟|力争)?(?:目前|(?:\d{4}年?[至到—-])?\d{4}年)[底末初]?")


def phrase_behind(text: str, end: int, limit: int, family: str) -> str:
    """The name behind a figure that ends at ``end``: 748名|选调生|到村任职."""
    found = PHRASE.match(text, end, min(limit, end + REACH_BEHIND))
    phrase = found.group() if found else ""
    if not phrase or phrase[0] in "、和()":
        return ""
    rules = group_words()
    if lead := rules.leading.match(phrase):
        phrase = phrase[lead.end() :]
    if told := rules.clauses.match(phrase):  # 受到不实举报的|干部
        return told.group() + _first_name(phrase[told.end() :], family)[:LONGEST]
    stop = _stop(phrase)
    if stop and "的" in phrase[stop.end() :] and not rules.names.search(phrase, 0, stop.start()):
        phrase = phrase[stop.end() :].partition("的")[2]  # 62名在一线表现突出的干部
        stop = _stop(phrase)
    if stop:
        phrase = phrase[: stop.start()]
    phrase = trimmed(phrase, rules.ending)
    if phrase in rules.vague or (len(phrase) < 2 and phrase not in rules.short):
        return ""
    return _first_name(phrase, family)[:LONGEST]


def _stop(phrase: str) -> re.Match[str] | None:
    """Where a phrase behind a figure ends at the latest; words inside a noun are none (高校|毕业|生)."""
    stops = group_words().behind.finditer(phrase)
    return next((stop for stop in stops if not spanning(phrase, *stop.span())), None)


def _first_name(phrase: str, family: str) -> str:
    """A phrase up to the end of the first name in it, of people where their units count them."""
    rules = group_words()
    chains = list((rules.sums if family == "money" else rules.names).finditer(phrase))
    if not chains:
        return phrase
    wanted = family in PEOPLE
    fitting = [c for c in chains if fits(c.group(), family)]
    whole = len(phrase) <= (ENTIRE_LIST if "、" in phrase else ENTIRE)
    if whole and chains[-1].end() == len(phrase) and not rules.before.search(phrase, 1):
        return phrase
    first = fitting[0] if fitting and (wanted or fitting[0].end() <= ENTIRE) else chains[0]
    return phrase[: whole_noun(phrase, first.end())]


def fits(name: str, family: str) -> bool:
    """Whether a name is one of people where the unit counts people, and of things where it counts things."""
    return of_people(name) == (family in PEOPLE)


def of_people(name: str) -> bool:
    return name.endswith(group_words().people.get(name[-1:], ()))


def phrase_before(text: str, floor: int, end: int) -> str:
    """The name before a figure that begins at ``end``: 培训|干部|9735人次."""
    phrase = _without_tail(EDGE.split(text[max(floor, end - REACH_BEFORE) : end])[-1])
    if dated := DATED.match(phrase):
        phrase = phrase[dated.end() :]
    phrase = trimmed(cut_front(phrase), group_words().ending)
    for tail in group_words().tails:
        if (found := tail.search(phrase)) and ends_in_name(phrase[: found.start()]):
            phrase = phrase[: found.start()]
    _, listed, last = phrase.rpartition("、")
    if listed and len(phrase) > LONGEST and group_words().sums.search(last):
        phrase = last
    return "" if len(phrase) < 2 or phrase.isdigit() or phrase in group_words().vague else phrase[-LONGEST:]


def _without_tail(phrase: str) -> str:
    """Without what stands between a name and its figure: 总量达, 比上年净增."""
    rules = group_words()
    phrase = phrase[: whole_noun(phrase, len(trimmed(phrase, rules.trailing)))]
    while time := (not COMPARING.isdisjoint(phrase) and COMPARED.search(phrase)) or _at_time(phrase):
        phrase = trimmed(phrase[: time.start()], rules.trailing)
    bare = trimmed(phrase, rules.verbs)
    return bare if not bare or (bare != phrase and ends_in_name(bare)) else phrase


def _at_time(phrase: str) -> re.Match[str] | None:
    """The time at the end of a phrase: 考核指标|2018年, 事项精简为|2023年底."""
    return AT_TIME.search(phrase) if "年" in phrase[-AT_TIME_REACH:] else None


def ends_in_name(phrase: str) -> bool:
    """Whether a phrase ends in a noun of the tables: 党建指导员 of 党建指导员选聘20名."""
    phrase = phrase.rstrip("”’」")
    return any(name.end() == len(phrase) for name in group_words().names.finditer(phrase))


def cut_front(phrase: str) -> str:
    """Without what stands before a name: verbs, the examples of a list, the whole of which it is a part."""
    rules = group_words()
    if planned := rules.planned.match(phrase):
        phrase = phrase[planned.end() :]
    verbs = [verb for verb in rules.before.finditer(phrase) if verb.end() + 2 <= len(phrase)]
    if verbs:
        names = [name.span() for name in rules.names.finditer(phrase)]
        cuts = [verb.end() for verb in verbs if not _within_name(phrase, verb, names)]
        phrase = phrase[cuts[-1] :] if cuts else phrase
    examples = [match.end() for match in rules.examples.finditer(phrase)]  # no part of it
    phrase = phrase[examples[-1] :] if examples else phrase
    if lead := rules.leading.match(phrase):
        phrase = phrase[lead.end() :]
    for front in rules.fronts:
        if (found := front.match(phrase)) and not spanning(phrase, *found.span()):
            phrase = phrase[found.end() :]
    return phrase


def _within_name(phrase: str, verb: re.Match[str], names: Sequence[tuple[int, int]]) -> bool:
    """Whether a verb is a part of a name: 指导 of 指导员, 培训 of 干部培训基地; not 走访 of 走访企业."""
    first, last = verb.span()
    if spanning(phrase, first, last) or (first and group_words().measured.match(phrase, last)):
        return True
    if phrase[last] in JOINS:  # 专题培训、讲座
        return True
    around = [name for name in names if name[0] <= first and last <= name[1] and name != (first, last)]
    if any(start < first for start, _ in around):
        return True
    rules = group_words()
    return bool(around or verb.group() in rules.links) and phrase.startswith(rules.compounds, last)
