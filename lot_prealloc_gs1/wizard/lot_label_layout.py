from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.lot_prealloc.tools.names import list_few, summarize_names
from odoo.addons.web.controllers.utils import clean_action

from ..models.settings.res_company import GS1_GROUP, SYMBOLS
from ..tools.elements import EXPIRES, PRODUCED

# A refusal names so many numbers; more would not fit on a screen.
MAX_MISFITS = 10
SIZES = [
    ("4x12", "4 x 12"),
    ("2x7", "2 x 7"),
    ("dymo", "Dymo"),
    ("zpl", "ZPL Labels"),
]
REPORTS = {
    "4x12": "lot_prealloc_gs1.action_report_lot_label_sheet",
    "2x7": "lot_prealloc_gs1.action_report_lot_label_sheet",
    "dymo": "lot_prealloc_gs1.action_report_lot_label_roll",
    "zpl": "lot_prealloc_gs1.action_report_lot_label_zpl",
}
# A GS1-128 has no room on these.
NARROW = {"4x12", "dymo"}


class LotLabelLayout(models.TransientModel):
    """Odoo's dialog of lot labels: which GS1 barcode, on what, of which numbers (GS-3).

    Without ``gs1_symbol`` it is Odoo's own.
    """

    _inherit = "lot.label.layout"

    gs1_symbol = fields.Selection(SYMBOLS, "Barcode")
    gs1_size = fields.Selection(
        SIZES,
        "Size",
        compute="_compute_gs1_size",
        store=True,
        readonly=False,
        help="4 x 12 and 2 x 7: labels on a sheet of A4; Dymo: 57 x 32 mm, one by one; "
        "ZPL: for label printers, 4 inches wide at 203 dpi. A GS1-128 needs 2 x 7 or "
        "ZPL.",
    )
    gs1_production_date = fields.Boolean(
        "Production Date", default=True, help="AI 11, once a number is produced."
    )
    gs1_expiration_date = fields.Boolean(
        "Expiration Date", default=True, help="AI 17, if the number has one."
    )
    gs1_quantity = fields.Boolean(
        "Quantity",
        help="How much of a lot there is. Counts of items are in the barcode as well, "
        "as AI 30, which GS1 has for trade items of variable measure, if a GS1-128 has "
        "room for it.",
    )
    copies = fields.Integer(
        default=1, required=True, help="How many labels of each number."
    )
    lot_ids = fields.Many2many(
        "stock.lot",
        string="Lots/Serial Numbers",
        compute="_compute_lot_ids",
        store=True,
        readonly=False,
    )
    unprinted_only = fields.Boolean(
        "Only without a label",
        help="Leave out numbers whose label was printed before.",
    )
    gs1_misfits = fields.Selection(
        [
            ("skip", "Leave them out"),
            ("plain", "Print them with a barcode of the number only"),
        ],
        "These Numbers",
        default="skip",
        required=True,
    )
    # where the dialog was opened, and goes back to: what was typed there is kept
    batch_dialog_id = fields.Many2one("mrp.production.serials", "Batch Production")
    labels_told = fields.Char("Labels", compute="_compute_told")
    misfits_told = fields.Text("Not GS1", compute="_compute_told")
    has_expiration_dates = fields.Boolean(compute="_compute_contents")
    has_quantities = fields.Boolean(compute="_compute_contents")

    _check_copies = models.Constraint(
        "CHECK (copies BETWEEN 1 AND 100)",
        "Print between 1 and 100 copies of a label.",
    )

    @api.depends("gs1_symbol", "print_format")
    def _compute_gs1_size(self):
        for layout in self:
            native = "zpl" if layout.print_format == "zpl" else "4x12"
            size = layout.gs1_size or native
            if layout.gs1_symbol == "code128" and size in NARROW:
                size = "2x7"
            layout.gs1_size = size

    @api.depends("move_line_ids")
    def _compute_lot_ids(self):
        for layout in self:
            moved = layout.gs1_symbol and layout.move_line_ids.lot_id
            layout.lot_ids = layout.lot_ids or moved

    @api.depends("lot_ids", "label_quantity")
    def _compute_contents(self):
        has_dates = "expiration_date" in self.env["stock.lot"]
        for layout in self:
            lots = layout.lot_ids
            layout.has_expiration_dates = has_dates and any(
                lots.mapped("expiration_date")
            )
            layout.has_quantities = layout.label_quantity == "lots" and any(
                lot.product_id.tracking == "lot" for lot in lots
            )

    @api.depends(
        "lot_ids",
        "move_line_ids",
        "label_quantity",
        "copies",
        "unprinted_only",
        "gs1_misfits",
        "gs1_symbol",
        "gs1_production_date",
        "gs1_expiration_date",
    )
    def _compute_told(self):
        """What will be printed, and what does not fit (GS-2)."""
        for layout in self:
            obstacles = layout._find_obstacles()
            layout.labels_told = layout._tell_labels(obstacles)
            layout.misfits_told = layout._tell_misfits(obstacles)

    # ------------------------------------------------------------------
    # Opening
    # ------------------------------------------------------------------

    @api.model
    def _get_gs1_defaults(self):
        """:return: dict, defaults for the context; empty: labels are Odoo's"""
        if not self.env.user.has_group(GS1_GROUP):
            return {}
        # sudo: the settings of a company are in force for all who print
        return {"default_gs1_symbol": self.env.company.sudo().gs1_symbol}

    @api.model
    def _ask_for_lots(self, lots, print_format):
        """:param lots: ``stock.lot``, before production too
        :param str print_format: of Odoo's choices
        :return: action of the dialog
        """
        view = self.env.ref("stock.lot_label_layout_form_picking")
        return {
            "name": self.env._("Choose Labels Layout"),
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "views": [(view.id, "form")],
            "target": "new",
            "context": {
                **self._get_gs1_defaults(),
                "default_lot_ids": lots.ids,
                "default_print_format": print_format,
            },
        }

    # ------------------------------------------------------------------
    # Printing
    # ------------------------------------------------------------------

    def process(self):
        """Print what was chosen.

        :return: a report action; what prints and goes back to Batch Production, if the
            dialog was opened there
        :raise UserError: nothing is left to print
        """
        self.ensure_one()
        if not self.gs1_symbol:
            return super().process()
        self._check_labels()
        report = self.env.ref(REPORTS[self.gs1_size])
        action = report.report_action(self.ids, config=False)
        if not self.batch_dialog_id:
            return {**action, "close_on_report_download": True}
        return {
            "type": "ir.actions.client",
            "tag": "do_multi_print",
            "params": {
                "reports": [clean_action(action, self.env)],
                "anotherAction": self.action_go_back(),
            },
        }

    def action_go_back(self):
        """:return: action of Batch Production, with its list as it was"""
        self.ensure_one()
        return self.batch_dialog_id._reopen()

    def _check_labels(self):
        if self.gs1_symbol == "code128" and self.gs1_size in NARROW:
            raise UserError(
                self.env._("There is no room for a GS1-128 there: choose 2 x 7 or ZPL.")
            )
        obstacles = self._find_obstacles()
        if self._filter_printed_lots(obstacles):
            return
        told = self._tell_misfits(obstacles)
        raise UserError(told or self.env._("There are no numbers to print labels of."))

    def _get_wanted_lots(self):
        """:return: ``stock.lot`` that the user wants labels of"""
        if not self.unprinted_only:
            return self.lot_ids
        return self.lot_ids.filtered(lambda lot: not lot.is_label_printed)

    def _get_printed_lots(self):
        """:return: ``stock.lot`` that get labels"""
        return self._filter_printed_lots(self._find_obstacles())

    def _filter_printed_lots(self, obstacles):
        """:param obstacles: see ``_find_obstacles``
        :return: ``stock.lot`` that get labels
        """
        lots = self._get_wanted_lots()
        if self.gs1_misfits == "plain":
            return lots
        return lots.filtered(lambda lot: lot._origin.id not in obstacles)

    def _get_dates(self):
        """:return: tuple of the AIs of the dates that are wanted"""
        dates = {PRODUCED: self.gs1_production_date, EXPIRES: self.gs1_expiration_date}
        return tuple(ai for ai, is_wanted in dates.items() if is_wanted)

    def _find_obstacles(self):
        """:return: ``{id of a number: list of str}``, those that do not fit"""
        dates = self._get_dates()
        found = {
            lot._origin.id: lot._find_gs1_obstacles(dates)
            for lot in self._get_wanted_lots()
        }
        return {lot_id: obstacles for lot_id, obstacles in found.items() if obstacles}

    # ------------------------------------------------------------------
    # Telling
    # ------------------------------------------------------------------

    def _tell_labels(self, obstacles):
        """:return: str, e.g. ``3 labels: A-001 … 003 (3) · 1 printed before``"""
        lots = self._filter_printed_lots(obstacles)
        if not lots:
            return self.env._("No labels")
        count = sum(self._count_labels(lots).values())
        numbers = summarize_names(lots.mapped("name"), self.env)
        told = self.env._("%(count)s labels: %(numbers)s", count=count, numbers=numbers)
        if count == 1:
            told = self.env._("1 label: %(number)s", number=numbers)
        printed = len(lots.filtered("is_label_printed"))
        if printed:
            again = self.env._("%(count)s printed before", count=printed)
            told = f"{told} · {again}"
        return told

    def _tell_misfits(self, obstacles):
        """:return: str, a line for each reason, with the numbers that have it; False
        where all fit
        """
        names = {}
        for lot in self._get_wanted_lots():
            for obstacle in obstacles.get(lot._origin.id, ()):
                names.setdefault(obstacle, []).append(lot.name)
        lines = [
            obstacle
            if all(name in obstacle for name in lot_names)
            else f"{summarize_names(lot_names, self.env)}: {obstacle}"
            for obstacle, lot_names in names.items()
        ]
        ending = self.env._("… and %(count)s more", count=len(lines) - MAX_MISFITS)
        return list_few(lines, MAX_MISFITS, ending) or False
