"""Pictures for the documentation, taken by the tours while they run.

``PICTURES=docs make test ARGS=tests/life/test_traceability_tours.py`` writes them to
docs/.
"""

import base64
import os
from pathlib import Path
from unittest.mock import patch

from odoo.tests.common import ChromeBrowser

# What the step of a tour says, see static/tests/tours/picture.js.
SIGNAL = "picture: "


class PictureMixin:
    """For a test case with tours, mixed in before ``HttpCase``."""

    browser_size = "1400,800"

    def start_tour(self, *args, **kwargs):
        folder = os.environ.get("PICTURES")
        if not folder:
            return super().start_tour(*args, **kwargs)
        listen = ChromeBrowser._handle_console

        def handle_console(browser, type, args=None, **kwargs):  # noqa: A002
            text = str(args[0].get("value")) if args else ""
            if text.startswith(SIGNAL):
                path = Path(folder, f"{text.removeprefix(SIGNAL)}.png")
                self._take_picture(browser, path)
            return listen(browser, type, args=args, **kwargs)

        with patch.object(ChromeBrowser, "_handle_console", handle_console):
            return super().start_tour(*args, **kwargs)

    def _take_picture(self, browser, path):
        def save(future):
            path.write_bytes(base64.b64decode(future.result()["data"]))

        taken = browser._websocket_send("Page.captureScreenshot", with_future=True)
        taken.add_done_callback(save)
