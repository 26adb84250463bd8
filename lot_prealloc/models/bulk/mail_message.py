from odoo import models


class MailMessage(models.Model):
    """Each of the orders that a batch makes says that it was made."""

    _name = "mail.message"
    _inherit = ["mail.message", "lot.prealloc.bulk.records"]
