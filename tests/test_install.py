"""Coming to a database that is in use, and leaving it (sections 1 and 10)."""

import json
import re
from contextlib import closing

import psycopg2

from odoo.sql_db import close_db, db_connect
from odoo.tests import tagged
from odoo.tools import mute_logger

from .database_case import BASE_DB, DatabaseCase

DOCUMENT_TABLES = (
    "mrp_production",
    "product_template",
    "stock_lot",
    "stock_move",
    "stock_move_line",
    "stock_quant",
)
OURS = (
    "lot_prealloc",
    "lot_prealloc_sale",
    "lot_prealloc_expiry",
    "lot_prealloc_gs1",
)
IGNORED_ROWS = {
    # Odoo logs that our server actions were created
    "mail_message": "WHERE model !~ '^ir[.]'",
    # configuration, as views and actions are
    "mail_activity_type": "WHERE id NOT IN (SELECT res_id FROM ir_model_data"
    " WHERE model = 'mail.activity.type' AND module ^@ 'lot_prealloc')",
    "mail_template": "WHERE id NOT IN (SELECT res_id FROM ir_model_data"
    " WHERE model = 'mail.template' AND module ^@ 'lot_prealloc')",
}

# A factory that runs on stock Odoo: products of every kind, orders in every state.
FACTORY_SCRIPT = """
from odoo import Command

def product(name, **values):
    return env["product.product"].create({"name": name, "is_storable": True, **values})

stock = env["stock.warehouse"].search([], limit=1).lot_stock_id
part = product("part")
tracked = [product(tracking, tracking=tracking) for tracking in ("lot", "serial")]
env["product.product"].create({"name": "consumable"})
env["product.product"].create({"name": "service", "type": "service"})
product("archived", tracking="serial", active=False)
product("of the company", tracking="lot", company_id=env.company.id)
for finished in tracked:
    env["mrp.bom"].create({
        "product_tmpl_id": finished.product_tmpl_id.id,
        "bom_line_ids": [Command.create({"product_id": part.id, "product_qty": 1})],
    })
    orders = env["mrp.production"].create(
        [{"product_id": finished.id, "product_qty": 1} for _index in range(3)]
    )
    (orders[0] | orders[1]).action_confirm()
    orders[0].action_generate_serial()
    orders[0].qty_producing = 1
    orders[0].set_qty_producing()
    orders[0].button_mark_done()
    states = orders.mapped("state")
    assert states == ["done", "confirmed", "draft"], states
    lot = env["stock.lot"].create({"name": "IN-STOCK", "product_id": finished.id})
    env["stock.quant"]._update_available_quantity(finished, stock, 1, lot_id=lot)
env.flush_all()
# what two transactions of stock Odoo can commit
for finished, company in zip(tracked, (None, env.company.id)):
    env.cr.execute(
        "INSERT INTO stock_lot (name, product_id, company_id)"
        " SELECT 'TWICE', %s, %s FROM generate_series(1, 2)", [finished.id, company])
env.cr.commit()
"""

# Make an order of each tracked product and produce it; print the numbers of the orders.
PRODUCE_SCRIPT = """
import json
names = {{}}
for tracking in ("lot", "serial"):
    product = env["product.product"].search([("name", "=", tracking)])
    order = env["mrp.production"].create({{"product_id": product.id, "product_qty": 1}})
    {before}
    order.action_confirm()
    if not order.lot_producing_ids:
        order.action_generate_serial()
    order.qty_producing = 1
    order.set_qty_producing()
    order.button_mark_done()
    assert order.state == "done", order.state
    lot = order.move_finished_ids.move_line_ids.lot_id
    assert lot.product_qty == 1, lot
    names[tracking] = lot.name
env.cr.commit()
print("produced", json.dumps(names))
"""
ENABLE = """env.company.lot_prealloc_enabled = True
    product.product_tmpl_id.lot_number_format_id = env["lot.number.format"].create(
        {"pattern": tracking.upper() + "-{00}"})"""

UNINSTALL_SCRIPT = """
addon = env["ir.module.module"].search([("name", "=", "lot_prealloc")])
addon.button_immediate_uninstall()
"""


class InstallCase(DatabaseCase):
    def query(self, query, parameters=()):
        """Read or write in a transaction of its own, without the ORM."""
        with closing(db_connect(self.dbname).cursor()) as cr:
            cr.execute(query, parameters)
            rows = cr.fetchall() if cr.description else []
            cr.commit()
        close_db(self.dbname)
        return rows

    def run_script(self, script):
        process = self.run_odoo("--log-level=warn", script=script)
        self.assertEqual(process.returncode, 0, process.stderr)
        self.assertNotIn("Traceback", process.stderr)
        return process.stdout

    def get_warnings(self, process):
        """:return: list of what Odoo's log warns of, other than manifests of others"""
        return [
            line
            for line in process.stderr.splitlines()
            if re.search(r" (WARNING|ERROR|CRITICAL) ", line)
            and not ("odoo.modules.module:" in line and "prealloc" not in line)
        ]

    def produce(self, before="pass"):
        """:return: ``{tracking: name of the number}`` of what was produced"""
        output = self.run_script(PRODUCE_SCRIPT.format(before=before))
        return json.loads(output.partition("produced ")[2])

    def get_columns(self):
        """:return: ``{table: [column]}`` of what users have entered, not Odoo's own"""
        columns = {}
        for table, column in self.query(
            "SELECT table_name, column_name FROM information_schema.columns"
            " JOIN information_schema.tables USING (table_schema, table_name)"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
            " AND table_name !~ '^(ir|base|bus|orm_signaling|rule_group|res_groups)_'"
            " AND column_name NOT IN ('write_date', 'write_uid')"
            " ORDER BY table_name, column_name"
        ):
            columns.setdefault(table, []).append(column)
        return columns

    def get_contents(self, columns):
        """:return: ``{table: fingerprint of its rows}``, over ``columns`` only"""
        contents = {}
        for table, names in columns.items():
            row = ", ".join(f'"{name}"' for name in names)
            where = IGNORED_ROWS.get(table, "")
            [[contents[table]]] = self.query(
                "SELECT md5(string_agg(line, '|' ORDER BY line))"
                f' FROM (SELECT ROW({row})::text line FROM "{table}" {where}) lines'
            )
        return contents

    def get_constraint(self):
        """:return: definition of our constraint, or None"""
        rows = self.query(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conname = 'stock_lot_unique_number'"
        )
        return rows[0][0] if rows else None

    def assert_duplicate_is_refused(self, product_id, name, company_id=None):
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError):
            self.query(
                "INSERT INTO stock_lot (name, product_id, company_id)"
                " SELECT %s, %s, %s::int FROM generate_series(1, 2)",
                [name, product_id, company_id],
            )


@tagged("post_install", "-at_install")
class TestInstall(InstallCase):
    template = BASE_DB

    def test_install_on_a_database_in_use(self):
        self.run_script(FACTORY_SCRIPT)
        columns = self.get_columns()
        before = self.get_contents(columns)
        [[lots_before]] = self.query("SELECT count(*) FROM stock_lot")

        process = self.run_odoo(
            "--init=lot_prealloc,lot_prealloc_gs1", "--stop-after-init"
        )
        self.assertEqual(process.returncode, 0, process.stderr)

        with self.subTest("nothing changes"):
            # AB-3, section 1: no tracking, no number, no document
            after = self.get_contents(columns)
            changed = {table for table in columns if before[table] != after[table]}
            self.assertFalse(changed)
            self.assertFalse(
                self.query(
                    "SELECT id, tracking, lot_tracking FROM product_template"
                    " WHERE lot_tracking IS DISTINCT FROM tracking"
                )
            )
            self.assertFalse(
                self.query("SELECT id FROM res_company WHERE lot_prealloc_enabled")
            )
            [[lots]] = self.query("SELECT count(*) FROM stock_lot")
            self.assertEqual(lots, lots_before)

        product_ids = dict(
            self.query(
                "SELECT template.name->>'en_US', product.id"
                " FROM product_product AS product"
                " JOIN product_template AS template ON template.id = product_tmpl_id"
            )
        )
        with self.subTest("duplicates are reported"):
            # 10: which, and what to do
            self.assertIn("2 lot/serial numbers exist more than once", process.stderr)
            for tracking in ("lot", "serial"):
                self.assertIn(
                    f"product {product_ids[tracking]}: TWICE (2 times)", process.stderr
                )
            self.assertIn("update lot_prealloc", process.stderr)
        with self.subTest("nothing else is warned of"):
            others = [
                line
                for line in self.get_warnings(process)
                if "exist more than once" not in line
            ]
            self.assertFalse(others)
        with self.subTest("new duplicates are refused"):
            # 10: by the database, whoever writes
            self.assertIn("WHERE", self.get_constraint())
            for tracking, company_id in (("lot", None), ("serial", 1)):
                self.assert_duplicate_is_refused(
                    product_ids[tracking], "NEW", company_id
                )
        with self.subTest("it works as before, and with the setting on"):
            # BX-2 PF-7
            names = self.produce()
            self.assertRegex(names["lot"], r"^\d{7}$")
            self.assertEqual(
                self.produce(before=ENABLE), {"lot": "LOT-01", "serial": "SERIAL-01"}
            )
        with self.subTest("an update after the duplicates are gone"):
            # 10
            self.query(
                "UPDATE stock_lot SET name = name || '-' || id WHERE name = 'TWICE'"
            )
            process = self.run_odoo("--update=lot_prealloc", "--stop-after-init")
            self.assertEqual(process.returncode, 0, process.stderr)
            self.assertEqual(self.get_warnings(process), [])
            self.assertNotIn("exist more than once", process.stderr)
            self.assertNotIn("WHERE", self.get_constraint())
            self.assert_duplicate_is_refused(product_ids["lot"], "LATER")
            with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.IntegrityError):
                # one that was there before the addon came
                self.query(
                    "INSERT INTO stock_lot (name, product_id) VALUES ('IN-STOCK', %s)",
                    [product_ids["lot"]],
                )


@tagged("post_install", "-at_install")
class TestUninstall(InstallCase):
    def test_uninstall(self):
        # Section 1: lots and stock stay, Odoo works
        self.run_script(FACTORY_SCRIPT.replace("'TWICE'", "'ONCE' || random()"))
        self.assertEqual(
            self.produce(before=ENABLE), {"lot": "LOT-01", "serial": "SERIAL-01"}
        )
        our_fields = self.get_our_fields()
        self.assertIn(("stock_lot", "allocated_production_id"), our_fields)
        columns = {
            table: [name for name in names if (table, name) not in our_fields]
            for table, names in self.get_columns().items()
            if table in DOCUMENT_TABLES
        }
        before = self.get_contents(columns)

        self.run_script(UNINSTALL_SCRIPT)

        self.assertFalse(
            self.query(
                "SELECT name FROM ir_module_module"
                " WHERE name IN %s AND state != 'uninstalled'",
                [OURS],
            )
        )
        self.assertEqual(self.get_contents(columns), before)
        with self.subTest("nothing of ours is left"):
            self.assertIsNone(self.get_constraint())
            left = {
                (table, name)
                for table, names in self.get_columns().items()
                for name in names
            }
            self.assertFalse(left & our_fields)
            self.assertFalse(
                {
                    table
                    for table, _name in left
                    if "prealloc" in table or "lot_number" in table
                }
            )
        with self.subTest("Odoo works"):
            names = self.produce()
            self.assertRegex(names["lot"], r"^\d{7}$")
            self.assertRegex(names["serial"], r"^\d{7}$")

    def get_our_fields(self):
        """:return: set of ``(table, column)`` that only our addons define"""
        return {
            (model.replace(".", "_"), name)
            for model, name in self.query(
                "SELECT model, name FROM ir_model_fields field WHERE NOT EXISTS"
                " (SELECT FROM ir_model_data data WHERE data.model = 'ir.model.fields'"
                " AND data.res_id = field.id AND data.module NOT IN %s)",
                [OURS],
            )
        }
