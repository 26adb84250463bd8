from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.names import list_few

# A refusal names so many numbers; more would not fit on a screen.
MAX_NAMES = 10
# In the context of a field: id of the order whose own numbers it offers as well.
OWN_ORDER = "lot_prealloc_own_production_id"
# In the context of a list that numbers are picked from: a search finds none either.
ALWAYS = "always"
NAMES = {"name", "ref", "display_name"}


class StockLot(models.Model):
    """A number that an open order holds is nobody else's (PF-6).

    It is held from the moment it is given until it is produced, whichever field of the
    order has it: that is the lifecycle state ``preallocated``. A lot of which a part is
    produced already is stock, and not held.
    """

    _inherit = "stock.lot"

    is_preallocated = fields.Boolean(
        "Preallocated",
        compute="_compute_is_preallocated",
        search="_search_is_preallocated",
        help="Held by a manufacturing order and never in stock.",
    )

    @api.depends("lifecycle_state", "allocated_production_id")
    def _compute_is_preallocated(self):
        candidates = self.filtered(lambda lot: lot.lifecycle_state == "preallocated")
        (self - candidates).is_preallocated = False
        # sudo: the order may be one that the user cannot read
        for lot in candidates.sudo():
            lot.is_preallocated = bool(
                lot.allocated_production_id
                or lot.prealloc_production_ids
                # Without preallocation Odoo's own way: a name, and no hold.
                or lot.producing_production_ids.company_id._is_preallocation_on()
            )

    def _search_is_preallocated(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: the settings of a company are in force for all of its orders
        companies = self.env["res.company"].sudo()
        enabled = companies.search([("lot_prealloc_enabled", "=", True)])
        held = Domain("lifecycle_state", "=", "preallocated") & (
            Domain("allocated_production_id", "!=", False)
            | Domain("prealloc_production_ids", "!=", False)
            | Domain(
                "producing_production_ids",
                "any!",
                Domain("company_id", "in", enabled.ids),
            )
        )
        return Domain.OR([held] * (True in value) + [~held] * (False in value))

    # ------------------------------------------------------------------
    # Who holds
    # ------------------------------------------------------------------

    @api.model
    def _read_open_holders(self, lot_ids):
        """Find the open orders that name numbers, produced already or not.

        One statement that costs next to nothing where no order does. Nothing is
        flushed: an order that is just being closed may still be among them.

        :param lot_ids: ids of ``stock.lot``
        :return: ``{lot id: set of ids of mrp.production}``
        """
        lot_ids = list(lot_ids)
        holders = {}
        if not lot_ids:
            return holders
        # LATERAL with OFFSET: a probe of the index for each number, whatever the
        # planner thinks of the tables.
        for lot_id, production_id in self.env.execute_query(
            SQL(
                """
SELECT DISTINCT wanted.lot_id, holder.production_id
  FROM unnest(%s) AS wanted (lot_id)
 CROSS JOIN LATERAL (
           SELECT rel.production_id
             FROM mrp_production_prealloc_lot_rel AS rel
             JOIN mrp_production AS production ON production.id = rel.production_id
            WHERE rel.lot_id = wanted.lot_id
              AND COALESCE(production.state, '') NOT IN ('done', 'cancel')
        UNION ALL
           SELECT rel.mrp_production_id
             FROM mrp_production_stock_lot_rel AS rel
             JOIN mrp_production AS production ON production.id = rel.mrp_production_id
            WHERE rel.stock_lot_id = wanted.lot_id
              AND COALESCE(production.state, '') NOT IN ('done', 'cancel')
           OFFSET 0
       ) AS holder
                """,
                lot_ids,
            )
        ):
            holders.setdefault(lot_id, set()).add(production_id)
        return holders

    def _get_held(self):
        """:return: those of these that an open order holds, as superuser"""
        # sudo: a number is held, whoever may see by which order
        held = self.sudo().browse(self._read_open_holders(self._origin.ids))
        return held.filtered("is_preallocated")

    def _get_holders(self):
        """:return: ``mrp.production``, the open orders that name these, as superuser"""
        holders = self._read_open_holders(self._origin.ids)
        # sudo: see _get_held
        orders = self.env["mrp.production"].sudo()
        return orders.browse(sorted(set().union(*holders.values())))

    def _raise_held(self):
        """:raise UserError: there are any of these; it names numbers and orders"""
        if not self:
            return
        raise UserError(
            self.env._(
                "These numbers are held by open manufacturing orders until they are "
                "produced; nobody else can use them:\n%(numbers)s\nChoose other "
                "numbers, or cancel the order to release its own.",
                numbers=self._tell_holders(),
            )
        )

    def _tell_orders(self):
        """:return: str, which orders hold these, in a few words"""
        # sudo: only the names of the orders are shown
        orders = self.sudo().prealloc_production_ids
        return self.env._("held by %(order)s", order=", ".join(orders.mapped("name")))

    def _tell_holders(self, but=None):
        """:param but: ``mrp.production`` that is not worth mentioning
        :return: str, a line for each number with the orders that hold it
        """
        but = but or self.env["mrp.production"]
        lines = [
            self.env._(
                "- %(number)s (%(product)s): held by %(orders)s",
                number=lot.name,
                product=lot.product_id.display_name,
                orders=", ".join((lot._get_holders() - but).mapped("name")),
            )
            for lot in self[:MAX_NAMES]
        ]
        rest = self.env._("- … and %s more", len(self) - MAX_NAMES)
        return list_few(lines, MAX_NAMES, rest, total=len(self))

    def _raise_held_by_others(self, takers):
        """:param dict takers: ``{lot id: mrp.production}`` that would produce them
        :raise UserError: there are any of these; it names numbers and orders
        """
        if not self:
            return
        raise UserError(
            self.env._(
                "%(order)s cannot produce numbers that other manufacturing orders "
                "hold:\n%(numbers)s\nChoose other numbers, or cancel the order to "
                "release its own.",
                order=takers[self[0].id].display_name,
                numbers=self._tell_holders(
                    self.env["mrp.production"].union(*takers.values())
                ),
            )
        )

    # ------------------------------------------------------------------
    # Where a number is picked, made or deleted
    # ------------------------------------------------------------------

    @api.model
    @api.readonly
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Whoever picks a lot, to deliver, consume or count, sees no held number.

        The order that holds it does, on its own field. An import finds it, and is told
        whose it is.
        """
        if not self.env.context.get("import_file"):
            domain = self._without_held_numbers(domain)
        found = super().name_search(name, domain, operator, limit)
        if operator != "ilike" or not found or found[0][1] == name:
            return found
        # Enter takes the first one: a number is not taken for one that contains it
        exact = super().name_search(name, domain, "=", limit)
        return (exact + [pair for pair in found if pair not in exact])[:limit]

    @api.model
    def _without_held_numbers(self, domain):
        """The domain of a screen that leaves held numbers out unless asked for them.

        Like archived records: a domain that mentions them decides for itself.
        """
        if "is_preallocated" in str(domain):
            return domain
        offered = Domain("is_preallocated", "=", False)
        order = self._get_own_order()
        if order:
            offered |= Domain("prealloc_production_ids", "in", order.ids)
            offered |= Domain("producing_production_ids", "in", order.ids)
        return Domain(domain or []) & offered

    @api.model
    def _get_own_order(self):
        """:return: ``mrp.production`` on whose form a number is picked, if any"""
        order_id = self.env.context.get(OWN_ORDER)
        order = self.env["mrp.production"]
        if type(order_id) is int and order.has_access("read"):
            # the context is anybody's to send: rules decide what he finds
            order = order.search([("id", "=", order_id)])
        return order

    @api.model
    def name_create(self, name):
        """A number of the order, read from its label, is taken and not made again."""
        order = self._get_own_order()
        own = (order.prealloc_lot_ids | order.lot_producing_ids).filtered(
            lambda lot: (
                lot.name == (name or "").strip() and lot.product_id == order.product_id
            )
        )
        if own:
            return own[0].id, own[0].display_name
        return super().name_create(name)

    @api.constrains("name", "product_id", "company_id")
    def _check_unique_lot(self):
        """Odoo's check; whoever made the number before, it says which order has it."""
        try:
            return super()._check_unique_lot()
        except ValidationError as error:
            found = self._find_by_names((lot.product_id.id, lot.name) for lot in self)
            held = (self.browse().union(*found.values()) - self)._get_held()
            if not held:
                raise
            message = f"{error}\n{held._tell_holders()}"
            raise ValidationError(message) from error

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held(self):
        """:raise UserError: an open order holds one of them"""
        self._get_held()._raise_held_to_delete()

    def _raise_held_to_delete(self):
        if self:
            raise UserError(
                self.env._(
                    "These numbers cannot be deleted: open manufacturing orders hold "
                    "them.\n%(numbers)s\nCancel the order, or lower its quantity, to "
                    "release them.",
                    numbers=self._tell_holders(),
                )
            )

    # ------------------------------------------------------------------
    # Lists hide held numbers (PF-6)
    # ------------------------------------------------------------------

    @api.model
    @api.readonly
    def web_search_read(self, domain, *args, **kwargs):
        """Lists hide held numbers where their action's context says so."""
        domain = self._get_domain_of_list(domain)
        return super().web_search_read(domain, *args, **kwargs)

    @api.model
    @api.readonly
    def web_read_group(self, domain, *args, **kwargs):
        """As ``web_search_read``, for grouped lists."""
        domain = self._get_domain_of_list(domain)
        return super().web_read_group(domain, *args, **kwargs)

    @api.model
    def _get_domain_of_list(self, domain):
        """What a list shows: a number that is searched for, held or not (UX-8).

        Where numbers are picked from a list, it stays hidden.
        """
        hide = self.env.context.get("hide_preallocated")
        if not hide or hide != ALWAYS and _names_a_number(domain):
            return domain
        return self._without_held_numbers(domain)


def _names_a_number(domain):
    """:return: bool, whether a domain asks for numbers by their names"""
    return any(
        condition.field_expr in NAMES
        and condition.operator not in Domain.NEGATIVE_OPERATORS
        for condition in Domain(domain or []).iter_conditions()
    )
