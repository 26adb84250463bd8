"""From numbers to those that are in them, and to those that they are in (RC-1).

Odoo links what an order has used with what it has made, line by line. The statement goes
along these links as far as they lead, and then tells how much went each way. It is made
of named parts, each a query that can be read alone; it reads the parts before it.

What an unbuild order took apart is in nothing any more: of a lot the part that is left
counts, and a serial that was given back is out of it. Odoo links all lines of an order
with each other: where it made several numbers at once, a lot is shared out to them by
their quantities, and a serial may be in each of them.
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

# Lines by which orders have made something, and lines by which they have used it.
LINKED = """
    stock_move_line AS made
    JOIN stock_move AS made_move ON made_move.id = made.move_id
         AND made_move.production_id IS NOT NULL
         AND made_move.company_id = ANY(%(company_ids)s)
    JOIN stock_move_line_consume_rel AS link ON link.consume_line_id = made.id
    JOIN stock_move_line AS used ON used.id = link.produce_line_id
    JOIN stock_move AS used_move ON used_move.id = used.move_id
         AND used_move.raw_material_production_id = made_move.production_id
"""
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

# How they are linked; what has no number may be made, and leads no further.
LINE_PAIR = f"""
    SELECT made_move.production_id, made.date,
           made.lot_id AS made_id, made.product_id AS made_product_id,
           made.quantity_product_uom AS made_quantity,
           used.lot_id AS used_id, used.product_id AS used_product_id,
           used.quantity_product_uom AS used_quantity,
           template.tracking = 'serial' AS is_serial
      FROM reached, {LINKED}
      JOIN product_product AS product ON product.id = used.product_id
      JOIN product_template AS template ON template.id = product.product_tmpl_id
     WHERE %(near_side)s.lot_id = reached.lot_id AND {LINKED_AND_DONE}
"""

# What these orders have made.
MADE = """
    SELECT move.production_id, line.product_id, line.lot_id,
           SUM(line.quantity_product_uom) AS quantity,
           SUM(SUM(line.quantity_product_uom)) OVER (
               PARTITION BY move.production_id, line.product_id) AS total
      FROM (SELECT DISTINCT production_id FROM line_pair) AS production
      JOIN stock_move AS move ON move.production_id = production.production_id
      JOIN stock_move_line AS line ON line.move_id = move.id
     WHERE line.state = 'done'
  GROUP BY move.production_id, line.product_id, line.lot_id
"""

# What was taken apart of it, and what that has given back.
UNBUILT = """
    SELECT unbuild.mo_id AS production_id, line.lot_id,
           SUM(line.quantity_product_uom) FILTER (
               WHERE target.usage = 'production') AS quantity,
           BOOL_OR(target.usage <> 'production') AS is_given_back
      FROM (SELECT DISTINCT production_id FROM line_pair) AS production
      JOIN mrp_unbuild AS unbuild ON unbuild.mo_id = production.production_id
      JOIN stock_move AS move ON move.unbuild_id = unbuild.id
      JOIN stock_move_line AS line ON line.move_id = move.id
      JOIN stock_location AS target ON target.id = line.location_dest_id
     WHERE line.state = 'done' AND line.lot_id IS NOT NULL
  GROUP BY unbuild.mo_id, line.lot_id
"""

# From one number to the next: how much is left of what was made, and how much of what
# was used is in that.
EDGE = """
    SELECT pair.production_id, pair.made_id, pair.made_product_id,
           pair.used_id, pair.used_product_id, MAX(pair.date) AS date,
           MAX(made.quantity * left_over.part) AS made_quantity,
           SUM(CASE WHEN pair.is_serial THEN pair.used_quantity
                    ELSE pair.used_quantity * pair.made_quantity / made.total
                         * left_over.part END) AS used_quantity
      FROM line_pair AS pair
      JOIN made ON made.production_id = pair.production_id
           AND made.product_id = pair.made_product_id
           AND made.lot_id IS NOT DISTINCT FROM pair.made_id
 LEFT JOIN unbuilt ON unbuilt.production_id = pair.production_id
           AND unbuilt.lot_id = pair.made_id
 LEFT JOIN unbuilt AS given_back ON given_back.production_id = pair.production_id
           AND given_back.lot_id = pair.used_id AND given_back.is_given_back
CROSS JOIN LATERAL (
           SELECT 1 - COALESCE(unbuilt.quantity, 0) / made.quantity AS part
      ) AS left_over
     WHERE left_over.part > 0.000001
       AND NOT (pair.is_serial AND given_back.lot_id IS NOT NULL)
  GROUP BY pair.production_id, pair.made_id, pair.made_product_id,
           pair.used_id, pair.used_product_id
"""

# How much is left of a number, of all that orders have made of it; what was reworked is
# made again of itself.
WHOLE = """
    SELECT part.lot_id, SUM(part.quantity) AS quantity
      FROM (
          SELECT line.lot_id,
                 CASE WHEN move.unbuild_id IS NULL THEN line.quantity_product_uom
                      ELSE - line.quantity_product_uom END AS quantity
            FROM reached
            JOIN stock_move_line AS line ON line.lot_id = reached.lot_id
            JOIN stock_move AS move ON move.id = line.move_id
            JOIN stock_location AS target ON target.id = line.location_dest_id
           WHERE line.state = 'done'
             AND (move.production_id IS NOT NULL
                  OR move.unbuild_id IS NOT NULL AND target.usage = 'production')
       UNION ALL
          SELECT made_id, - used_quantity FROM edge WHERE made_id = used_id
      ) AS part
  GROUP BY part.lot_id
    HAVING SUM(part.quantity) > 0
"""

# Way by way, and no way in circles: a number that was reworked is in itself.
TRACE = """
    SELECT 0 AS level, NULL::int AS parent_id, lot_id, NULL::int AS product_id,
           NULL::numeric AS made_quantity, NULL::numeric AS carried_quantity,
           NULL::int AS production_id, NULL::timestamp AS date, ARRAY[lot_id] AS way
      FROM UNNEST(%(lot_ids)s) AS lot_id
 UNION ALL
    SELECT trace.level + 1, trace.lot_id, edge.%(far_side)s_id,
           edge.%(far_side)s_product_id, edge.made_quantity,
           edge.used_quantity * COALESCE(trace.carried_quantity / whole.quantity, 1),
           edge.production_id, edge.date, trace.way || edge.%(far_side)s_id
      FROM trace
      JOIN edge ON edge.%(near_side)s_id = trace.lot_id
 LEFT JOIN whole ON whole.lot_id = trace.lot_id
     WHERE edge.%(far_side)s_id IS NULL OR edge.%(far_side)s_id <> ALL(trace.way)
"""

# Whether there is a step at all.
LEADING = f"""
    SELECT lot_id FROM reached
     WHERE EXISTS (
         SELECT FROM {LINKED}
          WHERE %(near_side)s.lot_id = reached.lot_id AND {LINKED_AND_DONE}
     )
"""

# In this order: a part reads those before it; two read themselves.
PARTS = {
    "reached": REACHED,
    "line_pair": LINE_PAIR,
    "made": MADE,
    "unbuilt": UNBUILT,
    "edge": EDGE,
    "whole": WHOLE,
    "trace": TRACE,
}
# {direction: the side of a link on which a number is, the side that it leads to}
SIDES = {"inside": ("made", "used"), "where": ("used", "made")}


def get_trace_query(lot_ids, direction, company_ids):
    """All ways from numbers to others, over all levels.

    :param lot_ids: list of ids of ``stock.lot``
    :param str direction: ``inside``, what is in them; ``where``, what they are in
    :param company_ids: list of ids of ``res.company``, whose orders count
    :return: ``SQL``, a row for each step of a way; see ``TRACE``
    """
    return SQL(
        "%s SELECT * FROM trace WHERE level > 0 ORDER BY level, date, lot_id",
        _get_parts(PARTS, lot_ids, direction, company_ids),
    )


def get_reached_query(lot_ids, direction, company_ids):
    """The numbers that these lead to, each once, and these themselves.

    :return: ``SQL``, it selects ``lot_id``; parameters as of :func:`get_trace_query`
    """
    return SQL(
        "%s SELECT lot_id FROM reached WHERE lot_id IS NOT NULL",
        _get_parts({"reached": REACHED}, lot_ids, direction, company_ids),
    )


def get_step_query(lot_ids, direction, company_ids):
    """The first steps only, to what is next to these numbers.

    :return: ``SQL``, a row for each step; parameters as of :func:`get_trace_query`
    """
    parts = PARTS | {"reached": "SELECT UNNEST(%(lot_ids)s) AS lot_id"}
    return SQL(
        "%s SELECT * FROM trace WHERE level = 1 ORDER BY date, production_id, lot_id",
        _get_parts(parts, lot_ids, direction, company_ids),
    )


def get_leading_query(lot_ids, direction, company_ids):
    """Those of the numbers that lead anywhere.

    :return: ``SQL``, it selects ``lot_id``; parameters as of :func:`get_trace_query`
    """
    parts = {"reached": "SELECT UNNEST(%(lot_ids)s) AS lot_id", "beginning": LEADING}
    return SQL(
        "%s SELECT lot_id FROM beginning",
        _get_parts(parts, lot_ids, direction, company_ids),
    )


def get_history_query(lot_ids, direction, company_ids, limit):
    """What was put together once, whether it still is or not; the newest.

    :return: ``SQL``, it selects ``lot_id``, ``production_id``, ``date`` and
        ``other_ids``, of the numbers on the other side
    """
    near_side, far_side = SIDES[direction]
    return SQL(
        f"""
        SELECT %(near_side)s.lot_id, made_move.production_id, MAX(made.date) AS date,
               ARRAY_AGG(DISTINCT %(far_side)s.lot_id) AS other_ids
          FROM {LINKED}
         WHERE %(near_side)s.lot_id = ANY(%(lot_ids)s) AND {LINKED_AND_DONE}
           AND made.lot_id IS NOT NULL
      GROUP BY %(near_side)s.lot_id, made_move.production_id
      ORDER BY date DESC
         LIMIT %(limit)s
        """,
        near_side=SQL(near_side),
        far_side=SQL(far_side),
        lot_ids=lot_ids,
        company_ids=company_ids,
        limit=limit,
    )


def _get_parts(parts, lot_ids, direction, company_ids):
    near_side, far_side = SIDES[direction]
    values = {
        "lot_ids": lot_ids,
        "company_ids": company_ids,
        "near_side": SQL(near_side),
        "far_side": SQL(far_side),
    }
    return SQL(
        "WITH RECURSIVE %s",
        SQL(", ").join(
            SQL("%s AS (%s)", SQL.identifier(name), SQL(text, **values))
            for name, text in parts.items()
        ),
    )
