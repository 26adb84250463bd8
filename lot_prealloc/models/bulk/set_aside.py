"""What stays with the rest of an order goes there in one piece, not line by line.

Odoo's split deals out what is reserved line by line, to the units first. Of an order of
thousands all but a few units are left when some are split off, and their lines would be
written one after the other, again with each step. So the lines that no unit needs are
put out of Odoo's sight while it splits, and written together afterwards.

They are only hidden in the cache: if Odoo reads the lines anew it finds them where they
are, and deals them out itself.

Neither does it see the other orders of the group, which it asks for each new name.
"""


class SetAside:
    """Lines that stay with the rests of orders which are being divided."""

    def __init__(self, env):
        self.env = env
        # {production: (its moves, what is left of it)}
        self.origins = {}
        # {stock.move: its lines}
        self.lines = {}
        # {groups of which Odoo sees the last order only: None}
        self.groups = {}
        # {moves of rests that are to be reserved when they have their lines: None}
        self.withheld_ids = {}

    def hide(self, production, quantities):
        """:param list quantities: of the units, that of the order itself included"""
        self._hide_orders_of_group(production)
        uom = production.product_uom_id
        rest = production.product_qty - sum(quantities)
        if uom.compare(rest, max(quantities)) <= 0:
            return
        moves = (production.move_raw_ids | production.move_finished_ids).filtered(
            lambda move: not move.additional
        )
        share = sum(quantities) / production.product_qty
        for move in moves:
            if move.picked or move.state in ("done", "cancel") or move.demand_lot_ids:
                continue
            kept = self._count_needed(move, move.product_qty * share)
            lines = move.move_line_ids
            if kept < len(lines):
                self.lines[move] = lines[kept:]
                field = move._fields["move_line_ids"]
                field._update_cache(move, lines[:kept]._ids)
        self.origins[production] = (moves, rest)

    def _hide_orders_of_group(self, production):
        """Odoo looks at all orders of a group for the name of each new one."""
        for group in production.production_group_id:
            last = group.production_ids.sorted("backorder_sequence")[-1:]
            field = group._fields["production_ids"]
            field._update_cache(group, (production | last)._ids)
            self.groups[group] = None

    def _count_needed(self, move, needed):
        """:return: int, how many of its lines the units are made of, and one more"""
        found = 0
        uom = move.product_id.uom_id
        for count, line in enumerate(move.move_line_ids, start=1):
            if uom.compare(found, needed) >= 0:
                return count
            found += line.quantity_product_uom
        return len(move.move_line_ids)

    def withhold(self, moves):
        """:return: those of these moves that have to wait for their lines"""
        waiting = moves.filtered(self._is_of_rest)
        self.withheld_ids.update(dict.fromkeys(waiting._ids))
        return waiting

    def _is_of_rest(self, move):
        order = move.raw_material_production_id or move.production_id
        return any(
            order != production
            and order.production_group_id == production.production_group_id
            and not order.product_uom_id.compare(order.product_qty, rest)
            for production, (_moves, rest) in self.origins.items()
        )

    def give_back(self, productions):
        """:param productions: as ``_split_productions`` returns them"""
        for group in self.groups:
            field = group._fields["production_ids"]
            field._invalidate_cache(group.env, group._ids)
        rests = {}
        origin = None
        for production in productions:
            if production in self.origins:
                origin = production
            if origin in self.origins:
                rests[origin] = production
        given = self.env["stock.move"]
        for origin, (moves, _rest) in self.origins.items():
            of_rest = rests[origin].move_raw_ids | rests[origin].move_finished_ids
            # Odoo has made them one after the other
            for move, rest_move in zip(moves, of_rest.sorted("id"), strict=True):
                lines = self.lines.get(move, move.move_line_ids.browse())
                lines = lines.filtered(lambda line, move=move: line.move_id == move)
                if lines:
                    lines.write({"move_id": rest_move.id})
                    given |= rest_move
        given._recompute_state()
        self.env["stock.move"].browse(self.withheld_ids).filtered(
            lambda move: move.state in ("confirmed", "partially_available")
        )._action_assign()
