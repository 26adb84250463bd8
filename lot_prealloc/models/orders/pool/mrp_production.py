from collections import Counter

from odoo import api, models
from odoo.tools import SQL
from odoo.tools.constants import PREFETCH_MAX

from ..states import OPEN_STATES

# Of more numbers Odoo reads a thousand in each statement: instead of reading them all,
# the database is asked for what is wanted of them (SC-3).
MANY = PREFETCH_MAX


class MrpProduction(models.Model):
    """The pool is one table, written for whole sets."""

    _inherit = "mrp.production"

    def _get_held_numbers(self, product=None):
        """Numbers of the pool in the order in which they were drawn.

        :param product: ``product.product``, by default the finished product
        :return: ``stock.lot``
        """
        self.ensure_one()
        product = product or self.product_id
        lots = self.prealloc_lot_ids
        if len(lots) > MANY and self._count_held_numbers() == {product: len(lots)}:
            return lots.browse(sorted(lots._ids))
        return lots.filtered(lambda lot: lot.product_id == product).sorted("id")

    def _count_held_numbers(self):
        """:return: ``Counter`` of ``product.product``, what the pool has numbers of"""
        self.ensure_one()
        lots = self.prealloc_lot_ids
        if len(lots) <= MANY:
            return Counter(lot.product_id for lot in lots)
        self.env["stock.lot"].flush_model(["product_id"])
        counts = self.env.execute_query(
            SQL(
                "SELECT lot.product_id, count(*) FROM mrp_production_prealloc_lot_rel"
                " rel JOIN stock_lot lot ON lot.id = rel.lot_id"
                " WHERE rel.production_id = %s GROUP BY lot.product_id",
                self._origin.id,
            )
        )
        product_model = self.env["product.product"]
        return Counter({product_model.browse(row[0]): row[1] for row in counts})

    def _get_numbers_given(self):
        """Numbers given to this order, held or about to be produced."""
        self.ensure_one()
        return self.prealloc_lot_ids | self.lot_producing_ids.filtered(
            "allocated_production_id"
        )

    @api.model
    def _hold_numbers(self, pairs):
        """Put numbers into pools, in one statement for the whole set.

        :param pairs: ``(mrp.production, stock.lot)``, any number of lots each
        """
        rows = [(p.id, lot.id) for p, lots in pairs for lot in lots]
        if rows:
            # PostgreSQL checks each row against stock_lot with a plan it keeps from the
            # first check. Made when the table was small, it scans the table.
            self.env.cr.execute("SET LOCAL plan_cache_mode = force_custom_plan")
            self.env.execute_query(
                SQL(
                    "INSERT INTO mrp_production_prealloc_lot_rel"
                    " (production_id, lot_id)"
                    " SELECT * FROM unnest(%s, %s) ON CONFLICT DO NOTHING RETURNING 1",
                    [production_id for production_id, _lot_id in rows],
                    [lot_id for _production_id, lot_id in rows],
                )
            )
            self.env.cr.execute("SET LOCAL plan_cache_mode = DEFAULT")
            self._refresh_pools(rows)

    @api.model
    def _let_go_numbers(self, pairs):
        """Take numbers out of pools, in one statement for the whole set.

        :param pairs: as in ``_hold_numbers``
        """
        rows = [(p.id, lot.id) for p, lots in pairs for lot in lots]
        if rows:
            self.env.execute_query(
                SQL(
                    "DELETE FROM mrp_production_prealloc_lot_rel"
                    " WHERE (production_id, lot_id) IN"
                    " (SELECT * FROM unnest(%s, %s)) RETURNING 1",
                    [production_id for production_id, _lot_id in rows],
                    [lot_id for _production_id, lot_id in rows],
                )
            )
            self._refresh_pools(rows)

    @api.model
    def _refresh_pools(self, rows):
        """Let the cache and all that depends on it know of pools changed by SQL."""
        productions = self.browse({production_id for production_id, _lot_id in rows})
        lots = self.env["stock.lot"].browse({lot_id for _production_id, lot_id in rows})
        productions.invalidate_recordset(["prealloc_lot_ids"], flush=False)
        lots.invalidate_recordset(["prealloc_production_ids"], flush=False)
        productions.modified(["prealloc_lot_ids"])
        lots.modified(["prealloc_production_ids"])

    @api.model
    def _exchange_with_pool(self, producing_before):
        """Keep held and producing apart when ``lot_producing_ids`` has changed.

        What is producing now leaves the pool; what was taken back, and had been given
        to an order, returns to it.

        :param dict producing_before: ``{mrp.production: stock.lot}``
        """
        handed_out, taken_back = [], []
        for production, lots_before in producing_before.items():
            producing = production.lot_producing_ids
            handed_out.append((production, production.prealloc_lot_ids & producing))
            if production.state in OPEN_STATES:
                returned = (lots_before - producing).filtered(
                    lambda lot, product=production.product_id: (
                        lot.allocated_production_id and lot.product_id == product
                    )
                )
                taken_back.append((production, returned))
        self._let_go_numbers(handed_out)
        self._hold_numbers(taken_back)
