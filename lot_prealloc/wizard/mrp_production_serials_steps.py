from collections import Counter

from odoo import models
from odoo.exceptions import UserError
from odoo.tools.misc import formatLang


class MrpProductionSerials(models.TransientModel):
    """A long list is worked off in steps, by a batch (SC-4)."""

    _inherit = "mrp.production.serials"

    def action_produce_in_steps(self):
        """As ``action_produce``, in steps that are committed one after the other.

        The list is checked as a whole, its numbers are held by the orders when this
        returns. Then a scheduled action works it off.

        :return: as ``action_produce`` where the scheduled action is switched off: then
            all is done already; otherwise an action that closes the dialog
        :raise UserError: the list is mistaken (OD-8)
        """
        return self._run_in_steps("action_produce")

    def action_prepare_mo_in_steps(self):
        """As ``action_prepare_mo``, see ``action_produce_in_steps``."""
        return self._run_in_steps("action_prepare_mo")

    def _run_in_steps(self, button):
        self.ensure_one()
        batch_model = self.env["mrp.production.batch"]
        if not batch_model._is_possible():
            return getattr(self, button)()
        self._raise_mistakes(self._find_orders_of_subcontractors())
        lines = self._read_list()
        units = self._get_units(lines)
        counts = Counter(unit.production for unit in units)
        productions = self.env["mrp.production"].concat(*counts)
        productions.check_access("write")
        self._hold_numbers_of(units, productions)
        batch_model._start(productions, lines, button)
        return {"type": "ir.actions.act_window_close"}

    def _hold_numbers_of(self, units, productions):
        """From now on nobody else gets them, however long the batch takes."""
        paused = productions.with_context(lot_prealloc_paused=True)
        paused._withdraw_production_at_hand(productions)
        if self.is_lot_tracked:
            # an order holds one lot; those that it will be divided by are free names
            return
        for production in productions:
            lots = self.env["stock.lot"].concat(
                *(unit.lot for unit in units if unit.production == production)
            )
            production._exchange_held_numbers(lots)

    def _run_lines(self, lines, button):
        """Do what a button does, for some lines of the list.

        :param list lines: :class:`.batch_lines.BatchLine`
        :return: the orders made, ``mrp.production``; and what is left of those that
            units were taken from, ``{id: mrp.production}``
        :raise UserError: a line is mistaken, or completing the orders asks something
        """
        self._raise_mistakes(self._find_orders_of_subcontractors())
        units = self._get_units(lines)
        parts = self.production_ids._origin._divide_into_parts(units)
        counts = Counter(unit.production for unit in units)
        orders = self.env["mrp.production"].concat(
            *(parts[production][:count] for production, count in counts.items())
        )
        if button == "action_produce":
            _reports, question = orders._produce_units()
            if question:
                raise UserError(self._explain_question(question))
        rests = {
            production.id: parts[production][count:]
            for production, count in counts.items()
        }
        return orders, rests

    def _explain_question(self, question):
        """Nobody is there to be asked: what it is about, and what to do.

        :param dict question: the action by which Odoo asks before it completes orders
        :return: str
        """
        if question.get("res_model") != "mrp.consumption.warning":
            return self.env._(
                "completing the order asks something first (%s). Prepare the "
                "orders instead, and complete them from their list.",
                question.get("name") or "",
            )
        lines = self.env["mrp.consumption.warning.line"]
        for command in question["context"]["default_mrp_consumption_warning_line_ids"]:
            lines |= lines.new(command[2])
        return self.env._(
            "the components consumed are not those of the bill of materials: "
            "%(components)s. Correct the quantities on the order, or the bill of "
            "materials, and go on; or give the batch up and complete the order itself.",
            components=", ".join(self._compare_consumption(line) for line in lines),
        )

    def _compare_consumption(self, line):
        digits = "Product Unit"
        return self.env._(
            "%(product)s %(consumed)s instead of %(expected)s %(uom)s",
            product=line.product_id.display_name,
            consumed=formatLang(self.env, line.product_consumed_qty_uom, dp=digits),
            expected=formatLang(self.env, line.product_expected_qty_uom, dp=digits),
            uom=line.product_uom_id.name,
        )
