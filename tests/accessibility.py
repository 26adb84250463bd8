"""axe-core in the browser of a tour, see static/tests/tours/accessibility.js."""

from importlib.resources import files
from unittest.mock import patch

from odoo.tests.common import ChromeBrowser


class AccessibilityMixin:
    """For a test case with tours, mixed in before ``HttpCase``."""

    def start_tour(self, *args, **kwargs):
        source = files("axe_core_python").joinpath("axe.min.js").read_text()
        navigate_to = ChromeBrowser.navigate_to

        def navigate_with_axe(browser, *args, **kwargs):
            browser._websocket_request(
                "Page.addScriptToEvaluateOnNewDocument", params={"source": source}
            )
            return navigate_to(browser, *args, **kwargs)

        with patch.object(ChromeBrowser, "navigate_to", navigate_with_axe):
            return super().start_tour(*args, **kwargs)
