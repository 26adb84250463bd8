from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...lots.naming.lot_rule import LotRule


class StockMove(models.Model):
    """Lots and serial numbers named on the demand (MM-9).

    A name stays when the reservation goes: stock Odoo keeps lots on the lines only, one
    unit for each, and looks for any others where they are missing. What is named is
    taken from stock or received, and nothing else in its place. A step that gets its
    goods from another one takes what that one has brought.
    """

    _inherit = "stock.move"

    demand_lot_ids = fields.Many2many(
        "stock.lot",
        "stock_move_demand_lot_rel",
        "move_id",
        "lot_id",
        "Named Lots/Serial Numbers",
        copy=False,
        check_company=True,
        domain="[('product_id', '=', product_id)]",
        help="What is moved, said beforehand: these numbers are reserved or received, "
        "and nothing has to be entered later.",
    )

    # ------------------------------------------------------------------
    # Naming
    # ------------------------------------------------------------------

    @api.constrains("demand_lot_ids", "product_id")
    def _check_demand_lot_products(self):
        """Named lots are those of the product (MM-9)."""
        for move in self:
            others = move.demand_lot_ids.filtered(
                lambda lot, move=move: lot.product_id != move.product_id
            )
            if others:
                raise ValidationError(
                    self.env._(
                        "%(lots)s cannot be named for %(product)s: these are numbers "
                        "of other products. Remove them from the line.",
                        lots=", ".join(others.mapped("name")),
                        product=move.product_id.display_name,
                    )
                )

    @api.onchange("product_id")
    def _onchange_product_demand_lots(self):
        """Another product has other numbers."""
        self.demand_lot_ids = self.demand_lot_ids.filtered(
            lambda lot: lot.product_id == self.product_id
        )

    def _filter_naming_demand(self):
        """:return: ``stock.move`` whose lots are named for all that they demand"""
        return self.filtered(
            lambda move: (
                move.lot_ids  # an empty list comes with every new line of a form
                and move._is_demand_only()
                and move.has_tracking != "none"
                and move.company_id._is_preallocation_on()
            )
        )

    def _is_demand_only(self):
        return (
            self.state == "draft"
            and self.product_uom.compare(self.product_uom_qty, 0) > 0
            and not self.move_line_ids
        )

    def write(self, vals):
        if "demand_lot_ids" not in vals or self.env.context.get("do_not_unreserve"):
            return super().write(vals)
        named = {move: move.demand_lot_ids for move in self}
        result = super().write(vals)
        self.filtered(
            lambda move: (
                move.demand_lot_ids != named[move]
                and move.state not in ("draft", "done", "cancel")
                and move.move_line_ids
                and not move.picked
            )
        )._reserve_named_demand()
        return result

    def _reserve_named_demand(self):
        """What is reserved follows the names."""
        self._do_unreserve()
        self._action_assign()

    def _action_confirm(self, merge=True, merge_into=False, create_proc=True):
        self.filtered("demand_lot_ids")._check_demand_lot_quantities()
        return super()._action_confirm(
            merge=merge, merge_into=merge_into, create_proc=create_proc
        )

    def _check_demand_lot_quantities(self):
        """What is received under which name has to be clear (MM-9).

        :raise UserError: more serial numbers than units, or several lots for one
            quantity
        """
        for move in self:
            if not move._should_bypass_reservation():
                continue
            number = len(move.demand_lot_ids)
            if move.has_tracking == "lot" and number > 1:
                raise UserError(
                    self.env._(
                        "%(product)s: %(count)s lots are named for one quantity. Name "
                        "one on the line, and add a line for each of the others.",
                        product=move.product_id.display_name,
                        count=number,
                    )
                )
            if (
                move.has_tracking == "serial"
                and move.product_id.uom_id.compare(number, move.product_qty) > 0
            ):
                raise UserError(
                    self.env._(
                        "%(product)s: %(count)s serial numbers are named for "
                        "%(quantity)s units. Remove some, or change the quantity.",
                        product=move.product_id.display_name,
                        count=number,
                        quantity=int(move.product_qty),
                    )
                )

    # ------------------------------------------------------------------
    # Taking what is named from stock
    # ------------------------------------------------------------------

    def _update_reserved_quantity_vals(
        self,
        need,
        location_id,
        lot_id=None,
        package_id=None,
        owner_id=None,
        strict=True,
        **kwargs,
    ):
        """Automatic reservation takes what is named, and nothing in its place."""
        options = {
            "lot_id": lot_id,
            "package_id": package_id,
            "owner_id": owner_id,
            "strict": strict,
            **kwargs,
        }
        named = self.demand_lot_ids
        is_named = named and not strict and not lot_id
        rule = LotRule.of(self)
        only_named = rule._replace(only=named._ids).on(self) if is_named else self
        if not is_named or self.has_tracking == "lot":
            return super(StockMove, only_named)._update_reserved_quantity_vals(
                need, location_id, **options
            )
        missing = len(named - self.move_line_ids.lot_id)
        vals_list, taken = super(StockMove, only_named)._update_reserved_quantity_vals(
            min(need, missing), location_id, **options
        )
        unnamed = min(need - taken, self._count_unnamed_units())
        if self.product_id.uom_id.compare(unnamed, 0) > 0:
            others = rule._replace(without=named._ids).on(self)
            more = super(StockMove, others)._update_reserved_quantity_vals(
                unnamed, location_id, **options
            )
            vals_list, taken = vals_list + more[0], taken + more[1]
        return vals_list, taken

    def _count_unnamed_units(self):
        """:return: how many units may still be of any serial number"""
        others = self.move_line_ids.filtered(
            lambda line: line.lot_id not in self.demand_lot_ids
        )
        taken = sum(others.mapped("quantity_product_uom"))
        return self.product_qty - len(self.demand_lot_ids) - taken

    def _is_named_throughout(self):
        """Whether nothing but named lots may be taken."""
        return self.demand_lot_ids and (
            self.has_tracking == "lot"
            or self.product_id.uom_id.compare(
                len(self.demand_lot_ids), self.product_qty
            )
            >= 0
        )

    def _set_quantity_done_prepare_vals(self, qty):
        """So does a quantity that is typed, or set by producing."""
        move = self
        if self._is_named_throughout():
            only = self.demand_lot_ids._ids
            move = LotRule.of(self)._replace(only=only).on(self)
        return super(StockMove, move)._set_quantity_done_prepare_vals(qty)

    def _get_available_move_lines(self, *args, **kwargs):
        """Of what the moves before have brought, what is named comes first.

        What is named for others that wait for the same goods comes last.
        """
        available = super()._get_available_move_lines(*args, **kwargs)
        siblings = (self.move_orig_ids.move_dest_ids - self).filtered(
            lambda move: move.state not in ("done", "cancel")
        )
        own, others = self.demand_lot_ids, siblings.demand_lot_ids
        if not own | others:
            return available

        def rank(item):
            lot = item[0][1]
            return 0 if lot in own else 2 if lot in others else 1

        return dict(sorted(available.items(), key=rank))

    # ------------------------------------------------------------------
    # Receiving what is named
    # ------------------------------------------------------------------

    def _action_assign(self, force_qty=False):
        result = super()._action_assign(force_qty=force_qty)
        self._put_named_lots_on_lines()
        return result

    def _set_quantity_done(self, qty):
        result = super()._set_quantity_done(qty)
        self._put_named_lots_on_lines()
        return result

    def _put_named_lots_on_lines(self):
        """Lines of what arrives carry the names of the demand."""
        if not self:
            # Odoo asks for none after every write on a move line.
            return
        pairs = []
        for move in self.filtered("demand_lot_ids"):
            if (
                move.state in ("done", "cancel")
                or not move._should_bypass_reservation()
            ):
                continue
            lines = move.move_line_ids.filtered(
                lambda line: not line.lot_id and not line.lot_name
            )
            if move.has_tracking == "serial":
                lots = move.demand_lot_ids - move.move_line_ids.lot_id
                pairs += zip(lines, lots, strict=False)
            else:
                pairs += [(line, move.demand_lot_ids[:1]) for line in lines]
        if pairs:
            self.env["stock.move.line"]._name_arriving_lots(pairs)

    # ------------------------------------------------------------------
    # Availability
    # ------------------------------------------------------------------

    @api.depends("demand_lot_ids")
    def _compute_forecast_information(self):
        """What is there counts only as far as it is of a lot that is named."""
        result = super()._compute_forecast_information()
        moves = self.filtered(
            lambda move: (
                move.demand_lot_ids
                and move.state in ("draft", "confirmed", "partially_available")
                and not move.move_orig_ids
                and not move.forecast_expected_date
                and move._is_named_throughout()
                and not move._should_bypass_reservation()
            )
        )
        free = moves._read_free_quantities_of_named_lots()
        for move in moves:
            available = free[move]
            if move.state == "draft":
                available -= move.product_qty
            else:
                available += sum(move.move_line_ids.mapped("quantity_product_uom"))
            move.forecast_availability = min(move.forecast_availability, available)
        return result

    def _read_free_quantities_of_named_lots(self):
        """:return: ``{stock.move: quantity}``, in the unit of the product"""
        rows = self.env["stock.quant"]._read_group(
            Domain("lot_id", "in", self.demand_lot_ids.ids)
            & Domain("location_id", "child_of", self.location_id.ids),
            ["lot_id", "location_id"],
            ["quantity:sum", "reserved_quantity:sum"],
        )
        return {
            move: sum(
                quantity - reserved
                for lot, location, quantity, reserved in rows
                if lot in move.demand_lot_ids and location._child_of(move.location_id)
            )
            for move in self
        }

    # ------------------------------------------------------------------
    # Splitting, merging, and the steps before
    # ------------------------------------------------------------------

    def _split(self, qty, restrict_partner_id=False):
        """The rest keeps the names: a lot is for both, a serial number for one."""
        named = self.demand_lot_ids
        vals_list = super()._split(qty, restrict_partner_id=restrict_partner_id)
        if named and vals_list:
            kept = named
            if self.has_tracking == "serial":
                kept = named & self.move_line_ids.lot_id
                named -= kept
                self.with_context(do_not_unreserve=True).demand_lot_ids = kept
            for vals in vals_list:
                vals["demand_lot_ids"] = [Command.set(named.ids)]
        return vals_list

    def _get_backorder_move_vals(self):
        vals = super()._get_backorder_move_vals()
        if self.demand_lot_ids:
            vals["demand_lot_ids"] = [Command.set(self.demand_lot_ids.ids)]
        return vals

    def _share_out_named_serials(self):
        """Name each serial number for one of the orders that were one order before.

        First for the one that has reserved it, then in the order of the orders.
        """
        moves = self.filtered(
            lambda move: move.demand_lot_ids and move.has_tracking == "serial"
        )
        alike = moves.grouped(
            lambda move: (move.production_group_id, move.product_id, move.bom_line_id)
        )
        for group in alike.values():
            shares = {m: m.demand_lot_ids & m.move_line_ids.lot_id for m in group}
            free = list(group.demand_lot_ids - group.move_line_ids.lot_id)
            for move in group.sorted("id"):
                units = max(int(move.product_qty) - len(shares[move]), 0)
                share = shares[move].union(*free[:units])
                del free[:units]
                if share != move.demand_lot_ids:
                    move.with_context(do_not_unreserve=True).demand_lot_ids = share

    @api.model
    def _prepare_merge_moves_distinct_fields(self):
        """What is named apart stays apart."""
        return [*super()._prepare_merge_moves_distinct_fields(), "demand_lot_ids"]

    @api.model
    def _prepare_merge_negative_moves_excluded_distinct_fields(self):
        return [
            *super()._prepare_merge_negative_moves_excluded_distinct_fields(),
            "demand_lot_ids",
        ]

    def _prepare_procurement_values(self):
        """The step that brings the goods brings those that are named (MM-8)."""
        values = super()._prepare_procurement_values()
        if self.demand_lot_ids:
            values["demand_lot_ids"] = self.demand_lot_ids
        return values
