"""The frame of the dashboard: navigation, language, and the way between the pages.

Start it with ``orgreports dashboard``; it shows the corpus of ORGREPORTS_DATA, else of ``data/``.
"""

import streamlit as st

from orgreports import dashboard_choice as choice
from orgreports import dashboard_frame as frame
from orgreports.dashboard_frame import Page
from orgreports.markup import plain
from orgreports.models import OrgreportsError

PAGES = ("overview", "compare", "region", "evidence", "wording", "add", "method")
NEED_NO_REPORT = ("add", "method")


def main() -> None:
    """Draw the page that the address names, inside the frame."""
    try:
        page = frame.begin()
        st.set_page_config(page_title=page.text("pages.name"), page_icon="📊", layout="wide")
        st.html(frame.ASSETS / "style.css")
        draw(page)
    except OrgreportsError as error:
        st.error(plain(str(error)))
    finally:
        frame.end()


def draw(page: Page) -> None:
    """Navigation, language switch, and the chosen page, or what to do where there is no report yet."""
    pages = {
        name: st.Page(f"pages/{name}.py", title=page.text(f"pages.nav.{name}"), default=name == PAGES[0])
        for name in PAGES
    }
    chosen = st.navigation(list(pages.values()), position="top")
    place = chosen.url_path or PAGES[0]
    frame.arrive(page, place)
    frame.listen(page, place)
    choice.pick_language(page)
    frame.say_unknown(page)
    if page.corpus.reports.empty and chosen.url_path not in NEED_NO_REPORT:
        st.title(page.text("pages.empty.title"))
        st.write(page.text("pages.empty.what"))
        if st.button(page.text("pages.empty.go"), type="primary", key="go_add"):
            st.switch_page(pages["add"])
    else:
        chosen.run()
    st.html(f"<footer>{page.text('pages.footer')}</footer>")


main()
