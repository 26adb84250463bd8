from odoo import api, fields, models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    shows_expiration_dates = fields.Boolean(
        compute="_compute_shows_expiration_dates",
        help="Whether something is received that expires.",
    )

    @api.depends(
        "company_id.lot_prealloc_enabled",
        "picking_type_id.code",
        "move_ids.product_id.use_expiration_date",
    )
    def _compute_shows_expiration_dates(self):
        for picking in self:
            picking.shows_expiration_dates = (
                picking.picking_type_id.code == "incoming"
                and picking.company_id._is_preallocation_on()
                and any(picking.move_ids.mapped("use_expiration_date"))
            )

    def _get_expiring_lots_to_pick(self):
        """Lots whose expiration date is on the list by which components are picked.

        :return: ``stock.lot``
        """
        self.ensure_one()
        if not self.company_id._is_preallocation_on():
            return self.env["stock.lot"]
        components = self.move_ids.filtered("move_dest_ids.raw_material_production_id")
        return components.move_line_ids.lot_id.filtered(
            lambda lot: lot.use_expiration_date and lot.expiration_date
        )
