"""Word counts of a report (jieba and the genre's own words), and what sets one report's wording apart.

jieba takes most of a second and 170 MB to load, so it is loaded with the first text that is counted.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from orgreports import rulebook

if TYPE_CHECKING:
    import pandas as pd

_WORD = re.compile(r"[\u4e00-\u9fff]{2,}|[A-Za-z]{2,}")
_GENRE_FREQUENCY = 20_000  # above any reading of the word in parts
PRIOR = 500.0  # words' worth of belief in the corpus as a whole, against the report's own counts


class WordGroup(NamedTuple):
    """A row of ``rules/word_groups.toml``: words that belong together, by the characters they contain."""

    code: str
    names: dict[str, str]  # by language
    parts: tuple[str, ...]


@cache
def genre_words() -> tuple[str, ...]:
    """The words of ``rules/words.txt``, one a line; ``#`` starts a comment."""
    lines = (rulebook.RULES / "words.txt").read_text(encoding="utf-8").splitlines()
    return tuple(word for line in lines if (word := line.partition("#")[0].strip()))


@cache
def word_groups() -> dict[str, WordGroup]:
    """The word groups by code, in the order in which they are shown."""
    rows = rulebook.load_toml("word_groups").items()
    return {
        code: WordGroup(code, {"zh": row["zh"], "en": row["en"]}, tuple(row["parts"])) for code, row in rows
    }


def count_terms(text: str) -> Counter[str]:
    """How often each word of two or more letters or Chinese characters occurs in clean text."""
    return Counter(word for word in _tokenizer().lcut(text) if _WORD.fullmatch(word))


@cache
def _tokenizer() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba's own source gives syntax and deprecation warnings
        import jieba
    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    for word in genre_words():
        tokenizer.add_word(word, _GENRE_FREQUENCY)
    return tokenizer


def term_totals(terms: pd.DataFrame) -> pd.Series:
    """How often each term occurs in all reports of the term table, by term."""
    return terms.groupby("term")["count"].sum()


def distinctive_terms(terms: pd.DataFrame, report: str, totals: pd.Series | None = None) -> pd.DataFrame:
    """What sets a report's wording apart from the others': one row a word, the most telling first.

    ``terms`` is the term table (report, term, count). The result has term, count, others (its count in
    the other reports), per_mille (its share of the report's words), and score: the z-score of the
    log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008, "Fightin'
    Words"), positive for words that the report uses more. Empty where there is nothing to compare with.
    Who asks for many reports gives ``totals``, the ``term_totals``, which take long to find.
    """
    import numpy as np

    every = term_totals(terms) if totals is None else totals
    words = every.index
    own = terms[terms["report"] == report].groupby("term")["count"].sum()
    y = own.reindex(words, fill_value=0).astype("float64")
    z = every.astype("float64") - y
    table = words.to_frame(name="term", index=False).assign(
        count=y.astype("int64").to_numpy(),
        others=z.astype("int64").to_numpy(),
        per_mille=(1000 * y / max(y.sum(), 1)).to_numpy(),
    )
    if not y.sum() or not z.sum():
        return table.assign(score=0.0).iloc[:0]
    prior = PRIOR * (y + z) / (y.sum() + z.sum())
    odds = [np.log((k + prior) / (k.sum() + PRIOR - k - prior)) for k in (y, z)]
    score = (odds[0] - odds[1]) / np.sqrt(1 / (y + prior) + 1 / (z + prior))
    table = table.assign(score=score.to_numpy())
    return table.sort_values(["score", "term"], ascending=[False, True], ignore_index=True)


def term_use(terms: pd.DataFrame, part: str) -> pd.DataFrame:
    """How often words that contain ``part`` occur in each report: report, count, per_mille of its words."""
    return _use(terms, terms["term"].str.contains(part, regex=False))


def group_use(terms: pd.DataFrame) -> pd.DataFrame:
    """How often each word group occurs in each report: group, report, count, per_mille of its words."""
    import pandas as pd

    frames = []
    for code, group in word_groups().items():
        pattern = "|".join(map(re.escape, group.parts))
        frames.append(_use(terms, terms["term"].str.contains(pattern)).assign(group=code))
    return pd.concat(frames, ignore_index=True)[["group", "report", "count", "per_mille"]]


def _use(terms: pd.DataFrame, chosen: pd.Series) -> pd.DataFrame:
    totals = terms.groupby("report", sort=False)["count"].sum()
    counts = terms[chosen].groupby("report")["count"].sum().reindex(totals.index, fill_value=0)
    shares = 1000 * counts / totals.clip(lower=1)
    return counts.to_frame("count").assign(per_mille=shares).reset_index()
