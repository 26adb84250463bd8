import logging
import time

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, mute_logger, sql

from ...tools.names import name_few
from ..lots.company_many2one import CompanyMany2one
from .states import FILL_STEP, QUANTITY_STATES, STORED_FIELDS

_logger = logging.getLogger(__name__)
# Among the data of a transaction: ids of lots to look at when it is done.
LOOK_AGAIN = "lot_prealloc.look_again"


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
        string="Status",
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

    @api.depends(
        "quant_ids.quantity",
        "quant_ids.location_id",
        "move_line_ids.state",
        "move_line_ids.date",
        "move_line_ids.quantity_product_uom",
        "move_line_ids.location_id",
        "move_line_ids.location_dest_id",
        "move_line_ids.is_made_available",
        "move_line_ids.move_id.location_final_id",
        "prealloc_production_ids.state",
        "producing_production_ids",
    )
    def _compute_lifecycle(self):
        """Store what the ledger says now; only what has changed is written."""
        # With the old values at hand, Odoo writes those that differ.
        self.fetch(STORED_FIELDS)
        lifecycles = self._read_lifecycles()
        for lot in self:
            lifecycle = lifecycles.get(lot._origin.id, {})
            for name in STORED_FIELDS:
                lot[name] = lifecycle.get(name)
        lots = self._origin.filtered(lambda lot: lot.product_id.tracking == "lot")
        lots._look_again_after_commit()

    def _look_again_after_commit(self):
        """Derive the state of these lots once more when this transaction is done.

        Two transactions at once may move parts of the same lot; neither sees what the
        other does. They need not wait for each other: the later one finds what is true.
        """
        postcommit = self.env.cr.postcommit
        if self and LOOK_AGAIN not in postcommit.data:
            postcommit.data[LOOK_AGAIN] = set()
            postcommit.add(self.browse()._look_again)
        postcommit.data.get(LOOK_AGAIN, set()).update(self.ids)

    def _look_again(self):
        """Store the lifecycle of lots of a transaction that is done, where it differs.

        Whoever changes the same lots meanwhile looks again after that.
        """
        lot_ids = sorted(self.env.cr.postcommit.data.pop(LOOK_AGAIN, ()))
        try:
            with self.env.registry.cursor() as cr, mute_logger("odoo.sql_db"):
                self.with_env(self.env(cr=cr))._store_lifecycles(lot_ids)
        except psycopg2.OperationalError:
            _logger.debug("Lots %s are being changed by others", lot_ids)

    def _keep_lifecycle(self):
        """Spare the ledger numbers that have just been made with all it would say."""
        for name in STORED_FIELDS:
            self.env.remove_to_compute(self._fields[name], self)

    def _follow_ledger(self):
        """Let the state follow a change that no movement of the numbers shows."""
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
        self.env.cr.execute(self._get_lifecycle_query(ids))
        return {row["lot_id"]: row for row in self.env.cr.dictfetchall()}

    @api.model
    def _flush_ledger(self):
        """Write what the ledger's statement reads."""
        for model, names in (
            ("stock.quant", ("quantity", "lot_id", "location_id")),
            (
                "stock.move.line",
                (
                    "lot_id",
                    "move_id",
                    "state",
                    "date",
                    "quantity_product_uom",
                    "location_id",
                    "location_dest_id",
                    "is_made_available",
                ),
            ),
            (
                "stock.move",
                (
                    "state",
                    "location_id",
                    "location_dest_id",
                    "location_final_id",
                    "move_dest_ids",
                    "production_id",
                    "unbuild_id",
                    "demand_lot_ids",
                ),
            ),
            ("stock.location", ("usage", "company_id")),
            ("mrp.production", ("state", "lot_producing_ids", "prealloc_lot_ids")),
            ("stock.lot", ("allocated_production_id",)),
        ):
            self.env[model].flush_model(names)

    @api.model
    def _get_lifecycle_query(self, lot_ids):
        """The lifecycle of numbers as a query on the ledger.

        A place outside of stock has what went there and did not come back: a balance
        that starts anew where more comes from there than went there (a vendor's
        receipt, a first count). What is returned is what came from customers and was
        not made available, as long as so much is here: of a lot, what leaves is what
        was available first, and what is reserved was too.

        There is only one of a serial: what a vendor brings, or a count finds, while it
        is with a customer of the same company has come from there; unless it was
        delivered before it was here.

        A number that never was anywhere is held by an order, or else expected, or else
        void: what has been generated for an order that gave it up, or is named only by
        orders that are closed. What somebody has entered and nothing names is expected:
        known, and not here yet. What was here once and is nowhere is lost.

        :param list lot_ids: ids of ``stock.lot``
        :return: ``SQL``
        """
        return SQL(
            """
WITH RECURSIVE done_line AS (
    SELECT line.lot_id, line.id, line.date, move.production_id, source.usage,
           line.quantity_product_uom AS quantity, line.is_made_available,
           line.company_id, %(source)s AS source, %(target)s AS target
      FROM stock_move_line AS line
      JOIN stock_location AS source ON source.id = line.location_id
      JOIN stock_location AS target ON target.id = line.location_dest_id
 LEFT JOIN stock_move AS move ON move.id = line.move_id
     WHERE line.lot_id = ANY(%(lot_ids)s) AND line.state = 'done'
       AND line.quantity_product_uom <> 0
), line AS (
    SELECT lot_id, id, date, production_id, usage, quantity, target,
           CASE WHEN reappears THEN 'customer' ELSE source END AS source,
           is_made_available IS NOT TRUE AND (usage = 'customer' OR reappears)
               AS returns
      FROM (
          SELECT done_line.*, target = 'stock'
                 AND (source = 'supplier' OR source LIKE 'inventory%%')
                 AND LAG(target) OVER past = 'customer'
                 AND LAG(company_id) OVER past = company_id
                 AND COALESCE(here.quantity, 0)
                     - SUM((target = 'stock')::int - (source = 'stock')::int)
                       OVER (PARTITION BY done_line.lot_id)
                     + SUM((target = 'stock')::int - (source = 'stock')::int)
                       OVER past > 0
                 AND EXISTS (
                     SELECT FROM stock_lot AS lot
                       JOIN product_product AS product ON product.id = lot.product_id
                       JOIN product_template AS template
                         ON template.id = product.product_tmpl_id
                      WHERE lot.id = done_line.lot_id AND template.tracking = 'serial'
                 ) AS reappears
            FROM done_line
       LEFT JOIN here ON here.lot_id = done_line.lot_id
          WINDOW past AS (PARTITION BY done_line.lot_id ORDER BY date, id)
      ) AS movement
), side AS (
    SELECT lot_id, target AS place, date, id, quantity AS change
      FROM line WHERE target <> 'stock' AND target <> source
 UNION ALL
    SELECT lot_id, source, date, id, -quantity
      FROM line WHERE source <> 'stock' AND target <> source
), balance AS (
    SELECT lot_id, place, change, SUM(change) OVER (
               PARTITION BY lot_id, place ORDER BY date, id
           ) AS running
      FROM side
), gone_to AS (
    SELECT lot_id, place, SUM(change) - LEAST(0, MIN(running)) AS quantity
      FROM balance
  GROUP BY lot_id, place
), gone AS (
    SELECT lot_id,
           SUM(quantity) FILTER (
               WHERE place IN ('customer', 'supplier', 'transit')) AS shipped,
           SUM(quantity) FILTER (
               WHERE place IN ('production', 'unbuild')) AS consumed,
           SUM(quantity) FILTER (WHERE place LIKE 'inventory%%') AS scrapped
      FROM gone_to
  GROUP BY lot_id
), here AS (
    SELECT quant.lot_id, GREATEST(ROUND(SUM(quant.quantity)::numeric, 6), 0) AS quantity
      FROM stock_quant AS quant
      JOIN stock_location AS location ON location.id = quant.location_id
     WHERE quant.lot_id = ANY(%(lot_ids)s) AND %(is_stock)s
  GROUP BY quant.lot_id
), history AS (
    SELECT lot_id,
           SUM(arriving - leaving) OVER past AS balance,
           SUM(arriving - leaving) OVER (PARTITION BY lot_id) AS total,
           SUM(CASE WHEN returns THEN arriving ELSE 0 END) OVER past AS returned
      FROM (
          SELECT lot_id, id, date, returns,
                 CASE WHEN target = 'stock' THEN quantity ELSE 0 END AS arriving,
                 CASE WHEN source = 'stock' THEN quantity ELSE 0 END AS leaving
            FROM line WHERE target <> source
      ) AS change
    WINDOW past AS (PARTITION BY lot_id ORDER BY date, id)
), returned AS (
    SELECT history.lot_id,
           GREATEST(0, MAX(returned) + LEAST(0, MIN(
               GREATEST(0, COALESCE(here.quantity, 0) - total + balance) - returned
           ))) AS quantity
      FROM history
 LEFT JOIN here ON here.lot_id = history.lot_id
  GROUP BY history.lot_id
), open_line AS (
    SELECT line.lot_id, line.move_id, line.quantity_product_uom AS quantity,
           %(is_stock)s AS is_here, NOT %(is_target_stock)s AS leaves
      FROM stock_move_line AS line
      JOIN stock_location AS location ON location.id = line.location_id
      JOIN stock_location AS target ON target.id = line.location_dest_id
     WHERE line.lot_id = ANY(%(lot_ids)s) AND line.state NOT IN ('done', 'cancel')
), reserved AS (
    SELECT lot_id, move_id, quantity, leaves
      FROM open_line WHERE is_here AND quantity > 0
), expected AS (
    SELECT lot_id FROM open_line WHERE NOT is_here
     UNION
    SELECT demand.lot_id
      FROM stock_move_demand_lot_rel AS demand
      JOIN stock_move AS move ON move.id = demand.move_id
      JOIN stock_location AS location ON location.id = move.location_id
     WHERE demand.lot_id = ANY(%(lot_ids)s)
       AND move.state NOT IN ('done', 'cancel') AND NOT %(is_stock)s
), chain AS (
    SELECT DISTINCT move_id AS first_id, move_id AS id FROM reserved WHERE NOT leaves
     UNION
    SELECT chain.first_id, move.id
      FROM chain
      JOIN stock_move_move_rel AS link ON link.move_orig_id = chain.id
      JOIN stock_move AS move ON move.id = link.move_dest_id
     WHERE move.state NOT IN ('done', 'cancel')
), leaving AS (
    SELECT DISTINCT chain.first_id
      FROM chain
      JOIN stock_move AS move ON move.id = chain.id
      JOIN stock_location AS target ON target.id IN (
               move.location_dest_id, move.location_final_id)
     WHERE NOT %(is_target_stock)s
), allocated AS (
    SELECT reserved.lot_id, SUM(quantity) AS quantity
      FROM reserved
     WHERE leaves OR move_id IN (SELECT first_id FROM leaving)
  GROUP BY reserved.lot_id
), produced AS (
    SELECT DISTINCT ON (lot_id) lot_id, production_id, date
      FROM line WHERE usage = 'production' AND production_id IS NOT NULL
  ORDER BY lot_id, date, id
), named AS (
    SELECT lot_id, MIN(production_id) FILTER (
               WHERE production.state NOT IN ('done', 'cancel')) AS production_id
      FROM (
          SELECT lot_id, production_id FROM mrp_production_prealloc_lot_rel
           WHERE lot_id = ANY(%(lot_ids)s)
       UNION ALL
          SELECT stock_lot_id, mrp_production_id FROM mrp_production_stock_lot_rel
           WHERE stock_lot_id = ANY(%(lot_ids)s)
      ) AS holder
      JOIN mrp_production AS production ON production.id = holder.production_id
  GROUP BY lot_id
), released AS (
    SELECT id AS lot_id FROM stock_lot
     WHERE id = ANY(%(lot_ids)s) AND allocated_production_id IS NOT NULL
     UNION
    SELECT lot_id FROM stock_lot_event
     WHERE lot_id = ANY(%(lot_ids)s) AND kind = 'given_up'
), amount AS (
    SELECT wanted.lot_id,
           EXISTS (SELECT FROM line WHERE line.lot_id = wanted.lot_id) AS has_moved,
           COALESCE(here.quantity, 0) AS here,
           LEAST(COALESCE(allocated.quantity, 0), COALESCE(here.quantity, 0))
               AS allocated_quantity,
           COALESCE(returned.quantity, 0) AS came_back,
           COALESCE(gone.shipped, 0) AS shipped_quantity,
           COALESCE(gone.consumed, 0) AS consumed_quantity,
           COALESCE(gone.scrapped, 0) AS scrapped_quantity,
           named.production_id AS named_id,
           expected.lot_id IS NOT NULL AS is_expected,
           COALESCE(named.lot_id, released.lot_id) IS NOT NULL AS is_given_up,
           COALESCE(produced.production_id, named.production_id) AS production_id,
           produced.date AS production_date
      FROM unnest(%(lot_ids)s) AS wanted (lot_id)
 LEFT JOIN here ON here.lot_id = wanted.lot_id
 LEFT JOIN gone ON gone.lot_id = wanted.lot_id
 LEFT JOIN returned ON returned.lot_id = wanted.lot_id
 LEFT JOIN allocated ON allocated.lot_id = wanted.lot_id
 LEFT JOIN produced ON produced.lot_id = wanted.lot_id
 LEFT JOIN named ON named.lot_id = wanted.lot_id
 LEFT JOIN expected ON expected.lot_id = wanted.lot_id
 LEFT JOIN released ON released.lot_id = wanted.lot_id
), part AS (
    SELECT *, LEAST(came_back, here - allocated_quantity) AS returned_quantity
      FROM amount
)
SELECT lot_id, allocated_quantity, returned_quantity, shipped_quantity,
       consumed_quantity, scrapped_quantity, production_id, production_date,
       here - allocated_quantity - returned_quantity AS available_quantity,
       CASE WHEN here - allocated_quantity - returned_quantity > 0 THEN 'available'
            WHEN allocated_quantity > 0 THEN 'allocated'
            WHEN returned_quantity > 0 THEN 'returned'
            WHEN shipped_quantity > 0 THEN 'shipped'
            WHEN consumed_quantity > 0 THEN 'consumed'
            WHEN scrapped_quantity > 0 THEN 'scrapped'
            WHEN has_moved THEN 'scrapped'
            WHEN named_id IS NOT NULL THEN 'preallocated'
            WHEN is_expected THEN 'expected'
            WHEN is_given_up THEN 'void'
            ELSE 'expected'
       END AS lifecycle_state,
       -- all but the first of the states it is in
       NULLIF(ARRAY_TO_STRING((ARRAY_REMOVE(ARRAY[
           CASE WHEN here > allocated_quantity + returned_quantity THEN 'available' END,
           CASE WHEN allocated_quantity > 0 THEN 'allocated' END,
           CASE WHEN returned_quantity > 0 THEN 'returned' END,
           CASE WHEN shipped_quantity > 0 THEN 'shipped' END,
           CASE WHEN consumed_quantity > 0 THEN 'consumed' END,
           CASE WHEN scrapped_quantity > 0 THEN 'scrapped' END
       ], NULL))[2:], ','), '') AS further_states
  FROM part
            """,
            lot_ids=lot_ids,
            source=self._get_place(
                "source", "move.production_id IS NOT NULL AND move.unbuild_id IS NULL"
            ),
            target=self._get_place("target", "move.unbuild_id IS NOT NULL"),
            is_stock=self._is_stock("location"),
            is_target_stock=self._is_stock("target"),
        )

    @api.model
    def _is_stock(self, alias):
        """Whether goods at a location are ours to use: as Odoo counts them on hand."""
        return SQL(
            "(%(location)s.usage = 'internal' OR %(location)s.usage = 'transit'"
            " AND %(location)s.company_id IS NOT NULL)",
            location=SQL.identifier(alias),
        )

    @api.model
    def _get_place(self, alias, is_unbuilt):
        """Name of the place on one side of a move line, to balance what went there.

        Lots produced a second time do not give back what orders have consumed, but
        what an unbuild order took apart. Scrap and inventory loss are apart as well.
        """
        return SQL(
            "CASE WHEN %(is_stock)s THEN 'stock'"
            " WHEN %(location)s.usage = 'production' AND %(is_unbuilt)s THEN 'unbuild'"
            " WHEN %(location)s.usage = 'inventory' THEN 'inventory' || %(location)s.id"
            " ELSE %(location)s.usage END",
            is_stock=self._is_stock(alias),
            location=SQL.identifier(alias),
            is_unbuilt=SQL(is_unbuilt),
        )

    # ------------------------------------------------------------------
    # Numbers that were there before the addon
    # ------------------------------------------------------------------

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
                self._get_lifecycle_query(lot_ids),
                SQL(", ").join(SQL.identifier("lot", name) for name in STORED_FIELDS),
                SQL(", ").join(SQL.identifier("life", name) for name in STORED_FIELDS),
            )
        )

    # ------------------------------------------------------------------
    # Returned numbers (AB-15)
    # ------------------------------------------------------------------

    def action_make_available(self):
        """Let automatic reservation take returned numbers again (AB-15).

        :raise AccessError: by others than inventory managers
        :raise UserError: a number is not returned
        """
        if not self.env.user.has_group("stock.group_stock_manager"):
            raise AccessError(
                self.env._("Only inventory managers make returned numbers available.")
            )
        self.check_access("write")
        others = self.filtered(lambda lot: not lot.returned_quantity)
        if others:
            raise UserError(
                self.env._(
                    "Only numbers that a customer returned can be made available. "
                    "Take these out of the selection: %(numbers)s",
                    numbers=name_few(others.mapped("display_name"), 10),
                )
            )
        # sudo: the lines of a transfer that the user may not read count as well
        returns = self.env["stock.move.line"].sudo()
        returns.search(
            [
                ("lot_id", "in", self.ids),
                ("state", "=", "done"),
                ("is_made_available", "=", False),
                *self._get_return_domain(),
            ]
        ).is_made_available = True
        self._log_made_available()
        return True

    @api.model
    def _get_return_domain(self):
        """Lines by which numbers can have come back from customers.

        :return: list, a domain of ``stock.move.line``
        """
        return [
            "|",
            ("location_id.usage", "=", "customer"),
            "&",
            ("lot_id.product_id.tracking", "=", "serial"),
            ("location_id.usage", "in", ("supplier", "inventory")),
        ]

    def _log_made_available(self):
        """Made to be extended: returned numbers have been made available."""

    @api.model
    def _get_derived_fields(self):
        return super()._get_derived_fields() | STORED_FIELDS.keys()
