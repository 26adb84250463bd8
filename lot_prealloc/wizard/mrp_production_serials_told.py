from odoo import api, fields, models

from ..tools.names import name_few, tell_runs
from .batch_lines import format_quantity
from .number_series import count_between

# Orders that a sentence names before it sums up the rest.
MAX_ORDERS = 3


class MrpProductionSerials(models.TransientModel):
    """What each button will do, and what it has done, in a sentence (UX-4)."""

    _inherit = "mrp.production.serials"

    outlook = fields.Json(
        compute="_compute_outlook", help="{name of a button: what it will do}"
    )
    made_production_ids = fields.Many2many(
        "mrp.production",
        "mrp_production_serials_made_rel",
        string="Orders Made",
        help="The orders that a button has made of the list, or closed.",
    )

    # ------------------------------------------------------------------
    # Before
    # ------------------------------------------------------------------

    @api.depends("serial_numbers", "list_problem", "is_list_behind", "series_problem")
    def _compute_outlook(self):
        for wizard in self:
            portions = wizard._get_portions_of_lines(wizard._read_list())
            wizard.outlook = {
                **wizard._foretell(portions),
                "cancel": wizard.env._(
                    "Discard closes this dialog; the orders stay as they are."
                ),
            }

    def _foretell(self, portions):
        """:return: ``{name of a button: sentence}``"""
        if not portions:
            text = self.env._(
                "The list is empty: press Generate, or type or scan numbers."
            )
        elif self.is_list_behind:
            text = self._find_series_problem() or self.env._(
                "Nothing is done before the list is numbered anew, or kept."
            )
        elif self.list_problem:
            text = self.env._("Nothing is done as long as the list has a mistake.")
        else:
            return self._foretell_buttons(portions)
        return dict.fromkeys(
            (
                "action_produce",
                "action_prepare_mo",
                "action_produce_together",
                "action_apply",
                "action_print_labels",
            ),
            text,
        )

    def _foretell_buttons(self, portions):
        units = {}
        for portion in portions:
            units.setdefault(portion.production, []).append(portion.quantity)
        return {
            **self._foretell_division(units),
            "action_produce_together": self._foretell_one_order(units),
            "action_apply": self.env._(
                "Save numbers only keeps %(numbers)s on %(orders)s; nothing is "
                "produced, no order is divided.",
                numbers=self._count("number", len(portions)),
                orders=self._name_orders([order.name for order in units]),
            ),
            "action_print_labels": self.env._(
                "Print Labels prints %(labels)s; the orders hold these numbers from "
                "then on.",
                labels=self._count("label", len(portions)),
            ),
        }

    def _foretell_division(self, units):
        """:param dict units: ``{mrp.production: quantities, one per line}``"""
        refused = self._find_orders_of_subcontractors()
        if refused:
            return dict.fromkeys(("action_produce", "action_prepare_mo"), refused[0])
        parts, remaining = [], []
        for order in self.production_ids._origin:
            count = len(units.get(order, ()))
            rest = order.product_qty - sum(units.get(order, ()))
            has_rest = order.product_uom_id.compare(rest, 0) > 0
            is_divided = count > 1 or (count == 1 and has_rest)
            first, last, following = [
                order._foresee_part_name(place) if is_divided else order.name
                for place in (0, count - 1, count)
            ]
            if count:
                parts.append(self._tell_run(first, last, count))
            if has_rest:
                remaining.append((order, rest, following))
        text = {
            "orders": self._count("order", sum(map(len, units.values()))),
            "names": name_few(parts, MAX_ORDERS),
            "rest": self._foretell_rest(remaining),
        }
        return {
            "action_produce": self.env._(
                "Produce closes %(orders)s, %(names)s; %(rest)s.", **text
            ),
            "action_prepare_mo": self.env._(
                "Prepare MO makes %(orders)s, %(names)s; nothing is produced, "
                "%(rest)s.",
                **text,
            ),
        }

    def _foretell_one_order(self, units):
        """:param dict units: as in ``_foretell_division``"""
        refused = (
            self._find_lines_for_orders_of_their_own()
            or self._find_orders_of_subcontractors()
        )
        if refused:
            return refused[0]
        asked = [
            (order, order.product_qty - sum(quantities))
            for order, quantities in units.items()
            if order.product_uom_id.compare(order.product_qty, sum(quantities)) > 0
        ]
        untouched = [
            (order, order.product_qty, order.name)
            for order in self.production_ids._origin
            if order not in units
        ]
        rest = self._foretell_backorders(asked) if asked else None
        return self.env._(
            "Produce as one order closes %(names)s with %(serials)s; %(rest)s.",
            names=self._name_orders([order.name for order in units]),
            serials=self._count("serial", sum(map(len, units.values()))),
            rest=rest or self._foretell_rest(untouched),
        )

    def _foretell_rest(self, remaining):
        """:param list remaining: ``(mrp.production, quantity, name of its order)``"""
        if not remaining:
            return self.env._("nothing remains")
        total = sum(quantity for _order, quantity, _name in remaining)
        text = {
            "quantity": self._tell_quantity(remaining[0][0], total),
            "names": self._name_orders([name for _order, _quantity, name in remaining]),
        }
        if total == 1:
            return self.env._("%(quantity)s remains on %(names)s", **text)
        return self.env._("%(quantity)s remain on %(names)s", **text)

    def _foretell_backorders(self, asked):
        """:param list asked: ``(mrp.production, quantity that is not in the list)``"""
        order = asked[0][0]
        quantity = self._tell_quantity(
            order, sum(quantity for _order, quantity in asked)
        )
        setting = order.picking_type_id.create_backorder
        if setting == "always":
            return self.env._("a backorder has the other %s", quantity)
        if setting == "never":
            return self.env._("the other %s will not be made", quantity)
        return self.env._("it asks what becomes of the other %s", quantity)

    # ------------------------------------------------------------------
    # Afterwards
    # ------------------------------------------------------------------

    def _divide(self):
        orders = super()._divide()
        self.made_production_ids = orders
        return orders

    def action_apply(self):
        if self.is_batch_production:
            self.made_production_ids = self._get_listed_orders()
        return super().action_apply()

    def get_outcome(self, button):
        """What a button has done, for the message that the screen shows (UX-4).

        :param str button: name of the button's method
        :return: dict with ``message``, the ids of the ``orders`` it is about, and the
            ``action`` that opens them; or False, where there is nothing to say
        """
        self.ensure_one()
        orders = self.made_production_ids
        if button in ("action_produce", "action_produce_together"):
            orders = orders.filtered(lambda order: order.state == "done")
        if not orders:
            return False
        return {
            "message": self._tell_outcome(button, orders),
            "orders": orders.ids,
            "action": self._open_orders(orders),
        }

    def _tell_outcome(self, button, orders):
        names = orders.lot_producing_ids.mapped("name")
        if button == "action_prepare_mo":
            return self.env._(
                "%(orders)s prepared: %(names)s",
                orders=self._count("order", len(orders)),
                names=self._name_orders(orders.mapped("name")),
            )
        if button == "action_apply":
            return self.env._(
                "%(count)s saved on %(names)s: %(numbers)s",
                count=self._count("number", len(names)),
                names=self._name_orders(orders.mapped("name")),
                numbers=self._tell_numbers(names),
            )
        quantity = format_quantity(sum(orders.mapped("qty_produced")))
        if self.is_lot_tracked:
            quantity = f"{quantity} {orders.product_uom_id[:1].name}"
        return self.env._(
            "%(quantity)s produced: %(numbers)s",
            quantity=quantity,
            numbers=self._tell_numbers(names),
        )

    def _open_orders(self, orders):
        if len(orders) == 1:
            return self._show_first_order(orders, [])
        action = self.env["ir.actions.actions"]._for_xml_id("mrp.mrp_production_action")
        return {
            **action,
            "domain": [("id", "in", orders.ids)],
            "context": {},
            "views": [(False, "list"), (False, "form")],
        }

    # ------------------------------------------------------------------
    # Words
    # ------------------------------------------------------------------

    def _count(self, what, count):
        """:return: str, e.g. 3 orders"""
        one, many = {
            "order": (self.env._("1 order"), self.env._("%s orders", count)),
            "number": (self.env._("1 number"), self.env._("%s numbers", count)),
            "label": (self.env._("1 label"), self.env._("%s labels", count)),
            "serial": (self.env._("1 serial"), self.env._("%s serials", count)),
        }[what]
        return one if count == 1 else many

    def _tell_quantity(self, order, quantity):
        """:return: str, e.g. 4 units, or 60 kg"""
        if order.product_tracking == "serial":
            unit = self.env._("unit") if quantity == 1 else self.env._("units")
        else:
            unit = order.product_uom_id.name
        return f"{format_quantity(quantity)} {unit}"

    def _tell_numbers(self, names):
        """How many there are is said before.

        :return: str, e.g. ACME-26-00691 to 00693
        """
        text = tell_runs(names)
        first, is_run, last = text.partition(" … ")
        if not is_run or "," in text or "…" in last:
            return text
        return self.env._("%(first)s to %(last)s", first=first, last=last)

    def _name_orders(self, names):
        """:return: str, e.g. WH/MO/00109-001 to -003"""
        count = len(names)
        if count > 2 and count_between(names[0], names[-1]) == count:
            return self._tell_run(names[0], names[-1], count)
        return name_few(names, MAX_ORDERS)

    def _tell_run(self, first, last, count):
        """:return: str, orders that follow one another, by the first and the last"""
        if count == 1:
            return first
        base, dash, number = last.rpartition("-")
        if first.rpartition("-")[0] == base:
            last = dash + number
        if count == 2:
            return self.env._("%(first)s and %(last)s", first=first, last=last)
        return self.env._("%(first)s to %(last)s", first=first, last=last)
