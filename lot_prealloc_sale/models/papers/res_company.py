from odoo import api, fields, models

from ..story.number_story import CUSTOMER_STATES


class ResCompany(models.Model):
    """Which papers of its customers show their numbers, and from when on (UX-10).

    Delivery slips and invoices have settings of Odoo's own.
    """

    _inherit = "res.company"

    numbers_on_sale_orders = fields.Boolean(
        "Display Lots & Serial Numbers on Quotations & Orders",
        default=True,
        help="The PDF of a quotation or sales order lists its lot/serial numbers.",
    )
    numbers_on_sale_portal = fields.Boolean(
        "Display Lots & Serial Numbers on the Customer Portal",
        default=True,
        help="The page of a sales order on the customer portal lists them.",
    )
    numbers_on_papers_from = fields.Selection(
        [
            ("planned", "planned"),
            ("production", "in production"),
            ("ready", "ready"),
            ("shipped", "shipped"),
        ],
        "Numbers on Papers From",
        default="planned",
        required=True,
        help="Quotations, orders, the customer portal and delivery slips show numbers "
        "from this moment on.",
    )

    def _get_told_states(self):
        """:return: those of ``CUSTOMER_STATES`` that customers are told (UX-10)"""
        self.ensure_one()
        return CUSTOMER_STATES[CUSTOMER_STATES.index(self.numbers_on_papers_from) :]

    @api.model
    def _is_implied_for_employees(self, xmlid):
        """Whether a setting that is a group is on, whoever asks: a customer, too.

        :param str xmlid: of the ``res.groups``
        :return: bool
        """
        get_id = self.env["ir.model.data"]._xmlid_to_res_id
        # sudo: customers may not read groups
        employee = self.env["res.groups"].sudo().browse(get_id("base.group_user"))
        return get_id(xmlid) in employee.all_implied_ids._ids
