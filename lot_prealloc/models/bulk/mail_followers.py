from odoo import models


class MailFollowers(models.Model):
    """Whoever divides an order follows each of its parts."""

    _name = "mail.followers"
    _inherit = ["mail.followers", "lot.prealloc.bulk.records"]
