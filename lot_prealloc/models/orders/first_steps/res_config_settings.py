from collections import Counter, defaultdict

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import formatLang

from ..states import OPEN_STATES, STATES

# More categories would not fit beside the switch.
MAX_CATEGORIES = 8


class ResConfigSettings(models.TransientModel):
    """What there is to number in a company, and what Save will change of it.

    Read in a constant number of statements, and only where preallocation is ticked.
    """

    _inherit = "res.config.settings"

    lot_category_overview = fields.Json(compute="_compute_lot_category_overview")
    lot_prealloc_outlook = fields.Text(compute="_compute_lot_prealloc_outlook")

    # ------------------------------------------------------------------
    # Categories
    # ------------------------------------------------------------------

    @api.depends("lot_prealloc_enabled", "company_id")
    @api.depends_context("lang", "uid")
    def _compute_lot_category_overview(self):
        for settings in self:
            settings.lot_category_overview = (
                settings._is_preallocation_ticked() and settings._read_categories()
            )

    def _read_categories(self):
        """:return: dict, ``rows`` and how many ``more`` there are

        A row has the category's ``id`` and ``name``, how many ``products`` are in it
        and ``tracked``, what is in ``stock`` in words, and how many open ``orders``;
        ``path`` has it and its parents, each with the tracking of its own.
        """
        products = self._count_products()
        stock, orders = self._tell_stock(), self._count_open_orders()
        categories = sorted(
            products,
            key=lambda category: (
                -orders[category],
                -products[category].total(),
                category.complete_name or "",
            ),
        )
        rows = [
            {
                "id": category.id,
                "name": category.complete_name or self.env._("No category"),
                "products": products[category].total(),
                "tracked": products[category].total() - products[category]["none"],
                "stock": " · ".join(stock[category]),
                "orders": orders[category],
                "path": [[tier.id, tier.lot_tracking] for tier in category._get_path()],
            }
            for category in categories[:MAX_CATEGORIES]
        ]
        return {"rows": rows, "more": len(categories) - len(rows)}

    def _get_products_of_company(self):
        return Domain("is_storable", "=", True) & Domain(
            "company_id", "in", [False, self.company_id.id]
        )

    def _count_products(self):
        """:return: ``{product.category: Counter of tracking}``"""
        counts = defaultdict(Counter)
        for category, tracking, count in self.env["product.template"]._read_group(
            self._get_products_of_company(), ["categ_id", "tracking"], ["__count"]
        ):
            counts[category][tracking] = count
        return counts

    def _tell_stock(self):
        """:return: ``{product.category: list of str}``, numbers, and quantities of what
        has none by unit
        """
        domain = Domain("company_id", "=", self.company_id.id)
        domain &= Domain("location_id.usage", "in", ("internal", "transit"))
        domain &= Domain("quantity", "!=", 0)
        quants = self.env["stock.quant"]
        told = defaultdict(list)
        for category, count in quants._read_group(
            domain & Domain("lot_id", "!=", False),
            ["product_id.categ_id"],
            ["lot_id:count_distinct"],
        ):
            told[category].append(
                self.env._("1 number")
                if count == 1
                else self.env._("%(count)s numbers", count=count)
            )
        for category, unit, quantity in quants._read_group(
            domain & Domain("lot_id", "=", False),
            ["product_id.categ_id", "product_id.uom_id"],
            ["quantity:sum"],
        ):
            told[category].append(f"{unit._format_quantity(quantity)} {unit.name}")
        return told

    def _count_open_orders(self):
        """:return: ``Counter`` of ``product.category``"""
        return Counter(
            dict(
                self.env["mrp.production"]._read_group(
                    self._get_open_orders(), ["product_id.categ_id"], ["__count"]
                )
            )
        )

    def _get_open_orders(self):
        return Domain("company_id", "=", self.company_id.id) & Domain(
            "state", "in", OPEN_STATES
        )

    # ------------------------------------------------------------------
    # What Save will change
    # ------------------------------------------------------------------

    @api.depends(
        "lot_prealloc_enabled",
        "lot_prealloc_trigger",
        "lot_tracking",
        "lot_category_tracking",
        "lot_number_example",
        "lot_number_example_pattern",
    )
    @api.depends_context("lang", "uid", "tz")
    def _compute_lot_prealloc_outlook(self):
        for settings in self:
            settings.lot_prealloc_outlook = (
                settings._is_preallocation_ticked()
                and bool(settings.lot_prealloc_trigger)
                and settings._is_preallocation_edited()
                and "\n".join(
                    [
                        *settings._tell_format_to_be(),
                        *settings._tell_tracking_to_be(),
                        *settings._tell_orders_to_be(),
                    ]
                )
            )

    def _is_preallocation_edited(self):
        company = self.company_id._origin
        return bool(
            not company._is_preallocation_on()
            or self.lot_prealloc_trigger != company.lot_prealloc_trigger
            or self.lot_tracking != company.lot_tracking
            or self.lot_category_tracking
            or self.lot_number_example
        )

    def _tell_format_to_be(self):
        """:return: list of str, what Save does with the number that is typed"""
        if not self.lot_number_example_next:
            return []
        values = {
            "pattern": self.lot_number_example_pattern,
            "number": self.lot_number_example_next,
        }
        # one that is there already is not made
        if self.env["lot.number.format"]._find_by_pattern(values["pattern"]):
            return [
                self.env._(
                    "Save chooses the format %(pattern)s, which exists, for all "
                    "products without a format of their own or of their category. Its "
                    "next number is %(number)s.",
                    **values,
                )
            ]
        return [
            self.env._(
                "Save makes the format %(pattern)s for all products without a format "
                "of their own or of their category. Its first number is %(number)s.",
                **values,
            )
        ]

    def _tell_tracking_to_be(self):
        """:return: list of str, how many products Save tracks differently"""
        # that of the company alone is said beside it
        is_told = self.lot_category_tracking and self.lot_tracking_impact
        return [self.lot_tracking_impact] if is_told else []

    def _tell_orders_to_be(self):
        """:return: list of str, which open orders get numbers, and when"""
        changes = self._find_tracking_changes()
        coming = {
            template: tracking
            for template, tracking in changes.items()
            if tracking != "none"
        }
        without = self._count_orders_without_numbers(
            Domain("product_id.tracking", "!=", "none")
            & Domain("product_id.product_tmpl_id", "not in", _get_ids(changes))
        )
        # orders follow a product that is tracked differently, with Save
        following = self._count_orders_without_numbers(
            Domain("product_id.product_tmpl_id", "in", _get_ids(coming))
        )
        if not (without or following or coming or self._has_tracked_products()):
            return [
                self.env._(
                    "No product is tracked yet, and none will get numbers: choose the "
                    "default tracking, or that of a category or product."
                )
            ]
        due = STATES.index(self.lot_prealloc_trigger)
        later = _sum_counts(without + following, STATES[:due])
        told = [
            self._tell_numbers_given(coming, STATES[due:]),
            later and self._tell_orders_due_later(later),
            self._tell_orders_past(_sum_counts(without, STATES[due:])),
        ]
        return [" ".join(filter(None, told))]

    def _tell_numbers_given(self, trackings, states):
        """
        :param dict trackings: ``{product.template: tracking}``, what Save tracks
        :param states: of orders that are due
        """
        orders = numbers = 0
        for product, count, quantity in self.env["mrp.production"]._read_group(
            self._get_orders_without_numbers()
            & Domain("product_id.product_tmpl_id", "in", _get_ids(trackings))
            & Domain("state", "in", states),
            ["product_id"],
            ["__count", "product_uom_qty:sum"],
        ):
            is_serial = trackings[product.product_tmpl_id] == "serial"
            orders += count
            numbers += int(quantity) if is_serial else count
        if not orders:
            return self.env._("Save itself gives no numbers.")
        return self.env._(
            "Open orders that get numbers with Save, because their products become "
            "tracked: %(orders)s. Their numbers: %(numbers)s.",
            orders=orders,
            numbers=formatLang(self.env, numbers, digits=0),
        )

    def _tell_orders_past(self, count):
        return bool(count) and self.env._(
            "Open orders past that moment, which get theirs with their next step or by "
            "Preallocate Numbers: %(count)s.",
            count=count,
        )

    def _tell_orders_due_later(self, count):
        sentences = {
            "confirmed": self.env._(
                "Open orders that get theirs when they are confirmed: %(count)s.",
                count=count,
            ),
            "progress": self.env._(
                "Open orders that get theirs when their production starts: %(count)s.",
                count=count,
            ),
            "to_close": self.env._(
                "Open orders that get theirs when all units are produced: %(count)s.",
                count=count,
            ),
            "done": self.env._(
                "Open orders that get theirs when production is completed: %(count)s.",
                count=count,
            ),
        }
        return sentences[self.lot_prealloc_trigger]

    def _count_orders_without_numbers(self, domain):
        """:param domain: of the products
        :return: ``Counter`` of states
        """
        domain &= self._get_orders_without_numbers()
        return Counter(
            dict(self.env["mrp.production"]._read_group(domain, ["state"], ["__count"]))
        )

    def _get_orders_without_numbers(self):
        return (
            self._get_open_orders()
            & Domain("prealloc_lot_ids", "=", False)
            & Domain("lot_producing_ids", "=", False)
        )

    def _has_tracked_products(self):
        domain = self._get_products_of_company() & Domain("tracking", "!=", "none")
        return bool(self.env["product.template"].search_count(domain, limit=1))


def _get_ids(records):
    return [record.id for record in records]


def _sum_counts(counts, states):
    return sum(counts[state] for state in states)
