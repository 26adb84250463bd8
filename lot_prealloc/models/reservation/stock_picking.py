from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.names import summarize_names

# So many numbers on hold are told one by one.
MAX_STOPPED = 5


class StockPicking(models.Model):
    """Why a transfer waits although there is stock (AB-15)."""

    _inherit = "stock.picking"

    withheld_notice = fields.Text(
        compute="_compute_withheld_notice",
        help="What is here of the products that this transfer waits for, and is not "
        "reserved by itself.",
    )
    is_return_withheld = fields.Boolean(
        compute="_compute_withheld_notice",
        help="There is something that an inventory manager could make available.",
    )

    @api.depends(
        "move_ids.state",
        "move_ids.quantity",
        "move_ids.product_uom_qty",
        "move_ids.location_id",
    )
    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_withheld_notice(self):
        manager = self.env.user.has_group("stock.group_stock_manager")
        advice = (
            self.env._("Once they have been checked, make them available.")
            if manager
            else self.env._(
                "An inventory manager makes them available; you can choose one of them "
                "yourself."
            )
        )
        withheld = self._find_withheld()
        for picking in self:
            parts = withheld.get(picking, [])
            stopped = picking._filter_stopped_lots(parts)
            sentences = picking._describe_withheld(
                [part for part in parts if part.lot not in stopped]
            )
            picking.is_return_withheld = bool(sentences)
            if sentences:
                sentences.append(advice)
            sentences += picking._describe_stopped(stopped)
            picking.withheld_notice = bool(sentences) and "\n".join(sentences)

    def _describe_withheld(self, parts):
        """:return: list of sentences, one for each product"""
        by_product = defaultdict(list)
        for part in parts:
            by_product[part.product].append(part)
        sentences = []
        for product, of_product in by_product.items():
            numbers = list(dict.fromkeys(part.lot.name for part in of_product))
            quantity = sum(part.quantity for part in of_product)
            sentences.append(
                self.env._(
                    "%(product)s: returned and not released, %(quantity)s %(unit)s: "
                    "%(numbers)s",
                    product=product.display_name,
                    quantity=product.uom_id._format_quantity(quantity),
                    unit=product.uom_id.name,
                    numbers=summarize_names(numbers, self.env),
                )
            )
        return sentences

    def _filter_stopped_lots(self, parts):
        """:return: those ``stock.lot`` that are on hold for what this transfer does"""
        lots = self.env["stock.lot"].union(*(part.lot for part in parts))
        return self.move_ids._filter_stopped(lots)

    def _describe_stopped(self, lots):
        """:return: list of sentences, one for each number that is on hold"""
        sentences = [
            self.env._(
                "%(product)s: %(number)s is on hold for %(hold)s",
                product=lot.product_id.display_name,
                number=lot.name,
                hold=lot._describe_hold(),
            )
            for lot in lots[:MAX_STOPPED]
        ]
        if len(lots) > MAX_STOPPED:
            sentences.append(
                self.env._("… and %s more numbers on hold", len(lots) - MAX_STOPPED)
            )
        return sentences

    def _find_withheld(self):
        """What lies where these transfers take from, and reservation leaves alone.

        :return: ``{stock.picking: list of Withheld}``, see ``stock.quant``
        """
        moves = self.move_ids._filter_short_of_stock()
        if not moves:
            return {}
        quants = self.env["stock.quant"]
        lots = quants._find_withheld_lots(moves.product_id)
        parts = quants._read_withheld(
            lots,
            Domain("product_id", "in", moves.product_id.ids)
            & Domain("location_id", "child_of", moves.location_id.ids),
        )
        withheld = defaultdict(list)
        for picking, of_picking in moves.grouped("picking_id").items():
            wanted = {(m.product_id, m.location_id.parent_path) for m in of_picking}
            stopped = of_picking._filter_stopped(lots)
            for part in parts:
                path = part.location.parent_path
                if any(
                    part.product == product and path.startswith(source)
                    for product, source in wanted
                ) and (part.lot in stopped or part.lot.returned_quantity > 0):
                    withheld[picking].append(part)
        return dict(withheld)

    def action_view_withheld(self):
        """Open the numbers that could be made available for this transfer (AB-15).

        :return: an action
        """
        parts = [part for of in self._find_withheld().values() for part in of]
        lots = self.env["stock.lot"].union(*(part.lot for part in parts))
        lots -= self._filter_stopped_lots(parts)
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Returned and Not Released"),
            "res_model": "stock.lot",
            "domain": [*Domain("id", "in", lots.ids), *lots._get_withheld_domain()],
            "context": {"create": False, "display_complete": True},
        }
        if len(lots) == 1:
            return action | {"view_mode": "form", "res_id": lots.id}
        view = self.env.ref("lot_prealloc.lot_withheld_view_list")
        return action | {
            "view_mode": "list,form",
            "views": [(view.id, "list"), (False, "form")],
        }
