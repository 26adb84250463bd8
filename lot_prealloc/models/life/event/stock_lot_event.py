from odoo import api, fields, models


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
