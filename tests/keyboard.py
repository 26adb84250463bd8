"""Real keys in the browser of a tour, see static/tests/tours/keyboard.js."""

from unittest.mock import patch

from odoo.tests.common import ChromeBrowser

# What a key is besides its name.
KEYS = {
    "ArrowLeft": 37,
    "ArrowRight": 39,
    "Enter": 13,
    "Tab": 9,
}


class KeyboardMixin:
    """For a test case with tours, mixed in before ``HttpCase``."""

    def start_tour(self, *args, **kwargs):
        listen = ChromeBrowser._handle_console

        def handle_console(browser, type, args=None, **kwargs):  # noqa: A002
            kind, _colon, text = str(args[0].get("value") if args else "").partition(
                ": "
            )
            if kind == "key":
                self._press(browser, text)
            elif kind == "text":
                browser._websocket_send("Input.insertText", params={"text": text})
            return listen(browser, type, args=args, **kwargs)

        with patch.object(ChromeBrowser, "_handle_console", handle_console):
            return super().start_tour(*args, **kwargs)

    @staticmethod
    def _press(browser, key):
        params = {"key": key, "code": key}
        if key in KEYS:
            params["windowsVirtualKeyCode"] = KEYS[key]
        else:
            params["text"] = key
        for kind in ("keyDown", "keyUp"):
            browser._websocket_send(
                "Input.dispatchKeyEvent", params={"type": kind, **params}
            )
