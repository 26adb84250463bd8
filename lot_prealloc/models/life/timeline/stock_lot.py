import math
import re
from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import formatLang

from .kind import Kind

PLACEHOLDER = re.compile(r"%\((\w+)\)s")
# Of a lot with a long life the newest movements are shown, and as many events.
LIMIT = 500


class StockLot(models.Model):
    """The timeline of a number, on its form (AB-17).

    What the ledger and the orders remember is read from them, so that numbers from
    before the addon have a timeline too; ``stock.lot.event`` has what they forget.
    """

    _inherit = "stock.lot"

    timeline = fields.Json(compute="_compute_timeline")
    lifecycle_summary = fields.Char(
        "Quantities",
        compute="_compute_lifecycle_summary",
        help="The quantity in each state, where there are several.",
    )
    manufacturing_order_count = fields.Integer(
        "Manufacturing Orders",
        compute="_compute_manufacturing_order_count",
        help="Orders that hold, have made or have used this number.",
    )

    # ------------------------------------------------------------------
    # The timeline
    # ------------------------------------------------------------------

    @api.depends_context("uid", "lang", "allowed_company_ids")
    def _compute_timeline(self):
        """Entries as the form shows them, oldest first.

        Each is a dict: ``date`` (UTC), ``kind``, ``icon`` (of Font Awesome), ``color``
        (of Bootstrap), ``pieces`` of a sentence (dicts with ``text``, and with
        ``model`` and ``id`` where it opens a record), ``location`` and ``quantity``.
        """
        lots = self._origin
        entries = lots._get_timeline_entries()
        kinds = lots._get_timeline_kinds()
        names = lots._get_timeline_names(entries)
        timelines = defaultdict(list)
        for entry in sorted(entries, key=lots._get_timeline_order):
            rendered = lots._render_timeline_entry(entry, kinds, names)
            timelines[entry["lot"].id].append(rendered)
        for lot in self:
            lot.timeline = timelines[lot._origin.id]

    def _get_timeline_entries(self):
        """All that happened to these numbers, as far as the user may see it.

        Made to be extended: add dicts to the list, and the kinds of these to
        :meth:`_get_timeline_kinds`.

        :return: list of dicts, in any order. Needed are ``lot``, ``kind`` and ``date``
            (UTC); there may be ``user``, ``document`` (any record), ``reference`` (its
            name when this happened), ``partner``, ``locations`` (in the order of the
            movement), ``is_leaving`` (it left them), ``quantity`` (in the unit of the
            product), ``reason``, and ``move_line_id`` (for the order of what happened
            in the same second)
        """
        if not self:
            return []
        limit = LIMIT * len(self)
        events = self.env["stock.lot.event"].search(
            [("lot_id", "in", self.ids)], order="id desc", limit=limit
        )
        # Move lines may be read by everyone; the rules of companies count.
        lines = self.env["stock.move.line"].search(
            [
                ("lot_id", "in", self.ids),
                ("state", "!=", "cancel"),
                ("quantity_product_uom", ">", 0),
            ],
            order="id desc",
            limit=limit,
        )
        # sudo: of what he may read, the moves as well; documents are looked at later
        lines, events = lines.sudo(), events.sudo()
        done_at = {line.id: line.date for line in lines if line.state == "done"}
        entries = [
            *(entry for line in lines if (entry := line._get_done_entry())),
            *lines._get_allocation_entries(events),
            *(event._get_timeline_entry(done_at) for event in events),
        ]
        if len(lines) == limit or len(events) == limit:
            entries = self._cut_entries(entries, lines, events, limit)
        return entries + [e for lot in self for e in lot._get_origin_entries()]

    def _cut_entries(self, entries, lines, events, limit):
        """Begin where all is known, and say that something came before.

        :param entries: see :meth:`_get_timeline_entries`
        :param lines: ``stock.move.line`` that were read, the newest first
        :param events: ``stock.lot.event`` that were read, the newest first
        :param int limit: how many of each were read at most
        """
        start = max(
            records[-1].create_date
            for records in (lines, events)
            if len(records) == limit
        )
        cut = [
            {"lot": lot, "kind": "cut", "date": start, "move_line_id": -1}
            for lot in lines.lot_id | events.lot_id
        ]
        return cut + [entry for entry in entries if entry["date"] >= start]

    def _get_origin_entries(self):
        """For which order it was generated, and what that was divided into.

        :return: list of entries, see :meth:`_get_timeline_entries`
        """
        self.ensure_one()
        # sudo: orders of the user's companies; they are names if he may not open them
        lot = self.sudo()

        def filter_visible(orders):
            return orders.filtered(lambda o: o.company_id in self.env.companies)

        first = filter_visible(lot.allocated_production_id)
        if lot.allocated_production_id and not first:
            # Another company made it.
            return []
        origin = {
            "lot": self,
            "kind": "generated" if first else "created",
            "date": self.create_date,
            "user": self.create_uid,
            "document": first,
            "reference": first and lot.allocated_reference,
            "move_line_id": -1,
        }
        later = filter_visible(
            lot.prealloc_production_ids | lot.producing_production_ids
        ).filtered(
            lambda order: (
                first
                and order != first
                and order.production_group_id == first.production_group_id
                and order.create_date >= lot.create_date
            )
        )
        return [origin] + [
            {
                "lot": self,
                "kind": "passed_on",
                "date": order.create_date,
                "user": order.create_uid,
                "document": order,
                "move_line_id": 0,
            }
            for order in later
        ]

    @api.model
    def _get_timeline_kinds(self):
        """How an entry of each kind is shown. Made to be extended.

        :return: ``{kind: Kind}``, whose sentences may name ``%(document)s``,
            ``%(partner)s``, ``%(user)s``, ``%(reason)s``
        """
        return {
            "created": Kind(
                "fa-plus", "secondary", [self.env._("Created by %(user)s")]
            ),
            "cut": Kind(
                "fa-ellipsis-v",
                "secondary",
                [self.env._("What happened before is in the traceability report")],
            ),
            "generated": Kind(
                "fa-magic",
                "secondary",
                [self.env._("Generated for %(document)s by %(user)s")],
            ),
            "passed_on": Kind(
                "fa-share",
                "secondary",
                [self.env._("Passed on to %(document)s by %(user)s")],
            ),
            "produced": Kind(
                "fa-industry",
                "success",
                [self.env._("Produced with %(document)s by %(user)s")],
            ),
            "received": Kind(
                "fa-sign-in",
                "success",
                [
                    self.env._(
                        "Received from %(partner)s with %(document)s by %(user)s"
                    ),
                    self.env._("Received with %(document)s by %(user)s"),
                ],
            ),
            "found": Kind(
                "fa-plus-square-o",
                "success",
                [self.env._("Added to stock by %(user)s: %(document)s")],
            ),
            "moved": Kind(
                "fa-exchange",
                "secondary",
                [self.env._("Moved with %(document)s by %(user)s")],
            ),
            "allocated": Kind(
                "fa-lock",
                "info",
                [
                    self.env._("Allocated to %(document)s for %(partner)s by %(user)s"),
                    self.env._("Allocated to %(document)s by %(user)s"),
                ],
            ),
            "released": Kind(
                "fa-unlock-alt",
                "secondary",
                [self.env._("Released from %(document)s by %(user)s")],
            ),
            "given_up": Kind(
                "fa-ban",
                "danger",
                [self.env._("Given up by %(document)s, never to be used: %(user)s")],
            ),
            "shipped": Kind(
                "fa-truck",
                "primary",
                [
                    self.env._("Shipped to %(partner)s with %(document)s by %(user)s"),
                    self.env._("Shipped with %(document)s by %(user)s"),
                ],
            ),
            "dropshipped": Kind(
                "fa-truck",
                "primary",
                [
                    self.env._(
                        "Delivered by dropship to %(partner)s with %(document)s "
                        "by %(user)s"
                    ),
                    self.env._("Delivered by dropship with %(document)s by %(user)s"),
                ],
            ),
            "returned": Kind(
                "fa-reply",
                "warning",
                [
                    self.env._(
                        "Returned by %(partner)s with %(document)s, "
                        "taken in by %(user)s"
                    ),
                    self.env._("Returned with %(document)s, taken in by %(user)s"),
                ],
            ),
            "made_available": Kind(
                "fa-check",
                "success",
                [self.env._("Made available by %(user)s")],
            ),
            "returned_to_vendor": Kind(
                "fa-undo",
                "primary",
                [
                    self.env._("Returned to %(partner)s with %(document)s by %(user)s"),
                    self.env._("Returned to the vendor with %(document)s by %(user)s"),
                ],
            ),
            "consumed": Kind(
                "fa-cogs",
                "secondary",
                [self.env._("Consumed by %(document)s, recorded by %(user)s")],
            ),
            "unbuilt": Kind(
                "fa-chain-broken",
                "secondary",
                [self.env._("Taken apart with %(document)s by %(user)s")],
            ),
            "recovered": Kind(
                "fa-recycle",
                "success",
                [self.env._("Recovered with %(document)s by %(user)s")],
            ),
            "scrapped": Kind(
                "fa-trash",
                "danger",
                [self.env._("Scrapped with %(document)s by %(user)s")],
            ),
            "lost": Kind(
                "fa-minus-square-o",
                "danger",
                [self.env._("Taken out of stock by %(user)s: %(document)s")],
            ),
        }

    @api.model
    def _get_timeline_order(self, entry):
        """:return: sort key; dates of documents have no fractions of a second"""
        return (
            entry["date"].replace(microsecond=0),
            entry.get("move_line_id") or math.inf,
            # the line was reserved before it was done
            entry["kind"] != "allocated",
        )

    @api.model
    def _get_timeline_names(self, entries):
        """Names of all that these entries speak of, read together.

        :param list entries: see :meth:`_get_timeline_entries`
        :return: see :meth:`_get_links`
        """
        ids = defaultdict(set)
        for entry in entries:
            for name in ("document", "partner", "user", "locations"):
                records = entry.get(name)
                if records:
                    ids[records._name].update(records._ids)
        return self._get_links(ids)

    @api.model
    def _get_links(self, ids):
        """:param dict ids: ``{model: set of ids}``
        :return: ``{(model, id): dict}`` with ``text``, and with ``model`` and ``id``
            where the user can open the record
        """
        names = {}
        for model, record_ids in ids.items():
            records = self.env[model].browse(record_ids)
            linked_ids = set(self._filter_openable(records)._ids)
            # sudo: names only; a link goes with those that the user can open
            for record in records.sudo():
                if self._is_timeline_name_shown(record):
                    names[model, record.id] = {"text": self._get_timeline_name(record)}
                if record.id in linked_ids:
                    names[model, record.id] |= {"model": model, "id": record.id}
        return names

    @api.model
    def _filter_openable(self, records):
        """:return: records, all of one model, whose form this user can open"""
        if records._name in ("res.users", "stock.location") or (
            # A stock user reads orders, but not the work orders on their form.
            records._name == "mrp.production"
            and not self.env["mrp.workorder"].has_access("read")
        ):
            return records.browse()
        return records._filtered_access("read")

    @api.model
    def _is_timeline_name_shown(self, record):
        """:return: bool; of people those who work in one of the user's companies"""
        return record._name != "res.users" or bool(
            record.company_ids & self.env.companies
        )

    @api.model
    def _get_timeline_name(self, record):
        if record._name == "stock.move":
            return record.reference or record.product_id.display_name
        return record.display_name

    def _render_timeline_entry(self, entry, kinds, names):
        """:return: dict, see :meth:`_compute_timeline`"""
        icon, color, sentences = kinds[entry["kind"]]
        values = {
            name: names[entry[name]._name, entry[name].id]
            for name in ("document", "partner", "user")
            if entry.get(name) and (entry[name]._name, entry[name].id) in names
        }
        if entry.get("reference"):
            # What is renamed later had this name; a link still opens it.
            link = values.get("document", {})
            values["document"] = {**link, "text": entry["reference"]}
        if entry.get("reason"):
            values["reason"] = {"text": entry["reason"]}
        values.setdefault("user", {"text": self.env._("an unknown user")})
        sentence = next(
            (s for s in sentences if values.keys() >= set(PLACEHOLDER.findall(s))),
            sentences[-1],
        )
        # text and names of placeholders in turn
        pieces = [
            values.get(piece, {"text": "…"}) if index % 2 else {"text": piece}
            for index, piece in enumerate(PLACEHOLDER.split(sentence))
        ]
        return {
            "kind": entry["kind"],
            "icon": icon,
            "color": color,
            "date": fields.Datetime.to_string(entry["date"]),
            "pieces": [piece for piece in pieces if piece["text"]],
            "location": self._get_timeline_place(entry, names),
            "quantity": self._get_timeline_quantity(entry),
        }

    @api.model
    def _get_timeline_place(self, entry, names):
        """:return: text; what has left a place is not said to be there"""
        place = " → ".join(
            names["stock.location", location.id]["text"]
            for location in entry.get("locations") or ()
        )
        if place and entry.get("is_leaving"):
            return self.env._("from %(location)s", location=place)
        return place

    @api.model
    def _get_timeline_quantity(self, entry):
        """:return: text, where there may be another quantity than one"""
        quantity = entry.get("quantity")
        return entry["lot"].product_id._tell_quantity(quantity) if quantity else ""

    # ------------------------------------------------------------------
    # Quantities and orders on the form
    # ------------------------------------------------------------------

    @api.depends("lifecycle_state", "returned_quantity")
    @api.depends_context("lang")
    def _compute_lifecycle_summary(self):
        states = self._fields["lifecycle_state"]._description_selection(self.env)
        for lot in self:
            texts = [
                f"{formatLang(self.env, quantity, dp='Product Unit')} {label.lower()}"
                for state, label in states
                if f"{state}_quantity" in self._fields
                and (quantity := lot[f"{state}_quantity"])
            ]
            lot.lifecycle_summary = " · ".join(texts) if len(texts) > 1 else False

    def _get_manufacturing_orders(self):
        """All orders that hold, have made or have used these numbers (MM-4).

        :return: ``{lot id: mrp.production}``, those that the user can open
        """
        # sudo: of all orders there are, those that he can open are returned
        orders = {
            lot.id: lot.allocated_production_id
            | lot.prealloc_production_ids
            | lot.producing_production_ids
            for lot in self.sudo()
        }
        groups = (
            self.env["stock.move.line"]
            .sudo()
            ._read_group(
                [("lot_id", "in", self.ids), ("state", "!=", "cancel")],
                ["lot_id"],
                ["move_id:recordset"],
            )
        )
        for lot, moves in groups:
            orders[lot.id] |= moves.production_id | moves.raw_material_production_id
        every_order = self.env["mrp.production"].sudo().union(*orders.values())
        openable = self._filter_openable(every_order.sudo(False))
        return {
            lot_id: of_lot.sudo(False) & openable for lot_id, of_lot in orders.items()
        }

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_manufacturing_order_count(self):
        orders = self._origin._get_manufacturing_orders()
        for lot in self:
            lot.manufacturing_order_count = len(orders.get(lot._origin.id, ()))

    def action_view_manufacturing_orders(self):
        """Open the orders that hold, have made or have used this number (MM-4).

        :return: an action
        """
        self.ensure_one()
        orders = self._get_manufacturing_orders()[self.id]
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Manufacturing Orders of %(lot)s", lot=self.name),
            "res_model": "mrp.production",
            "view_mode": "list,form",
            "domain": [("id", "in", orders.ids)],
        }
        if len(orders) == 1:
            action |= {"view_mode": "form", "res_id": orders.id}
        return action
