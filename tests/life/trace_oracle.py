"""What is inside a number and where it went, told from raw rows in plain Python (RC-1).

Slow and plain: for each order, what was made and what was used, less what was taken
apart; then every way, step by step.
"""

from collections import defaultdict


class Genealogy:
    """All orders of a database, read once."""

    def __init__(self, env):
        env.flush_all()
        self.env = env
        self.lines = {row["id"]: row for row in self.read_lines()}
        self.links = defaultdict(list)
        for made, used in self.read("SELECT * FROM stock_move_line_consume_rel"):
            self.links[made].append(used)
        self.unbuilds = dict(self.read("SELECT id, mo_id FROM mrp_unbuild"))
        self.edges = [*self.find_edges()]

    def read(self, query):
        self.env.cr.execute(query)
        return self.env.cr.fetchall()

    def read_lines(self):
        self.env.cr.execute(
            "SELECT line.id, line.lot_id AS lot, line.product_id AS product,"
            " line.quantity_product_uom::float AS quantity,"
            " move.production_id AS makes, move.raw_material_production_id AS uses,"
            " move.id AS move, move.unbuild_id AS unbuild, line.date,"
            " target.usage = 'production' AS is_used_up,"
            " (source.usage = 'supplier')::int - (target.usage = 'supplier')::int"
            " AS bought,"
            " CASE WHEN target.usage <> 'production' THEN move.unbuild_id END AS gives,"
            " CASE WHEN target.usage = 'production' THEN move.unbuild_id END AS takes,"
            " template.tracking"
            " FROM stock_move_line line"
            " JOIN stock_move move ON move.id = line.move_id"
            " JOIN stock_location source ON source.id = line.location_id"
            " JOIN stock_location target ON target.id = line.location_dest_id"
            " JOIN product_product product ON product.id = line.product_id"
            " JOIN product_template template ON template.id = product.product_tmpl_id"
            " WHERE line.state = 'done' AND line.quantity_product_uom > 0"
        )
        return self.env.cr.dictfetchall()

    def made_by(self, order, **same):
        """:return: how much an order has made, or a repair, of a product or a lot"""
        return sum(
            line["quantity"]
            for line in self.lines.values()
            if order in (line["makes"], -line["move"])
            and all(line[key] == value for key, value in same.items())
        )

    def taken_apart(self, order, lot):
        return sum(
            line["quantity"]
            for line in self.lines.values()
            if line["takes"] and line["lot"] == lot
            if self.unbuilds[line["takes"]] == order
        )

    def is_given_back(self, order, lot):
        return any(
            line["gives"] and line["lot"] == lot
            for line in self.lines.values()
            if self.unbuilds.get(line["gives"]) == order
        )

    def get_order(self, made, used):
        """:return: id of the order that links two lines; of a repair, of the move that
        moves what is repaired, less than 0; None
        """
        if not (made and used and used["lot"] and made["makes"] == used["uses"]):
            return None
        if made["makes"] or made["unbuild"]:
            return made["makes"]
        return -made["move"]

    def is_in(self, made, used):
        """:return: whether it was built in, and no repair has taken it out since"""
        if not (made["makes"] or used["is_used_up"]):
            return False
        return used["tracking"] != "serial" or not any(
            removed["lot"] == used["lot"] and not removed["is_used_up"]
            for line_id, line in self.lines.items()
            for removed in map(self.lines.get, self.links.get(line_id, ()))
            if line["lot"] == made["lot"] and line["date"] > made["date"]
            if removed and not line["makes"] and not line["unbuild"]
        )

    def find_edges(self):
        """Yields ``(made lot, used lot, order, what is made, what is used)``."""
        edges = defaultdict(float)
        for made_id, used_ids in self.links.items():
            made = self.lines.get(made_id)
            for used in filter(None, map(self.lines.get, used_ids)):
                order = self.get_order(made, used)
                if not (order and self.is_in(made, used)):
                    continue
                own = self.made_by(order, lot=made["lot"], product=made["product"])
                left = 1 - (self.taken_apart(order, made["lot"]) / own)
                share = made["quantity"] / self.made_by(order, product=made["product"])
                if used["tracking"] == "serial":
                    if self.is_given_back(order, used["lot"]):
                        continue
                    share = left > 0
                else:
                    share *= left
                if left > 1e-6:
                    key = made["lot"], used["lot"], order, round(own * left, 4)
                    edges[key] += used["quantity"] * share
        for (made, used, order, quantity), carried in edges.items():
            yield made, used, order, quantity, carried

    def whole(self, lot):
        """:return: how much of a number orders have made, or vendors have sent, and is
        not taken apart nor sent back
        """
        made = sum(li["quantity"] for li in self.of(lot) if li["makes"])
        made += sum(li["quantity"] * li["bought"] for li in self.of(lot))
        apart = sum(li["quantity"] for li in self.of(lot) if li["takes"])
        again = sum(e[4] for e in self.edges if e[0] == e[1] == lot)
        return made - apart - again

    def of(self, lot):
        return (line for line in self.lines.values() if line["lot"] == lot)

    def trace(self, lot, direction):
        """:return: sorted list of ``(level, parent, lot, order, quantity, carried)``"""
        steps = []

        def walk(way, carried):
            for made, used, order, quantity, part in self.edges:
                near, far = (made, used) if direction == "inside" else (used, made)
                if near != way[-1] or (far and far in way):
                    continue
                share = part
                if carried is not None:
                    share *= carried / self.whole(near)
                told = share if direction == "inside" else quantity
                order = max(order, 0)  # a repair is none
                steps.append(
                    (len(way), near, far or 0, order, round(told, 3), round(share, 3))
                )
                if far:
                    walk([*way, far], share)

        walk([lot], None)
        return sorted(steps)

    def links_from(self, lot):
        """:return: set of ids of lots that one went into, and still is in"""
        into = defaultdict(set)
        for made, used, *_amounts in self.edges:
            into[used].add(made)
        reached, left = set(), [lot]
        while left:
            for made in into[left.pop()] - reached - {None}:
                reached.add(made)
                left.append(made)
        return reached
