from odoo import models
from odoo.fields import Domain

from ...lots.naming.source import Source


class StockMoveLine(models.Model):
    """Numbers of a series on the lines of a receipt (MM-7)."""

    _inherit = "stock.move.line"

    def write(self, vals):
        """A number that is typed over one that was filled in takes its place.

        Stock Odoo shows the name and books the lot that it no longer names.
        """
        result = super().write(vals)
        if vals.get("lot_name") and "lot_id" not in vals:
            self.filtered(
                lambda line: (
                    line.lot_id
                    and line.lot_id.name != line.lot_name
                    and line._shows_lot_name()
                )
            ).lot_id = False
        return result

    def _shows_lot_name(self):
        """Whether a person types a name here, rather than picking a lot."""
        self.ensure_one()
        operation = self.picking_id.picking_type_id
        return (
            self.state not in ("done", "cancel")
            and operation.use_create_lots
            and not operation.use_existing_lots
            and self.company_id._is_preallocation_on()
        )

    def _in_order_of_moves(self):
        return self.sorted(
            lambda line: (line.move_id.sequence, line.move_id.id, line.id)
        )

    def _count_numbers_wanted(self):
        """:return: int, one for each unit with a serial, one for all of a lot's move"""
        serials = self.filtered(lambda line: line.product_id.tracking == "serial")
        return sum(line._count_units() for line in serials) + len(
            (self - serials).move_id
        )

    def _count_units(self):
        """:return: int, into how many lines this one is split, one number for each"""
        self.ensure_one()
        unit, units = self.product_id.uom_id, self.quantity_product_uom
        return int(units) if unit.compare(units, int(units)) == 0 else 1

    def _get_products_in_order(self):
        """:return: list of ``product.product``, one for each number that is wanted"""
        products = []
        moves_of_lots = set()
        for line in self:
            count = line._count_units()
            if line.product_id.tracking == "lot":
                count = line.move_id not in moves_of_lots
                moves_of_lots.add(line.move_id)
            products += [line.product_id] * count
        return products

    # ------------------------------------------------------------------
    # Which names cannot be received
    # ------------------------------------------------------------------

    def _explain_unusable_names(self, names):
        """Why names cannot be given to these lines, in the order of both.

        A serial number is received once; a lot can be received again.

        :param list names: str, one for each number that is wanted, or fewer
        :return: ``{name: reason}``, for those that cannot
        """
        wanted = list(zip(self._get_products_in_order(), names, strict=False))
        lots = self._find_lots_by_name(wanted)
        elsewhere = self._find_open_lines_by_name(names, lots)
        reasons = {}
        for key in wanted:
            product, name = key
            reason = key in lots and self._explain_unusable_lot(lots[key])
            if not reason and product.tracking == "serial" and key in elsewhere:
                reason = self.env._("on %(transfer)s", transfer=elsewhere[key])
            if reason:
                reasons[name] = reason
        return reasons

    def _explain_unusable_lot(self, lot):
        """Why these lines cannot receive a number that exists. Made to be extended.

        :param lot: ``stock.lot``
        :return: str or False
        """
        return False

    def _find_open_lines_by_name(self, names, lots):
        """Numbers that are about to arrive with another line.

        :return: ``{(product.product, name): name of the transfer}``
        """
        lot_ids = [lot.id for lot in lots.values()]
        lines = self.search(
            Domain("product_id", "in", self.product_id.ids)
            & Domain("state", "not in", ("done", "cancel"))
            & (Domain("lot_id", "in", lot_ids) | Domain("lot_name", "in", names))
            & Domain("id", "not in", self.ids)
        )
        return {
            (line.product_id, line.lot_id.name or line.lot_name): line.reference or ""
            for line in lines
        }

    # ------------------------------------------------------------------
    # Filling
    # ------------------------------------------------------------------

    def _fill_with_names(self, names):
        """Give names to lines in order, one to each unit with a serial or lot's move.

        :param list names: str, as many as there are numbers wanted, or fewer
        :return: ``stock.lot``, the numbers that are on the lines now
        """
        lines = (self + self._split_into_units())._in_order_of_moves()
        groups = lines._group_by_number()[: len(names)]
        wanted = {
            (group.product_id, name): group
            for group, name in zip(groups, names, strict=True)
        }
        lots_by_name = lines._find_lots_by_name(wanted)
        missing = {key: wanted[key] for key in wanted if key not in lots_by_name}
        picking = self.picking_id[:1]
        # Odoo asks the operation type whether new numbers may be made.
        may_create = self.with_context(active_picking_id=picking.id)
        created = may_create._create_lots(missing)
        lots_by_name |= {key: lot.with_env(self.env) for key, lot in created.items()}
        lots = [
            lots_by_name[group.product_id, name]
            for group, name in zip(groups, names, strict=True)
        ]
        pairs = [
            (line, lot)
            for group, lot in zip(groups, lots, strict=True)
            for line in group
        ]
        shown, others = [], []
        for line, lot in pairs:
            (shown if line._shows_lot_name() else others).append((line, lot))
        self._name_arriving_lots(others)
        self._name_arriving_lots(shown, with_names=True)
        return self.env["stock.lot"].concat(*lots)

    # ------------------------------------------------------------------
    # On a delivery
    # ------------------------------------------------------------------

    def _is_as_taken(self, taken):
        """:param dict taken: ``{Source: quantity}``, in the unit of the product"""
        quantity = taken.get(Source.of(self))
        return quantity is not None and (
            self.product_id.uom_id.compare(quantity, self.quantity_product_uom) == 0
        )

    def _keep_newest(self, quantity):
        """Keep as much of what is reserved as there is room for.

        What was named before was reserved after what Odoo has found by itself.

        :param quantity: in the unit of the product
        :return: ``stock.move.line``, those that stay; one of them may be cut
        """
        stays = self.browse()
        for line in self.sorted("id", reverse=True):
            unit = line.product_id.uom_id
            if unit.compare(quantity, 0) <= 0:
                break
            if unit.compare(line.quantity_product_uom, quantity) > 0:
                line.write({"quantity": quantity, "product_uom_id": unit.id})
            stays += line
            quantity -= line.quantity_product_uom
        return stays
