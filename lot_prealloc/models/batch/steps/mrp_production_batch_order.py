from odoo import fields, models


class MrpProductionBatchOrder(models.Model):
    """An order that a batch takes its next units from; the first one first.

    What is left of an order takes its place. The row goes when no unit is left, or the
    batch is over.
    """

    _name = "mrp.production.batch.order"
    _description = "Order of a Batch Production"
    _order = "sequence, id"
    _rec_name = "production_id"

    batch_id = fields.Many2one(
        "mrp.production.batch",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    production_id = fields.Many2one(
        "mrp.production",
        "Manufacturing Order",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    sequence = fields.Integer(required=True, readonly=True)
    company_id = fields.Many2one(related="batch_id.company_id", store=True)

    # Two people who start at once: the database lets one of them.
    _production_uniq = models.Constraint(
        "UNIQUE(production_id)",
        "Another Batch Production of this order has been started just now.",
    )
