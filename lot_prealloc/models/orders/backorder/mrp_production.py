from contextlib import contextmanager

from odoo import models


class MrpProduction(models.Model):
    """Parts share the numbers of the order that they were (PF-8, BX-6)."""

    _inherit = "mrp.production"

    @contextmanager
    def _rename_afterwards(self):
        """Odoo renames an order as it splits it; whoever may split it may do that.

        Accounting addons rename their entries along, which a plain Manufacturing user
        may not even read. So the name alone is put into place, and written when the
        split is done.
        """
        with self.env.protecting([self._fields["name"]], self):
            yield
        # sudo: nothing but the name, of orders that the user may write
        for production in self.sudo():
            production.write({"name": production.name})

    def _number_parts(self, productions, is_lot_shared=True):
        """Give the parts of a split what they lack, from their order first.

        :param productions: as ``_split_productions`` returns them
        :param bool is_lot_shared: whether the lot of an order is that of all its parts
        """
        self._share_numbers_out(productions, is_lot_shared)
        (productions - self)._preallocate_when_due()

    def _keep_numbers_of_own_units(self, amounts):
        """Serials entered for units that go to other orders are held again.

        Odoo leaves all of them, and the quantity, with the first order.

        :param dict amounts: as for ``_split_productions``
        """
        for production, quantities in amounts.items():
            if not quantities:
                continue
            units = self._get_whole_units(
                production.product_id, quantities[0], production.product_uom_id
            )
            numbers = production.lot_producing_ids.sorted("id")
            if (
                production.product_tracking == "serial"
                and production._get_prealloc_trigger()
                and len(numbers) > units
            ):
                production.with_context(lot_prealloc_paused=True).write(
                    {
                        "lot_producing_ids": numbers[:units].ids,
                        "qty_producing": min(production.qty_producing, quantities[0]),
                    }
                )
                self._hold_numbers([(production, numbers[units:])])

    def _share_numbers_out(self, productions, is_lot_shared):
        """Serials go to the parts in order, the lot is the lot of every part.

        :param productions: as ``_split_productions`` returns them: each order of
            ``self`` followed by what was split from it
        :param bool is_lot_shared: see ``_number_parts``
        """
        leaving, arriving = [], []
        origin = self.browse()
        queues = {}
        for production in productions:
            if production in self:
                origin = production
                queues = origin._get_numbers_to_share(is_lot_shared)
                for product, wanted in origin._get_number_demand().items():
                    if product.tracking == "serial":
                        # the order itself comes first
                        numbers = queues.get(product, self.env["stock.lot"])
                        queues[product] = numbers[wanted:]
                continue
            if not any(queues.values()):
                # nothing is left that the parts could be given
                continue
            for product, wanted in production._get_number_demand().items():
                numbers = queues.get(product, self.env["stock.lot"])
                if product.tracking == "lot":
                    arriving.append((production, numbers[:wanted]))
                    continue
                arriving.append((production, numbers[:wanted]))
                leaving.append((origin, numbers[:wanted]))
                queues[product] = numbers[wanted:]
        self._let_go_numbers(leaving)
        self._hold_numbers(arriving)

    def _get_numbers_to_share(self, is_lot_shared):
        """Held numbers by product; a lot that is being produced counts as held.

        :param bool is_lot_shared: see ``_number_parts``
        :return: ``{product.product: stock.lot}``
        """
        self.ensure_one()
        numbers = {
            product: self._get_held_numbers(product)
            for product in self.prealloc_lot_ids.product_id
        }
        lot = self.lot_producing_ids
        if (
            self.product_tracking == "lot"
            and is_lot_shared
            and (lot.allocated_production_id or self._get_prealloc_trigger())
        ):
            numbers[self.product_id] = lot or numbers.get(self.product_id, lot)
        return numbers

    def _take_over_numbers(self, lots_by_order):
        """Hold the numbers of merged orders: of each lot-tracked product the first.

        :param list lots_by_order: ``stock.lot`` of each merged order, in their order
        """
        self.ensure_one()
        taken = self.env["stock.lot"]
        released = self.env["stock.lot"]
        for lots in lots_by_order:
            for lot in lots.sorted("id"):
                if (
                    lot.product_id.tracking == "lot"
                    and lot.product_id in taken.product_id
                ):
                    released |= lot
                else:
                    taken |= lot
        self._hold_numbers([(self, taken)])
        self._log_release({self: released - taken})
        (released - taken)._unlink_never_used()
