from odoo import models


class MrpProductionSerials(models.TransientModel):
    """All units in one order, in one press (UX-4)."""

    _inherit = "mrp.production.serials"

    def action_produce_together(self):
        """Produce the units of the list in their order, which is not divided.

        Each order of the list gets its serials and is closed. Where the list has fewer
        than the order makes, Odoo asks about the rest, as it does for any part.

        :return: action that shows the order, after what is printed; or what completing
            the orders asks first
        :raise UserError: the list is mistaken (OD-8), or has component numbers: those
            of a unit are known where the unit has an order of its own
        """
        self.ensure_one()
        self._raise_mistakes(self._find_orders_of_subcontractors())
        orders = self._get_listed_orders()
        printed = self.action_apply()
        result = orders.with_context(skip_redirection=True).button_mark_done()
        reports = _get_reports(printed) + _get_reports(result)
        if isinstance(result, dict) and result.get("tag") != "do_multi_print":
            return result
        return self._show_first_order(orders, reports)

    def _get_listed_orders(self):
        """:return: ``mrp.production``, those that the list has units of"""
        portions = self._get_portions_of_lines(self._read_list())
        return self.production_ids.browse(
            dict.fromkeys(portion.production.id for portion in portions)
        )


def _get_reports(action):
    """:return: list of report actions that an action prints"""
    is_printing = isinstance(action, dict) and action.get("tag") == "do_multi_print"
    return action["params"]["reports"] if is_printing else []
