"""What the statement of a number's life reads is what it says it reads."""

from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from odoo.addons.lot_prealloc.models.life.lifecycle_query import (
    DEPENDS,
    PARTS,
    READS,
    get_lifecycle_query,
)


@tagged("post_install", "-at_install")
class TestLifecycleQuery(TransactionCase):
    def get_columns_read(self):
        """:return: set of (table, column), as PostgreSQL itself understands it"""
        self.env.cr.execute(
            SQL("CREATE VIEW lifecycle_of_none AS %s", get_lifecycle_query([0]))
        )
        rows = self.env.execute_query(
            SQL(
                "SELECT table_name, column_name"
                " FROM information_schema.view_column_usage"
                " WHERE view_name = 'lifecycle_of_none'"
            )
        )
        return {(table, column) for table, column in rows if column != "id"}

    def get_columns_declared(self):
        columns = set()
        for read in READS:
            model = self.env[read.model]
            for name in (*read.followed, *read.others):
                field = model._fields[name]
                if field.type == "many2many":
                    columns |= {
                        (field.relation, field.column1),
                        (field.relation, field.column2),
                    }
                else:
                    columns.add((model._table, name))
        return columns

    # AB-12
    def test_reads_are_declared(self):
        self.assertEqual(self.get_columns_read(), self.get_columns_declared())

    # AB-12: what is followed leads from a number to a field there is
    def test_paths(self):
        self.assertEqual(len(DEPENDS), len(set(DEPENDS)))
        for read in READS:
            model = self.env["stock.lot"]
            for name in filter(None, read.path.split(".")):
                model = model[name]
            if read.followed:
                self.assertEqual(model._name, read.model)

    # each part can be read alone: it reads those before it
    def test_parts_in_order(self):
        names = list(PARTS)
        for position, (name, text) in enumerate(PARTS.items()):
            words = text.split()
            tables = {
                word.strip("(),")
                for before, word in zip(words, words[1:], strict=False)
                if before in ("FROM", "JOIN")
            }
            later = set(names[position + 1 :])
            self.assertFalse(tables & later, f"{name} reads {tables & later}")
