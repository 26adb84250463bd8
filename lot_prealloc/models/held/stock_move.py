from odoo import Command, api, models

from .naming import CHECKED


class StockMove(models.Model):
    """A demand does not name a number that an open order holds (PF-6, MM-9)."""

    _inherit = "stock.move"

    def write(self, vals):
        """Check the numbers that all lines get, before Odoo writes line by line."""
        namings = self._get_namings_of_lines(vals.get("move_line_ids"))
        if len(namings) < 2:
            return super().write(vals)
        self.env["stock.move.line"]._check_numbers_not_held(namings)
        with CHECKED.open(self.env, namings):
            return super().write(vals)

    def _get_namings_of_lines(self, commands):
        """
        :param commands: of ``move_line_ids``, as they come from a client
        :return: set of :class:`Naming`
        """
        namings = set()
        if not isinstance(commands, list) or len(self) != 1:
            return namings
        lines = {line.id: line for line in self.move_line_ids}
        for command, line_id, vals in filter(_has_values, commands):
            if not (vals.get("lot_id") or vals.get("lot_name")):
                continue
            if command == Command.CREATE:
                new = {**vals, "move_id": self.id}
                namings.add(self.env["stock.move.line"]._get_naming_of_new(new))
            elif line_id in lines:
                namings.add(lines[line_id]._get_naming(**vals))
        return namings

    def _get_orders_that_bring(self):
        """:return: ``mrp.production`` whose finished product or by-product this is"""
        self.ensure_one()
        orders = self.production_id
        if not orders and self.picking_code == "incoming":
            orders = self.move_orig_ids.production_id
        if self.has_tracking == "lot":
            # the orders that were one share the lot of a by-product, too
            orders |= orders.production_group_id.production_ids
        return orders

    @api.constrains("demand_lot_ids")
    def _check_demand_lots_not_held(self):
        self.demand_lot_ids._get_held()._raise_held()


def _has_values(command):
    """:return: whether it is a well-formed command that creates or updates a line"""
    return (
        isinstance(command, (list, tuple))
        and len(command) == 3
        and command[0] in (Command.CREATE, Command.UPDATE)
        and isinstance(command[2], dict)
    )
