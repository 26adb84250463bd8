from odoo import api, fields, models
from odoo.exceptions import UserError


class StockPicking(models.Model):
    """A series of numbers for all lines of a transfer (MM-7).

    Auto Generate on a receipt; on a delivery, where nothing is generated, Numbers by
    Range.
    """

    _inherit = "stock.picking"

    is_lot_range_offered = fields.Boolean(
        compute="_compute_is_lot_range_offered",
        help="Whether a series of numbers can be put on the lines of this transfer.",
    )

    @api.depends("state", "picking_type_id", "company_id", "move_ids.has_tracking")
    def _compute_is_lot_range_offered(self):
        for picking in self:
            picking.is_lot_range_offered = (
                picking.company_id._is_preallocation_on()
                and picking._is_open_for_lot_range()
                and bool(picking._get_moves_for_lot_range())
            )

    def _is_open_for_lot_range(self):
        self.ensure_one()
        return self.picking_type_code in ("incoming", "outgoing") and self.state in (
            "waiting",
            "confirmed",
            "assigned",
        )

    def _get_moves_for_lot_range(self):
        """:return: ``stock.move`` of tracked products, in the order of the screen"""
        return self.move_ids.filtered(
            lambda move: (
                move.has_tracking != "none" and move.state not in ("done", "cancel")
            )
        ).sorted(lambda move: (move.sequence, move.id))

    def action_open_lot_range(self):
        """Ask for the first and the last number.

        :return: an action
        :raise UserError: the transfer is not open, or has nothing to number
        """
        self.ensure_one()
        self._check_lot_range()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "lot_prealloc.action_stock_picking_lot_range"
        )
        action["context"] = {"default_picking_id": self.id}
        action["name"] = self._get_name_of_lot_range()
        return action

    def _get_name_of_lot_range(self):
        """:return: str, what the button is called"""
        if self.picking_type_code == "outgoing":
            return self.env._("Numbers by Range")
        return self.env._("Auto Generate")

    def _tell_way_out(self, refusal):
        """The button that numbers all lines at once (LN-4)."""
        way_out = super()._tell_way_out(refusal)
        offering = self.filtered(
            lambda picking: (
                picking.is_lot_range_offered
                and any(
                    line._is_without_number()
                    and line.product_id.display_name in refusal
                    for line in picking.move_line_ids
                )
            )
        )
        if way_out or not offering:
            return way_out
        return self.env._(
            "Enter the numbers on the lines, or give all of them at once with "
            "“%(button)s” on %(transfers)s.",
            button=offering[0]._get_name_of_lot_range(),
            transfers=", ".join(offering.mapped("name")),
        )

    def _check_lot_range(self):
        """:raise UserError: numbers cannot be put on the lines of this transfer"""
        if not self._is_open_for_lot_range():
            raise UserError(
                self.env._(
                    "Numbers are generated on receipts and deliveries that are still "
                    "to be done; %(transfer)s is “%(state)s”. Mark a draft as to do "
                    "first.",
                    transfer=self.display_name,
                    state=dict(
                        self._fields["state"]._description_selection(self.env)
                    ).get(self.state, ""),
                )
            )
        if not self._get_moves_for_lot_range():
            raise UserError(
                self.env._(
                    "Nothing on %(transfer)s is tracked by lots or serial numbers.",
                    transfer=self.display_name,
                )
            )
