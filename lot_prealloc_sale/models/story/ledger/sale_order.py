from collections import defaultdict

from odoo import models
from odoo.tools import SQL

from odoo.addons.lot_prealloc.models.lots.places import WITH_CUSTOMERS
from odoo.addons.lot_prealloc.models.orders.states import STARTED_STATES

from ...stamp.sale_shares import SaleShares
from ..number_story import NumberStory, is_positive


class SaleOrder(models.Model):
    """What happened with numbers for a sales order: its own story of them (AB-22).

    The state of a number as a whole says nothing here: a part of a lot goes to one
    customer and the rest stays, a unit comes back and is sold to another one.
    """

    _inherit = "sale.order"

    def _get_number_stories(self):
        """Tell the stories of the numbers of sales orders; a few statements for all.

        :return: ``{sale.order id: {stock.lot id: list of StoryPart}}``, by product and
            age of the numbers
        """
        if not self._origin.ids:
            return {}
        stories = self._read_moved_numbers()
        self._add_numbers_made_for_them(stories)
        self._add_planned_numbers(stories)
        lots = self.env["stock.lot"].sudo()
        lots = lots.browse({lot_id for _order_id, lot_id in stories})
        rank = {
            lot.id: position
            for position, lot in enumerate(
                lots.sorted(lambda lot: (lot.product_id.id, lot.id))
            )
        }
        told = defaultdict(dict)
        for order_id, lot_id in sorted(stories, key=lambda key: rank[key[1]]):
            parts = stories[order_id, lot_id].tell()
            if parts:
                told[order_id][lot_id] = parts
        return told

    # ------------------------------------------------------------------
    # Reserved, shipped, returned
    # ------------------------------------------------------------------

    def _read_moved_numbers(self):
        """Read from the ledger what transfers of the sales orders did, and will do.

        Shipped is what the last step has brought to the customer. Any step reserves,
        until the next one does.

        :return: ``{(sale.order id, stock.lot id): NumberStory}``
        """
        self._flush_story()
        stories = {}
        for row in self._fetch_story_rows():
            key = (row["order_id"], row["lot_id"])
            story = stories.setdefault(
                key, NumberStory(row["lot_id"], row["tracking"] == "serial")
            )
            moved = (row["quantity"], row["picking_id"])
            if row["kind"] == "shipped":
                story.ship(*moved, row["date"])
            elif row["kind"] == "returned":
                story.take_back(*moved, row["date"], row["shipped_with"])
            else:
                story.reserve(*moved, is_delivery=row["is_delivery"])
        return stories

    def _flush_story(self):
        """Write what the statements of the story read."""
        for model, names in (
            ("sale.order.line", ["order_id"]),
            (
                "stock.lot",
                ["sale_order_id", "product_id", "lifecycle_state", "returned_quantity"],
            ),
            (
                "stock.quant",
                ["lot_id", "location_id", "quantity", "reserved_quantity"],
            ),
            (
                "stock.move",
                [
                    "sale_line_id",
                    "production_id",
                    "raw_material_production_id",
                    "origin_returned_move_id",
                    "picking_id",
                    "product_id",
                    "product_qty",
                    "state",
                    "location_id",
                    "location_dest_id",
                    "location_final_id",
                    "move_dest_ids",
                ],
            ),
            (
                "stock.move.line",
                [
                    "move_id",
                    "lot_id",
                    "picking_id",
                    "state",
                    "date",
                    "quantity_product_uom",
                    "location_id",
                    "location_dest_id",
                ],
            ),
        ):
            self.env[model].flush_model(names)

    def _fetch_story_rows(self):
        """:return: list of dicts, in the order in which things happened

        A serial that came back without naming its delivery came back from whom it was
        shipped to last.
        """
        self.env.cr.execute(
            SQL(
                """
WITH moved AS (
    SELECT sale_line.order_id, line.lot_id, line.id, line.picking_id, line.date,
           line.quantity_product_uom AS quantity, line.state = 'done' AS is_done,
           move.id AS move_id, delivery.picking_id AS shipped_with,
           %(is_source_outside)s AS comes_from_outside,
           %(is_target_outside)s AS goes_outside
      FROM sale_order_line AS sale_line
      JOIN stock_move AS move ON move.sale_line_id = sale_line.id
      JOIN stock_move_line AS line ON line.move_id = move.id
      JOIN stock_location AS source ON source.id = line.location_id
      JOIN stock_location AS target ON target.id = line.location_dest_id
 LEFT JOIN stock_move AS delivery ON delivery.id = move.origin_returned_move_id
     WHERE sale_line.order_id = ANY(%(ids)s) AND line.lot_id IS NOT NULL
       AND line.state <> 'cancel' AND line.quantity_product_uom > 0
       AND move.production_id IS NULL AND move.raw_material_production_id IS NULL
), told AS (
    SELECT order_id, lot_id, id, picking_id, date, quantity, shipped_with,
           goes_outside AS is_delivery,
           CASE WHEN NOT is_done THEN 'reserved'
                WHEN goes_outside THEN 'shipped' ELSE 'returned' END AS kind
      FROM moved
     WHERE comes_from_outside <> goes_outside AND (is_done OR goes_outside)
        OR NOT is_done AND NOT comes_from_outside AND NOT goes_outside
           AND NOT EXISTS (
               SELECT FROM stock_move_move_rel AS link
                 JOIN stock_move AS before ON before.id = link.move_orig_id
                 JOIN stock_location AS source ON source.id = before.location_id
                WHERE link.move_dest_id = moved.move_id AND %(is_source_outside)s)
 UNION ALL
    SELECT shipped.order_id, shipped.lot_id, line.id, line.picking_id, line.date,
           line.quantity_product_uom, shipped.picking_id, FALSE, 'returned'
      FROM moved AS shipped
      JOIN stock_lot AS lot ON lot.id = shipped.lot_id
      JOIN product_product AS product ON product.id = lot.product_id
      JOIN product_template AS template ON template.id = product.product_tmpl_id
      JOIN LATERAL (
               SELECT line.id, line.picking_id, line.date, line.quantity_product_uom,
                      move.sale_line_id, %(is_source_outside)s AS comes_back
                 FROM stock_move_line AS line
                 JOIN stock_location AS source ON source.id = line.location_id
                 JOIN stock_location AS target ON target.id = line.location_dest_id
            LEFT JOIN stock_move AS move ON move.id = line.move_id
                WHERE line.lot_id = shipped.lot_id AND line.state = 'done'
                  AND (line.date, line.id) > (shipped.date, shipped.id)
                  AND %(is_source_outside)s <> %(is_target_outside)s
             ORDER BY line.date, line.id
                LIMIT 1
           ) AS line ON line.comes_back AND line.sale_line_id IS NULL
     WHERE shipped.is_done AND shipped.goes_outside
       AND NOT shipped.comes_from_outside AND template.tracking = 'serial'
)
  SELECT told.order_id, told.lot_id, told.kind, told.picking_id, told.shipped_with,
         told.is_delivery, SUM(told.quantity) AS quantity, MAX(told.date) AS date,
         template.tracking
    FROM told
    JOIN stock_lot AS lot ON lot.id = told.lot_id
    JOIN product_product AS product ON product.id = lot.product_id
    JOIN product_template AS template ON template.id = product.product_tmpl_id
GROUP BY told.order_id, told.lot_id, told.kind, told.picking_id, told.shipped_with,
         told.is_delivery, template.tracking
ORDER BY MAX(told.date), MAX(told.id)
                """,
                ids=self._origin.ids,
                is_source_outside=WITH_CUSTOMERS.get_sql("source"),
                is_target_outside=WITH_CUSTOMERS.get_sql("target"),
            )
        )
        return self.env.cr.dictfetchall()

    # ------------------------------------------------------------------
    # Made for the sales order, and free
    # ------------------------------------------------------------------

    def _add_numbers_made_for_them(self, stories):
        """What was made for a sales order is kept for it, unless others have got it.

        Of a lot, as much as its deliveries still want.
        """
        for order_id, lot_id, tracking, free, wanted in self.env.execute_query(
            SQL(
                """
WITH free AS (
    SELECT lot.sale_order_id AS order_id, lot.id, lot.product_id,
           SUM(quant.quantity - quant.reserved_quantity)
           - COALESCE(lot.returned_quantity, 0) AS quantity
      FROM stock_lot AS lot
      JOIN stock_quant AS quant ON quant.lot_id = lot.id
      JOIN stock_location AS location ON location.id = quant.location_id
     WHERE lot.sale_order_id = ANY(%(ids)s) AND lot.lifecycle_state = 'available'
       AND location.usage = 'internal'
  GROUP BY lot.id
), wanted AS (
    SELECT sale_line.order_id, move.product_id, SUM(move.product_qty) AS quantity
      FROM sale_order_line AS sale_line
      JOIN stock_move AS move ON move.sale_line_id = sale_line.id
      JOIN stock_location AS source ON source.id = move.location_id
      JOIN stock_location AS target
        ON target.id = COALESCE(move.location_final_id, move.location_dest_id)
     WHERE sale_line.order_id = ANY(%(ids)s)
       AND move.state NOT IN ('draft', 'done', 'cancel')
       AND move.production_id IS NULL AND move.raw_material_production_id IS NULL
       AND NOT %(is_source_outside)s AND %(is_target_outside)s
       AND NOT EXISTS (
           SELECT FROM stock_move_move_rel AS link
             JOIN stock_move AS later ON later.id = link.move_dest_id
            WHERE link.move_orig_id = move.id AND later.state <> 'cancel'
              AND later.sale_line_id = move.sale_line_id)
  GROUP BY sale_line.order_id, move.product_id
)
  SELECT free.order_id, free.id, template.tracking, free.quantity, wanted.quantity
    FROM free
    JOIN product_product AS product ON product.id = free.product_id
    JOIN product_template AS template ON template.id = product.product_tmpl_id
LEFT JOIN wanted
      ON wanted.order_id = free.order_id AND wanted.product_id = free.product_id
ORDER BY free.order_id, free.id
                """,
                ids=self._origin.ids,
                is_source_outside=WITH_CUSTOMERS.get_sql("source"),
                is_target_outside=WITH_CUSTOMERS.get_sql("target"),
            )
        ):
            story = stories.get((order_id, lot_id))
            quantity = float(free)
            if story and tracking == "lot":
                open_quantity = float(wanted or 0) - story.get_reserved_quantity()
                quantity = min(quantity, open_quantity)
            elif tracking == "lot" and wanted:
                quantity = min(quantity, float(wanted))
            if not is_positive(quantity):
                continue
            story = stories.setdefault(
                (order_id, lot_id), NumberStory(lot_id, tracking == "serial")
            )
            story.reserve(quantity)

    # ------------------------------------------------------------------
    # Planned: held by the orders made for them
    # ------------------------------------------------------------------

    def _add_planned_numbers(self, stories):
        """Numbers that orders made for the sales orders hold and have not produced.

        They are shared out as their production will do it (AB-20).
        """
        productions = self._get_productions_with_numbers()
        if not productions:
            return
        finished = productions.move_finished_ids.filtered(
            lambda move: move.product_id == move.production_id.product_id
        )
        demand = finished._get_sale_demand()
        finished = finished.filtered(lambda move: demand.get(move)).with_prefetch()
        served, _produced = finished._read_served_quantities(self.env["stock.lot"])
        shares = SaleShares(demand, served)
        wanted_ids = set(self._origin.ids)
        for move in finished:
            for order, lot, quantity in move._plan_numbers(shares):
                if order.id in wanted_ids:
                    key = (order.id, lot.id)
                    is_unit = move.has_tracking == "serial"
                    story = stories.setdefault(key, NumberStory(lot.id, is_unit))
                    is_started = move.production_id.state in STARTED_STATES
                    story.plan(quantity, is_started=is_started)

    def _get_productions_with_numbers(self):
        """:return: open ``mrp.production`` made for these that hold numbers ahead"""
        for model, names in (
            ("mrp.production", ["sale_line_id", "sale_order_id", "state"]),
            ("stock.move", ["production_id", "sale_line_id", "move_dest_ids", "state"]),
        ):
            self.env[model].flush_model(names)
        rows = self.env.execute_query(
            SQL(
                """
WITH RECURSIVE step AS (
    SELECT move.id
      FROM sale_order_line AS sale_line
      JOIN stock_move AS move ON move.sale_line_id = sale_line.id
     WHERE sale_line.order_id = ANY(%(ids)s) AND move.state NOT IN ('done', 'cancel')
     UNION
    SELECT move.id
      FROM step
      JOIN stock_move_move_rel AS link ON link.move_dest_id = step.id
      JOIN stock_move AS move ON move.id = link.move_orig_id
     WHERE move.state <> 'cancel'
), made AS (
    SELECT move.production_id AS id
      FROM step JOIN stock_move AS move ON move.id = step.id
     WHERE move.production_id IS NOT NULL
     UNION
    SELECT id FROM mrp_production WHERE sale_order_id = ANY(%(ids)s)
     UNION
    SELECT production.id
      FROM sale_order_line AS sale_line
      JOIN mrp_production AS production ON production.sale_line_id = sale_line.id
     WHERE sale_line.order_id = ANY(%(ids)s)
)
SELECT production.id
  FROM made JOIN mrp_production AS production ON production.id = made.id
 WHERE production.state NOT IN ('done', 'cancel')
 ORDER BY production.id
                """,
                ids=self._origin.ids,
            )
        )
        # sudo: a salesperson may not read orders; only numbers are shown
        productions = self.env["mrp.production"].sudo()
        productions = productions.browse(production_id for (production_id,) in rows)
        return productions.filtered(
            lambda production: (
                (production.prealloc_lot_ids or production.lot_producing_ids)
                and production._get_prealloc_trigger()
            )
        )
