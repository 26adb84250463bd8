from bisect import bisect_left
from collections import defaultdict
from itertools import accumulate

from odoo import api, fields, models
from odoo.tools import sql


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    done_reference = fields.Char(
        compute="_compute_done_reference",
        store=True,
        copy=False,
        help="The document's name when the goods were moved.",
    )

    def _auto_init(self):
        """Of what was moved before, nobody knows another name than today's."""
        if not sql.column_exists(self.env.cr, self._table, "done_reference"):
            sql.create_column(self.env.cr, self._table, "done_reference", "varchar")
        return super()._auto_init()

    @api.model
    def _get_derived_fields(self):
        return super()._get_derived_fields() | {"done_reference"}

    # Not by the name: it is noted once, with who did it.
    @api.depends("done_by_id")
    def _compute_done_reference(self):
        done = self.filtered("done_by_id")
        (self - done).done_reference = False
        for lines in done.grouped(lambda o: o.move_id or o.picking_id).values():
            document = lines[:1]._get_timeline_document()
            # A move without a document says what it was by itself.
            is_move = document._name == "stock.move"
            lines.done_reference = not is_move and document.display_name

    def _note_doer(self):
        """Note by which document as well, in the same UPDATE of these lines."""
        super()._note_doer()
        self.mapped("done_reference")

    def _get_timeline_document(self):
        """:return: record of any model by which the goods are moved, or none"""
        self.ensure_one()
        move = self.move_id
        return move._get_timeline_document() if move else self.picking_id

    def _get_done_entry(self):
        """:return: entry of the timeline for a line that is done, or None"""
        self.ensure_one()
        if self.state != "done":
            return None
        places = self.location_id + self.location_dest_id
        return {
            "lot": self.lot_id,
            "kind": self._get_timeline_kind(),
            "date": self.date,
            "user": self._get_timeline_user(),
            "document": self._get_timeline_document(),
            "reference": self.done_reference,
            "partner": self._get_timeline_partner(),
            "locations": places.filtered(lambda place: place._is_own_stock()),
            "is_leaving": self.location_id._is_own_stock()
            and not self.location_dest_id._is_own_stock(),
            "quantity": self.quantity_product_uom,
            "move_line_id": self.id,
        }

    def _get_timeline_kind(self):
        """:return: what has been done to the goods: a kind of entry"""
        self.ensure_one()
        move, source, target = self.move_id, self.location_id, self.location_dest_id
        if move.unbuild_id or move.consume_unbuild_id:
            return "recovered" if source.usage == "production" else "unbuilt"
        if source._is_own_stock() and target._is_own_stock():
            return "moved"
        if target.usage == "inventory":
            return "lost" if move.is_inventory else "scrapped"
        if source.usage == "inventory":
            return "found"
        if source.usage == "production":
            return "produced" if move.production_id else "recovered"
        if target.usage == "production":
            return "consumed"
        if source._is_of_others() and target._is_own_stock():
            return "returned" if source.usage == "customer" else "received"
        if target._is_of_others():
            if not source._is_own_stock():
                return "dropshipped" if target.usage == "customer" else "moved"
            return "returned_to_vendor" if target.usage == "supplier" else "shipped"
        return "moved"

    def _get_timeline_user(self):
        """:return: ``res.users`` who did it; none if nobody knows any more"""
        self.ensure_one()
        if self.done_by_id:
            return self.done_by_id
        # Done before the addon was there, or made as done: nobody wrote on it later.
        for record in (self, self.move_id):
            if record.write_date and record.write_date.replace(microsecond=0) <= (
                self.date
            ):
                return record.write_uid
        return self.env["res.users"]

    def _get_allocation_entries(self, events):
        """Since when these lines have reserved their number, and for whom (AB-13).

        Those of deliveries, open ones and done ones; and of orders, while they have not
        consumed it.

        :param events: ``stock.lot.event`` of the lots: they know of some lines better
        :return: list of entries, see ``stock.lot._get_timeline_entries``
        """
        known = {
            (event.move_line_id, event.lot_id.id)
            for event in events
            if event.kind == "allocated"
        }
        lines = self.filtered(
            lambda line: (
                line.location_id._is_own_stock()
                and (line.id, line.lot_id.id) not in known
            )
        )
        delivery_ids = set(lines.move_id._filter_deliveries()._ids)
        dates = lines._get_allocation_dates(self, events)
        entries = []
        for line in lines:
            move = line.move_id
            if move.id not in delivery_ids and not (
                move.raw_material_production_id and line.state != "done"
            ):
                continue
            entries.append(
                {
                    "lot": line.lot_id,
                    "kind": "allocated",
                    "date": dates[line],
                    "user": line.create_uid,
                    "document": move._get_timeline_document(),
                    "reference": line.done_reference,
                    "partner": line._get_timeline_partner(),
                    "locations": line.location_id,
                    "quantity": line.quantity_product_uom,
                    "move_line_id": line.id,
                }
            )
        return entries

    def _get_allocation_dates(self, lines, events):
        """When these lines were made: not before what the same transaction did first.

        The date of a new row is the start of its transaction; a production that was
        completed in it, and reserved for the delivery that waits for it, has the time.

        :param lines: ``stock.move.line`` of the same lots, done ones among them
        :param events: ``stock.lot.event`` of the same lots
        :return: ``{stock.move.line: datetime}``, UTC
        """
        done_at = defaultdict(list)
        for line in lines:
            if line.state == "done":
                done_at[line.lot_id, line.write_date].append((line.id, line.date))
        for event in events:
            happened = (event.move_line_id, event.date)
            done_at[event.lot_id, event.create_date].append(happened)
        # of each transaction: what happened up to a line, in the order of lines
        latest = {}
        for key, happened in done_at.items():
            ids, dates = zip(*sorted(happened), strict=True)
            latest[key] = ids, list(accumulate(dates, max))
        claim_dates = {}
        for line in self:
            claim_dates[line] = line.create_date
            ids, dates = latest.get((line.lot_id, line.create_date), ((), ()))
            earlier = bisect_left(ids, line.id)
            if earlier:
                claim_dates[line] = max(line.create_date, dates[earlier - 1])
        return claim_dates
