from odoo import api, fields, models

from ..lots.company_many2one import CompanyMany2one
from .lifecycle_query import DEPENDS, READS, get_lifecycle_query
from .states import QUANTITY_STATES, STORED_FIELDS


class StockLot(models.Model):
    """Where a number is in its life, read from the stock ledger (AB-12).

    Quants say what is here, open move lines what is reserved, done move lines what has
    left and what came back. Nothing is written by orders or transfers: whoever moves
    stock, the state follows.
    """

    _inherit = "stock.lot"

    # A search for a number looks here as well.
    ref = fields.Char(index="trigram")
    move_line_ids = fields.One2many("stock.move.line", "lot_id", "Movements")
    lifecycle_state = fields.Selection(
        [
            ("preallocated", "Preallocated"),
            ("available", "Available"),
            ("allocated", "Allocated"),
            ("shipped", "Shipped"),
            ("returned", "Returned"),
            ("consumed", "Consumed"),
            ("scrapped", "Scrapped"),
            ("expected", "Expected"),
            ("void", "Void"),
        ],
        "State",
        compute="_compute_lifecycle",
        store=True,
        copy=False,
        index="btree_not_null",
        help="Preallocated: an order holds the number and has not produced it.\n"
        "Available: in stock and free.\n"
        "Allocated: reserved by a delivery, or by an order that consumes it.\n"
        "Shipped: it has left.\n"
        "Returned: it came back from the customer and is not reserved automatically, "
        "until an inventory manager makes it available.\n"
        "Consumed: used up in production, or taken apart.\n"
        "Scrapped: scrapped or lost.\n"
        "Expected: known and not here yet, on a receipt or entered beforehand.\n"
        "Void: given up, the order that it was for has not produced it.\n"
        "A lot in several of these states has the first one of: available, allocated, "
        "returned, shipped, consumed, scrapped.",
    )
    lifecycle_badge = fields.Selection(
        selection="_get_lifecycle_badges",
        string="State as Shown",
        compute="_compute_lifecycle_badge",
        help="The state as it is shown.",
    )
    returned_quantity = fields.Float(
        "Returned",
        digits="Product Unit",
        compute="_compute_lifecycle",
        store=True,
        copy=False,
        help="Came back from customers, is still here and was not made available. "
        "In the unit of the product.",
    )
    production_id = CompanyMany2one(
        "mrp.production",
        "Manufacturing Order",
        compute="_compute_lifecycle",
        store=True,
        copy=False,
        index="btree_not_null",
        help="The order that produced the number first, or else the one that holds it.",
    )
    production_date = fields.Datetime(
        "Produced On",
        compute="_compute_lifecycle",
        store=True,
        copy=False,
        index="btree_not_null",
        help="When the number was produced first.",
    )
    available_quantity = fields.Float(
        "Available",
        digits="Product Unit",
        compute="_compute_lifecycle_quantities",
        help="In stock, not reserved by anything that leaves and not returned. "
        "In the unit of the product, as the other quantities.",
    )
    allocated_quantity = fields.Float(
        "Allocated",
        digits="Product Unit",
        compute="_compute_lifecycle_quantities",
    )
    shipped_quantity = fields.Float(
        "Shipped",
        digits="Product Unit",
        compute="_compute_lifecycle_quantities",
    )
    consumed_quantity = fields.Float(
        "Consumed",
        digits="Product Unit",
        compute="_compute_lifecycle_quantities",
    )
    scrapped_quantity = fields.Float(
        "Scrapped",
        digits="Product Unit",
        compute="_compute_lifecycle_quantities",
    )

    _returned_index = models.Index("(product_id) WHERE returned_quantity > 0")

    # ------------------------------------------------------------------
    # The state
    # ------------------------------------------------------------------

    @api.depends(*DEPENDS)
    def _compute_lifecycle(self):
        """Store what the ledger says now; only what has changed is written."""
        # With the old values at hand, Odoo writes those that differ.
        self.fetch([*STORED_FIELDS, "product_id", "create_date"])
        lifecycles = self._read_lifecycles()
        for lot in self:
            lifecycle = lifecycles.get(lot._origin.id, {})
            for name in STORED_FIELDS:
                lot[name] = lifecycle.get(name)
        self._note_lifecycles()

    def _note_lifecycles(self):
        """Made to be extended: the state of these numbers has just been derived."""

    def _keep_lifecycle(self):
        """Spare the ledger numbers that have just been made with all it would say."""
        for name in STORED_FIELDS:
            self.env.remove_to_compute(self._fields[name], self)

    def _follow_ledger(self):
        """Let the state follow a change that no movement of the numbers shows."""
        if self:
            self.modified(["move_line_ids"])

    @api.depends("lifecycle_state")
    def _compute_lifecycle_badge(self):
        for lot in self:
            lot.lifecycle_badge = lot.lifecycle_state

    @api.model
    def _get_lifecycle_badges(self):
        """Made to be extended: what a badge can say, beside the states."""
        return self._fields["lifecycle_state"]._description_selection(self.env)

    @api.depends("lifecycle_state", "returned_quantity")
    def _compute_lifecycle_quantities(self):
        lifecycles = self._read_lifecycles()
        for lot in self:
            lifecycle = lifecycles.get(lot._origin.id, {})
            for state in QUANTITY_STATES:
                name = f"{state}_quantity"
                if name not in STORED_FIELDS:
                    lot[name] = lifecycle.get(name) or 0

    # ------------------------------------------------------------------
    # The ledger
    # ------------------------------------------------------------------

    def _read_lifecycles(self):
        """Derive the lifecycle of numbers from the ledger, in one statement.

        :return: ``{lot id: dict}`` with the state, the quantity in each state in the
            unit of the product, and order and date of production
        """
        ids = self._origin.ids
        if not ids:
            return {}
        self._flush_ledger()
        self.env.cr.execute(get_lifecycle_query(ids))
        return {row["lot_id"]: row for row in self.env.cr.dictfetchall()}

    @api.model
    def _flush_ledger(self):
        """Write what the ledger's statement reads."""
        for read in READS:
            self.env[read.model].flush_model([*read.followed, *read.others])

    @api.model
    def _get_derived_fields(self):
        return super()._get_derived_fields() | STORED_FIELDS.keys()
