"""What a number went into, over many levels (s)."""

from rows import Rows

# How many numbers there are on each level; the last one has the rest.
LEVELS = (3, 30, 300, 1_000)


class GenealogyBench:
    """Made to be mixed into ``measure.Bench``."""

    def genealogy(self, units):
        """(s) Where a lot went: five levels, so many numbers in all."""
        sizes = [*LEVELS, units - sum(LEVELS)]
        with self._transaction() as env:
            root = Genealogy(env, self.product_ids["lot"], sizes).root
            with self._cost(env) as cost:
                trace = root.get_trace("where")
            assert len(trace) == units, len(trace)
            assert trace[-1]["level"] == len(sizes), trace[-1]
        return cost


class Genealogy(Rows):
    """Each number is made by an order of its own, of a part of one a level above."""

    def __init__(self, env, product_id, sizes):
        self.cr = env.cr
        self.product = env["product.product"].browse(product_id)
        self.root = env["stock.lot"].create({"name": "ROOT", "product_id": product_id})
        order = env["mrp.production"].create({"product_id": product_id})
        order.action_confirm()
        env.flush_all()
        # Foreign keys hold by construction.
        self._execute("SET LOCAL session_replication_role = replica")
        self._make_tree(sizes)
        self._clone(self.root, "TABLE tree", id="new.id", name="'NODE-' || new.n")
        count = sum(sizes)
        orders = self._reserve_ids("mrp_production", count)
        self._clone(
            order,
            "TABLE tree",
            id=f"{orders} + new.n",
            name="'GENEALOGY/' || new.n",
            state="'done'",
        )
        made, used = (
            self._make_lines(move, count, lot, **{field: f"{orders} + new.n"})
            for move, lot, field in (
                (order.move_finished_ids[0], "id", "production_id"),
                (order.move_raw_ids[0], "parent_id", "raw_material_production_id"),
            )
        )
        self._execute(
            "INSERT INTO stock_move_line_consume_rel (consume_line_id, produce_line_id)"
            f" SELECT {made} + n, {used} + n FROM tree"
        )
        self._execute("SET LOCAL session_replication_role = DEFAULT")
        # as in a database where they were made before
        for table in ("stock_move", "stock_move_line", "stock_move_line_consume_rel"):
            self._execute(f"ANALYZE {table}")
        env.invalidate_all()

    def _make_tree(self, sizes):
        """A table of the numbers: the how many-eth, id, and id of the one above."""
        lots = self._reserve_ids("stock_lot", sum(sizes))
        self._execute(
            "CREATE TEMP TABLE tree (n int, id int, parent_id int) ON COMMIT DROP"
        )
        done = 0
        for level, size in enumerate(sizes):
            above = sizes[level - 1] if level else 0
            self._execute(
                "INSERT INTO tree SELECT %(done)s + i, %(lots)s + %(done)s + i,"
                " CASE WHEN %(above)s = 0 THEN %(root)s ELSE"
                " %(lots)s + %(done)s - %(above)s + 1 + (i - 1) * %(above)s / %(size)s"
                " END FROM generate_series(1, %(size)s) AS i",
                done=done,
                lots=lots,
                above=above,
                root=self.root.id,
                size=size,
            )
            done += size

    def _make_lines(self, move, count, lot, **columns):
        """A move for each order, and its line.

        :param str lot: column of ``tree``, which number it is of
        :return: the id before the first line
        """
        moves = self._reserve_ids("stock_move", count)
        lines = self._reserve_ids("stock_move_line", count)
        columns |= {"id": f"{moves} + new.n", "state": "'done'"}
        self._clone(move, "TABLE tree", **columns)
        self._execute(
            "INSERT INTO stock_move_line (id, move_id, company_id, product_id,"
            " product_uom_id, lot_id, location_id, location_dest_id, state, quantity,"
            " quantity_product_uom, date)"
            f" SELECT {lines} + n, {moves} + n, %(company)s, %(product)s, %(uom)s,"
            f" {lot}, %(source)s, %(target)s, 'done', 1, 1,"
            " now() AT TIME ZONE 'utc' FROM tree",
            company=move.company_id.id,
            product=self.product.id,
            uom=self.product.uom_id.id,
            source=move.location_id.id,
            target=move.location_dest_id.id,
        )
        return lines
