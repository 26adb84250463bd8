from markupsafe import Markup

from odoo import api, models
from odoo.fields import Command

from ..states import OPEN_STATES

# Among the data of a transaction: ids of templates whose orders are to follow yet.
PENDING = "lot_prealloc.tracking_changed"


class MrpProduction(models.Model):
    """The numbers of an open order follow when its products are tracked differently.

    One lot becomes as many serials as units, serials become one lot, and what nobody
    needs is released (BX-4, BX-5). A number whose label is printed stays.
    """

    _inherit = "mrp.production"

    @api.model
    def _follow_tracking_later(self, templates):
        """As ``_follow_tracking``, as soon as the tracking of the variants is known.

        The orders are marked as Odoo marks what is to be computed: that is done before
        anything is read from the database, and at the latest at the end.
        """
        orders = self._find_open_orders_of(self._find_variants(templates))
        if not orders:
            return
        precommit = self.env.cr.precommit
        if PENDING not in precommit.data:
            precommit.data[PENDING] = set()
            precommit.add(self.browse()._finish_following)
        precommit.data[PENDING].update(templates.ids)
        self.env.add_to_compute(self._fields["state"], orders)

    @api.model
    def _finish_following(self):
        self._follow_pending_tracking()
        self.env.flush_all()

    @api.model
    def _follow_pending_tracking(self):
        pending = self.env.cr.precommit.data.get(PENDING)
        if self._is_preallocation_paused():
            return
        templates = self.env["product.template"].browse(pending or ())
        if templates and not templates._is_tracking_of_variants_unknown():
            pending.clear()
            self._follow_tracking(templates)

    @api.model
    def _find_variants(self, templates):
        return (
            self.env["product.product"]
            .with_context(active_test=False)
            .search([("product_tmpl_id", "in", templates.ids)])
        )

    @api.model
    def _follow_tracking(self, templates):
        """Match the numbers of all open orders to the tracking that is in force now.

        :param templates: ``product.template`` that are tracked differently, any number
        """
        products = self._find_variants(templates)
        orders = self._find_open_orders_of(products)
        if not orders or orders._is_preallocation_paused():
            return
        # Odoo is still computing: what was read of it on the way is not true any more.
        products.invalidate_recordset(["tracking"], flush=False)
        orders.invalidate_recordset(["product_tracking"], flush=False)
        moves = orders.move_finished_ids
        moves.invalidate_recordset(["has_tracking"], flush=False)
        orders._withdraw_unfit_numbers(products)
        orders._let_go_shared_numbers(products)
        printed = orders._find_printed_surplus(products)
        orders._adapt_numbers()
        orders._log_printed_surplus(printed)

    @api.model
    def _find_open_orders_of(self, products):
        """:return: ``mrp.production`` that make these, as by-products too"""
        moves = self.env["stock.move"].search(
            [
                ("production_id", "!=", False),
                ("product_id", "in", products.ids),
                ("state", "not in", ("done", "cancel")),
            ]
        )
        orders = self.search(
            [("product_id", "in", products.ids), ("state", "in", OPEN_STATES)]
        )
        orders |= moves.production_id.filtered(lambda p: p.state in OPEN_STATES)
        return orders.sorted("id")

    def _withdraw_unfit_numbers(self, products):
        """Take back what is being produced and cannot be any more.

        An untracked unit has no number, a lot order has one. What was given to the
        order is held again.
        """
        making = self.filtered(lambda p: p.product_id in products)
        untracked = making.filtered(
            lambda p: p.product_tracking == "none" and p.lot_producing_ids
        )
        surplus = {
            production: production.lot_producing_ids.sorted(
                lambda lot: (not lot.is_label_printed, lot.id)
            )[1:]
            for production in making
            if production.product_tracking == "lot"
        }
        several = self.browse().union(*(p for p, lots in surplus.items() if lots))
        lots = self.env["stock.lot"].union(*surplus.values())
        paused = self.with_context(lot_prealloc_paused=True)
        (paused & untracked).write({"lot_producing_ids": [Command.clear()]})
        if several:
            (paused & several).write(
                {"lot_producing_ids": [Command.unlink(lot.id) for lot in lots]}
            )
        making._forget_lines_of_receipts()

    def _forget_lines_of_receipts(self):
        """Receipts to come have lines as the old tracking wanted them, one per serial.

        Odoo makes them anew when the order is completed.
        """
        self.move_finished_ids.filtered(
            lambda move: (
                move.product_id == move.production_id.product_id
                and move.state not in ("done", "cancel")
            )
        ).move_line_ids.unlink()

    def _let_go_shared_numbers(self, products):
        """A serial number is of one unit: the lot that several orders make, or that is
        in stock already, stays with the first, or where it is.
        """
        serial_orders = self.filtered(
            lambda p: p.product_id in products and p.product_tracking == "serial"
        )
        lots = serial_orders._get_all_numbers()
        if not lots:
            return
        groups = self.env["stock.move.line"]._read_group(
            [("lot_id", "in", lots.ids), ("state", "=", "done")], ["lot_id"]
        )
        taken = {lot.id for (lot,) in groups}
        held, producing = [], self.browse()
        for production in serial_orders:
            numbers = production._get_all_numbers()
            shared = numbers.filtered(lambda lot: lot.id in taken)
            held.append((production, production.prealloc_lot_ids & shared))
            if production.lot_producing_ids & shared:
                producing |= production
            taken.update(numbers.ids)
        if producing:
            producing.with_context(lot_prealloc_paused=True).write(
                {"lot_producing_ids": [Command.clear()]}
            )
            # what was given came back into the pool
            held += [
                (production, production.prealloc_lot_ids) for production in producing
            ]
        self._let_go_numbers(held)

    def _get_all_numbers(self):
        return self.prealloc_lot_ids | self.lot_producing_ids

    def _find_printed_surplus(self, products):
        """:return: ``{mrp.production: stock.lot}`` printed, and too many"""
        surplus = {}
        for production in self:
            demand = production._get_number_demand()
            for product in products & production._get_products_made():
                held = production._get_held_numbers(product)
                printed = held.filtered("is_label_printed")
                if len(printed) > demand.get(product, 0):
                    surplus.setdefault(production, self.env["stock.lot"])
                    surplus[production] |= printed
        return surplus

    def _log_printed_surplus(self, printed):
        """Say on each order which numbers it keeps without need, and why.

        :param dict printed: ``{mrp.production: stock.lot}``
        """
        labels = dict(
            self.env["product.template"]
            ._fields["lot_tracking"]
            ._description_selection(self.env)
        )
        bodies = {}
        for production, lots in printed.items():
            lines = [
                self.env._(
                    "%(product)s is tracked “%(tracking)s” now. The labels of these "
                    "numbers are printed, so this order keeps them until it is closed: "
                    "%(numbers)s",
                    product=product.display_name,
                    tracking=labels[product.tracking],
                    numbers=", ".join(numbers.sorted("id").mapped("name")),
                )
                for product, numbers in lots.grouped("product_id").items()
            ]
            bodies[production.id] = Markup("<br/>").join(lines)
        if bodies:
            self.browse(bodies)._message_log_batch(bodies=bodies)
