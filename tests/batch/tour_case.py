"""Batch Production in a browser, from an order's form."""

from ..common import PreallocMixin


class OrderTourMixin(PreallocMixin):
    tour_seconds = 120

    def tour(self, name, order):
        """Play a tour as the worker.

        :return: the order and its backorders afterwards, as they are numbered
        """
        self.start_tour(
            f"/odoo/mrp.production/{order.id}",
            name,
            login=self.worker.login,
            timeout=self.tour_seconds,
        )
        self.env.invalidate_all()
        orders = order.sudo().production_group_id.production_ids or order
        return orders.sorted("backorder_sequence")
