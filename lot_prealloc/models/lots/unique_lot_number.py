from odoo import models
from odoo.tools import sql

NUMBER_INDEX = "stock_lot_number_index"


class UniqueLotNumber(models.Constraint):
    """One number per product and company, by the database.

    It is deferrable so that Odoo's own readable check can speak first, see
    ``StockLot._python_check_first``. A database that already holds duplicates gets
    it for the lots to come, and the duplicates in its log.
    """

    def apply_to_database(self, model):
        cr = model.env.cr
        full_definition = self.get_definition(model.pool)
        name = self.full_name(model)
        if sql.constraint_definition(cr, model._table, name) == full_definition:
            return
        duplicates = model._find_duplicate_numbers()
        if not duplicates:
            sql.drop_index(cr, NUMBER_INDEX, model._table)
            return super().apply_to_database(model)
        model._report_duplicate_numbers(duplicates)
        if sql.constraint_definition(cr, model._table, name):
            return
        # The constraint's own index knows only the lots to come.
        sql.create_index(cr, NUMBER_INDEX, model._table, ["product_id", "name"])
        cr.execute("SELECT max(id) FROM stock_lot")
        lots_to_come = f" WHERE (id > {cr.fetchone()[0]}) DEFERRABLE"
        sql.add_constraint(
            cr, model._table, name, full_definition.replace(" DEFERRABLE", lots_to_come)
        )
