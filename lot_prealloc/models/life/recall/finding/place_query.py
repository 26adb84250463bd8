"""Where numbers are, and by which documents they came there (RC-2)."""

from odoo.tools import SQL

from ....lots.places import OF_OTHERS, OWN_STOCK

# What the statements read of each model.
READS = {
    "stock.quant": ("lot_id", "location_id", "quantity"),
    "stock.move.line": (
        "lot_id",
        "move_id",
        "picking_id",
        "state",
        "date",
        "quantity_product_uom",
        "location_id",
        "location_dest_id",
        "company_id",
    ),
    "stock.move": ("partner_id", "raw_material_production_id", "unbuild_id"),
    "stock.picking": ("partner_id",),
    "mrp.unbuild": ("mo_id",),
    "stock.location": ("usage", "company_id"),
}

# Movements by which numbers have left us, or were used up, or came back; the newest of
# the company first.
WAYS = """
    SELECT line.lot_id, line.date, line.location_dest_id AS location_id,
           line.quantity_product_uom AS quantity, line.picking_id,
           COALESCE(picking.partner_id, move.partner_id) AS partner_id,
           COALESCE(move.raw_material_production_id, unbuild.mo_id) AS production_id,
           line.company_id = %(company_id)s AS is_ours,
           CASE WHEN %(is_others)s THEN 'shipped'
                WHEN target.usage = 'production' THEN 'consumed'
                WHEN target.usage = 'inventory' THEN 'scrapped'
                WHEN source.usage = 'customer' THEN 'returned'
           END AS state
      FROM stock_move_line AS line
      JOIN stock_move AS move ON move.id = line.move_id
      JOIN stock_location AS source ON source.id = line.location_id
      JOIN stock_location AS target ON target.id = line.location_dest_id
 LEFT JOIN stock_picking AS picking ON picking.id = line.picking_id
 LEFT JOIN mrp_unbuild AS unbuild ON unbuild.id = move.unbuild_id
     WHERE line.lot_id = ANY(%(lot_ids)s) AND line.state = 'done'
       AND line.quantity_product_uom > 0
       AND (NOT %(is_own)s OR source.usage = 'customer')
       AND source.usage <> target.usage
  ORDER BY is_ours DESC, line.date DESC, line.id DESC
"""

# What lies in stock of the company.
STOCK = """
    SELECT quant.lot_id, quant.location_id, SUM(quant.quantity)::float AS quantity
      FROM stock_quant AS quant
      JOIN stock_location AS location ON location.id = quant.location_id
     WHERE quant.lot_id = ANY(%(lot_ids)s) AND %(is_stock)s
       AND (location.company_id IS NULL OR location.company_id = %(company_id)s)
  GROUP BY quant.lot_id, quant.location_id
    HAVING SUM(quant.quantity) > 0
  ORDER BY quant.lot_id, quant.location_id
"""


def get_ways_query(lot_ids, company_id):
    """
    :return: ``SQL``, a row for each movement: ``state``, ``lot_id``, ``quantity`` in
        the unit of the product, ``date``, ids of its documents and of where it went,
        and ``is_ours``: it is of the company
    """
    return SQL(
        WAYS,
        lot_ids=lot_ids,
        company_id=company_id,
        is_others=OF_OTHERS.get_sql("target"),
        is_own=OWN_STOCK.get_sql("target"),
    )


def get_stock_query(lot_ids, company_id):
    """:return: ``SQL``, it selects ``lot_id``, ``location_id`` and ``quantity``"""
    return SQL(
        STOCK,
        lot_ids=lot_ids,
        company_id=company_id,
        is_stock=OWN_STOCK.get_sql("location"),
    )
