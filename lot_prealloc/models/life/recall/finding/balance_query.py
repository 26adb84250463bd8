"""Where all of a number came from, and where it is (RC-2).

As the life of a number is told, place by place; but what was counted is a movement that
nobody made: it is the difference. Only a first count brings a number in.
"""

from odoo.tools import SQL

from ...lifecycle_query import get_ledger_parts

# What each movement of the company adds to a place outside of stock; counts apart.
COUNTED_SIDE = """
    SELECT side.lot_id, side.date, side.id, side.change,
           CASE WHEN side.place NOT LIKE 'inventory%%' THEN side.place
                WHEN move.is_inventory IS NOT TRUE THEN side.place
                WHEN side.change < 0 AND side.id = FIRST_VALUE(side.id) OVER (
                    PARTITION BY side.lot_id ORDER BY side.date, side.id
                ) THEN 'first count'
                ELSE 'count' END AS place
      FROM side
      JOIN stock_move_line AS moved ON moved.id = side.id
 LEFT JOIN stock_move AS move ON move.id = moved.move_id
     WHERE moved.company_id = %(company_id)s
"""

# What came from a place at most, before anything went there, and what is there now.
SOURCE = """
    SELECT lot_id, place, - LEAST(0, MIN(running)) AS origin,
           SUM(change) - LEAST(0, MIN(running)) AS quantity
      FROM (
          SELECT *, SUM(change) OVER (
                     PARTITION BY lot_id, place ORDER BY date, id) AS running
            FROM counted_side WHERE place <> 'count'
      ) AS running_side
  GROUP BY lot_id, place
"""

BALANCE = """
SELECT lot_id, SUM(origin)::float AS origin_quantity,
       COALESCE(SUM(quantity) FILTER (
           WHERE place IN ('customer', 'supplier', 'transit')), 0)::float
           AS shipped_quantity,
       COALESCE(SUM(quantity) FILTER (
           WHERE place IN ('production', 'unbuild')), 0)::float AS consumed_quantity,
       COALESCE(SUM(quantity) FILTER (
           WHERE place LIKE 'inventory%%'), 0)::float AS scrapped_quantity
  FROM source
GROUP BY lot_id
"""


def get_balance_query(lot_ids, company_id):
    """
    :param lot_ids: list of ids of ``stock.lot``
    :param int company_id: of the ``res.company`` whose movements count
    :return: ``SQL``, a row for each that has moved: ``lot_id``, ``origin_quantity``
        (made or received), and how much is shipped, consumed and scrapped
    """
    parts = get_ledger_parts(
        lot_ids,
        ("here", "movement", "done_line", "line", "side"),
        {"counted_side": COUNTED_SIDE, "source": SOURCE},
        company_id=company_id,
    )
    return SQL("WITH %s %s", parts, SQL(BALANCE))
