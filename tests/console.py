"""What a tour asks for through the console of its browser."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo.tests.common import ChromeBrowser


@contextmanager
def hear_console(hear):
    """:param hear: function of the browser and what was logged first; called before
    Odoo does with it what it does
    """
    listen = ChromeBrowser._handle_console

    def handle_console(browser, type, args=None, **kwargs):  # noqa: A002
        hear(browser, str(args[0].get("value")) if args else "")
        return listen(browser, type, args=args, **kwargs)

    with patch.object(ChromeBrowser, "_handle_console", handle_console):
        yield
