"""A reader in a real Chromium: a window, waiting until a page is drawn, choosing, saving.

The browser is the system's Chromium, else the one that Playwright can fetch; without either the tests
are skipped with the line that would get one, and in CI they fail.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import pytest
from common import lacking

playwright = pytest.importorskip("playwright.sync_api")
Browser, PlaywrightPage = Any, Any

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE = 60_000  # milliseconds that anything may take on a busy machine
# Counts the runs of the page's script that came to an end.
COUNT = """window.runs = 0;
  let before = null;
  new MutationObserver(() => {
    const state = document.querySelector("[data-testid=stApp]")?.dataset.testScriptState;
    if (state !== before && state === "notRunning") window.runs += 1;
    before = state;
  }).observe(document, { attributes: true, childList: true, subtree: true });"""
# Drawn to its end, for this width of the window, every chart with it, and so for a moment.
STILL = """pause => {
  const app = document.querySelector("[data-testid=stApp]"), frame = window.orgreports;
  const charts = [...document.querySelectorAll("[data-testid=stPlotlyChart]")];
  const still = app?.dataset.testScriptState === "notRunning" && document.querySelector("footer")
    && frame?.window === window.innerWidth && frame.width === frame.component.data.drawn
    && !document.querySelector("[data-testid=stSkeleton]")
    && charts.every(chart => chart.querySelector(".js-plotly-plot")?._fullLayout?.width);
  if (!still) window.still = null;
  else window.still ??= performance.now();
  return still && performance.now() - window.still > pause;
}"""
PAPERS = {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 24, 31)"}
HERE = ("http://localhost:", "http://127.0.0.1:", "data:", "blob:")
FORGET = "() => { try { localStorage.clear(); sessionStorage.clear(); } catch { } }"
PAUSE = 120  # milliseconds without a change, after which a page counts as drawn


@contextmanager
def chromium(driver: Any, **environment: str) -> Iterator[Browser]:
    """A Chromium with variables of its own; see the head of this file."""
    own = Path(driver.chromium.executable_path)
    found = next((p for p in (shutil.which("chromium"), shutil.which("google-chrome")) if p), None)
    if not found and not own.exists():
        cures = "apt-get install chromium fonts-noto-cjk, or python -m playwright install chromium"
        lacking(f"no Chromium: {cures}")
    settings = {"args": FLAGS, "env": {**os.environ, **environment}}
    launched = driver.chromium.launch(executable_path=found or str(own), **settings)
    yield launched
    launched.close()


@contextmanager
def looking(
    browser: Browser, lang: str = "en", scheme: str = "light", width: int = 1440, height: int = 900
) -> Iterator[PlaywrightPage]:
    """A window of a reader; what reaches for the net, or fails in the page's own scripts, is kept.

    The window is kept for the next reader of the language, who finds it empty: a new one would load and
    compile the dashboard's scripts anew, which takes longer than most tests.
    """
    idle = _idle.setdefault(browser, {}).setdefault(lang, [])
    page = idle.pop() if idle else _window(browser, lang)
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)
    page.scheme = scheme
    page.faults.clear()
    try:
        yield page
        assert page.faults == []
    except BaseException:
        page.context.close()
        raise
    page.evaluate(FORGET)
    page.goto("about:blank")
    page.mouse.move(0, 0)
    page.context.clear_cookies()
    idle.append(page)


_idle: WeakKeyDictionary[Browser, dict[str, list[PlaywrightPage]]] = WeakKeyDictionary()


def _window(browser: Browser, lang: str) -> PlaywrightPage:
    context = browser.new_context(locale="zh-CN" if lang == "zh" else "en-GB")
    context.set_default_timeout(PATIENCE)
    context.add_init_script(COUNT)
    page = context.new_page()
    page.faults = []
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("request", lambda r: r.url.startswith(HERE) or page.faults.append(r.url))
    return page


def settled(page: PlaywrightPage) -> PlaywrightPage:
    """Wait until the page is drawn and nothing more is under way."""
    page.evaluate("window.still = null")
    page.wait_for_function(STILL, arg=PAUSE, polling=30)
    assert page.locator('[data-testid="stException"], [data-testid="stAlertContentError"]').count() == 0
    return page


def opened(page: PlaywrightPage, address: str) -> PlaywrightPage:
    """Arrive at an address."""
    page.goto(address)
    return settled(page)


@contextmanager
def rerun(page: PlaywrightPage) -> Iterator[None]:
    """What is done inside makes the page's script run anew: wait for that run, and until all is drawn."""
    before = page.evaluate("window.runs")
    yield
    page.wait_for_function("before => window.runs > before", arg=before, polling=30)
    settled(page)


def turned(page: PlaywrightPage, address: str, name: str) -> None:
    """Go to a page by the row at the top, as a reader does; where there is no room for it, by its address."""
    way = page.locator(f'[data-testid="stTopNavLink"][href$="/{name}"]')
    if way.count() == 1 and way.is_visible():
        with rerun(page):
            way.click()
            page.wait_for_url(re.compile(f"/{name}([?]|$)"))
    else:
        opened(page, f"{address}/{name}")


def chosen(page: PlaywrightPage, label: str, option: str) -> None:
    """Choose an option of a list."""
    with rerun(page):
        page.get_by_role("combobox", name=label).click()
        page.get_by_role("option", name=option, exact=True).click()
    page.keyboard.press("Escape")
    settled(page)


def saved(page: PlaywrightPage, button: str) -> tuple[str, bytes]:
    """What a button saves: the file's name and content."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button, exact=True).click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def narrowed(page: PlaywrightPage, width: int) -> None:
    """Give the window this width, where it has another; wait until the page has taken it in."""
    if page.viewport_size["width"] == width:
        return
    page.set_viewport_size({"width": width, "height": 900})
    settled(page)


def coloured(page: PlaywrightPage, scheme: str) -> None:
    """Give the reader's system this colour scheme; wait until page and charts have followed."""
    if page.scheme == scheme:
        return
    page.emulate_media(color_scheme=scheme)
    page.scheme = scheme
    page.wait_for_function(
        """([paper, light]) => getComputedStyle(document.querySelector(".stApp")).backgroundColor === paper
        && window.orgreports.component.data.theme === light""", arg=[PAPERS[scheme], scheme]
    )  # fmt: skip
    settled(page)
