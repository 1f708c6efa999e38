"""What many tests share: places, the dashboard's pages, a report of our own, copies of the corpus."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import NoReturn

import pytest

from orgreports import Corpus

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "data" / "samples"
SAMPLE = SAMPLES / "qinglan-plain.txt"
MIANYANG = "510700"  # the region that the sample is given to, whose own place is invented
REPORT = "chengdu-2024"  # of the repository's corpus
PAGES = ("overview", "compare", "region", "evidence", "wording", "add", "method")
WAYS = ("", *PAGES[1:])  # how the address names them: the first by nothing
# A report with a figure of each kind; its place is invented, the code of its region borrowed.
OWN = """云溪县2024年组织工作综述
2024年,云溪县组织部门围绕中心、服务大局,各项工作取得新成效。
建强干部队伍
全年举办培训班36期,培训干部超3.2万人次;提拔重用干部118名,选派第一书记近60名。推行“1+4”工作法,落实二十届三中全会精神。
集聚各类人才
全县人才总量达到4.6万人,引进高层次人才230余名。
"""
OWN_REGION = "511902"
HAN, LATIN = re.compile(r"[\u3400-\u9fff]+"), re.compile(r"[A-Za-z]{2,}")
# Names that stay as they are in a Chinese sentence.
NAMES = frozenset(
    """orgreports PNG SVG CSV XLSX ZIP SDMX Parquet Excel jieba txt html pdf docx streamlit pandas plotly
    opencc python reimplemented""".split()  # noqa: SIM905
)


def lacking(reason: str) -> NoReturn:
    """Skip the test that lacks something; in CI, where nothing may be lacking, it fails."""
    pytest.fail(reason) if os.environ.get("CI", "").lower() == "true" else pytest.skip(reason)


def tracked() -> list[Path]:
    """The files of the repository that git keeps."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        lacking("needs a git checkout, to know which files are tracked")
    paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    return [path for path in paths if path.is_file()]


def without_fonts(folder: Path) -> Path:
    """A fontconfig file for a machine without a Chinese font."""
    config = folder / "fonts.conf"
    config.write_text(f"<fontconfig><dir>{folder}</dir><cachedir>{folder}</cachedir></fontconfig>")
    return config


def foreign(words: str, lang: str) -> set[str]:
    """The words that are not of the page's language."""
    return set(HAN.findall(words)) if lang == "en" else set(LATIN.findall(words)) - NAMES


def copied(folder: Path) -> Path:
    """A copy of the repository's corpus, without texts."""
    return shutil.copytree(ROOT / "data", folder, ignore=shutil.ignore_patterns("originals", "samples", ".*"))


def corrected(folder: Path) -> Path:
    """Such a copy with a correction in it, of the first figure of ``REPORT``."""
    corpus = Corpus(copied(folder))
    row = next(corpus.select(reports=[REPORT]).observations.itertuples())
    corpus.correct(REPORT, int(row.start), int(row.end), "group", "x")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """What the folder holds, but for the lock, which is empty."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".lock"
    }
