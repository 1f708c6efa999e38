"""What each subcommand of ``orgreports`` does with its options; ``cli`` reads the options."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from orgreports import frames, rulebook, tables
from orgreports.commands_export import write_out
from orgreports.corpus import CHECKOUT, Corpus, default_folder
from orgreports.corrections import Given
from orgreports.deadline import parse_within
from orgreports.models import OrgreportsError, Report
from orgreports.region_names import find_region
from orgreports.storage import write_file
from orgreports.visible import shown

_BOM = b"\xef\xbb\xbf"  # of files, for Excel; programs that read from standard output don't want it


def run_extract(options: argparse.Namespace) -> int:
    """One table a file into ``--out``, or one table of all files to standard output."""
    names: set[str] = set()
    reports: list[Report] = []

    def take(path: Path) -> None:
        report = _parse(path, options)
        _warn(report)
        if options.out is None:
            reports.append(report)
            return
        name = _free_name(path.stem, names)
        write_file(options.out / f"{name}.{options.format}", _table([report], options.format))

    failed = _each(options.files, take)
    if options.out is None and reports:
        write_out("-", _table(reports, options.format).removeprefix(_BOM))
    return failed


def run_explain(options: argparse.Namespace) -> int:
    """What was repaired, found and left out, in the terminal."""
    from orgreports.explaining import explain

    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    return _each(options.files, lambda path: print(explain(_parse(path, options), colour=colour)))


def run_add(options: argparse.Namespace) -> int:
    """Files into the corpus, each said with what was read from it."""
    corpus = Corpus(options.data)
    given = _given(options)

    def take(path: Path) -> None:
        report = _parse(path, options)
        figures = len(report.observations)
        if report.outline.doubt and not figures:
            raise OrgreportsError(f"{path}: {report.outline.doubt}, and it has no figure: not added")
        name = corpus.add(report, path.read_bytes(), **given, who=_user())
        place = rulebook.regions()[report.outline.region].names["zh"]
        print(shown(f"{path}: {name}, {place}, {report.outline.period}, {figures} figures"))

    return _each(options.files, take)


def run_build(options: argparse.Namespace) -> int:
    """The whole corpus anew; failures are listed at the end."""
    from orgreports.building import build

    folder = options.data or default_folder()
    bar = _progress_bar()
    try:
        built = build(
            options.sources,
            folder,
            workers=options.workers,
            scheduler=options.scheduler,
            progress=bar,
            replace=options.replace,
        )
    finally:
        _clear_line()
    count = len(built.reports)
    print(f"{count} report{'s' if count != 1 else ''} in {folder}", file=sys.stderr)
    for failure in built.failures:
        print(f"orgreports: {shown(failure.reason)}", file=sys.stderr)
    return 1 if built.failures else 0


def run_dashboard(options: argparse.Namespace) -> int:
    """The web page, until it is stopped."""
    page = CHECKOUT / "dashboard.py"
    if not page.is_file():
        raise OrgreportsError(f"{page}: not there: run it from a clone, installed with pip install -e .")
    if options.data:
        os.environ["ORGREPORTS_DATA"] = str(options.data.resolve())
    settings = {
        "server.port": options.port,
        "server.address": options.host,
        "server.headless": "true",
        "browser.gatherUsageStats": "false",
    }
    if options.host != "localhost" and "STREAMLIT_SERVER_ALLOWED_HOSTS" not in os.environ:
        settings["server.allowedHosts"] = "*"
    flags = [f"--{key}={value}" for key, value in settings.items()]
    os.chdir(CHECKOUT)  # Streamlit takes .streamlit/config.toml from here
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "orgreports.dashboard_server", "run", str(page), *flags])


def _parse(path: Path, options: argparse.Namespace) -> Report:
    return parse_within(path, **_given(options))


def _given(options: argparse.Namespace) -> Given:
    """Region (as a code) and period that the user gave, checked."""
    if options.period:
        frames.period_years(options.period)
    return {"region": find_region(options.region) if options.region else "", "period": options.period}


def _each(files: Sequence[str], take: Callable[[Path], None]) -> int:
    """Do it for every file; one bad file stops nothing. Returns the exit status."""
    status = 0
    for name in files:
        try:
            take(Path(name))
        except OrgreportsError as error:
            print(f"orgreports: {error}", file=sys.stderr)
            status = 1
    return status


def _warn(report: Report) -> None:
    unknown = tables.doubt(report)
    for doubt in (report.outline.doubt, unknown and f"{unknown} (read without it)"):
        if doubt:
            print(shown(f"orgreports: {report.document.name}: {doubt}"), file=sys.stderr)


def _table(reports: Sequence[Report], form: str) -> bytes:
    """The observations of reports in one of the extract formats."""
    rows = [frames.extract_row(item) for report in reports for item in report.observations]
    if form == "csv":
        return _BOM + frames.csv_text(frames.EXTRACT_COLUMNS, map(_inert, rows)).encode()
    if form == "json":
        return (json.dumps([_plain(row) for row in rows], ensure_ascii=False, indent=1) + "\n").encode()
    content: bytes = frames.observation_frame(reports).to_parquet(index=False)
    return content


def _inert(row: Sequence[object]) -> list[object]:
    """No cell runs as a formula in a spreadsheet; quotes stay the characters of the report."""
    return [
        cell if column == "quote" else frames.inert(cell)
        for column, cell in zip(frames.EXTRACT_COLUMNS, row, strict=True)
    ]


def _plain(row: Sequence[object]) -> dict[str, object]:
    """A row for JSON, which has no infinity: an open end and a missing cell are null."""
    cells = zip(frames.EXTRACT_COLUMNS, row, strict=True)
    return {
        column: None if value in (float("inf"), "") and column != "indicator" else value
        for column, value in cells
    }


def _free_name(stem: str, taken: set[str]) -> str:
    name = tables.free_id(stem, taken)
    taken.add(name)
    return name


def _user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def _progress_bar() -> Callable[[int, int], None] | None:
    """A bar on standard error with rate and time left, where someone is there to see it."""
    if not sys.stderr.isatty():
        return None
    start = time.monotonic()

    def show(done: int, total: int) -> None:
        rate = done / max(time.monotonic() - start, 1e-9)
        filled = 30 * done // total
        left = (total - done) / rate
        bar = "#" * filled + "." * (30 - filled)
        print(
            f"\r[{bar}] {done}/{total} files, {rate:.1f}/s, {left:.0f} s left ",
            end="",
            file=sys.stderr,
            flush=True,
        )

    return show


def _clear_line() -> None:
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr)
