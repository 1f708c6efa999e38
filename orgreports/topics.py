"""The topics that headings, titles and the openings of paragraphs name (``rules/indicators.toml``)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from orgreports.rulebook import load_toml


class Topic(NamedTuple):
    """What headings say: the topics of the catalogue, and the classes of words that they vouch for."""

    topics: frozenset[str]
    near: tuple[str, ...]


@lru_cache(maxsize=1024)
def topic_of(heading: str) -> Topic:
    """The topics that a heading, a title or the opening of a paragraph names."""
    rows = [row for row in load_toml("indicators")["heading"] if re.search(row["pattern"], heading)]
    topics = frozenset(topic for row in rows for topic in row["topics"])
    return Topic(topics, tuple(name for row in rows for name in row["near"]))


def title_topic(title: str) -> Topic:
    """What a title says; one that names several topics vouches for no words in any one sentence."""
    topic = topic_of(title)
    return topic if len(topic.topics) == 1 else topic._replace(near=())


NO_TOPIC = Topic(frozenset(), ())
