"""The topics that headings, titles and the openings of paragraphs name (``rules/indicators.toml``).

Beside them the indicators that a text mentions at all (``rules/catalogue.toml``).
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from orgreports.rule_words import bits_of
from orgreports.rulebook import load_toml


class Topic(NamedTuple):
    """What headings say: the topics of the catalogue, and the classes of words that they vouch for."""

    topics: frozenset[str]
    near: int  # the bits of the classes


@cache
def _headings() -> tuple[tuple[re.Pattern[str], Topic], ...]:
    rows = load_toml("indicators")["heading"]
    return tuple(
        (re.compile(row["pattern"]), Topic(frozenset(row["topics"]), bits_of(row["near"]))) for row in rows
    )


def topic_of(heading: str) -> Topic:
    """The topics that a heading, a title or the opening of a paragraph names."""
    topics, near = NO_TOPIC
    for pattern, topic in _headings():
        if pattern.search(heading):
            topics, near = topics | topic.topics, near | topic.near
    return Topic(topics, near)


def title_topic(title: str) -> Topic:
    """What a title says; one that names several topics vouches for no words in any one sentence."""
    topic = topic_of(title)
    return topic if len(topic.topics) == 1 else topic._replace(near=0)


NO_TOPIC = Topic(frozenset(), 0)


def mentions(text: str) -> frozenset[str]:
    """The indicators whose own words occur in a text, with a figure or without."""
    return frozenset(code for code, named in _mentioning() if any(word in text for word in named))


@cache
def _mentioning() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((code, tuple(row["mention"])) for code, row in load_toml("catalogue").items())
