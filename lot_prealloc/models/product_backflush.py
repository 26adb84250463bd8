from odoo import api, fields, models
from odoo.exceptions import ValidationError

# So many products are named where a setting is refused.
MAX_NAMES = 10


class ProductTemplate(models.Model):
    """Goods that nobody is asked about: consumed when an order is completed (MM-10)."""

    _inherit = "product.template"

    is_backflush = fields.Boolean(
        "Backflush",
        help="As a component it is consumed when the manufacturing order is completed, "
        "with the quantity due, without being asked for. Only for products that are "
        "not tracked by lots or serial numbers.",
    )
    shows_backflush = fields.Boolean(compute="_compute_shows_backflush")

    @api.depends_context("company")
    def _compute_shows_backflush(self):
        self.shows_backflush = self.env.company.lot_prealloc_enabled

    @api.constrains(
        "is_backflush",
        "tracking",
        # what the tracking follows from
        "lot_tracking",
        "categ_id",
        "company_id",
        "is_storable",
    )
    def _check_backflush(self):
        """What is consumed without being asked for has no number (MM-10)."""
        tracked = self.filtered(lambda t: t.is_backflush and t.tracking != "none")
        if tracked:
            raise ValidationError((tracked | self._find_tracked_backflush())._refuse())

    @api.model
    def _check_backflush_tiers(self):
        """Refuse a tier by which backflush products would be tracked (MM-10).

        At once: later, when Odoo recomputes their tracking, it may not be as the user
        who is to read the names.

        :raise ValidationError: with the names
        """
        tracked = self._find_tracked_backflush()
        if tracked:
            raise ValidationError(tracked._refuse())

    @api.model
    def _find_tracked_backflush(self):
        """Backflush products that the tiers have tracked now.

        :return: ``product.template``, as superuser
        """
        # sudo: a tier may be that of products of several companies
        templates = self.sudo().with_context(active_test=False)
        return templates.search([("is_backflush", "=", True)]).filtered(
            lambda template: template._get_effective_tracking() != "none"
        )

    def _refuse(self):
        """:return: str, why these products cannot be tracked and backflush ones"""
        # Products of another company are counted, not named.
        readable = self.with_env(self.env(su=False))._filtered_access("read")
        named = readable.sorted("display_name")[:MAX_NAMES].mapped("display_name")
        lines = [f"- {name}" for name in named]
        if len(self) > len(named):
            lines.append(self.env._("and %(count)s more", count=len(self) - len(named)))
        return self.env._(
            "Backflush products are consumed without being asked for, so they cannot "
            "be tracked by lots or serial numbers. %(count)s would be:\n"
            "%(products)s\n"
            "Untick “Backflush” there, or leave their tracking “By Quantity”.",
            count=len(self),
            products="\n".join(lines),
        )


class ProductCategory(models.Model):
    _inherit = "product.category"

    @api.constrains("lot_tracking", "parent_id")
    def _check_backflush(self):
        self.env["product.template"]._check_backflush_tiers()


class ResCompany(models.Model):
    _inherit = "res.company"

    def _recompute_shared_tracking(self):
        """Called for every change of what the companies have tracked."""
        result = super()._recompute_shared_tracking()
        self.env["product.template"]._check_backflush_tiers()
        return result


class StockMove(models.Model):
    _inherit = "stock.move"

    def _is_backflush(self):
        """Whether it is a component that nobody is asked about."""
        self.ensure_one()
        production = self.raw_material_production_id
        return bool(production) and production._is_backflushed(self.product_id)

    def _is_manual_consumption(self):
        return not self._is_backflush() and super()._is_manual_consumption()


class MrpProduction(models.Model):
    """Backflush components are consumed with what is due at completion (MM-10).

    They are reserved and picked like others where there is stock; nothing waits for it.
    """

    _inherit = "mrp.production"

    def _is_backflushed(self, product):
        """Whether this order consumes the product without asking.

        :param product: ``product.product``, a component
        """
        self.ensure_one()
        # sudo: the settings of a company are in force for all of its orders
        return product.is_backflush and self.company_id.sudo().lot_prealloc_enabled

    def _get_move_raw_values(self, product, *args, **kwargs):
        """A bill that names an operation asks when it is consumed; not for these."""
        values = super()._get_move_raw_values(product, *args, **kwargs)
        if self._is_backflushed(product):
            values["manual_consumption"] = False
        return values

    def _get_backflush_moves(self):
        """:return: ``stock.move``, what these orders have yet to consume by themselves.

        What a person has recorded himself is not among them.
        """
        return self.move_raw_ids.filtered(
            lambda move: (
                not move._should_bypass_set_qty_producing()
                and not (move.manual_consumption and move.picked)
                and move._is_backflush()
            )
        )

    def pre_button_mark_done(self):
        # Products that have become backflush ones after the order was confirmed.
        asking = self._get_backflush_moves().filtered("manual_consumption")
        asking.manual_consumption = False
        return super().pre_button_mark_done()

    def _get_consumption_issues(self):
        return [
            issue
            for issue in super()._get_consumption_issues()
            if not issue[0]._is_backflushed(issue[1])
        ]

    def _post_inventory(self, cancel_backorder=False):
        self._consume_backflush()
        return super()._post_inventory(cancel_backorder=cancel_backorder)

    def _consume_backflush(self):
        """Pick what is due of the components that nobody was asked about."""
        moves = self._get_backflush_moves()
        for move in moves:
            production = move.raw_material_production_id
            produced = production.qty_producing - production.qty_produced
            due = move.product_uom.round(produced * move.unit_factor)
            if move.product_uom.compare(move.quantity, due):
                move._set_quantity_done(due)
        moves.filtered(lambda move: move.quantity and not move.picked).picked = True
