from odoo import fields, models


class LotRecallBalance(models.Model):
    """Whether all of a recalled number is accounted for (RC-2).

    Kept as found. Nobody writes it.
    """

    _name = "lot.recall.balance"
    _description = "Mass Balance of a Recall"
    _rec_name = "number"
    _order = "id"

    recall_id = fields.Many2one(
        "lot.recall", required=True, readonly=True, index=True, ondelete="cascade"
    )
    lot_id = fields.Many2one(
        "stock.lot",
        "Lot/Serial Number",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    number = fields.Char(readonly=True)
    product_id = fields.Many2one("product.product", readonly=True, ondelete="set null")
    uom_id = fields.Many2one(related="product_id.uom_id")
    origin_quantity = fields.Float(
        "Made or Received",
        digits="Product Unit",
        readonly=True,
        help="Made, received, or entered by a first count.",
    )
    shipped_quantity = fields.Float("Shipped", digits="Product Unit", readonly=True)
    stock_quantity = fields.Float("In Stock", digits="Product Unit", readonly=True)
    consumed_quantity = fields.Float("Consumed", digits="Product Unit", readonly=True)
    scrapped_quantity = fields.Float("Scrapped", digits="Product Unit", readonly=True)
    returned_quantity = fields.Float("Returned", digits="Product Unit", readonly=True)
    difference = fields.Float(
        digits="Product Unit",
        readonly=True,
        help="What is made or received, less all the others. More than 0: lost by "
        "counting, or unexplained. Less than 0: found by counting, or unexplained.",
    )
    company_id = fields.Many2one(related="recall_id.company_id")
