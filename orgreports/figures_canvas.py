"""A figure in the making: plotly checks everything anew at each addition, so additions are gathered first."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go


class Canvas:
    """Traces, shapes, annotations and layout of one figure; ``done`` makes the figure, once."""

    def __init__(self, **layout: Any) -> None:
        self._traces: list[dict[str, Any]] = []
        self._shapes: list[dict[str, Any]] = []
        self._annotations: list[dict[str, Any]] = []
        self._layout: dict[str, Any] = layout

    def scatter(self, **trace: Any) -> None:
        """Add a scatter trace."""
        self._traces.append({"type": "scatter", **trace})

    def shape(self, **shape: Any) -> None:
        """Add a shape."""
        self._shapes.append(shape)

    def annotation(self, **annotation: Any) -> None:
        """Add an annotation, without an arrow unless it asks for one."""
        self._annotations.append({"showarrow": False, **annotation})

    def layout(self, **parts: Any) -> None:
        """Set parts of the layout; the parts of an axis that was set before stay."""
        for name, part in parts.items():
            old = self._layout.get(name)
            self._layout[name] = {**old, **part} if isinstance(old, dict) else part

    def done(self) -> go.Figure:
        """The figure; plotly checks every property, and raises ``ValueError`` for one unknown to it."""
        layout = {**self._layout, "shapes": self._shapes, "annotations": self._annotations}
        return go.Figure(data=self._traces, layout=layout)
