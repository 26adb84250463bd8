from odoo import api, fields, models


class LotNumberTier(models.AbstractModel):
    _inherit = "lot.number.tier"

    lot_number_source = fields.Char(
        compute="_compute_lot_number_source",
        help="Whose format is in force where there is none of its own.",
    )
    can_open_lot_number_source = fields.Boolean(compute="_compute_lot_number_source")

    @api.depends("lot_number_format_id")
    @api.depends_context("company", "lang", "uid")
    def _compute_lot_number_source(self):
        for tier in self:
            inherits = tier._get_effective_lot_number_format() != (
                tier.lot_number_format_id
            )
            source = tier._find_lot_number_source()
            is_free = not tier.lot_number_format_id
            tier.lot_number_source = (inherits or is_free) and (
                source._tell_lot_number_source()
                if source
                else tier._tell_own_numbering()
            )
            tier.can_open_lot_number_source = bool(
                tier.lot_number_source and source and source._can_open_lot_config()
            )

    def _find_lot_number_source(self):
        """:return: the tier whose format is inherited here, of any model; or none"""
        self.ensure_one()
        return self.browse()

    def _tell_lot_number_source(self):
        """:return: str, what a tier that inherits from this one says"""
        raise NotImplementedError

    @api.model
    def _tell_own_numbering(self):
        """:return: str or False, what a tier says without any format"""
        return self.env._("Odoo’s own numbering")

    def _can_open_lot_config(self):
        """Whether the user can open the place where this tier is configured."""
        return self.has_access("read")

    def _open_lot_config(self):
        """:return: action that opens the place where this tier is configured"""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }

    def action_open_lot_number_source(self):
        """Open the tier whose format is inherited here (UX-13).

        :return: an action, or False: there is none
        """
        self.ensure_one()
        source = self._find_lot_number_source()
        return source._open_lot_config() if source else False

    def action_open_lot_config(self):
        """Open the place where numbers are configured instead (AB-2).

        :return: an action
        """
        self.ensure_one()
        return self.env.company._open_lot_config()
