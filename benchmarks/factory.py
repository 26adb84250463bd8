"""The ledger of a factory that has made a million numbers, for figures i and j.

By SQL, because the ORM would take days. Orders make a hundred numbers of a product
each; the newest hold theirs, older ones have shipped most of them.
"""

from rows import Rows

import odoo.init  # noqa: F401  (before all else of Odoo)
from odoo import SUPERUSER_ID, Command, api

PER_ORDER = 100
PER_DELIVERY = 50
PER_MOVE = 1000
PRODUCTS = 20
CUSTOMERS = 200
SHELVES = 50
YEARS = 5
# The ids of what is cloned for lot number i come from these.
ORDER = f"(i - 1) / {PER_ORDER} + 1"
DELIVERY = f"(i - 1) / {PER_DELIVERY} + 1"
BATCH = f"(i - 1) / {PER_MOVE} + 1"


def _random(number, limit):
    """:return: SQL of a number from 0 to ``limit - 1``, always the same one"""
    return f"mod(hashint4({number}) & 2147483647, {limit})"


class Factory(Rows):
    """Fills one database; all that it makes is committed by who gives the cursor."""

    def __init__(self, cr, lots):
        self.cr = cr
        self.lots = lots
        self.env = api.Environment(cr, SUPERUSER_ID, {})
        # Foreign keys hold by construction, and take most of the time.
        cr.execute("SET session_replication_role = replica")
        self.warehouse = self.env["stock.warehouse"].search([], limit=1)
        self.company = self.warehouse.company_id
        self._make_masters()
        self._choose_fates()
        self._make_orders()
        self._make_lots()
        self._make_moves()
        self._make_move_lines()
        self._make_quants()
        if "sale_order_id" in self.env["stock.lot"]._fields:
            self._stamp()
        cr.execute("SET session_replication_role = DEFAULT")
        cr.execute("DROP TABLE fate")

    # ------------------------------------------------------------------
    # Products, customers, places: by the ORM
    # ------------------------------------------------------------------

    def _make_masters(self):
        env = self.env
        self.products = env["product.product"].create(
            [
                {
                    "name": f"Million {index:02d}",
                    "default_code": f"MILLION-{index:02d}",
                    "is_storable": True,
                    "tracking": "serial",
                }
                for index in range(PRODUCTS)
            ]
        )
        self.customers = env["res.partner"].create(
            [{"name": f"Million Customer {index:03d}"} for index in range(CUSTOMERS)]
        )
        stock = self.warehouse.lot_stock_id
        self.shelves = env["stock.location"].create(
            [
                {"name": f"Million Shelf {index:02d}", "location_id": stock.id}
                for index in range(SHELVES)
            ]
        )
        self.places = {
            "stock": stock,
            "customer": env.ref("stock.stock_location_customers"),
            "production": self.products[0]
            .with_company(self.company)
            .property_stock_production,
            "scrapped": env["stock.location"].search(
                [("usage", "=", "inventory"), ("company_id", "=", self.company.id)],
                limit=1,
            ),
        }
        self.template_order = env["mrp.production"].create(
            {"product_id": self.products[0].id, "product_qty": PER_ORDER}
        )
        self.template_picking = env["stock.picking"].create(
            {
                "picking_type_id": self.warehouse.out_type_id.id,
                "partner_id": self.customers[0].id,
                "location_id": stock.id,
                "location_dest_id": self.places["customer"].id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.products[0].id,
                            "product_uom_qty": PER_DELIVERY,
                            "location_id": stock.id,
                            "location_dest_id": self.places["customer"].id,
                        }
                    )
                ],
            }
        )
        env.flush_all()

    # ------------------------------------------------------------------
    # The rest: by SQL
    # ------------------------------------------------------------------

    def _choose_fates(self):
        """What becomes of lot number i, which order made it, what carried it away."""
        self._execute(
            f"""
CREATE TEMP TABLE fate AS
SELECT i, {ORDER} AS order_no, {DELIVERY} AS delivery_no, {BATCH} AS batch_no,
       -- half of all are one product, a hundred in a million are the last one
       CASE WHEN {ORDER} = %(orders)s / 2 THEN %(rare)s
            WHEN hashint4({ORDER}) & 1 = 0 THEN 1
            ELSE 2 + {_random(f"({ORDER}) * 7", "%(common)s")}
       END AS product_no,
       1 + {_random(f"({DELIVERY}) * 3", "%(shelves)s")} AS shelf_no,
       now() AT TIME ZONE 'utc'
           - (%(lots)s - i) * (%(years)s * interval '365 days' / %(lots)s) AS made_on,
       CASE WHEN age > 0.995 THEN 'preallocated'
            WHEN roll < 2 THEN 'scrapped'
            WHEN roll < 10 THEN 'consumed'
            WHEN roll < 12 THEN 'returned'
            WHEN age < 0.7 THEN CASE WHEN roll < 20 THEN 'available' ELSE 'shipped' END
            WHEN roll < 70 THEN 'available'
            WHEN roll < 80 THEN 'allocated'
            ELSE 'shipped'
       END AS state
  FROM (SELECT i, ({ORDER})::float / %(orders)s AS age,
               {_random("i", "100")} AS roll
          FROM generate_series(1, %(lots)s) AS i) AS number
            """,
            lots=self.lots,
            orders=max(self.lots // PER_ORDER, 2),
            rare=PRODUCTS,
            common=PRODUCTS - 2,
            shelves=SHELVES,
            years=YEARS,
        )
        self.cr.execute("ANALYZE fate")

    def _array(self, records):
        return f"(ARRAY{records.ids})"

    def _make_orders(self):
        base = self._reserve_ids("mrp_production", self.lots // PER_ORDER + 1)
        self.order_id = f"{base} + order_no"
        self._clone(
            self.template_order,
            f"SELECT {self.order_id} AS id, MIN(product_no) AS product_no,"
            " MIN(made_on) AS made_on, MIN(state) = 'preallocated' AS is_open,"
            " order_no FROM fate GROUP BY order_no",
            id="new.id",
            name="'MILLION/MO/' || lpad(new.order_no::text, 6, '0')",
            product_id=f"{self._array(self.products)}[new.product_no]",
            state="CASE WHEN new.is_open THEN 'confirmed' ELSE 'done' END",
            date_start="new.made_on",
            date_finished="new.made_on",
        )

    def _make_lots(self):
        base = self._reserve_ids("stock_lot", self.lots)
        self.lot_id = f"{base} + i"
        values = {
            "id": self.lot_id,
            "name": "'SN-' || to_char(made_on, 'YY') || '-' || lpad(i::text, 8, '0')",
            "product_id": f"{self._array(self.products)}[product_no]",
            "company_id": f"{self.company.id}",
            "location_id": f"""
                CASE state WHEN 'shipped' THEN {self.places["customer"].id}
                           WHEN 'scrapped' THEN {self.places["scrapped"].id}
                           WHEN 'available' THEN {self._array(self.shelves)}[shelf_no]
                           WHEN 'allocated' THEN {self._array(self.shelves)}[shelf_no]
                           WHEN 'returned' THEN {self._array(self.shelves)}[shelf_no]
                END""",
            "create_uid": "1",
            "write_uid": "1",
            "create_date": "made_on",
            "write_date": "made_on",
        }
        self._execute(
            f"INSERT INTO stock_lot ({', '.join(values)})"
            f" SELECT {', '.join(values.values())} FROM fate ORDER BY i"
        )
        self._execute(
            "INSERT INTO mrp_production_prealloc_lot_rel (production_id, lot_id)"
            f" SELECT {self.order_id}, {self.lot_id} FROM fate"
            " WHERE state = 'preallocated'"
        )
        self._execute(
            "INSERT INTO mrp_production_stock_lot_rel"
            " (mrp_production_id, stock_lot_id)"
            f" SELECT {self.order_id}, {self.lot_id} FROM fate"
            " WHERE state <> 'preallocated'"
        )

    def _make_pickings(self, kind, state, where):
        """:return: SQL of the id of the picking for a row of ``fate``"""
        base = self._reserve_ids("stock_picking", self.lots // PER_DELIVERY + 1)
        picking_id = f"{base} + delivery_no"
        self._clone(
            self.template_picking,
            f"SELECT {picking_id} AS id, delivery_no, MIN(made_on) AS made_on"
            f" FROM fate WHERE {where} GROUP BY delivery_no",
            id="new.id",
            name=f"'MILLION/{kind}/' || lpad(new.delivery_no::text, 6, '0')",
            state=f"'{state}'",
            # the last customer has one delivery
            partner_id=f"""{self._array(self.customers)}[CASE
                WHEN new.delivery_no = 10 THEN {CUSTOMERS}
                ELSE 1 + {_random("new.delivery_no", str(CUSTOMERS - 1))}
                END]""",
            scheduled_date="new.made_on",
            date_done="new.made_on" if state == "done" else "NULL",
        )
        return picking_id

    def _make_moves(self):
        """One move for each document, and one line for each number on it."""
        stock, customer, production, scrapped = (
            self.places[name].id
            for name in ("stock", "customer", "production", "scrapped")
        )
        # what is made is moved from shelf to shelf before it lies on its own
        first, second, shelf = (
            f"{self._array(self.shelves)}[1 + mod(shelf_no + {step}, {SHELVES})]"
            for step in (1, 0, SHELVES - 1)
        )
        delivered = "state IN ('shipped', 'returned')"
        shipping_id = self._make_pickings("OUT", "done", delivered)
        return_id = self._make_pickings("RET", "done", "state = 'returned'")
        open_id = self._make_pickings("NEXT", "assigned", "state = 'allocated'")
        made = "state <> 'preallocated'"
        # (number of the document, which lots, state, from, to, more columns of the
        # move, where the line comes from and goes to)
        self.moves = [
            ("order_no", made, "done", production, stock,
             {"production_id": self.order_id}, (production, first)),
            ("batch_no", made, "done", stock, stock, {}, (first, second)),
            ("batch_no", made, "done", stock, stock, {}, (second, first)),
            ("batch_no", made, "done", stock, stock, {}, (first, shelf)),
            ("delivery_no", delivered, "done", stock, customer,
             {"picking_id": shipping_id}, (shelf, customer)),
            ("delivery_no", "state = 'returned'", "done", customer, stock,
             {"picking_id": return_id}, (customer, shelf)),
            ("delivery_no", "state = 'allocated'", "assigned", stock, customer,
             {"picking_id": open_id}, (shelf, customer)),
            ("order_no", "state = 'consumed'", "done", stock, production,
             {"raw_material_production_id": f"{self.order_id} + 1"},
             (shelf, production)),
            ("batch_no", "state = 'scrapped'", "done", stock, scrapped,
             {}, (shelf, scrapped)),
        ]  # fmt: skip
        self.move_ids = []
        for number, where, state, source, target, more, _ends in self.moves:
            base = self._reserve_ids("stock_move", self.lots // PER_DELIVERY + 1)
            self.move_ids.append(f"{base} + {number}")
            listed = "".join(f", MIN({sql}) AS {name}" for name, sql in more.items())
            self._clone(
                self.template_picking.move_ids,
                f"SELECT {base} + {number} AS id, MIN(product_no) AS product_no,"
                f" COUNT(*) AS quantity, MIN(made_on) AS made_on{listed}"
                f" FROM fate WHERE {where} GROUP BY {number}",
                **{
                    "id": "new.id",
                    "picking_id": "NULL",
                    "product_id": f"{self._array(self.products)}[new.product_no]",
                    "product_uom_qty": "new.quantity",
                    "product_qty": "new.quantity",
                    "quantity": "new.quantity",
                    "state": f"'{state}'",
                    "location_id": f"{source}",
                    "location_dest_id": f"{target}",
                    "location_final_id": f"{target}",
                    "date": "new.made_on",
                }
                | {name: f"new.{name}" for name in more},
            )

    def _make_move_lines(self):
        uom_id = self.products[0].uom_id.id
        for step, (move, move_id) in enumerate(
            zip(self.moves, self.move_ids, strict=True)
        ):
            _number, where, state, _source, _target, more, (source, target) = move
            values = {
                "move_id": move_id,
                "picking_id": more.get("picking_id", "NULL"),
                "production_id": more.get("production_id", "NULL"),
                "company_id": f"{self.company.id}",
                "product_id": f"{self._array(self.products)}[product_no]",
                "product_uom_id": f"{uom_id}",
                "lot_id": self.lot_id,
                "location_id": f"{source}",
                "location_dest_id": f"{target}",
                "state": f"'{state}'",
                "quantity": "1",
                "quantity_product_uom": "1",
                "picked": "true" if state == "done" else "false",
                "date": f"made_on + interval '{step} hours'",
                "create_uid": "1",
                "write_uid": "1",
                "create_date": "made_on",
                "write_date": "made_on",
            }
            self._execute(
                f"INSERT INTO stock_move_line ({', '.join(values)})"
                f" SELECT {', '.join(values.values())} FROM fate WHERE {where}"
            )

    def _make_quants(self):
        """What the moves have left behind; virtual places owe what they gave."""
        places, production = self.places, self.places["production"].id
        shelf = f"{self._array(self.shelves)}[shelf_no]"
        for where, place, quantity, reserved in (
            ("state IN ('available', 'returned')", shelf, 1, 0),
            ("state = 'allocated'", shelf, 1, 1),
            ("state = 'shipped'", places["customer"].id, 1, 0),
            ("state = 'scrapped'", places["scrapped"].id, 1, 0),
            ("state NOT IN ('preallocated', 'consumed')", production, -1, 0),
        ):
            self._execute(
                "INSERT INTO stock_quant (product_id, company_id, location_id, lot_id,"
                " quantity, reserved_quantity, in_date, create_uid, write_uid,"
                " create_date, write_date)"
                f" SELECT {self._array(self.products)}[product_no], {self.company.id},"
                f" {place}, {self.lot_id}, {quantity}, {reserved}, made_on, 1, 1,"
                f" made_on, made_on FROM fate WHERE {where}"
            )

    def _stamp(self):
        """The newest numbers in stock are for a hundred sales orders."""
        order = self.env["sale.order"].create({"partner_id": self.customers[0].id})
        self.env.flush_all()
        base = self._reserve_ids("sale_order", 100)
        self._clone(
            order,
            f"SELECT {base} + number AS id, number FROM generate_series(1, 100)"
            " AS number",
            id="new.id",
            name="'MILLION/S/' || new.number",
            state="'sale'",
            access_token="NULL",
        )
        self._execute(
            f"UPDATE stock_lot SET sale_order_id = {base} + 1 + mod(fate.i, 100)"
            f" FROM fate WHERE stock_lot.id = {self.lot_id}"
            " AND fate.state = 'available' AND fate.i > %(newest)s",
            newest=self.lots * 0.9,
        )
