"""Words of a report between marks and in markup: not one changes, none becomes markup."""

from __future__ import annotations

import pytest
from common import OWN, OWN_REGION
from hypothesis import given
from hypothesis import strategies as st

from orgreports import parse
from orgreports.marking import Mark, clean_span, paragraphs
from orgreports.markup import Html, element, joined
from orgreports.repair import repair


def test_words_of_a_report_cannot_become_markup() -> None:
    assert element("b", "<script>&") == "<b>&lt;script&gt;&amp;</b>"
    assert element("b", Html("<i></i>"), title='"><') == '<b title="&quot;&gt;&lt;"><i></i></b>'


@given(st.lists(st.text(alphabet="<>&\"'a", max_size=9)))
def test_joined_words_hold_no_tag(parts: list[str]) -> None:
    assert "<" not in joined(parts) and ">" not in joined(parts)


def test_marks_cut_the_text_without_changing_it() -> None:
    report = parse("云溪.txt", data=OWN.encode(), region=OWN_REGION, period="2024")
    marks = [Mark(o.start, o.end, "training", o.quote, "?") for o in report.observations]
    marks += [Mark(e.start, e.end, "", e.reason) for e in report.ledger if e.reason != "quantity"]
    shown = paragraphs(report, marks)
    assert "\n".join("".join(piece.text for piece in p.pieces) for p in shown) == report.repaired.text
    marked = [piece.text for p in shown for piece in p.pieces if piece.mark and piece.mark.link]
    assert marked == [o.quote for o in report.observations]
    assert "超3.2万人次" in marked


@pytest.mark.parametrize(
    ("raw", "quote", "clean"),
    [
        ("全縣培訓幹部３００名。", "３００名", "300名"),
        ("全县培训干部300 名。", "300 名", "300名"),
        ("培訓(xùn)幹部300名(míng)。", "300名", "300名"),
    ],
)
def test_a_raw_span_finds_its_clean_characters(raw: str, quote: str, clean: str) -> None:
    repaired = repair(raw)
    start = raw.index(quote)
    span = clean_span(repaired, start, start + len(quote))
    assert repaired.text[span.start : span.end] == clean
