# what Odoo writes, and what the ORM adds to it
DATED = {"date", "write_uid", "write_date"}


class Completion:
    """What completing a batch asks once, where Odoo asks for each order."""

    def __init__(self, new_lot_ids=()):
        # ids of stock.lot that no move line names: they lie nowhere yet
        self.new_lot_ids = set(new_lot_ids)
        # {what a rule is looked for by: stock.rule}
        self.push_rules = {}
        # {arguments of mrp.bom.explode: its result}
        self.explosions = {}
        # ids of stock.lot that were looked at together: nothing was made under them
        self.unproduced_lot_ids = set()
        # {whose access to what: ids}, see access.py
        self.allowed_ids = {}
        # ids of stock.move: components that were consumed before
        self.consumed_before_ids = set()
        # ids of mrp.production whose moves are done
        self.posted_ids = set()
        # ids of those of them whose dependants are still to be looked for
        self.closed_ids = set()
        # {stock.move or stock.move.line, by name: ids of what they have made}, the same
        self.dated_ids = {}

    def puts_off_date(self, records, fnames, get_order_ids):
        """Note records whose new date is looked at when all orders are closed.

        Odoo writes when an order was finished on what the order has made.

        :param records: records that are written
        :param fnames: as for ``modified``
        :param get_order_ids: function that returns for each the id of the order that
            has made it, or False
        :return: whether they are; if not, they have to be looked at now
        """
        if not DATED.issuperset(fnames) or "date" not in fnames:
            return False
        if not self.posted_ids or not self.posted_ids.issuperset(get_order_ids()):
            return False
        self.dated_ids.setdefault(records._name, {}).update(dict.fromkeys(records._ids))
        return True
