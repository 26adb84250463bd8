from odoo import models

from .batch_lines import format_quantity


class MrpProductionSerials(models.TransientModel):
    """What a line does that a person may not have meant, and that is not refused.

    Each of them returns ``{position of a line: hint}``; a line has one of them (UX-2).
    """

    _inherit = "mrp.production.serials"

    def _find_hints(self, check):
        """:param check: :class:`.batch_check.BatchCheck`"""
        portions = [p for p in check.portions if p.line.position not in check.mistakes]
        return {
            **self._find_unreserved(portions),
            **self._find_out_of_stock(portions, check.component_lots),
            **self._find_other_quantities(portions),
            **self._find_numbers_of_components(portions, check.lots),
        }

    def _find_numbers_of_components(self, portions, lots):
        """A component was scanned where the finished product belongs."""
        new = {
            portion.line.finished.name: portion.line.position
            for portion in portions
            if portion.line.finished.name not in lots
        }
        return {
            new[name]: self.env._(
                "%(number)s is a number of %(component)s already.",
                number=name,
                component=", ".join(products.mapped("display_name")),
            )
            for name, products in self._find_products_of_names(new).items()
        }

    def _find_other_quantities(self, portions):
        """More or less of a component is named than the unit needs."""
        hints = {}
        for portion in portions:
            for move, numbers in portion.named:
                named = self._sum_named(move, numbers)
                need = self._get_need(portion, move)
                if named is not None and move.product_uom.compare(named, need):
                    hints[portion.line.position] = self.env._(
                        "%(named)s of %(need)s %(component)s named.",
                        named=format_quantity(named),
                        need=format_quantity(need),
                        component=move.product_id.display_name,
                    )
        return hints

    def _sum_named(self, move, numbers):
        """:return: float, or None: none is named, or one takes what the unit needs"""
        if not numbers:
            return None
        if move.has_tracking == "serial":
            return move.product_id.uom_id._compute_quantity(
                len(numbers), move.product_uom, round=False
            )
        quantities = [number.quantity for number in numbers]
        return None if None in quantities else sum(quantities)

    def _get_need(self, portion, move):
        return move.product_uom_qty * portion.quantity / portion.production.product_qty

    def _find_out_of_stock(self, portions, component_lots):
        """Named numbers that are not where the order takes its components from."""
        lots = self.env["stock.lot"].union(*component_lots.values())
        locations = self.env["stock.location"].union(
            *(portion.moves.location_id for portion in portions)
        )
        # sudo: a number is one number, whoever may see where it is
        quants = self.env["stock.quant"].sudo()
        in_stock = {
            lot.id
            for (lot,) in lots
            and quants._read_group(
                [
                    ("lot_id", "in", lots.ids),
                    ("location_id", "child_of", locations.ids),
                    ("quantity", ">", 0),
                ],
                ["lot_id"],
            )
        }
        return {
            portion.line.position: self.env._(
                "%(component)s %(number)s is not in stock.",
                component=move.product_id.display_name,
                number=number.name,
            )
            for portion in portions
            for move, numbers in portion.named
            for number in numbers
            if component_lots.get((move.product_id, number.name), lots.browse()).id
            not in in_stock
        }

    def _find_unreserved(self, portions):
        """Components that nobody names, and that are not reserved either."""
        hints = {}
        pools = self._get_pools(portions)
        for portion in portions:
            named = dict(portion.named)
            for move in portion.moves:
                if named.get(move):
                    continue
                pools[move] -= self._get_need(portion, move)
                if move.product_uom.compare(pools[move], 0) < 0:
                    hints[portion.line.position] = self.env._(
                        "%(component)s: none is named, and none is reserved.",
                        component=move.product_id.display_name,
                    )
        return hints

    def _get_pools(self, portions):
        """:return: ``{stock.move: what is reserved for it and not named}``"""
        named = {}
        for portion in portions:
            for move, numbers in portion.named:
                for number in numbers:
                    quantity = number.quantity or self._get_need(portion, move)
                    key = (move, number.name)
                    named[key] = named.get(key, 0) + quantity
        moves = self.env["stock.move"].union(*(p.moves for p in portions))
        pools = dict.fromkeys(moves, 0)
        for move, lot, quantity in self.env["stock.move.line"]._read_group(
            [("move_id", "in", moves.ids)],
            ["move_id", "lot_id"],
            ["quantity_product_uom:sum"],
        ):
            reserved = move.product_id.uom_id._compute_quantity(
                quantity, move.product_uom, round=False
            )
            pools[move] += max(reserved - named.get((move, lot.name), 0), 0)
        return pools
