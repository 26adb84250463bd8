from odoo import fields, models


class LotRecallLine(models.Model):
    """An affected number at one place: with a customer, in stock, in an order (RC-2).

    What it is called is kept, whatever becomes of the number. Nobody writes it: it is
    what was found.
    """

    _name = "lot.recall.line"
    _description = "Affected by a Recall"
    _rec_name = "number"
    _order = "id"

    recall_id = fields.Many2one(
        "lot.recall", required=True, readonly=True, index=True, ondelete="cascade"
    )
    customer_id = fields.Many2one(
        "lot.recall.customer",
        "Told as",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    lot_id = fields.Many2one(
        "stock.lot",
        "Lot/Serial Number",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    number = fields.Char(readonly=True)
    number_key = fields.Integer(readonly=True, help="The number, also when it is gone.")
    product_id = fields.Many2one("product.product", readonly=True, ondelete="set null")
    uom_id = fields.Many2one(related="product_id.uom_id")
    state = fields.Selection(
        [
            ("shipped", "Shipped"),
            ("stock", "In Stock"),
            ("returned", "Returned"),
            ("production", "In Production"),
            ("consumed", "Consumed"),
            ("scrapped", "Scrapped"),
        ],
        required=True,
        readonly=True,
        help="Shipped: it has left, and has not come back.\n"
        "In Stock: it is here.\n"
        "Returned: a customer sent it back, and it is here.\n"
        "In Production: an open order will use an affected number; the number that it "
        "makes, or the one that it uses.\n"
        "Consumed: used up in an order, or taken apart.\n"
        "Scrapped: scrapped or lost.",
    )
    partner_id = fields.Many2one(
        "res.partner", "Customer", readonly=True, ondelete="set null"
    )
    picking_id = fields.Many2one(
        "stock.picking",
        "Transfer",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    production_id = fields.Many2one(
        "mrp.production",
        "Manufacturing Order",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    location_id = fields.Many2one("stock.location", readonly=True, ondelete="set null")
    date = fields.Datetime(
        readonly=True, help="When it was shipped, returned, used or scrapped."
    )
    quantity = fields.Float(
        digits="Product Unit",
        readonly=True,
        help="As found, in the unit of the product.",
    )
    quantity_now = fields.Float(
        "Now",
        digits="Product Unit",
        readonly=True,
        help="As it was when it was looked up last.",
    )
    change = fields.Selection(
        [("new", "New"), ("gone", "Gone"), ("changed", "Another Quantity")],
        readonly=True,
        help="What has changed since the recall was found.",
    )
    company_id = fields.Many2one(related="recall_id.company_id")

    def _get_key(self):
        """:return: tuple, what tells this line from the others of the recall"""
        self.ensure_one()
        return (
            self.number_key,
            self.state,
            self.partner_id.id,
            self.picking_id.id,
            self.production_id.id,
            self.location_id.id,
        )

    def _tell_quantity(self):
        """:return: text, how much there is of one product; none for serials"""
        return self.product_id._tell_quantity(sum(self.mapped("quantity_now")))
