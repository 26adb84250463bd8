from collections import defaultdict


class SaleShares:
    """Shares what is produced out to the sales orders that it is made for.

    In the order of the sales orders, each gets what it still needs; what nobody needs
    is nobody's.

    :param dict demand: see ``stock.move._get_sale_demand``
    :param dict served: see ``stock.move._read_served_quantities``
    """

    def __init__(self, demand, served):
        self.demand = demand
        needs = defaultdict(dict)
        for move, quantities_by_order in demand.items():
            for order, quantities in quantities_by_order.items():
                needs[order, move.product_id].update(quantities)
        # {(sale.order, product.product): quantity}, None: all there is
        self.needs = {
            key: None if None in quantities.values() else sum(quantities.values())
            for key, quantities in needs.items()
        }
        for key, quantity in served.items():
            if self.needs.get(key) is not None:
                self.needs[key] -= quantity

    def take(self, move, quantity):
        """Give a number to whoever is next.

        :param move: ``stock.move`` that produces it
        :param float quantity: of the number, in the unit of the product
        :return: ``sale.order`` that it is for; none if it is for several, or for none
        """
        uom = move.product_id.uom_id
        orders = move.env["sale.order"]
        for order in self.demand[move]:
            if uom.compare(quantity, 0) <= 0:
                break
            key = (order, move.product_id)
            need = self.needs[key]
            if need is None:
                need = quantity
            if uom.compare(need, 0) <= 0:
                continue
            orders |= order
            if self.needs[key] is not None:
                self.needs[key] -= quantity
            quantity -= need
        return orders if len(orders) == 1 else orders.browse()

    def share(self, move, quantity):
        """Say how much of a lot that is still to be produced each is going to get.

        :param move: ``stock.move`` that will produce it
        :param float quantity: of the lot, in the unit of the product
        :return: list of ``(sale.order, quantity)``
        """
        shares = []
        for order in self.demand[move]:
            key = (order, move.product_id)
            need = self.needs[key]
            share = quantity if need is None else min(need, quantity)
            if move.product_id.uom_id.compare(share, 0) <= 0:
                continue
            shares.append((order, share))
            quantity -= share
            if need is not None:
                self.needs[key] -= share
        return shares
