"""The texts of the originals belong to their publishers: no tracked file may hold a piece of one."""

from __future__ import annotations

from common import ROOT, tracked

from orgreports import Report

RUN = 20  # characters in a row that count as a piece
SUFFIXES = {".png", ".svg", ".woff2", ".ico"}


def pieces(text: str) -> set[str]:
    return {text[at : at + RUN] for at in range(len(text) - RUN + 1)}


def test_no_tracked_file_holds_a_piece_of_an_original(originals: dict[str, Report]) -> None:
    held: set[str] = set()
    for report in originals.values():
        held |= pieces(report.document.raw) | pieces(report.repaired.text)
    held = {piece for piece in held if piece.strip() and not piece.isascii()}
    found = {}
    for path in tracked():
        if path.suffix in SUFFIXES:
            continue
        if shared := pieces(path.read_text(encoding="utf-8", errors="replace")) & held:
            found[path.relative_to(ROOT).as_posix()] = sorted(shared)[0]
    assert not found
