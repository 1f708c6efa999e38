"""The dashboard's pages without a browser: by Streamlit's AppTest."""

from __future__ import annotations

from functools import cache

from common import PAGES, ROOT
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

# Each run would look through all installed packages for components, which takes longer than any page.
manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)


def shown(page: str = PAGES[0], **address: str) -> AppTest:
    """A page of the dashboard, drawn; ``address`` is what stands behind the question mark."""
    app = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60)
    for key, value in address.items():
        app.query_params[key] = value
    app.run()
    return app if page == PAGES[0] else turn(app, page)


def opened(page: str, **address: str) -> AppTest:
    """A page that is drawn without a fault."""
    app = shown(page, **address)
    assert not app.exception and not app.error
    return app


def turn(app: AppTest, page: str) -> AppTest:
    """The reader goes to another page by the row at the top, which brings no address."""
    app.query_params.clear()
    return app.switch_page(f"pages/{page}.py").run()


def bodies(app: AppTest) -> str:
    """The HTML of a page."""
    return "".join(item.proto.body for item in app.get("html") if "<style" not in item.proto.body)
