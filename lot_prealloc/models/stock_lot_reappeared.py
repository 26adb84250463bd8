from odoo import api, fields, models
from odoo.fields import Domain

# Numbers that a sentence names.
NAMED = 5


class StockLot(models.Model):
    """A serial that is with a customer, and comes from a vendor or a count (AB-15).

    It came back without a return, or somebody has mistaken the number: both are said.
    The ledger's statement has it returned, see ``_get_lifecycle_query``.
    """

    _inherit = "stock.lot"

    def _filter_with_customers(self):
        """:return: serials among these that lie with a customer, in one statement"""
        serials = self.filtered(lambda lot: lot.product_id.tracking == "serial")
        if not serials:
            return serials
        # sudo: where it is, whoever may read that stock
        rows = (
            self.env["stock.quant"]
            .sudo()
            ._read_group(
                Domain("lot_id", "in", serials.ids)
                & Domain("location_id.usage", "in", ("customer", "internal"))
                & Domain("quantity", ">", 0),
                ["lot_id", "location_id"],
            )
        )
        here = {lot.id for lot, location in rows if location.usage == "internal"}
        gone = {lot.id for lot, location in rows if location.usage == "customer"}
        return serials.filtered(lambda lot: lot.id in gone - here)

    def _describe_with_customers(self):
        """:return: text: the numbers, with whom they are and since which delivery"""
        texts = []
        # sudo: names of customer and delivery only, as on the number's timeline
        for lot in self[:NAMED].sudo():
            known = (lot.last_customer_id.display_name, lot.last_delivery_id.name)
            where = ", ".join(filter(None, known))
            texts.append(f"{lot.name} ({where})" if where else lot.name)
        return ", ".join([*texts, *(["…"] if len(self) > NAMED else [])])

    def _get_timeline_entries(self):
        entries = super()._get_timeline_entries()
        latest = {}
        # sudo: of lines that the user has read, where they led
        lines = self.env["stock.move.line"].sudo()
        for entry in sorted(entries, key=self._get_timeline_order):
            line = lines.browse(entry.get("move_line_id") or ())
            if entry["kind"] not in self._get_movement_kinds():
                continue
            lot = entry["lot"]
            if (
                entry["kind"] in ("received", "found")
                and lot.product_id.tracking == "serial"
                and latest.get(lot) == ("customer", line.company_id)
            ):
                entry["kind"] = f"{entry['kind']}_again"
            latest[lot] = line.location_dest_id.usage, line.company_id
        return entries

    @api.model
    def _get_movement_kinds(self):
        """:return: kinds of entries that say where a number was brought"""
        return {
            *("produced", "received", "found", "moved", "shipped", "dropshipped"),
            *("returned", "returned_to_vendor", "consumed", "unbuilt", "recovered"),
            *("scrapped", "lost"),
        }

    @api.model
    def _get_timeline_kinds(self):
        return {
            **super()._get_timeline_kinds(),
            "received_again": (
                "fa-exclamation-triangle",
                "warning",
                [
                    self.env._(
                        "Received from %(partner)s with %(document)s by %(user)s while "
                        "it was with the customer: a return, or a mistake?"
                    ),
                    self.env._(
                        "Received with %(document)s by %(user)s while it was with the "
                        "customer: a return, or a mistake?"
                    ),
                ],
            ),
            "found_again": (
                "fa-exclamation-triangle",
                "warning",
                [
                    self.env._(
                        "Added to stock by %(user)s while it was with the customer: "
                        "%(document)s. A return, or a mistake?"
                    )
                ],
            ),
        }


class StockPicking(models.Model):
    _inherit = "stock.picking"

    shipped_numbers_notice = fields.Text(
        compute="_compute_shipped_numbers_notice",
        help="Serial numbers on this receipt that are with a customer.",
    )

    @api.depends(
        "state",
        "move_line_ids.lot_id",
        "move_line_ids.lot_name",
        "move_line_ids.location_id",
    )
    @api.depends_context("lang")
    def _compute_shipped_numbers_notice(self):
        lines = self.move_line_ids.filtered(
            lambda line: (
                line.state not in ("done", "cancel")
                and line.location_id.usage == "supplier"
                and line.product_id.tracking == "serial"
                and line.location_dest_id._is_own_stock()
            )
        )
        lots_by_line = lines._find_named_lots()
        shipped = self.env["stock.lot"].union(*lots_by_line.values())
        shipped = shipped._filter_with_customers()
        for picking in self:
            of_picking = (lots_by_line.get(line) for line in picking.move_line_ids)
            lots = shipped & self.env["stock.lot"].union(*filter(None, of_picking))
            # What another company of the house has sold is just what arrives.
            lots = lots.filtered(
                lambda lot, company=picking.company_id: (
                    lot.last_delivery_id.company_id == company
                )
            )
            picking.shipped_numbers_notice = bool(lots) and self.env._(
                "Shipped, and not returned: %(numbers)s\n"
                "If it is a return, take it back with Return on that delivery: "
                "received here it counts as returned as well, but Odoo refuses to ship "
                "it again while it is still with the customer.",
                numbers=lots._describe_with_customers(),
            )


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def _find_named_lots(self):
        """The numbers that these lines name, by record or by text, in one statement.

        :return: ``{stock.move.line: stock.lot}``
        """
        named = {line: line.lot_id for line in self if line.lot_id}
        typed = self.filtered(lambda line: line.lot_name and not line.lot_id)
        if typed:
            lots = {
                (lot.product_id, lot.name): lot
                for lot in self.env["stock.lot"].search(
                    Domain("product_id", "in", typed.product_id.ids)
                    & Domain("name", "in", typed.mapped("lot_name"))
                )
            }
            for line in typed:
                lot = lots.get((line.product_id, line.lot_name))
                if lot:
                    named[line] = lot
        return named


class StockQuant(models.Model):
    _inherit = "stock.quant"

    @api.onchange("lot_id")
    def _onchange_serial_number(self):
        """Say what it means to count a number that is with a customer."""
        result = super()._onchange_serial_number()
        lots = self.lot_id._filter_with_customers()
        if not lots:
            return result
        message = self.env._(
            "Shipped, and not returned: %(numbers)s\n"
            "If it is a return, take it back with Return on that delivery: counted "
            "here it counts as returned as well, but Odoo refuses to ship it again "
            "while it is still with the customer.",
            numbers=lots._describe_with_customers(),
        )
        return {"warning": {"title": self.env._("Warning"), "message": message}}
