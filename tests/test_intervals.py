"""Overlap, order and ranks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orgreports.cells import Figure
from orgreports.derivation import scaled
from orgreports.intervals import certain, larger, overlap, ranks, runs, stated_order

INF = float("inf")
BASE = Figure(
    "r",
    "510100",
    2024,
    2024,
    "training_headcount",
    "",
    "count",
    "",
    0,
    0,
    0,
    "exact",
    "人",
    "persons",
    "",
    0,
    0,
    "",
    0,
)


def of(value: float, bound: str = "exact", lower: float | None = None, upper: float | None = None) -> Figure:
    return replace(
        BASE,
        value=value,
        bound=bound,
        lower=value if lower is None else lower,
        upper=value if upper is None else upper,
    )


def over(value: float) -> Figure:
    return of(value, "above", upper=INF)


def odd(value: float, step: float) -> Figure:
    return of(value, "above", upper=value + step)


def nearly(value: float, step: float) -> Figure:
    return of(value, "below", lower=value - step)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (of(5), of(5), True),
        (of(5), of(6), False),
        (over(5), of(9), True),
        (over(5), of(4), False),
        (over(5), over(900), True),
        (odd(7100, 100), of(7200), False),  # 余 stops before the next hundred
        (odd(7100, 100), of(7199), True),
        (nearly(10, 1), of(10), False),  # 近10 is less than 10
        (nearly(10, 1), of(9), False),  # and more than 9
        (nearly(10, 1), nearly(11, 1), False),
        (of(10, "below", lower=0), of(10), True),  # 10以内 may be 10
        (of(10, "about", 9.5, 10.5), of(10.5), True),
        (of(5, "range", 5, 8), of(8), True),
    ],
)
def test_overlap(a: Figure, b: Figure, expected: bool) -> None:
    assert overlap(a, b) is overlap(b, a) is expected


amounts = st.integers(1, 60).map(float)
figures = st.one_of(
    amounts.map(of),
    amounts.map(over),
    st.builds(odd, amounts, st.sampled_from([1.0, 10.0])),
    st.builds(nearly, amounts, st.just(0.5)),
    st.builds(lambda v, u: of(v, "about", v - u, v + u), amounts, st.sampled_from([0.5, 5.0])),
    st.builds(lambda v, u: of(v, "range", v, v + u), amounts, st.sampled_from([1.0, 20.0])),
)


def inside(one: Figure) -> list[float]:
    """Some true values that the wording of a figure allows."""
    open_above = one.bound == "above" or one.bound == "below"
    top = one.lower + 1e6 if one.upper == INF else one.upper
    low = one.lower + (1e-6 if one.bound == "below" else 0)
    high = top - (1e-6 if open_above and one.lower < one.upper else 0)
    return [low, (low + high) / 2, high]


@given(figures, figures)
def test_order_is_certain_if_and_only_if_intervals_do_not_overlap(a: Figure, b: Figure) -> None:
    assert certain(a, b) is not overlap(a, b)
    if certain(a, b):
        assert larger(a, b) is not larger(b, a)
        first, second = (a, b) if larger(a, b) else (b, a)
        assert all(x > y for x in inside(first) for y in inside(second))
    else:
        assert not larger(a, b) and not larger(b, a)


@given(figures, figures)
def test_other_units_are_never_in_a_certain_order(a: Figure, b: Figure) -> None:
    assert not certain(a, replace(b, family="person_times"))
    assert not certain(a, replace(b, kind="mean"))


@given(st.lists(figures, min_size=1, max_size=8))
def test_ranks_say_every_place_that_a_figure_can_have(many: list[Figure]) -> None:
    for i, (one, rank) in enumerate(zip(many, ranks(many), strict=True)):
        others = [other for j, other in enumerate(many) if j != i]
        assert rank.among == len(many)
        assert rank.best == 1 + sum(larger(other, one) for other in others)
        assert rank.worst == len(many) - sum(larger(one, other) for other in others)
        assert (rank.best == rank.worst) is all(certain(one, other) for other in others)
        assert (rank.tie > 0) is any(overlap(one, other) for other in others)


@given(st.lists(figures, max_size=8), st.sampled_from([0.5, 2.0, 1024.0]))
def test_scaling_all_by_one_constant_changes_no_order(many: list[Figure], constant: float) -> None:
    assert ranks([scaled(one, constant, "largest") for one in many]) == ranks(many)


@given(st.lists(st.tuples(figures, st.sampled_from([0.25, 1.0, 8.0])), max_size=8))
def test_scaling_by_population_ranks_the_scaled_intervals(many: list[tuple[Figure, float]]) -> None:
    per_head = [scaled(one, people, "capita") for one, people in many]
    for one, rank in zip(per_head, ranks(per_head), strict=True):
        assert rank.best == 1 + sum(larger(other, one) for other in per_head)


@given(st.lists(figures, max_size=8))
def test_runs_stand_together_in_the_order_of_their_values(many: list[Figure]) -> None:
    ordered = sorted(many, key=stated_order)
    for run in runs(ordered):
        assert run == tuple(range(run[0], run[-1] + 1))


def test_ties_that_are_not_transitive() -> None:
    """The first overlaps the second, the second the third, but the first is certainly above the third."""
    first, second, third = over(100), of(100, "range", 90, 110), of(95)
    assert [(rank.best, rank.worst, rank.tie) for rank in ranks([first, second, third])] == [
        (1, 2, 1),
        (1, 3, 1),
        (2, 3, 1),
    ]


def test_the_first_place_is_the_smallest_rank() -> None:
    second, fourth = (replace(of(value), kind="rank", family="rank") for value in (2.0, 4.0))
    assert [rank.best for rank in ranks([fourth, second])] == [2, 1]
