from collections import defaultdict
from typing import NamedTuple

from odoo import api, fields, models

# A move line that changes in one of these may let go of a number, or take one.
CLAIM_FIELDS = {"lot_id", "quant_id", "quantity"}


class StockLotEvent(models.Model):
    """What happened to a number and left no trace in the stock ledger (AB-17).

    A reservation that ended is a deleted move line; it is remembered here. All that the
    ledger knows is read from there, see ``stock.lot._get_timeline_entries``.
    """

    _name = "stock.lot.event"
    _description = "Lot/Serial Number Event"
    _order = "date, id"
    _rec_name = "reference"

    lot_id = fields.Many2one(
        "stock.lot",
        "Lot/Serial Number",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    kind = fields.Selection(
        [
            ("allocated", "Allocated"),
            ("released", "Released"),
            ("made_available", "Made Available"),
            ("given_up", "Given Up"),
        ],
        required=True,
        readonly=True,
    )
    date = fields.Datetime(required=True, readonly=True)
    user_id = fields.Many2one("res.users", readonly=True, ondelete="set null")
    picking_id = fields.Many2one(
        "stock.picking",
        "Transfer",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    production_id = fields.Many2one(
        "mrp.production",
        "Manufacturing Order",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    reference = fields.Char(
        readonly=True, help="The document's name when this happened."
    )
    partner_id = fields.Many2one("res.partner", readonly=True, ondelete="set null")
    location_id = fields.Many2one("stock.location", readonly=True, ondelete="set null")
    quantity = fields.Float(
        digits="Product Unit", readonly=True, help="In the unit of the product."
    )
    # Not a relation: the line is gone as a rule.
    move_line_id = fields.Integer(readonly=True)
    company_id = fields.Many2one("res.company", readonly=True, ondelete="cascade")

    @api.model
    def _get_document_fields(self):
        """Made to be extended: fields that can hold the document of an event.

        :return: list of names of many2one fields, the first that is set counts
        """
        return ["picking_id", "production_id"]

    def _get_document(self):
        """:return: record of any model, or None"""
        self.ensure_one()
        return next((self[n] for n in self._get_document_fields() if self[n]), None)

    @api.model
    def _log(self, vals_list):
        """Remember events, in one INSERT for the set.

        :param list vals_list: dicts with ``lot_id``, ``kind``, and what else is known;
            the moment and the user are this moment and this user if they are not given
        :return: ``stock.lot.event``
        """
        for vals in vals_list:
            vals.setdefault("date", fields.Datetime.now())
            vals.setdefault("user_id", self.env.uid)
            # sudo: for a name and a company only
            owner = self.env["stock.lot"].sudo().browse(vals["lot_id"])
            document = next(filter(vals.get, self._get_document_fields()), None)
            if document:
                model = self._fields[document].comodel_name
                owner = self.env[model].sudo().browse(vals[document])
                vals.setdefault("reference", owner.display_name)
            vals.setdefault("company_id", owner.company_id.id)
        # sudo: whoever may do what is remembered here writes it, and no one else
        return self.sudo().create(vals_list)

    def _get_timeline_entry(self, done_at):
        """What follows a movement is not shown before it, if it was noted before.

        :param dict done_at: ``{id of a stock.move.line that is done: when}``
        :return: dict as in ``stock.lot._get_timeline_entries``
        """
        self.ensure_one()
        date = self.date
        if self.kind != "allocated":
            date = max(date, done_at.get(self.move_line_id, date))
        return {
            "lot": self.lot_id,
            "kind": self.kind,
            "date": date,
            "user": self.user_id,
            "document": self._get_document(),
            "reference": self.reference,
            "partner": self.partner_id,
            "locations": self.location_id,
            "quantity": self.quantity,
            "move_line_id": self.move_line_id,
        }


class StockLot(models.Model):
    _inherit = "stock.lot"

    event_ids = fields.One2many("stock.lot.event", "lot_id", "Events", readonly=True)

    def _log_made_available(self):
        """Remember who made returned numbers available (AB-15)."""
        super()._log_made_available()
        # sudo: a return that the user may not read comes before this all the same
        last_lines = dict(
            self.env["stock.move.line"]
            .sudo()
            ._read_group(
                [("lot_id", "in", self.ids), ("state", "=", "done")],
                ["lot_id"],
                ["id:max"],
            )
        )
        self.env["stock.lot.event"]._log(
            [
                {
                    "lot_id": lot.id,
                    "kind": "made_available",
                    "location_id": lot.location_id.id,
                    "move_line_id": last_lines.get(lot.sudo()),
                }
                for lot in self
            ]
        )


class StockMove(models.Model):
    _inherit = "stock.move"

    def _filter_deliveries(self):
        """Moves by which goods leave stock: their own, or that of moves after them.

        Steps of a delivery are some of them; what orders consume, scrap and adjustments
        are not.

        :return: ``stock.move``
        """
        leaving_ids = set()
        # {move: ids of the moves of self that lead to it}
        ahead = {move: {move.id} for move in self}
        seen = defaultdict(set)
        while ahead:
            following = defaultdict(set)
            for move, first_ids in ahead.items():
                seen[move] |= first_ids
                if move._is_delivery():
                    leaving_ids |= first_ids
                elif move.location_dest_id._is_own_stock():
                    for next_move in move.move_dest_ids:
                        if next_move.state != "cancel":
                            following[next_move] |= first_ids - seen[next_move]
            ahead = {move: ids for move, ids in following.items() if ids}
        return self.browse(move.id for move in self if move.id in leaving_ids)

    def _is_delivery(self):
        """:return: bool, it brings goods out of stock, as far as it knows itself"""
        self.ensure_one()
        if self.raw_material_production_id or self.production_id or self.is_inventory:
            return False
        return (
            self.location_dest_id._is_of_others()
            or self.location_final_id._is_of_others()
        )


class StockLocation(models.Model):
    _inherit = "stock.location"

    def _is_own_stock(self):
        """Whether goods here are ours to use: as Odoo counts them on hand."""
        return self.usage == "internal" or bool(
            self.usage == "transit" and self.company_id
        )

    def _is_of_others(self):
        """Whether goods here have been delivered to someone."""
        return self.usage in ("customer", "supplier") or bool(
            self.usage == "transit" and not self.company_id
        )


class Claim(NamedTuple):
    """An open move line of a delivery that has reserved a number."""

    lot_id: int
    # when and by whom the line was made
    date: object
    user_id: int
    # for the event: document, partner, location, quantity
    values: dict


class StockMoveLine(models.Model):
    """Remember reservations that end: the line that knew of them is deleted."""

    _inherit = "stock.move.line"

    done_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        ondelete="set null",
        help="Who moved the goods. Who changed the line last may be someone else.",
    )

    def _action_done(self):
        """Remember who does it, in the UPDATE that Odoo makes of these lines anyway."""
        self._fields["done_by_id"].write(self, self.env.uid)
        return super()._action_done()

    def write(self, vals):
        if not CLAIM_FIELDS & vals.keys():
            return super().write(vals)
        before = self._get_claims()
        result = super().write(vals)
        after = self._get_claims()
        self._log_claims(
            released=self._subtract_claims(before, after),
            # The line is older than its new claim.
            taken=self._subtract_claims(after, before),
        )
        return result

    def unlink(self):
        claims = self._get_claims()
        result = super().unlink()
        self._log_claims(released=claims)
        return result

    def _get_claims(self):
        """Numbers that these lines have reserved for deliveries (AB-13).

        :return: ``{move line id: Claim}``
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
            line.id: Claim(
                line.lot_id.id,
                line.create_date,
                line.create_uid.id,
                line._prepare_claim_values(),
            )
            for line in lines
            if line.move_id.id in delivery_ids
        }

    @api.model
    def _subtract_claims(self, claims, others):
        """:return: those of ``claims`` that ``others`` do not have with the same lot"""
        return {
            line_id: claim
            for line_id, claim in claims.items()
            if line_id not in others or others[line_id].lot_id != claim.lot_id
        }

    def _prepare_claim_values(self):
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
    def _get_claim_starts(self, claims):
        """When claims began: not before what the same transaction did first.

        The date of a new row is the start of its transaction.

        :param dict claims: ``{move line id: Claim}``
        :return: ``{move line id: datetime}``, UTC
        """
        starts = {line_id: claim.date for line_id, claim in claims.items()}
        done_with = defaultdict(list)
        # sudo: of dates only
        for line in self.sudo().search_fetch(
            [
                ("lot_id", "in", list({claim.lot_id for claim in claims.values()})),
                ("write_date", "in", list(set(starts.values()))),
                ("state", "=", "done"),
            ],
            ["lot_id", "write_date", "date"],
        ):
            done_with[line.lot_id.id, line.write_date].append(line)
        for line_id, claim in claims.items():
            for line in done_with[claim.lot_id, claim.date]:
                if line.id < line_id:
                    starts[line_id] = max(starts[line_id], line.date)
        return starts

    @api.model
    def _log_claims(self, *, released, taken=None):
        """Remember claims that ended, since when they were there, and late ones.

        :param dict released: ``{move line id: Claim}`` that are no more
        :param dict taken: those of lines that existed before
        """
        if not released and not taken:
            return
        # sudo: what is remembered already, whoever may read it
        events = self.env["stock.lot.event"].sudo()
        allocated = events.search_fetch(
            [
                ("lot_id", "in", [claim.lot_id for claim in released.values()]),
                ("move_line_id", "in", list(released)),
                ("kind", "=", "allocated"),
            ],
            ["lot_id", "move_line_id"],
        )
        known = {(event.move_line_id, event.lot_id.id) for event in allocated}
        starts = self._get_claim_starts(released)
        vals_list = []
        for line_id, claim in released.items():
            if (line_id, claim.lot_id) not in known:
                since = {"date": starts[line_id], "user_id": claim.user_id}
                vals_list.append({**claim.values, **since, "kind": "allocated"})
            vals_list.append({**claim.values, "kind": "released"})
        for claim in (taken or {}).values():
            vals_list.append({**claim.values, "kind": "allocated"})
        events._log(vals_list)
