"""The form of an order that has many serials (SC-3)."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from tests.client_form import get_form_spec  # noqa: E402


class FormBench:
    """Mixed into :class:`measure.Bench`."""

    def open_form(self, units):
        """(q) What the web client asks for to show an order that holds its serials."""
        with self._transaction() as env:
            order = self._make_orders(env, "serial", units, 1)
            order.action_confirm()
            if not self.is_ours:
                self._apply_wizard(order, typed=True)
            with self._cost(env) as cost:
                [values] = order.web_read(get_form_spec(order))
            assert values["product_qty"] == units
        return cost
