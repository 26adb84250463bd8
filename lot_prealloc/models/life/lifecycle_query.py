"""The life of numbers, told from the stock ledger by one statement (AB-12).

A place outside of stock has what went there and did not come back: a balance that
starts anew where more comes from there than went there (a vendor's receipt, a first
count). What is returned is what came from customers and was not made available, as long
as so much is here: of a lot, what leaves is what was available first, and what is
reserved was too.

There is only one of a serial: what a vendor brings, or a count finds, while it is with
a customer of the same company has come from there; unless it was delivered before it
was here.

A number that never was anywhere is held by an order, or else expected, or else void:
what has been generated for an order that gave it up, or is named only by orders that
are closed. What somebody has entered and nothing names is expected: known, and not here
yet. What was here once and is nowhere is lost.

The statement is made of named parts, each a query that can be read alone; it reads the
parts before it. ``READS`` says what is read of the database.
"""

from typing import NamedTuple

from odoo.tools import SQL

from ..lots.places import OWN_STOCK


class Read(NamedTuple):
    """What the statement reads of a model."""

    model: str
    # From a number to the records, and the fields of these whose changes Odoo follows.
    path: str = ""
    followed: tuple = ()
    # Fields that stay what they are, or whose changes are told by ``_follow_ledger``.
    others: tuple = ()


READS = (
    Read("stock.quant", "quant_ids.", ("quantity", "location_id"), ("lot_id",)),
    Read(
        "stock.move.line",
        "move_line_ids.",
        (
            "state",
            "date",
            "quantity_product_uom",
            "location_id",
            "location_dest_id",
            "is_made_available",
        ),
        ("lot_id", "move_id", "company_id"),
    ),
    Read(
        "stock.move",
        "move_line_ids.move_id.",
        ("location_final_id",),
        (
            "state",
            "location_id",
            "location_dest_id",
            "move_dest_ids",
            "production_id",
            "unbuild_id",
            "demand_lot_ids",
        ),
    ),
    Read(
        "mrp.production",
        "prealloc_production_ids.",
        ("state",),
        ("lot_producing_ids", "prealloc_lot_ids"),
    ),
    Read(
        "stock.lot",
        "",
        ("producing_production_ids",),
        ("allocated_production_id", "product_id"),
    ),
    Read("stock.location", others=("usage", "company_id")),
    Read("stock.lot.event", others=("lot_id", "kind")),
    Read("product.product", others=("product_tmpl_id",)),
    Read("product.template", others=("tracking",)),
)
# For ``@api.depends``.
DEPENDS = tuple(f"{read.path}{name}" for read in READS for name in read.followed)

# ----------------------------------------------------------------------
# What is here
# ----------------------------------------------------------------------

# How much of each number lies in stock.
HERE = """
    SELECT quant.lot_id, GREATEST(ROUND(SUM(quant.quantity)::numeric, 6), 0) AS quantity
      FROM stock_quant AS quant
      JOIN stock_location AS location ON location.id = quant.location_id
     WHERE quant.lot_id = ANY(%(lot_ids)s) AND %(is_stock)s
  GROUP BY quant.lot_id
"""

# Every movement of these numbers, done or not, from one place to another.
MOVEMENT = """
    SELECT line.lot_id, line.id, line.date, line.move_id, line.state,
           move.production_id, source.usage, line.quantity_product_uom AS quantity,
           line.is_made_available, line.company_id,
           %(source)s AS source, %(target)s AS target
      FROM stock_move_line AS line
      JOIN stock_location AS source ON source.id = line.location_id
      JOIN stock_location AS target ON target.id = line.location_dest_id
 LEFT JOIN stock_move AS move ON move.id = line.move_id
     WHERE line.lot_id = ANY(%(lot_ids)s) AND line.state <> 'cancel'
"""

# ----------------------------------------------------------------------
# What happened
# ----------------------------------------------------------------------

# Movements that are done.
DONE_LINE = """
    SELECT * FROM movement WHERE state = 'done' AND quantity <> 0
"""

# The same, and which of them bring something back: a serial that comes from a vendor or
# a count while it was with a customer has come from there.
LINE = """
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
      ) AS told
"""

# What each movement adds to the places outside of stock, or takes from them.
SIDE = """
    SELECT lot_id, target AS place, date, id, quantity AS change
      FROM line WHERE target <> 'stock' AND target <> source
 UNION ALL
    SELECT lot_id, source, date, id, -quantity
      FROM line WHERE source <> 'stock' AND target <> source
"""

# What each place outside has had after each of them.
BALANCE = """
    SELECT lot_id, place, change, SUM(change) OVER (
               PARTITION BY lot_id, place ORDER BY date, id
           ) AS running
      FROM side
"""

# What is there now.
GONE_TO = """
    SELECT lot_id, place, SUM(change) - LEAST(0, MIN(running)) AS quantity
      FROM balance
  GROUP BY lot_id, place
"""

# The same by what it means: delivered, used up, lost.
GONE = """
    SELECT lot_id,
           SUM(quantity) FILTER (
               WHERE place IN ('customer', 'supplier', 'transit')) AS shipped,
           SUM(quantity) FILTER (
               WHERE place IN ('production', 'unbuild')) AS consumed,
           SUM(quantity) FILTER (WHERE place LIKE 'inventory%%') AS scrapped
      FROM gone_to
  GROUP BY lot_id
"""

# After each movement: what was in stock, and what had come back until then.
HISTORY = """
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
"""

# How much of what came back has never left again since.
RETURNED = """
    SELECT history.lot_id,
           GREATEST(0, MAX(returned) + LEAST(0, MIN(
               GREATEST(0, COALESCE(here.quantity, 0) - total + balance) - returned
           ))) AS quantity
      FROM history
 LEFT JOIN here ON here.lot_id = history.lot_id
  GROUP BY history.lot_id
"""

# The order that produced the number first.
PRODUCED = """
    SELECT DISTINCT ON (lot_id) lot_id, production_id, date
      FROM line WHERE usage = 'production' AND production_id IS NOT NULL
  ORDER BY lot_id, date, id
"""

# ----------------------------------------------------------------------
# What is to happen
# ----------------------------------------------------------------------

# Movements that are not done yet.
OPEN_LINE = """
    SELECT lot_id, move_id, quantity, source = 'stock' AS is_here,
           target <> 'stock' AS leaves
      FROM movement WHERE state <> 'done'
"""

# What they take from stock.
RESERVED = """
    SELECT lot_id, move_id, quantity, leaves
      FROM open_line WHERE is_here AND quantity > 0
"""

# Reservations that stay within stock, with all moves that follow them (AB-13): of
# Python’s ``_walk_chain`` the twin.
CHAIN = """
    SELECT DISTINCT move_id AS first_id, move_id AS id FROM reserved WHERE NOT leaves
     UNION
    SELECT chain.first_id, move.id
      FROM chain
      JOIN stock_move_move_rel AS link ON link.move_orig_id = chain.id
      JOIN stock_move AS move ON move.id = link.move_dest_id
     WHERE move.state NOT IN ('done', 'cancel')
"""

# Those of them that end outside of stock.
LEAVING = """
    SELECT DISTINCT chain.first_id
      FROM chain
      JOIN stock_move AS move ON move.id = chain.id
      JOIN stock_location AS target ON target.id IN (
               move.location_dest_id, move.location_final_id)
     WHERE NOT %(is_target_stock)s
"""

# How much is reserved by what leaves.
ALLOCATED = """
    SELECT reserved.lot_id, SUM(quantity) AS quantity
      FROM reserved
     WHERE leaves OR move_id IN (SELECT first_id FROM leaving)
  GROUP BY reserved.lot_id
"""

# Numbers that open movements or demands bring from outside.
EXPECTED = """
    SELECT lot_id FROM open_line WHERE NOT is_here
     UNION
    SELECT demand.lot_id
      FROM stock_move_demand_lot_rel AS demand
      JOIN stock_move AS move ON move.id = demand.move_id
      JOIN stock_location AS location ON location.id = move.location_id
     WHERE demand.lot_id = ANY(%(lot_ids)s)
       AND move.state NOT IN ('done', 'cancel') AND NOT %(is_stock)s
"""

# Numbers that orders hold or produce, and the first of these that is open.
NAMED = """
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
"""

# Numbers that were generated for an order, or given up by one.
RELEASED = """
    SELECT id AS lot_id FROM stock_lot
     WHERE id = ANY(%(lot_ids)s) AND allocated_production_id IS NOT NULL
     UNION
    SELECT lot_id FROM stock_lot_event
     WHERE lot_id = ANY(%(lot_ids)s) AND kind = 'given_up'
"""

# ----------------------------------------------------------------------
# All of it together
# ----------------------------------------------------------------------

# A row for each number that is asked for.
AMOUNT = """
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
"""

# What is here is allocated, or has come back, or is available.
PART = """
    SELECT *, LEAST(came_back, here - allocated_quantity) AS returned_quantity
      FROM amount
"""

# The state is the first of those that a number is in; the others are further states.
LIFECYCLE = """
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
"""

# In this order: a part reads those before it, and ``chain`` itself.
PARTS = {
    "here": HERE,
    "movement": MOVEMENT,
    "done_line": DONE_LINE,
    "line": LINE,
    "side": SIDE,
    "balance": BALANCE,
    "gone_to": GONE_TO,
    "gone": GONE,
    "history": HISTORY,
    "returned": RETURNED,
    "produced": PRODUCED,
    "open_line": OPEN_LINE,
    "reserved": RESERVED,
    "chain": CHAIN,
    "leaving": LEAVING,
    "allocated": ALLOCATED,
    "expected": EXPECTED,
    "named": NAMED,
    "released": RELEASED,
    "amount": AMOUNT,
    "part": PART,
}


def get_lifecycle_query(lot_ids):
    """The life of numbers, a row for each.

    :param lot_ids: list of ids of ``stock.lot``
    :return: ``SQL``; it selects ``lot_id``, what is stored of the life, and the
        quantity in each state in the unit of the product
    """
    return SQL("WITH RECURSIVE %s %s", get_ledger_parts(lot_ids, PARTS), SQL(LIFECYCLE))


def get_ledger_parts(lot_ids, names, more=None, **values):
    """The named parts of a statement over the ledger, for other statements too.

    :param lot_ids: list of ids of ``stock.lot``
    :param names: those of ``PARTS`` that are wanted, with all that they read
    :param dict more: texts of further parts that read these
    :param values: of the placeholders of these
    :return: ``SQL``, what follows ``WITH``
    """
    values |= {
        "lot_ids": lot_ids,
        "is_stock": OWN_STOCK.get_sql("location"),
        "is_target_stock": OWN_STOCK.get_sql("target"),
        "source": _get_place(
            "source", "move.production_id IS NOT NULL AND move.unbuild_id IS NULL"
        ),
        "target": _get_place("target", "move.unbuild_id IS NOT NULL"),
    }
    parts = {name: PARTS[name] for name in names} | (more or {})
    return SQL(", ").join(
        SQL("%s AS (%s)", SQL.identifier(name), SQL(text, **values))
        for name, text in parts.items()
    )


def _get_place(alias, is_unbuilt):
    """Name of the place on one side of a move line, to balance what went there.

    Lots produced a second time do not give back what orders have consumed, but what an
    unbuild order took apart. Scrap and inventory loss are apart as well.
    """
    return SQL(
        "CASE WHEN %(is_stock)s THEN 'stock'"
        " WHEN %(location)s.usage = 'production' AND %(is_unbuilt)s THEN 'unbuild'"
        " WHEN %(location)s.usage = 'inventory' THEN 'inventory' || %(location)s.id"
        " ELSE %(location)s.usage END",
        is_stock=OWN_STOCK.get_sql(alias),
        location=SQL.identifier(alias),
        is_unbuilt=SQL(is_unbuilt),
    )
