from odoo import api, models
from odoo.fields import Domain

from ....tools.names import name_few
from ..timeline.kind import Kind

# Numbers that a sentence names.
NAMED = 5


class StockLot(models.Model):
    """A serial that is with a customer, and comes from a vendor or a count (AB-15).

    It came back without a return, or somebody has mistaken the number: both are said.
    The ledger's statement has it returned, see ``lifecycle_query``.
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
        for lot in self[: NAMED + 1].sudo():
            known = (lot.last_customer_id.display_name, lot.last_delivery_id.name)
            where = ", ".join(filter(None, known))
            texts.append(f"{lot.name} ({where})" if where else lot.name)
        return name_few(texts, NAMED, ending=", …")

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
            "received_again": Kind(
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
            "found_again": Kind(
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
