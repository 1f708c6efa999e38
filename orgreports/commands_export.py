"""What the subcommands that hand out results do: ``compare`` and ``export``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from orgreports import frames, rulebook
from orgreports.corpus import Corpus, Selection
from orgreports.models import OrgreportsError
from orgreports.origin import view_address
from orgreports.region_names import find_region
from orgreports.storage import write_file

if TYPE_CHECKING:
    from orgreports.comparison import Comparison

_PRINTED = ("indicator", "region", "period", "status", "quote", "value", "lower", "upper", "rank", "group")


def run_compare(options: argparse.Namespace) -> int:
    """The comparison as a table in the terminal, and as files where asked for."""
    from orgreports.comparison import compare

    regions = [find_region(name) for name in _split(options.regions)]
    indicators = [rulebook.find_indicator(name) for name in _split(options.indicators)]
    periods = _split(options.periods)
    corpus = _corpus(options).select(indicators, regions or None)
    comparison = compare(corpus, indicators, regions or None, periods or None, options.per)
    parts = {"lang": options.lang, "indicators": ",".join(indicators), "regions": ",".join(regions)}
    parts |= {"periods": ",".join(periods), "per": options.per}
    _write_comparison(options, comparison, corpus, {name: part for name, part in parts.items() if part})
    if not (options.csv or options.xlsx or options.png):
        _print_comparison(comparison, options.lang)
    return 0


def _write_comparison(
    options: argparse.Namespace, comparison: Comparison, corpus: Selection, parts: dict[str, str]
) -> None:
    """The files that were asked for, each with the address that shows the same."""
    from orgreports import figures
    from orgreports.export import comparison_csv
    from orgreports.export_xlsx import comparison_workbook
    from orgreports.picture import write_pictures
    from orgreports.picture_origin import signed

    address = view_address("compare", parts)
    if options.csv:
        write_out(options.csv, comparison_csv(comparison, options.lang, address, bom=options.csv != "-"))
    if options.xlsx:
        write_out(options.xlsx, comparison_workbook(comparison, corpus, options.lang, address))
    if options.png:
        write_pictures({options.png: signed(figures.chart(comparison, options.lang), address)})


def run_export(options: argparse.Namespace) -> int:
    """The whole corpus to a file or folder."""
    from orgreports.export import export_bytes, export_corpus
    from orgreports.picture import FORMATS

    corpus = _corpus(options)
    if options.format in FORMATS:
        _export_pictures(corpus, Path(options.out), options.format, options.lang)
    elif options.out == "-":
        write_out("-", export_bytes(corpus, options.format))
    else:
        export_corpus(corpus, options.format, Path(options.out))
    return 0


def _export_pictures(corpus: Corpus, folder: Path, form: str, lang: str) -> None:
    """The chart of every indicator on which a region reports, into a folder."""
    from orgreports import figures
    from orgreports.comparison import compare
    from orgreports.picture import write_pictures
    from orgreports.picture_origin import signed

    reported = set(corpus.observations["indicator"])
    charts = {}
    for code in rulebook.catalogue():
        if code in reported:
            found = compare(corpus.select([code]), [code])
            address = view_address("compare", {"lang": lang, "indicators": code})
            path = folder / f"{figures.file_stem(found, lang)}.{form}"
            charts[path] = signed(figures.chart(found, lang), address)
    write_pictures(charts)


def _corpus(options: argparse.Namespace) -> Corpus:
    """The corpus to read from; a folder that was named must be there."""
    if options.data and not options.data.is_dir():
        raise OrgreportsError(f"{options.data}: no such folder: check --data, or fill it with orgreports add")
    return Corpus(options.data)


def write_out(place: str, content: bytes) -> None:
    """To a file, or for ``-`` to standard output."""
    if place == "-":
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        write_file(Path(place), content)


def _print_comparison(comparison: Comparison, lang: str) -> None:
    from orgreports.explaining import text_table
    from orgreports.language import text

    table = comparison.table(lang)[[text(f"table.{column}", lang) for column in _PRINTED]]
    cells = table.astype(object).where(table.notna(), "").to_numpy().tolist()
    print(text_table([list(table.columns), *([frames.cell_text(cell) for cell in row] for row in cells)]))
    for line in comparison.note_lines(lang):
        print(f"- {line}")


def _split(values: Iterable[str] | None) -> list[str]:
    """``a b,c`` as three values."""
    return [part for value in values or () for part in value.split(",") if part]
