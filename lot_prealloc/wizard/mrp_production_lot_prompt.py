from odoo import api, fields, models
from odoo.exceptions import UserError


class MrpProductionLotPrompt(models.TransientModel):
    """Ask once for the lot of a completed order (AB-10).

    The next number is proposed and only consumed when it is taken.
    """

    _name = "mrp.production.lot.prompt"
    _description = "Lot Number of a Completed Manufacturing Order"

    production_id = fields.Many2one(
        "mrp.production", "Manufacturing Order", required=True, readonly=True
    )
    product_id = fields.Many2one(related="production_id.product_id")
    company_id = fields.Many2one(related="production_id.company_id")
    title = fields.Char(compute="_compute_title")
    proposed_name = fields.Char(compute="_compute_proposed_name")
    lot_name = fields.Char(
        "Lot Number", compute="_compute_lot_name", store=True, readonly=False
    )
    lot_id = fields.Many2one(
        "stock.lot",
        "Existing Lot",
        domain="[('product_id', '=', product_id),"
        " ('company_id', 'in', (company_id, False)),"
        " ('is_preallocated', '=', False)]",
        help="Pick a lot that exists already; this order is added to it.",
    )

    @api.depends("production_id")
    def _compute_title(self):
        for prompt in self:
            production = prompt.production_id
            quantity = production.qty_producing or production.product_qty
            prompt.title = self.env._(
                "Lot number for %(quantity)s %(uom)s %(product)s",
                quantity=f"{quantity:.2f}",
                uom=production.product_uom_id.name,
                product=production.product_id.display_name,
            )

    @api.depends("production_id")
    @api.depends_context("uid", "tz")
    def _compute_proposed_name(self):
        for prompt in self:
            prompt.proposed_name = prompt.production_id._preview_lot_name()

    @api.depends("lot_id", "production_id")
    def _compute_lot_name(self):
        for prompt in self:
            prompt.lot_name = prompt.lot_id.name or prompt.proposed_name

    def action_produce(self):
        """Complete the order with the lot chosen, typed or proposed.

        :return: what completing the order returns
        :raise UserError: no number, or one that another order holds
        """
        self.ensure_one()
        self.production_id.lot_producing_ids = self._get_lot()
        return self.production_id.button_mark_done()

    def _get_lot(self):
        name = (self.lot_name or "").strip()
        if not name:
            raise UserError(
                self.env._(
                    "%(order)s needs a lot number: type one or pick an existing lot.",
                    order=self.production_id.name,
                )
            )
        lot_model = self.env["stock.lot"].with_company(self.company_id)
        found = lot_model._find_by_names([(self.product_id.id, name)], self.company_id)
        lot = lot_model.union(*found.values())[:1]
        if lot.is_preallocated:
            raise UserError(
                self.env._(
                    "Lot %(lot)s is held by %(order)s. Choose another number.",
                    lot=lot.name,
                    order=", ".join(lot._get_holders().mapped("name")),
                )
            )
        if lot:
            return lot
        if name == self.proposed_name:
            # drawn now, so that nobody else gets it
            [name] = self.production_id._draw_lot_names(1)
        return lot_model._create_named(
            [
                {
                    "name": name,
                    "product_id": self.product_id.id,
                    "company_id": self.company_id.id,
                    **self.production_id._get_allocation_values(),
                }
            ]
        )
