from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from ..states import QUANTITY_STATES

PAGE = 40
# So many products have a sentence of their own.
SENTENCES = 3
# What is told together.
GROUPS = {"available": "stock", "allocated": "stock"}


class StockLot(models.Model):
    """The tabs Inside and Where It Went of a number, and its headline (RC-1).

    A level is read when it is unfolded, a page of it at a time. Orders that are not
    done yet are shown as well: what is reserved for them will be inside.
    """

    _inherit = "stock.lot"

    @api.readonly
    def get_trace_level(self, direction, offset=0):
        """What is next to a number.

        :param str direction: ``inside`` or ``where``
        :param int offset: how many of the rows are known already
        :return: dict: ``count`` of all rows, and the next ``rows``, each a dict with
            ``id`` of the ``stock.lot`` or False; ``lot``, ``product``, ``order``,
            ``picking``, ``partner`` (dicts with ``text``, and with ``model`` and ``id``
            where the user can open it; or False); ``quantity``, ``carried`` and
            ``place`` (texts); ``state`` and ``state_label``; ``hold`` (text); ``date``
            (UTC); ``is_open`` while the order is not done; ``is_leading`` where there
            is a next level
        """
        self.ensure_one()
        steps = self._read_trace(direction, is_deep=False) + self._get_open_steps(
            direction
        )
        return self._render_level(direction, steps, offset)

    def _render_level(self, direction, steps, offset):
        """:param list steps: dicts, as of ``_read_trace``
        :return: dict, see :meth:`get_trace_level`
        """
        page = steps[offset : offset + PAGE]
        return {"count": len(steps), "rows": self._render_steps(direction, page)}

    # ------------------------------------------------------------------
    # Orders that are not done
    # ------------------------------------------------------------------

    def _get_open_use_domain(self):
        """:return: ``Domain`` of lines by which open orders use numbers, or will"""
        return (
            Domain("state", "!=", "cancel")
            & Domain("quantity", ">", 0)
            & Domain(
                "move_id.raw_material_production_id.state",
                "not in",
                (False, "done", "cancel"),
            )
        )

    def _get_open_steps(self, direction):
        """Steps that orders will make, as ``_read_trace`` returns those made."""
        if direction == "where":
            return self._get_open_uses()
        return self._get_open_parts()

    def _get_open_uses(self):
        lines = self.env["stock.move.line"].search(
            Domain("lot_id", "in", self.ids) & self._get_open_use_domain(), order="id"
        )
        # sudo: of lines that the user may read, what the order will make
        quantities = defaultdict(float)
        for line in lines.sudo():
            key = line.move_id.raw_material_production_id, line.lot_id.id
            quantities[key] += line.quantity_product_uom
        return [
            {
                "parent_id": lot_id,
                "lot_id": number.id,
                "product_id": order.product_id.id,
                "made_quantity": 1
                if order.product_tracking == "serial"
                else order.product_uom_qty,
                "carried_quantity": quantity,
                "production_id": order.id,
                "date": order.date_start,
                "is_open": True,
            }
            for (order, lot_id), quantity in quantities.items()
            for number in order._get_numbers() or [self.browse()]
        ]

    def _get_open_parts(self):
        """Of a number that one order will make, and nothing else with it."""
        # sudo: of numbers that the user may read, what their order has reserved
        orders = self.sudo().prealloc_production_ids.filtered(
            lambda order: (
                order.company_id in self.env.companies
                and (order.product_tracking == "lot" or order.product_uom_qty == 1)
            )
        )
        lines = orders.move_raw_ids.move_line_ids.filtered(
            lambda line: line.lot_id and line.quantity > 0 and line.state != "cancel"
        )
        return [
            {
                "parent_id": self.id,
                "lot_id": lot.id,
                "product_id": lot.product_id.id,
                "carried_quantity": sum(of_lot.mapped("quantity_product_uom")),
                "production_id": of_lot.move_id.raw_material_production_id[:1].id,
                "date": of_lot.move_id.raw_material_production_id[:1].date_start,
                "is_open": True,
            }
            for lot, of_lot in lines.grouped("lot_id").items()
        ]

    def _filter_in_production(self):
        """:return: those of the numbers that an open order uses, or will use"""
        groups = self.env["stock.move.line"]._read_group(
            Domain("lot_id", "in", self.ids) & self._get_open_use_domain(), ["lot_id"]
        )
        return self.browse(lot.id for (lot,) in groups)

    # ------------------------------------------------------------------
    # As it is shown
    # ------------------------------------------------------------------

    def _render_steps(self, direction, steps):
        """:return: list of dicts, see :meth:`get_trace_level`"""
        lots = self.browse({step["lot_id"] for step in steps if step["lot_id"]})
        transfers = self._get_trace_transfers(direction, lots._ids)
        leading = self._filter_unfoldable(lots, direction)
        documents = self._get_documents(steps)
        records = [
            {
                "lot": ("stock.lot", step["lot_id"]),
                "product": ("product.product", step["product_id"]),
                "order": documents.get(step.get("move_id"))
                or ("mrp.production", step["production_id"]),
                "picking": (
                    "stock.picking",
                    transfers.get(step["lot_id"], {}).get("picking_id"),
                ),
                "partner": (
                    "res.partner",
                    transfers.get(step["lot_id"], {}).get("partner_id"),
                ),
            }
            for step in steps
        ]
        ids = defaultdict(set)
        for keys in records:
            for model, record_id in keys.values():
                if record_id:
                    ids[model].add(record_id)
        links = self._get_links(ids)
        return [
            {name: links.get(key, False) for name, key in keys.items()}
            | self._render_step(direction, step, lots._ids)
            | {"is_leading": step["lot_id"] in leading._ids}
            for step, keys in zip(steps, records, strict=True)
        ]

    @api.model
    def _get_documents(self, steps):
        """:return: ``{move id: (model, id)}``, for steps of no manufacturing order"""
        move_ids = {step["move_id"] for step in steps if step.get("move_id")}
        # sudo: of what the user may read, whose moves they are
        moves = self.env["stock.move"].sudo().browse(move_ids)
        documents = {move.id: move._get_timeline_document() for move in moves}
        return {move_id: (doc._name, doc.id) for move_id, doc in documents.items()}

    def _filter_unfoldable(self, lots, direction):
        """:return: those of the numbers that have a level below them"""
        if direction == "inside":
            return lots._filter_linked(direction)
        return lots._filter_linked(direction) | lots._filter_in_production()

    def _render_step(self, direction, step, prefetch_ids):
        """:return: dict of what is told of the number of a step"""
        lot = self.browse(step["lot_id"] or ()).with_prefetch(prefetch_ids)
        product = self.env["product.product"].browse(step["product_id"])
        states = dict(self._fields["lifecycle_badge"]._description_selection(self.env))
        if direction == "inside":
            quantity = product._tell_quantity(step["carried_quantity"])
            carried = ""
        else:
            quantity = product._tell_quantity(step["made_quantity"])
            carried = self.product_id._tell_quantity(step["carried_quantity"])
            carried = carried and self.env._("%(quantity)s used", quantity=carried)
        return {
            "id": lot.id,
            "quantity": quantity,
            "carried": carried,
            "date": step["date"] and fields.Datetime.to_string(step["date"]),
            "is_open": step.get("is_open", False),
            "state": lot.lifecycle_badge,
            "state_label": states.get(lot.lifecycle_badge, ""),
            "hold": lot.hold_notice or "",
            "place": lot.places or "",
        }

    # ------------------------------------------------------------------
    # The headline
    # ------------------------------------------------------------------

    @api.readonly
    def get_trace_headline(self):
        """Where a number went, in one sentence.

        :return: text, e.g. “In 7 × Bike: 5 shipped to 2 customers, 1 in stock, 1 in
            production”; empty for a number that went into nothing
        """
        self.ensure_one()
        genealogy = self._read_genealogy("where")
        reached = self.browse(genealogy.reach(self._origin.ids, "where"))
        waiting = reached._get_open_uses()
        numbers = (reached - self) | self.browse(
            {step["lot_id"] for step in waiting if step["lot_id"]}
        )
        amounts = numbers._sum_states()
        self._add_unnumbered(amounts, genealogy.edges, waiting)
        sentences = [
            self._tell_amounts(product, by_state, numbers)
            for product, by_state in amounts.items()
        ]
        if len(sentences) > SENTENCES:
            rest = len(sentences) - SENTENCES
            sentences[SENTENCES:] = [self.env._("%(count)s more products", count=rest)]
        return " · ".join(sentences)

    def _sum_states(self):
        """Of numbers that are not inside others again.

        :return: ``{product.product: {state: quantity}}``
        """
        amounts = defaultdict(lambda: defaultdict(float))
        lives = self._read_lifecycles()
        for lot in self:
            life = lives.get(lot.id, {})
            quantities = {
                state: life.get(f"{state}_quantity") or 0 for state in QUANTITY_STATES
            }
            quantities["preallocated"] = life.get("lifecycle_state") == "preallocated"
            for state, quantity in quantities.items():
                if quantity and state != "consumed":
                    amounts[lot.product_id][GROUPS.get(state, state)] += quantity
        return amounts

    def _add_unnumbered(self, amounts, edges, waiting):
        """What was made without numbers, or will be; where it is nobody knows."""
        made = {
            (edge.production_id, edge.move_id, edge.made_product_id): edge.made_quantity
            for edge in edges
            if not edge.made_id
        }
        for (*_order, product_id), quantity in made.items():
            product = self.env["product.product"].browse(product_id)
            amounts[product]["unnumbered"] += quantity
        for step in waiting:
            if not step["lot_id"]:
                product = self.env["product.product"].browse(step["product_id"])
                amounts[product]["preallocated"] += step["made_quantity"]

    def _tell_amounts(self, product, by_state, numbers):
        """:return: text, what became of the numbers of one product"""
        shown = {
            state: self._format_amount(product, quantity)
            for state, quantity in by_state.items()
        }
        of_product = numbers.filtered(lambda lot: lot.product_id == product)
        parts = [
            text(shown[state], of_product)
            for state, text in (
                ("shipped", self._tell_shipped),
                ("stock", lambda n, _lots: self.env._("%(number)s in stock", number=n)),
                ("returned", lambda n, _l: self.env._("%(number)s returned", number=n)),
                (
                    "preallocated",
                    lambda n, _l: self.env._("%(number)s in production", number=n),
                ),
                ("scrapped", lambda n, _l: self.env._("%(number)s scrapped", number=n)),
                (
                    "unnumbered",
                    lambda n, _l: self.env._("%(number)s without numbers", number=n),
                ),
            )
            if state in shown
        ]
        return self.env._(
            "In %(amount)s × %(product)s: %(parts)s",
            amount=self._format_amount(product, sum(by_state.values())),
            product=product.display_name,
            parts=", ".join(parts),
        )

    @api.model
    def _format_amount(self, product, quantity):
        number = product.uom_id._format_quantity(quantity)
        is_serial = product.tracking == "serial"
        return number if is_serial else f"{number} {product.uom_id.name}"

    @api.model
    def _tell_shipped(self, number, lots):
        customers = lots._find_customers()
        if len(customers) == 1:
            return self.env._(
                "%(number)s shipped to %(customer)s",
                number=number,
                customer=customers.display_name,
            )
        return self.env._(
            "%(number)s shipped to %(count)s customers",
            number=number,
            count=len(customers),
        )

    def _find_customers(self):
        """:return: ``res.partner``, companies to whom these numbers were shipped"""
        groups = self.env["stock.move.line"]._read_group(
            Domain("lot_id", "in", self.ids)
            & Domain("state", "=", "done")
            & self._get_delivery_line_domain(),
            ["picking_id"],
        )
        pickings = self.env["stock.picking"].concat(*(p for (p,) in groups))
        # sudo: names of whom the user may read deliveries of
        return pickings.sudo().partner_id.commercial_partner_id
