from collections import defaultdict

from odoo import api, fields, models

from .allocation import Allocation

# A move line that changes in one of these may let go of a number, or take one.
CLAIM_FIELDS = {"lot_id", "quant_id", "quantity"}


class StockMoveLine(models.Model):
    """Remember reservations that end: the line that knew of them is deleted."""

    _name = "stock.move.line"
    _inherit = ["stock.move.line", "lot.prealloc.derived.fields"]

    done_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        ondelete="set null",
        help="Who moved the goods. Who changed the line last may be someone else.",
    )

    def _action_done(self):
        """Remember who does it, in the UPDATE that Odoo makes of these lines anyway."""
        self._note_doer()
        return super()._action_done()

    def _note_doer(self):
        """Made to be extended."""
        # sudo: nobody writes it but this, and this notes who he is
        self.sudo().write({"done_by_id": self.env.uid})

    def write(self, vals):
        if not CLAIM_FIELDS & vals.keys() or not self._may_have_reserved(vals):
            return super().write(vals)
        before = self._get_allocations()
        result = super().write(vals)
        after = self._get_allocations()
        self._log_allocations(
            released=self._subtract_allocations(before, after),
            # The line is older than its new allocation.
            taken=self._subtract_allocations(after, before),
        )
        return result

    def unlink(self):
        allocations = self._get_allocations()
        result = super().unlink()
        self._log_allocations(released=allocations)
        return result

    @api.model
    def _get_derived_fields(self):
        return super()._get_derived_fields() | {"done_by_id"}

    def _may_have_reserved(self, vals):
        """Whether one of these lines takes from stock, before or after."""
        # sudo: as for what is reserved
        return bool({"location_id", "quant_id"} & vals.keys()) or any(
            location._is_own_stock() for location in self.sudo().location_id
        )

    def _get_allocations(self):
        """Numbers that these lines have reserved for deliveries (AB-13).

        :return: ``{move line id: Allocation}``
        """
        # sudo: what is reserved is remembered, whoever may read it
        lines = self.sudo().filtered(
            lambda line: (
                line.lot_id
                and line.quantity > 0
                and line.state not in ("done", "cancel")
                and not line.move_id.raw_material_production_id
                and not line.move_id.production_id
                and line.location_id._is_own_stock()
            )
        )
        if not lines:
            return {}
        delivery_ids = set(lines.move_id._filter_deliveries()._ids)
        return {
            line.id: Allocation(
                line.lot_id.id,
                line.create_date,
                line.create_uid.id,
                line._prepare_allocation_values(),
            )
            for line in lines
            if line.move_id.id in delivery_ids
        }

    @api.model
    def _subtract_allocations(self, allocations, others):
        """:return: those of them that ``others`` do not have with the same lot"""
        return {
            line_id: allocation
            for line_id, allocation in allocations.items()
            if line_id not in others or others[line_id].lot_id != allocation.lot_id
        }

    def _prepare_allocation_values(self):
        """:return: dict for ``stock.lot.event._log``"""
        self.ensure_one()
        picking = self.picking_id or self.move_id.picking_id
        return {
            "lot_id": self.lot_id.id,
            "picking_id": picking.id,
            "reference": picking.name or self.move_id.reference,
            "partner_id": self._get_timeline_partner().id,
            "location_id": self.location_id.id,
            "quantity": self.quantity_product_uom,
            "move_line_id": self.id,
            "company_id": self.company_id.id,
        }

    def _get_timeline_partner(self):
        """:return: ``res.partner`` from or for whom the goods are"""
        self.ensure_one()
        move, picking = self.move_id, self.picking_id or self.move_id.picking_id
        if not self.location_id._is_own_stock() and not (
            self.location_dest_id._is_own_stock()
        ):
            # A dropship is a transfer of the vendor.
            return move.partner_id or picking.partner_id
        return picking.partner_id or move.partner_id

    @api.model
    def _get_allocation_starts(self, allocations):
        """When allocations began: not before what the same transaction did first.

        The date of a new row is the start of its transaction.

        :param dict allocations: ``{move line id: Allocation}``
        :return: ``{move line id: datetime}``, UTC
        """
        starts = {
            line_id: allocation.date for line_id, allocation in allocations.items()
        }
        done_with = defaultdict(list)
        # sudo: of dates only
        for line in self.sudo().search_fetch(
            [
                (
                    "lot_id",
                    "in",
                    list({allocation.lot_id for allocation in allocations.values()}),
                ),
                ("write_date", "in", list(set(starts.values()))),
                ("state", "=", "done"),
            ],
            ["lot_id", "write_date", "date"],
        ):
            done_with[line.lot_id.id, line.write_date].append(line)
        for line_id, allocation in allocations.items():
            for line in done_with[allocation.lot_id, allocation.date]:
                if line.id < line_id:
                    starts[line_id] = max(starts[line_id], line.date)
        return starts

    @api.model
    def _log_allocations(self, *, released, taken=None):
        """Remember allocations that ended, since when they were there, and late ones.

        :param dict released: ``{move line id: Allocation}`` that are no more
        :param dict taken: those of lines that existed before
        """
        if not released and not taken:
            return
        # sudo: what is remembered already, whoever may read it
        events = self.env["stock.lot.event"].sudo()
        allocated = events.search_fetch(
            [
                (
                    "lot_id",
                    "in",
                    [allocation.lot_id for allocation in released.values()],
                ),
                ("move_line_id", "in", list(released)),
                ("kind", "=", "allocated"),
            ],
            ["lot_id", "move_line_id"],
        )
        known = {(event.move_line_id, event.lot_id.id) for event in allocated}
        starts = self._get_allocation_starts(released)
        vals_list = []
        for line_id, allocation in released.items():
            if (line_id, allocation.lot_id) not in known:
                since = {"date": starts[line_id], "user_id": allocation.user_id}
                vals_list.append({**allocation.values, **since, "kind": "allocated"})
            vals_list.append({**allocation.values, "kind": "released"})
        for allocation in (taken or {}).values():
            vals_list.append({**allocation.values, "kind": "allocated"})
        events._log(vals_list)
