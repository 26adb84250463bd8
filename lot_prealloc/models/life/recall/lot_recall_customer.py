from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ....tools.names import summarize_names

TEMPLATE = "lot_prealloc.mail_template_lot_recall"


class LotRecallCustomer(models.Model):
    """Who has affected numbers, and was told or not (RC-4).

    It has a conversation of its own: what a customer is told and answers is not for the
    others. Nobody writes the fields: they are what was found and sent.
    """

    _name = "lot.recall.customer"
    _description = "Customer of a Recall"
    _inherit = ["lot.prealloc.derived.fields", "mail.thread"]
    _rec_name = "partner_id"
    _order = "id"

    recall_id = fields.Many2one(
        "lot.recall", required=True, readonly=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    line_ids = fields.One2many("lot.recall.line", "customer_id", readonly=True)
    told_date = fields.Datetime("Told on", readonly=True, copy=False)
    company_id = fields.Many2one(related="recall_id.company_id")
    is_mock = fields.Boolean(related="recall_id.is_mock")
    contact_id = fields.Many2one(
        "res.partner", compute="_compute_shipped", compute_sudo=True
    )
    email = fields.Char(compute="_compute_shipped", compute_sudo=True)
    numbers = fields.Char(compute="_compute_shipped", compute_sudo=True)
    quantity = fields.Float(
        digits="Product Unit",
        compute="_compute_shipped",
        compute_sudo=True,
        help="In the units of the products.",
    )
    picking_ids = fields.Many2many(
        "stock.picking",
        string="Deliveries",
        compute="_compute_shipped",
        compute_sudo=True,
    )
    last_date = fields.Datetime(
        "Last Delivery", compute="_compute_shipped", compute_sudo=True
    )

    @api.model
    def _get_derived_fields(self):
        return super()._get_derived_fields() | {
            "recall_id",
            "partner_id",
            "line_ids",
            "told_date",
        }

    @api.depends("line_ids.change", "line_ids.quantity_now")
    @api.depends_context("lang")
    def _compute_shipped(self):
        """What the customer has, as far as it is known: what is gone is not there."""
        for customer in self:
            lines = customer._get_lines()
            customer.contact_id = customer._find_contact(lines)
            customer.email = customer.contact_id.email
            customer.numbers = summarize_names(lines.mapped("number"), self.env)
            customer.quantity = sum(lines.mapped("quantity_now"))
            customer.picking_ids = lines.picking_id
            customer.last_date = max(
                lines.filtered("date").mapped("date"), default=False
            )

    def _get_lines(self):
        """:return: ``lot.recall.line``, what the customer has of affected numbers"""
        return self.line_ids.filtered(lambda line: line.change != "gone")

    def _find_contact(self, lines):
        """:return: ``res.partner`` who is written to: the customer, or else one of the
        contacts that were delivered to, who has an address
        """
        partners = self.partner_id | lines.partner_id
        return partners.filtered("email")[:1] or self.partner_id

    # ------------------------------------------------------------------
    # Told
    # ------------------------------------------------------------------

    def action_tell(self):
        """Write to the customer: opened for editing first (RC-4).

        :return: action, Odoo’s dialog for e-mails
        :raise AccessError: by others than inventory managers
        :raise UserError: there is no address, or the recall is closed or a mock recall
        """
        self.ensure_one()
        self.check_access("write")
        self.recall_id._check_open()
        if self.recall_id.is_mock:
            raise UserError(
                self.env._(
                    "%(recall)s is a mock recall: no customer is told. Take the tick "
                    "off if it is meant seriously.",
                    recall=self.recall_id.display_name,
                )
            )
        if not self.email:
            raise UserError(
                self.env._(
                    "%(customer)s has no e-mail address. Enter it on the contact "
                    "first.",
                    customer=self.partner_id.display_name,
                )
            )
        template = self.env.ref(TEMPLATE, raise_if_not_found=False)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Tell %s", self.partner_id.display_name),
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_composition_mode": "comment",
                "default_template_id": template.id if template else False,
                "default_partner_ids": self.contact_id.ids,
                "default_email_layout_xmlid": "mail.mail_notification_light",
            },
        }

    def _message_post_after_hook(self, message, msg_values):
        """What went to the customer is noted on the recall."""
        result = super()._message_post_after_hook(message, msg_values)
        is_sent = message.message_type == "comment"  # not what comes in by e-mail
        if is_sent and message.partner_ids.commercial_partner_id & self.partner_id:
            # sudo: whoever may post here has told the customer; nobody writes it
            customer = self.sudo()
            customer.told_date = fields.Datetime.now()
            customer.recall_id._message_log(
                body=self.env._(
                    "%(customer)s was told about %(numbers)s: %(subject)s",
                    customer=self.partner_id.display_name,
                    numbers=self.numbers or "",
                    subject=message.subject or "",
                ),
                author_id=message.author_id.id,
            )
        return result

    def _get_told(self):
        """What a customer is told, product by product.

        :return: list of dicts with texts: ``product``, ``numbers``, ``quantity`` (empty
            for serials), ``deliveries``
        """
        self.ensure_one()
        # sudo: of what the user may read, names
        groups = self.sudo()._get_lines().grouped("product_id")
        return [
            {
                "product": product.display_name,
                "numbers": summarize_names(
                    list(dict.fromkeys(lines.mapped("number"))), most=None
                ),
                "quantity": lines._tell_quantity(),
                "deliveries": ", ".join(
                    f"{picking.name} ({format_date(self.env, picking.date_done)})"
                    for picking in lines.picking_id
                ),
            }
            for product, lines in groups.items()
        ]
