from odoo import models

from odoo.addons.web.controllers.utils import clean_action


class MrpProduction(models.Model):
    """Labels of the numbers of orders, on demand or by themselves (OD-10)."""

    _inherit = "mrp.production"

    def _get_action_for_new_numbers(self, numbers):
        """Labels that print by themselves do so now."""
        told = super()._get_action_for_new_numbers(numbers)
        action = self._autoprint_new_numbers(numbers)
        if not action:
            return told
        return {**action, "params": {**action["params"], "anotherAction": told}}

    def action_open_label_type(self):
        """Odoo's Print Labels offers labels of numbers before production, too."""
        action = super().action_open_label_type()
        if (
            action.get("res_model") == "picking.label.type"
            or not self.env.user.has_group("stock.group_production_lot")
            or not any(production._get_numbers() for production in self)
        ):
            return action
        return {
            "name": self.env._("Choose Type of Labels To Print"),
            "type": "ir.actions.act_window",
            "res_model": "picking.label.type",
            "views": [(self.env.ref("stock.picking_label_type_form").id, "form")],
            "target": "new",
            "context": {"default_production_ids": self.ids},
        }

    def action_print_lot_labels(self):
        """Print a label for each number of the orders, before production too (OD-10).

        :return: a report action, in the label format of the operation type
        """
        numbers = self.env["stock.lot"].union(*(p._get_numbers() for p in self))
        return self._choose_lot_labels(numbers.sorted("id"))

    def _choose_lot_labels(self, numbers):
        """Made to be extended: what Print Labels does, where a person pressed it.

        :return: an action
        """
        return self._print_lot_labels(numbers)

    def _print_lot_labels(self, numbers):
        """:return: report action, in the label format of the operation type"""
        report = "stock.action_report_lot_label"
        # sudo: only which labels the operation types print
        if self.sudo()._get_lot_label_formats() == {"zpl"}:
            report = "stock.label_lot_template"
        return self.env.ref(report).report_action(numbers.ids, config=False)

    def _autoprint_new_numbers(self, numbers):
        """Print what a person has generated, as the operation types want it (OD-10).

        :param numbers: ``stock.lot``, generated just now for some of the orders
        :return: client action that prints, or None
        """
        printing = self.filtered("picking_type_id.auto_print_generated_mrp_lot")
        reports = []
        for orders in printing.grouped(
            lambda p: p.picking_type_id.generated_mrp_lot_label_to_print
        ).values():
            lots = numbers.filtered(
                lambda lot, orders=orders: lot.allocated_production_id in orders
            )
            if lots:
                report = orders._print_lot_labels(lots)
                reports.append(clean_action(report, self.env))
        if reports:
            return {
                "type": "ir.actions.client",
                "tag": "do_multi_print",
                "params": {"reports": reports},
            }
