from odoo import api, models


class StockQuant(models.Model):
    _inherit = "stock.quant"

    @api.onchange("lot_id")
    def _onchange_serial_number(self):
        """Say what it means to count a number that is with a customer."""
        result = super()._onchange_serial_number()
        lots = self.lot_id._filter_with_customers()
        if not lots:
            return result
        message = self.env._(
            "Shipped, and not returned: %(numbers)s\n"
            "If it is a return, take it back with Return on that delivery: counted "
            "here it counts as returned as well, but Odoo refuses to ship it again "
            "while it is still with the customer.",
            numbers=lots._describe_with_customers(),
        )
        return {"warning": {"title": self.env._("Warning"), "message": message}}
