import io
import re

from odoo import api, fields, models
from odoo.tools import format_datetime, formatLang

from .....tools.names import summarize_names

# What Excel takes for the title of a sheet, in any language.
NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\]")
MAX_TITLE = 31
# Columns of the sheet of numbers: field, and how wide.
COLUMNS = (
    ("state", 14),
    ("number", 22),
    ("product_id", 32),
    ("quantity", 12),
    ("uom_id", 8),
    ("partner_id", 28),
    ("picking_id", 18),
    ("production_id", 20),
    ("location_id", 28),
    ("date", 18),
    ("change", 16),
    ("quantity_now", 12),
)
CUSTOMER_COLUMNS = (
    ("partner_id", 28),
    ("email", 28),
    ("numbers", 50),
    ("quantity", 12),
    ("picking_ids", 30),
    ("last_date", 18),
    ("told_date", 18),
)
BALANCE_COLUMNS = (
    ("number", 22),
    ("product_id", 32),
    ("uom_id", 8),
    ("origin_quantity", 16),
    ("shipped_quantity", 12),
    ("stock_quantity", 12),
    ("consumed_quantity", 12),
    ("scrapped_quantity", 12),
    ("returned_quantity", 12),
    ("difference", 12),
)


class LotRecall(models.Model):
    """PDF for the auditor, XLSX for the rest (RC-2)."""

    _inherit = "lot.recall"

    def action_download_xlsx(self):
        """:return: action, the download of the spreadsheet"""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/lot_prealloc/recall/{self.id}/xlsx",
            "target": "download",
        }

    def action_print(self):
        """:return: action, the PDF"""
        return self.env.ref("lot_prealloc.action_report_lot_recall").report_action(self)

    # ------------------------------------------------------------------
    # Spreadsheet
    # ------------------------------------------------------------------

    def _make_xlsx(self):
        """:return: bytes, a workbook: the recall, customers, numbers, the balance"""
        # as Odoo does where it exports: loaded when it is needed
        import xlsxwriter  # noqa: PLC0415

        self.ensure_one()
        self.check_access("read")
        output = io.BytesIO()
        with xlsxwriter.Workbook(output, {"in_memory": True}) as book:
            styles = {
                "head": book.add_format({"bold": True, "bottom": 1}),
                "datetime": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            }
            self._write_head(self._add_sheet(book, self.env._("Recall")), styles)
            for title, records, columns in (
                (self.env._("Customers"), self.customer_ids, CUSTOMER_COLUMNS),
                (self.env._("Numbers"), self.line_ids, COLUMNS),
                (self.env._("Balance"), self.balance_ids, BALANCE_COLUMNS),
            ):
                sheet = self._add_sheet(book, title)
                self._write_records(sheet, styles, records, columns)
        return output.getvalue()

    @api.model
    def _add_sheet(self, book, title):
        """:return: a sheet, whatever its title is in the user's language"""
        return book.add_worksheet(NOT_IN_A_TITLE.sub("-", title)[:MAX_TITLE])

    def _write_head(self, sheet, styles):
        sheet.set_column(0, 0, 22)
        sheet.set_column(1, 1, 60)
        for index, (label, value) in enumerate(self._get_head()):
            sheet.write_string(index, 0, label, styles["head"])
            sheet.write_string(index, 1, value)

    def _get_head(self):
        """:return: list of pairs of texts, what is told of the recall itself"""
        self.ensure_one()

        def label(name):
            return self._fields[name]._description_string(self.env)

        states = dict(self._fields["state"]._description_selection(self.env))
        mock = [(label("is_mock"), self.env._("Yes"))] if self.is_mock else []
        rows = [
            (label("name"), self.name),
            *mock,
            (label("state"), states[self.state]),
            (label("reason"), self.reason),
            (label("user_id"), self.user_id.display_name),
            (label("lot_ids"), summarize_names(self.lot_ids.mapped("name"), most=None)),
        ]
        rows += [
            (label(name), format_datetime(self.env, self[name]))
            for name in ("date_started", "found_date", "looked_date", "date_answered")
            if self[name]
        ]
        rows += [
            (self.env._("Time"), text)
            for text in (self.answer_time, self.changes)
            if text
        ]
        rows += [(label(name), str(self[name])) for name in self._get_count_fields()]
        return rows

    def _get_count_fields(self):
        """:return: tuple of names of the headline’s numbers, in their order"""
        return (
            "affected_count",
            "shipped_count",
            "customer_count",
            "stock_count",
            "returned_count",
            "production_count",
            "consumed_count",
            "scrapped_count",
        )

    def _write_records(self, sheet, styles, records, columns):
        sheet.freeze_panes(1, 0)
        # sudo: of lines that the user may read, the names of their documents
        records = records.sudo()
        for column, (name, width) in enumerate(columns):
            field = records._fields[name]
            sheet.set_column(column, column, width)
            label = field._description_string(self.env)
            sheet.write_string(0, column, label, styles["head"])
            choices = {}
            if field.type == "selection":
                choices = dict(field._description_selection(self.env))
            for row, record in enumerate(records, 1):
                self._write_cell(sheet, styles, (row, column), field, record, choices)
        if records:
            sheet.autofilter(0, 0, len(records), len(columns) - 1)

    def _write_cell(self, sheet, styles, cell, field, record, choices):
        """Texts are written as texts: none is taken for a formula."""
        value = record[field.name]
        if field.type == "float":
            sheet.write_number(*cell, value)
        elif not value:
            return
        elif field.type == "datetime":
            local = fields.Datetime.context_timestamp(record, value)
            sheet.write_datetime(*cell, local.replace(tzinfo=None), styles["datetime"])
        elif field.relational:
            sheet.write_string(*cell, ", ".join(value.mapped("display_name")))
        else:
            sheet.write_string(*cell, choices.get(value, value))

    # ------------------------------------------------------------------
    # Paper
    # ------------------------------------------------------------------

    def _get_sections(self):
        """What is affected, summed up as an auditor reads it.

        :return: list of dicts: ``title``, ``rows``; each of these with texts:
            ``product``, ``numbers``, ``quantity``, ``place`` and ``documents``
        """
        self.ensure_one()
        # sudo: of a recall that the user may read, the names of documents
        lines = self.sudo().line_ids
        states = dict(lines._fields["state"]._description_selection(self.env))
        by_state = lines.grouped("state")
        return [
            {
                "title": title,
                "rows": [
                    self._get_row(product, group)
                    for (product, *_place), group in by_state[state]
                    .grouped(
                        lambda line: (
                            line.product_id,
                            line.partner_id.commercial_partner_id,
                            line.location_id
                            if line.state in ("stock", "returned", "scrapped")
                            else None,
                            line.change,
                        )
                    )
                    .items()
                ],
            }
            for state, title in states.items()
            if state in by_state
        ]

    def _get_row(self, product, lines):
        changes = dict(lines._fields["change"]._description_selection(self.env))
        line = lines[0]
        place = line.partner_id.commercial_partner_id
        if line.state in ("stock", "scrapped"):
            place = line.location_id
        documents = (lines.picking_id.mapped("name")) + lines.production_id.mapped(
            "name"
        )
        quantity = formatLang(
            self.env, sum(lines.mapped("quantity")), dp="Product Unit"
        )
        return {
            "product": product.display_name,
            "numbers": summarize_names(
                list(dict.fromkeys(lines.mapped("number"))), most=None
            ),
            "quantity": f"{quantity} {product.uom_id.name}",
            "place": place.display_name or "",
            "documents": summarize_names(documents, most=None) or "",
            "change": changes.get(line.change, ""),
        }
