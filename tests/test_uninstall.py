"""What the addons leave behind when they go: nothing (section 1)."""

from odoo.tests import tagged

from .database_case import BASE_DB
from .test_install import ENABLE, FACTORY_SCRIPT, UNINSTALL_SCRIPT, InstallCase

# Where Odoo keeps what addons are made of; ids are those of what was there before.
CONFIGURATION = (
    r"^(ir_(act|asset|config|cron|default|exports|filters|model|rule|sequence|ui)"
    "|mail_activity_type|mail_message_subtype|mail_template|report_paperformat"
    "|res_groups|rule_group_rel|decimal_precision|digest|uom_uom)"
)
# Tables, columns, indexes, constraints, sequences, triggers and functions
SCHEMA = """
    SELECT 'column', table_name, column_name, data_type
      FROM information_schema.columns WHERE table_schema = 'public'
     UNION ALL
    SELECT 'index', tablename, indexname, indexdef
      FROM pg_indexes WHERE schemaname = 'public'
     UNION ALL
    SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid)
      FROM pg_constraint WHERE connamespace = 'public'::regnamespace
     UNION ALL
    SELECT 'sequence', '', sequencename, '' FROM pg_sequences
     UNION ALL
    SELECT 'trigger', tgrelid::regclass::text, tgname, ''
      FROM pg_trigger WHERE NOT tgisinternal
     UNION ALL
    SELECT 'function', '', proname, pg_get_function_identity_arguments(oid)
      FROM pg_proc WHERE pronamespace = 'public'::regnamespace
"""
# What Odoo leaves of every addon that is uninstalled, or changes while it works
ODOO_LEAVES = {
    # when it starts its jobs next
    "ir_cron_trigger": "FALSE",
    # the foreign keys that an addon's fields had
    "ir_model_constraint": "type <> 'f'",
    # the names of inherited fields that depended on one of the addon: it makes the
    # fields anew, but not their ids
    "ir_model_data": "name NOT IN ('field_product_product__tracking',"
    " 'field_product_product__lot_valuated')",
    "ir_model_fields": "NOT (model = 'product.product'"
    " AND name IN ('tracking', 'lot_valuated'))",
}
# The docstring of the class that was loaded last.
ODOO_CHANGES = {"ir_model": ["info"]}
SETTINGS_SCRIPT = """
env["ir.config_parameter"].set_param("lot_prealloc.plain", "1")
env["res.company"]._switch_traceability(on=False)
assert env["res.company"]._is_traceability_switched_off()
env.cr.commit()
"""


@tagged("post_install", "-at_install")
class TestNothingIsLeft(InstallCase):
    template = BASE_DB
    maxDiff = None

    def test_a_database_is_as_if_we_had_never_been_there(self):
        # Section 1, 10: duplicates, for which the addon makes an index of its own
        self.run_script(FACTORY_SCRIPT)
        # addons that came after the database was made
        self.run_script("env['ir.module.module'].update_list(); env.cr.commit()")
        schema, configuration = self.get_schema(), self.get_configuration()

        process = self.run_odoo(
            "--init=lot_prealloc,lot_prealloc_gs1", "--stop-after-init"
        )
        self.assertEqual(process.returncode, 0, process.stderr)
        self.assertIn("stock_lot_number_index", {row[2] for row in self.get_schema()})
        self.produce(before=ENABLE)
        self.run_script(SETTINGS_SCRIPT)
        self.run_script(UNINSTALL_SCRIPT)

        with self.subTest("tables"):
            self.assert_same(schema, self.get_schema())
        for table, rows in self.get_configuration().items():
            with self.subTest(table):
                self.assert_same(configuration.get(table, set()), rows)

    def assert_same(self, before, after):
        self.assertEqual(sorted(after - before), [], "this is left")
        self.assertEqual(sorted(before - after), [], "this is lost or changed")

    def get_schema(self):
        """:return: set of tuples, one for each thing that PostgreSQL knows"""
        return set(self.query(SCHEMA))

    def get_configuration(self):
        """:return: ``{table: set of its rows, as text}``"""
        columns = {}
        for table, column in self.query(
            "SELECT table_name, column_name FROM information_schema.columns"
            " JOIN information_schema.tables USING (table_schema, table_name)"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
            " AND table_name ~ %s"
            " AND column_name NOT IN ('write_date', 'write_uid')"
            " ORDER BY table_name, column_name",
            [CONFIGURATION],
        ):
            if column not in ODOO_CHANGES.get(table, ()):
                columns.setdefault(table, []).append(f'"{column}"')
        return {
            table: {
                row
                for [row] in self.query(
                    f"SELECT ROW({', '.join(names)})::text FROM {table}"
                    f" WHERE {ODOO_LEAVES.get(table, 'TRUE')}"
                )
            }
            for table, names in columns.items()
        }
