"""Pictures for the documentation, taken by the tours while they run.

``PICTURES=docs make test ARGS=tests/life/test_traceability_tours.py`` writes them to
docs/.
"""

import base64
import os
from pathlib import Path

from .console import hear_console

# What the step of a tour says, see static/tests/tours/picture.js.
SIGNAL = "picture: "


class PictureMixin:
    """For a test case with tours, mixed in before ``HttpCase``."""

    browser_size = "1400,800"

    def start_tour(self, *args, **kwargs):
        folder = os.environ.get("PICTURES")
        if not folder:
            return super().start_tour(*args, **kwargs)

        def take(browser, logged):
            if logged.startswith(SIGNAL):
                path = Path(folder, f"{logged.removeprefix(SIGNAL)}.png")
                self._take_picture(browser, path)

        with hear_console(take):
            return super().start_tour(*args, **kwargs)

    def _take_picture(self, browser, path):
        def save(future):
            path.write_bytes(base64.b64decode(future.result()["data"]))

        taken = browser._websocket_send("Page.captureScreenshot", with_future=True)
        taken.add_done_callback(save)
