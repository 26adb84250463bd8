"""Real keys in the browser of a tour, see static/tests/tours/keyboard.js."""

from .console import hear_console

# What a key is besides its name.
KEYS = {
    "ArrowLeft": 37,
    "ArrowRight": 39,
    "Enter": 13,
    " ": 32,
    "Tab": 9,
}


class KeyboardMixin:
    """For a test case with tours, mixed in before ``HttpCase``."""

    def start_tour(self, *args, **kwargs):
        with hear_console(self._type):
            return super().start_tour(*args, **kwargs)

    def _type(self, browser, logged):
        kind, _colon, text = logged.partition(": ")
        if kind == "key":
            self._press(browser, text)
        elif kind == "text":
            browser._websocket_send("Input.insertText", params={"text": text})

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
