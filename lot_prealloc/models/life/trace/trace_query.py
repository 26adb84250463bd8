"""From numbers to those that are in them, and to those that they are in (RC-1).

Odoo links what an order has used with what it has made, line by line. One recursive
statement goes along these links as far as they lead; others read of all that it has
found how much there was. What that comes to is reckoned in ``genealogy.py``: a join of
what PostgreSQL has just found out has no statistics, and may take it minutes.
"""

from odoo.tools import SQL

# What the statement reads of each model.
READS = {
    "stock.move.line": (
        "lot_id",
        "move_id",
        "product_id",
        "quantity_product_uom",
        "state",
        "date",
        "location_id",
        "location_dest_id",
        "consume_line_ids",
    ),
    "stock.move": (
        "company_id",
        "production_id",
        "raw_material_production_id",
        "unbuild_id",
    ),
    "mrp.unbuild": ("mo_id",),
    "stock.location": ("usage",),
    "product.product": ("product_tmpl_id",),
    "product.template": ("tracking",),
}

# Lines by which orders have made something, and lines by which they have used it. That
# both are of one order is only checked: by an index of orders PostgreSQL would go from
# each line of a large order to all the others. A repair links what it builds in, and
# what it takes out, with what is repaired; there is no manufacturing order.
LINKED = """
    stock_move_line AS made
    JOIN stock_move AS made_move ON made_move.id = made.move_id
         AND made_move.unbuild_id IS NULL
         AND made_move.company_id = ANY(%(company_ids)s)
    JOIN stock_move_line_consume_rel AS link ON link.consume_line_id = made.id
    JOIN stock_move_line AS used ON used.id = link.produce_line_id
    JOIN stock_move AS used_move ON used_move.id = used.move_id
         AND used_move.raw_material_production_id
             IS NOT DISTINCT FROM made_move.production_id
"""
BUILT_IN = """
    (made_move.production_id IS NOT NULL OR 'production' = (
        SELECT usage FROM stock_location WHERE id = used.location_dest_id))
"""
# The move that stands for an order where there is none.
MOVE_ID = "CASE WHEN made_move.production_id IS NULL THEN made_move.id END"
LINKED_AND_DONE = """
    made.state = 'done' AND made.quantity_product_uom > 0
    AND used.state = 'done' AND used.quantity_product_uom > 0
    AND used.lot_id IS NOT NULL
"""

# All numbers that are reached, each once.
REACHED = f"""
    SELECT UNNEST(%(lot_ids)s) AS lot_id
     UNION
    SELECT %(far_side)s.lot_id
      FROM reached, {LINKED}
     WHERE %(near_side)s.lot_id = reached.lot_id AND {LINKED_AND_DONE}
"""

# How numbers are linked; what has no number may be made, and leads no further.
LINE_PAIR = f"""
    SELECT made_move.production_id, {MOVE_ID} AS move_id, made.date,
           made.lot_id AS made_id, made.product_id AS made_product_id,
           made.quantity_product_uom AS made_quantity,
           used.lot_id AS used_id, used.product_id AS used_product_id,
           used.quantity_product_uom AS used_quantity,
           template.tracking = 'serial' AS is_serial,
           {BUILT_IN} AS is_built_in
      FROM reached, {LINKED}
      JOIN product_product AS product ON product.id = used.product_id
      JOIN product_template AS template ON template.id = product.product_tmpl_id
     WHERE %(near_side)s.lot_id = reached.lot_id AND {LINKED_AND_DONE}
"""

# Whether there is a link at all.
LINKED_LOT = f"""
    SELECT start.lot_id FROM UNNEST(%(lot_ids)s) AS start (lot_id)
     WHERE EXISTS (
         SELECT FROM {LINKED}
          WHERE %(near_side)s.lot_id = start.lot_id AND {LINKED_AND_DONE}
            AND {BUILT_IN}
     )
"""

# What was put together once, whether it still is or not; the newest.
HISTORY = f"""
    SELECT %(near_side)s.lot_id, made_move.production_id, MAX(made.date) AS date,
           MAX(%(near_side)s.id) AS line_id,
           ARRAY_AGG(DISTINCT %(far_side)s.lot_id) AS other_ids
      FROM {LINKED}
     WHERE %(near_side)s.lot_id = ANY(%(lot_ids)s) AND {LINKED_AND_DONE}
       AND made.lot_id IS NOT NULL AND {BUILT_IN}
  GROUP BY %(near_side)s.lot_id, made_move.production_id, {MOVE_ID}
  ORDER BY date DESC
     LIMIT %(limit)s
"""

# ``OFFSET 0``: looked up one by one. PostgreSQL believes that every order, and every
# number, has as many lines as the average of all, and would rather read them all.

# What orders have made, and moves without an order.
MADE = """
    SELECT made_by.production_id, made_by.move_id, line.product_id, line.lot_id,
           SUM(line.quantity_product_uom) AS quantity
      FROM UNNEST(%(production_ids)s::int[], %(move_ids)s::int[])
           AS made_by (production_id, move_id)
CROSS JOIN LATERAL (
           SELECT move.id FROM stock_move AS move
            WHERE move.production_id = made_by.production_id
        UNION ALL
           SELECT made_by.move_id
           OFFSET 0
           ) AS move
CROSS JOIN LATERAL (
           SELECT line.product_id, line.lot_id, line.quantity_product_uom
             FROM stock_move_line AS line
            WHERE line.move_id = move.id AND line.state = 'done'
           OFFSET 0
           ) AS line
  GROUP BY made_by.production_id, made_by.move_id, line.product_id, line.lot_id
"""

# What was taken apart of it, and the numbers that this has given back.
UNBUILT = """
    SELECT unbuild.mo_id AS production_id, line.lot_id,
           SUM(line.quantity_product_uom) FILTER (
               WHERE target.usage = 'production') AS quantity,
           BOOL_OR(target.usage <> 'production') AS is_given_back
      FROM mrp_unbuild AS unbuild
      JOIN stock_move AS move ON move.unbuild_id = unbuild.id
      JOIN stock_move_line AS line ON line.move_id = move.id
      JOIN stock_location AS target ON target.id = line.location_dest_id
     WHERE unbuild.mo_id = ANY(%(production_ids)s)
       AND line.state = 'done' AND line.lot_id IS NOT NULL
  GROUP BY unbuild.mo_id, line.lot_id
"""

# How much of numbers any order has made, or vendors have sent, less what was taken
# apart and what was sent back.
WHOLE = """
    SELECT lot.id AS lot_id,
           SUM(CASE WHEN move.unbuild_id IS NULL AND target.usage <> 'supplier'
                    THEN line.quantity_product_uom
                    ELSE - line.quantity_product_uom END) AS quantity
      FROM UNNEST(%(made_ids)s::int[]) AS lot (id)
CROSS JOIN LATERAL (
           SELECT line.move_id, line.location_id, line.location_dest_id,
                  line.quantity_product_uom
             FROM stock_move_line AS line
            WHERE line.lot_id = lot.id AND line.state = 'done'
           OFFSET 0
           ) AS line
CROSS JOIN LATERAL (
           SELECT move.production_id, move.unbuild_id
             FROM stock_move AS move
            WHERE move.id = line.move_id
           OFFSET 0
           ) AS move
      JOIN stock_location AS source ON source.id = line.location_id
      JOIN stock_location AS target ON target.id = line.location_dest_id
     WHERE move.production_id IS NOT NULL
           OR move.unbuild_id IS NOT NULL AND target.usage = 'production'
           OR (source.usage = 'supplier') <> (target.usage = 'supplier')
  GROUP BY lot.id
"""

# {direction: the side of a link on which a number is, the side that it leads to}
SIDES = {"inside": ("made", "used"), "where": ("used", "made")}


def get_pairs_query(is_deep, **values):
    """The links of numbers.

    :param bool is_deep: as far as they lead, or only to what is next to these numbers
    :param values: see :func:`get_query`
    :return: ``SQL``, a row for each pair of lines; see ``LINE_PAIR``
    """
    reached = REACHED if is_deep else "SELECT UNNEST(%(lot_ids)s) AS lot_id"
    return get_query(f"WITH RECURSIVE reached AS ({reached}) {LINE_PAIR}", **values)


def get_query(text, direction, **values):
    """
    :param str text: one of the above
    :param str direction: ``inside``, what is in numbers; ``where``, what they are in
    :param values: ``lot_ids`` of ``stock.lot``, ``company_ids`` whose orders count
    """
    near_side, far_side = SIDES[direction]
    return SQL(text, near_side=SQL(near_side), far_side=SQL(far_side), **values)
