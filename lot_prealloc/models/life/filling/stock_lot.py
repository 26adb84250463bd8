import logging
import time

from odoo import api, models
from odoo.tools import SQL, sql

from ..lifecycle_query import get_lifecycle_query
from ..states import FILL_STEP, STORED_FIELDS

_logger = logging.getLogger(__name__)


class StockLot(models.Model):
    """The life of numbers that were there before the addon, or before this version."""

    _inherit = "stock.lot"

    def _auto_init(self):
        """Fill the new columns in steps; Odoo would compute all lots in memory."""
        cr = self.env.cr
        columns = sql.table_columns(cr, self._table)
        if "lifecycle_state" not in columns:
            for name, column_type in STORED_FIELDS.items():
                sql.create_column(cr, self._table, name, column_type)
            self.pool.post_init(self._store_all_lifecycles)
        elif "further_states" not in columns:
            sql.create_column(cr, self._table, "further_states", "varchar")
            self.pool.post_init(self._store_further_states)
        return super()._auto_init()

    @api.model
    def _store_all_lifecycles(self, *, only_missing=False):
        """Store the lifecycle of all numbers there are, step by step.

        :param bool only_missing: of those that have no state yet
        """
        wanted = SQL("lifecycle_state IS NULL" if only_missing else "TRUE")
        cr = self.env.cr
        # The update needs it now, Odoo creates it later.
        sql.create_index(
            cr,
            sql.make_index_name("stock_move_line", "lot_id"),
            "stock_move_line",
            ['"lot_id"'],
            where='"lot_id" IS NOT NULL',
        )
        cr.execute(SQL("SELECT count(*) FROM stock_lot WHERE %s", wanted))
        [total] = cr.fetchone()
        start, done, last_id = time.monotonic(), 0, 0
        while True:
            cr.execute(
                SQL(
                    "SELECT array_agg(id) FROM (SELECT id FROM stock_lot"
                    " WHERE id > %s AND %s ORDER BY id LIMIT %s) AS step",
                    last_id,
                    wanted,
                    FILL_STEP,
                )
            )
            [ids] = cr.fetchone()
            if not ids:
                return
            self._store_lifecycles(ids)
            done, last_id = done + len(ids), ids[-1]
            _logger.info(
                "States of lot/serial numbers: %s of %s in %.1f seconds",
                done,
                total,
                time.monotonic() - start,
            )

    @api.model
    def _store_lifecycles(self, lot_ids):
        """Store the lifecycle of numbers, past the ORM.

        :param list lot_ids: ids of ``stock.lot``
        """
        self.env.cr.execute(
            SQL(
                "UPDATE stock_lot AS lot SET %s FROM (%s) AS life"
                " WHERE lot.id = life.lot_id AND (%s) IS DISTINCT FROM (%s)",
                SQL(", ").join(
                    SQL("%s = life.%s", SQL.identifier(name), SQL.identifier(name))
                    for name in STORED_FIELDS
                ),
                get_lifecycle_query(lot_ids),
                SQL(", ").join(SQL.identifier("lot", name) for name in STORED_FIELDS),
                SQL(", ").join(SQL.identifier("life", name) for name in STORED_FIELDS),
            )
        )

    @api.model
    def _store_further_states(self):
        """Look again at lots, and at serials that are said to be in several places."""
        rows = self.env.execute_query(
            SQL(
                """
    SELECT lot.id
      FROM stock_lot AS lot
      JOIN product_product AS product ON product.id = lot.product_id
      JOIN product_template AS template ON template.id = product.product_tmpl_id
     WHERE template.tracking = 'lot' OR lot.id IN (
               SELECT lot_id FROM stock_quant WHERE quantity > 0
             GROUP BY lot_id HAVING COUNT(*) > 1)
  ORDER BY lot.id
                """
            )
        )
        lot_ids = [lot_id for (lot_id,) in rows]
        for start in range(0, len(lot_ids), FILL_STEP):
            self._store_lifecycles(lot_ids[start : start + FILL_STEP])
