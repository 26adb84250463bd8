from odoo import models


class MrpProductionSerials(models.TransientModel):
    _inherit = "mrp.production.serials"

    def _parse_serial_numbers(self):
        return [name for name in (self.serial_numbers or "").split("\n") if name]

    def _closing_action(self, mos):
        return {"type": "ir.actions.act_window_close", "infos": {"orders": mos.ids}}

    def action_apply(self):
        return super().action_apply() or self._closing_action(self.production_id)

    def action_split_and_assign_serials(self):
        """Prepare MO: numbers are predicted, components unknown."""
        production = self.production_id
        names = self._parse_serial_numbers()
        orders = production._split_productions({production: [1] * len(names)})
        for order, name in zip(orders, names, strict=True):
            order.lot_producing_ids = self.env["stock.lot"].create(
                {"name": name, "product_id": production.product_id.id}
            )
        return self._closing_action(orders)


class MrpProduction(models.Model):
    _inherit = "mrp.production"

    def _split_productions(
        self, amounts=False, cancel_remaining_qty=False, set_consumed_qty=False
    ):
        # there it is the creation that runs as superuser
        return (
            super(MrpProduction, self.sudo())
            ._split_productions(amounts, cancel_remaining_qty, set_consumed_qty)
            .sudo(self.env.su)
        )
