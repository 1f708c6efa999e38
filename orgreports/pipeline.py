"""The order of the stages: a file becomes a ``Report``.

The stages never import each other; this module imports them all.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from orgreports.carrying import Typed
from orgreports.derived_figures import Derivation, derive
from orgreports.figure_periods import Years
from orgreports.indicators import assign
from orgreports.ledger import build_ledger
from orgreports.models import DerivedFigure, Document, Observation, Offsets, Report, Sentence
from orgreports.outline import outline
from orgreports.quantities import find_quantities
from orgreports.reading import read
from orgreports.repair import repair
from orgreports.rulebook import slug
from orgreports.topics import mentions


def parse(path: Path | str, *, data: bytes | None = None, region: str = "", period: str = "") -> Report:
    """Read one report: every figure with its indicator and its place in the raw text.

    ``data`` is the content of an upload, ``path`` then only names it. ``region`` (a GB/T 2260 code) and
    ``period`` (``2024``, ``2012-2023``) override what the text says. Where either is not certain it stays
    empty (years 0) in the observations, and ``report.outline`` has the candidates.

    Raises OrgreportsError, one line, for a file that cannot be read.
    """
    return parse_document(read(path, data), region=region, period=period)


def parse_document(document: Document, *, region: str = "", period: str = "") -> Report:
    """``parse`` for a document that has been read."""
    repaired = repair(document.raw)
    outlined = outline(repaired, document.name)
    region, period = region or outlined.region, period or outlined.period
    report = report_id(document.name, region, period)
    found = [(sentence, find_quantities(sentence.text)) for sentence in outlined.sentences]
    years = years_of_period(period)
    published = outlined.published.year if outlined.published else 0
    titles = (outlined.subtitle, outlined.title)
    typed = assign([(sentence, item.quantities) for sentence, item in found], years, published, titles)
    offsets = repaired.offsets()
    observations = tuple(
        observation(document.raw, offsets, report, region, sentence, item)
        for (sentence, _), items in zip(found, typed, strict=True)
        for item in items
    )
    ledger = build_ledger(
        repaired, offsets, observations, [(sentence, item.exclusions) for sentence, item in found]
    )
    if (region, period) != (outlined.region, outlined.period):
        outlined = replace(outlined, region=region, period=period)
    derived = tuple(
        derived_figure(document.raw, offsets, sentence, derivation)
        for (sentence, _), items in zip(found, typed, strict=True)
        for derivation in derive(sentence.text, items)
    )
    return Report(
        report, document, repaired, outlined, observations, ledger, mentions(repaired.text), derived
    )


def observation(
    raw: str, offsets: Offsets, report: str, region: str, sentence: Sentence, item: Typed
) -> Observation:
    """One row of the frame: a typed quantity with its place in the raw text."""
    quantity, indicator, group, measure, years, rule = item
    first, behind, _, value, lower, upper, bound, unit, _, kind, _ = quantity
    offset = sentence.span.start
    start, end = offsets.to_raw(offset + first, offset + behind)
    return Observation(
        report,
        region,
        years.start,
        years.end,
        indicator,
        group,
        kind,
        measure,
        value,
        lower,
        upper,
        bound,
        unit,
        raw[start:end],
        start,
        end,
        sentence.section,
        sentence.paragraph,
        rule,
    )


def derived_figure(raw: str, offsets: Offsets, sentence: Sentence, found: Derivation) -> DerivedFigure:
    """A figure that follows from two others, with their places in the raw text."""
    offset = sentence.span.start
    first, second = (offsets.to_raw(offset + span.start, offset + span.end) for span in found.sources)
    return DerivedFigure(
        formula=found.formula,
        indicator=found.indicator,
        group=found.group,
        period_start=found.years.start,
        period_end=found.years.end,
        value=found.value,
        lower=found.lower,
        upper=found.upper,
        unit=found.unit,
        quotes=(raw[first.start : first.end], raw[second.start : second.end]),
        spans=(first, second),
    )


def years_of_period(period: str) -> Years:
    """``2012-2023`` as years; 0 and 0 for an empty period."""
    if not period:
        return Years(0, 0)
    first, _, last = period.partition("-")
    return Years(int(first), int(last or first))


def report_id(name: str, region: str, period: str) -> str:
    """``chengdu-2024``; the file's own name where region or period is not known."""
    return f"{slug(region)}-{period}" if region and period else Path(name).stem
