"""The command ``orgreports``: options in, library calls, text out. Nothing is computed here."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from orgreports import __version__
from orgreports.models import OrgreportsError

PER = ("capita", "year", "largest")
EXTRACT_FORMATS = ("csv", "json", "parquet")
EXPORT_FORMATS = ("csv", "xlsx", "parquet", "sdmx-csv", "datapackage", "png", "svg", "pdf")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns the exit status: 0, 1 for a fault in the input, 2 for wrong usage."""
    options = parser().parse_args(arguments)
    from orgreports import commands, commands_export

    home = commands_export if options.command in ("compare", "export") else commands
    run: Callable[[argparse.Namespace], int] = getattr(home, f"run_{options.command}")
    try:
        return run(options)
    except OrgreportsError as error:
        print(f"orgreports: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader of our output has gone, as in `orgreports ... | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        print("orgreports: stopped; nothing that was stored is lost", file=sys.stderr)
        return 130


def parser() -> argparse.ArgumentParser:
    """The options of every subcommand."""
    top = argparse.ArgumentParser(
        prog="orgreports", description="Figures of organisation-work reports, each with its source."
    )
    top.add_argument("--version", action="version", version=f"orgreports {__version__}")
    calls = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _reading_calls(calls)
    _corpus_calls(calls)
    return top


Calls = argparse._SubParsersAction  # its public face has no name


def _reading_calls(calls: Calls[argparse.ArgumentParser]) -> None:
    extract = calls.add_parser("extract", help="the figures of files, as tables")
    _files(extract)
    extract.add_argument("--out", type=Path, metavar="DIR", help="one table a file; default: standard output")
    extract.add_argument("--format", choices=EXTRACT_FORMATS, default="csv")
    _overrides(extract)

    explain = calls.add_parser("explain", help="what was repaired, found and left out in a file, and why")
    _files(explain)
    _overrides(explain)


def _corpus_calls(calls: Calls[argparse.ArgumentParser]) -> None:
    add = calls.add_parser("add", help="take files into the corpus")
    _files(add)
    _overrides(add)
    _data(add)

    build = calls.add_parser("build", help="make the whole corpus anew")
    build.add_argument("sources", nargs="+", metavar="SOURCE", help="files, folders, or addresses")
    build.add_argument("--workers", type=_workers, metavar="N", help="processes; default: one a core")
    build.add_argument("--replace", action="store_true", help="reports whose texts are not given may go")
    build.add_argument("--scheduler", default="", metavar="ADDRESS", help="a Dask scheduler, tcp://HOST:8786")
    _data(build)

    compare = calls.add_parser("compare", help="indicators side by side across regions")
    compare.add_argument("indicators", nargs="+", metavar="INDICATOR", help="codes or names: talent_total")
    compare.add_argument("--regions", nargs="+", metavar="REGION", help="names or codes; default: all")
    compare.add_argument("--periods", nargs="+", metavar="PERIOD", help="2024, 2012-2023; default: all")
    compare.add_argument(
        "--per", choices=PER, default="", help="per 10,000 residents, per year, of the largest"
    )
    compare.add_argument("--lang", choices=("zh", "en"), default="en", help="language of table and chart")
    compare.add_argument("--csv", metavar="FILE", help="the table as CSV; - for standard output")
    compare.add_argument("--xlsx", metavar="FILE", help="table, figures, notes and sources as a workbook")
    compare.add_argument("--png", metavar="FILE", type=Path, help="the chart as a picture (also .svg, .pdf)")
    _data(compare)

    export = calls.add_parser("export", help="the whole corpus in a format of your choice")
    export.add_argument("--format", choices=EXPORT_FORMATS, required=True)
    export.add_argument(
        "out", metavar="OUT", help="file, or folder (datapackage, png, svg, pdf); - for standard output"
    )
    export.add_argument("--lang", choices=("zh", "en"), default="en", help="language of the charts")
    _data(export)

    dashboard = calls.add_parser("dashboard", help="the web page, at http://localhost:8501")
    dashboard.add_argument("--port", type=int, default=8501)
    dashboard.add_argument(
        "--host", default="localhost", help="address to listen on; default: this machine only"
    )
    _data(dashboard)


def _files(call: argparse.ArgumentParser) -> None:
    call.add_argument("files", nargs="+", metavar="FILE", help="txt, html, pdf or docx")


def _overrides(call: argparse.ArgumentParser) -> None:
    call.add_argument(
        "--region", default="", help="name or GB/T 2260 code, if the text does not make it certain"
    )
    call.add_argument("--period", default="", help="2024, or 2012-2023, if the text does not make it certain")


def _data(call: argparse.ArgumentParser) -> None:
    call.add_argument(
        "--data", type=Path, metavar="DIR", help="folder of the corpus; default: data/, or ORGREPORTS_DATA"
    )


def _workers(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number
