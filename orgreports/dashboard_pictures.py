"""The buttons that save charts in the reader's browser; ``pages/picture.js`` answers."""

from __future__ import annotations

from orgreports.language import text
from orgreports.markup import Html, element


def picture_buttons(lang: str) -> Html:
    """Beside a chart: save it as PNG or as SVG."""
    return _row(lang, [("png", ""), ("svg", "")])


def pictures_button(stem: str, lang: str) -> Html:
    """Save all charts of the page, as ``stem``.zip."""
    return _row(lang, [("zip", f"{stem}.zip")])


def _row(lang: str, buttons: list[tuple[str, str]]) -> Html:
    """Buttons, and the place where it is said why no picture was saved."""
    without = text("pages.picture.no_font", lang)
    made = (
        element(
            "button",
            text(f"pages.picture.{form}", lang),
            type="button",
            class_="save",
            data_picture=form,
            data_name=name,
            data_none=without,
        )
        for form, name in buttons
    )
    return element("div", *made, element("span", role="status", class_="small"), class_="pictures")
