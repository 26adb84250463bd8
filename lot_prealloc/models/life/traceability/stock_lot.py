from markupsafe import Markup

from odoo import api, models


class StockLot(models.Model):
    """What Lot Traceability and the command palette ask of numbers (AB-18)."""

    _inherit = "stock.lot"

    @api.model
    def get_empty_list_help(self, help_message):
        """Say why Lot Traceability is empty, and lead to the settings that fill it."""
        help_message = super().get_empty_list_help(help_message)
        if not self.env.context.get("lot_traceability"):
            return help_message
        if self.search([], limit=1):
            return Markup('<p class="o_view_nocontent_smiling_face">%s</p>') % (
                self.env._("No number fits your search")
            )
        ways = [
            [
                "base.group_system",
                "stock.action_stock_config_settings",
                self.env._("Open Settings"),
            ],
            [
                "stock.group_stock_manager",
                "lot_prealloc.action_lot_number_format",
                self.env._("Number Formats"),
            ],
        ]
        button = Markup(
            '<p><a type="action" name="%s" class="btn btn-primary">%s</a></p>'
        )
        for group, action, label in ways:
            if self.env.user.has_group(group):
                return Markup(help_message) + button % (action, label)
        return help_message

    @api.model
    @api.readonly
    def search_for_command_palette(self, text, limit=10):
        """Numbers for what somebody typed into the command palette.

        Held numbers are found as well. The exact number comes first, then the newest.

        :param str text: part of a number
        :param int limit: how many at most
        :return: list of dicts with ``id`` and ``label``, e.g.
            ``ACME-26-00143 · Acme Widget · available``
        """
        found = self.search([("name", "=", text)], order="id desc", limit=limit)
        # By id: to order by name, a million numbers that fit would all be read.
        found |= self.search([("name", "ilike", text)], order="id desc", limit=limit)
        badges = dict(self._fields["lifecycle_badge"]._description_selection(self.env))
        lots = found[:limit].with_context(display_default_code=False)
        return [
            {
                "id": lot.id,
                "label": " · ".join(
                    filter(
                        None,
                        (
                            lot.name,
                            lot.product_id.display_name,
                            badges.get(lot.lifecycle_badge, "").lower(),
                            lot.hold_notice,
                        ),
                    )
                ),
            }
            for lot in lots
        ]
