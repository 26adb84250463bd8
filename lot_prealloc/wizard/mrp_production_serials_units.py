from odoo import models
from odoo.exceptions import UserError

from ..models.batch.batch_unit import BatchUnit


class MrpProductionSerials(models.TransientModel):
    """What becomes of the list: units, each with an order of its own, or one order."""

    _inherit = "mrp.production.serials"

    def action_prepare_mo(self):
        """One open order per number, each with its number (OD-3).

        :return: action that shows the first order (OD-5), after its labels
        :raise UserError: the list is mistaken (OD-8)
        """
        return self._prepare_orders()

    def _prepare_orders(self):
        orders = self._divide()
        return self._show_first_order(orders, orders._autoprint_mass_generated_lots())

    def action_produce(self):
        """One order per number, and those are closed (OD-4).

        :return: action that shows the first order (OD-5), after what is printed; or
            what completing the orders asks first
        :raise UserError: the list is mistaken (OD-8)
        """
        orders = self._divide()
        labels = orders._autoprint_mass_generated_lots()
        reports, question = orders._produce_units()
        return question or self._show_first_order(orders, labels + reports)

    def action_apply(self):
        """One order keeps all the serials, as Odoo does it (OD-6).

        :raise UserError: the list is mistaken (OD-8), or only makes sense for an order
            per number
        """
        self.ensure_one()
        if not self.is_batch_production:
            return super().action_apply()
        self._raise_mistakes(self._find_lines_for_orders_of_their_own())
        names = {}
        for unit in self._get_units():
            names.setdefault(unit.production, []).append(unit.lot.name)
        result = None
        for production, production_names in names.items():
            wizard = self
            if len(names) > 1:
                wizard = self.create({"production_id": production.id})
            wizard.serial_numbers = "\n".join(production_names)
            if not hasattr(wizard.workorder_id, "set_qty_producing"):
                # Odoo's Apply expects it of a work order; only another addon has it.
                wizard.workorder_id = False
            # Not from its start: the list is checked for all orders together.
            result = super(MrpProductionSerials, wizard).action_apply()
        return result

    def _find_lines_for_orders_of_their_own(self):
        if self.is_lot_tracked:
            return [self.env._("One order has one lot: Prepare MO or Produce.")]
        return [
            self._name_line(
                line,
                self.env._(
                    "component numbers need an order per unit: Prepare MO or Produce."
                ),
            )
            for line in self._read_list()
            if any(line.components)
        ]

    def action_print_labels(self):
        """Print the labels of the list; from then on the orders hold these numbers.

        :return: a report action (OD-10), or what Print Labels asks first
        :raise UserError: the list is mistaken (OD-8)
        """
        units = self._get_units()
        lots = {}
        for unit in units:
            lots.setdefault(unit.production, self.env["stock.lot"])
            lots[unit.production] |= unit.lot
        for production, numbers in lots.items():
            production._exchange_held_numbers(numbers)
        return self.production_ids._choose_lot_labels(
            self.env["stock.lot"].concat(*lots.values())
        )

    def _show_first_order(self, orders, reports):
        action = {
            "type": "ir.actions.act_window",
            "res_model": "mrp.production",
            "res_id": orders[:1].id,
            "views": [(False, "form")],
            "target": "current",
        }
        if not reports:
            return action
        return {
            "type": "ir.actions.client",
            "tag": "do_multi_print",
            "params": {"reports": reports, "anotherAction": action},
        }

    # ------------------------------------------------------------------
    # Units
    # ------------------------------------------------------------------

    def _get_units(self, lines=None):
        """Check the list, create the numbers that do not exist yet.

        :param list lines: :class:`.batch_lines.BatchLine`, by default the whole list
        :return: list of :class:`.batch_unit.BatchUnit`
        :raise UserError: the list is empty, or mistaken (OD-8); nothing is changed
        """
        self.ensure_one()
        self.production_ids._origin._check_batch_production()
        if lines is None:
            lines = self._read_list()
        if not lines:
            raise UserError(
                self.env._(
                    "The list is empty: press Generate, or type or paste numbers."
                )
            )
        check = self._check_list(lines)
        self._raise_mistakes(self._list_mistakes(check))
        portions, lots, component_lots, _mistakes = check
        lots |= self._create_finished_lots(portions, lots)
        component_lots |= self._create_component_lots(portions, component_lots)
        return [
            BatchUnit(
                portion.production,
                portion.quantity,
                lots[portion.line.finished.name],
                tuple(
                    [
                        (component_lots[move.product_id, number.name], number.quantity)
                        for number in numbers
                    ]
                    for move, numbers in portion.named
                ),
            )
            for portion in portions
        ]

    def _divide(self):
        """:return: ``mrp.production``, one per line of the list"""
        self._raise_mistakes(self._find_orders_of_subcontractors())
        orders = self.production_ids._divide_into_units(self._get_units())
        return self.env["mrp.production"].concat(*orders)

    def _find_orders_of_subcontractors(self):
        return [
            self.env._(
                "%(order)s is made by a subcontractor, its units arrive with one "
                "receipt: press “Save numbers only”.",
                order=production.name,
            )
            for production in self.production_ids
            if production.bom_id.type == "subcontract"
        ]
