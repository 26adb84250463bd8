import logging
from collections import Counter
from contextlib import contextmanager
from itertools import islice

from odoo import api, fields, models
from odoo.tools import SQL

from .unique_lot_number import UniqueLotNumber

_logger = logging.getLogger(__name__)


class StockLot(models.Model):
    _name = "stock.lot"
    _inherit = ["stock.lot", "lot.prealloc.derived.fields"]

    is_label_printed = fields.Boolean("Label Printed", readonly=True, copy=False)

    _unique_number = UniqueLotNumber(
        "EXCLUDE USING btree (product_id WITH =, name WITH =,"
        " COALESCE(company_id, 0) WITH =) DEFERRABLE",
        lambda env, diag: env._(
            "This lot/serial number was given to the same product at the same moment "
            "by someone else. Choose another number, or pick the existing one."
        ),
    )

    # ------------------------------------------------------------------
    # Unique numbers
    # ------------------------------------------------------------------

    @api.model
    def _find_duplicate_numbers(self):
        """Numbers that exist more than once for a product and company.

        :return: list of ``(product id, name, count)``
        """
        return self.env.execute_query(
            SQL(
                "SELECT product_id, name, count(*) FROM stock_lot"
                " GROUP BY product_id, name, COALESCE(company_id, 0)"
                " HAVING count(*) > 1 ORDER BY product_id, name"
            )
        )

    @api.model
    def _report_duplicate_numbers(self, duplicates):
        _logger.warning(
            "%s lot/serial numbers exist more than once for the same product and "
            "company. They are left as they are; numbers created from now on are "
            "unique. Rename or merge these, then update lot_prealloc:\n%s",
            len(duplicates),
            "\n".join(
                f"product {product_id}: {name} ({count} times)"
                for product_id, name, count in duplicates
            ),
        )

    @contextmanager
    def _python_check_first(self):
        """Let ``_check_unique_lot`` explain a duplicate before the database refuses it.

        What that check cannot see, a transaction that runs at the same time, the
        database still refuses when the block ends.
        """
        name = SQL.identifier("stock_lot_unique_number")
        self.env.cr.execute(SQL("SET CONSTRAINTS %s DEFERRED", name))
        yield
        self.flush_model(["name", "product_id", "company_id"])
        self.env.cr.execute(SQL("SET CONSTRAINTS %s IMMEDIATE", name))

    @api.constrains("name", "product_id", "company_id")
    def _check_unique_lot(self):
        """Odoo's check, save for numbers that were looked up before their creation."""
        if not self.env.context.get("lot_prealloc_free_names"):
            super()._check_unique_lot()

    @api.model_create_multi
    def create(self, vals_list):
        with self._python_check_first():
            return super().create(vals_list)

    def write(self, vals):
        if not {"name", "product_id", "company_id"} & vals.keys():
            return super().write(vals)
        with self._python_check_first():
            return super().write(vals)

    # ------------------------------------------------------------------
    # Giving numbers
    # ------------------------------------------------------------------

    @api.model
    def _create_for_productions(self, requests):
        """Draw numbers and create them as lots held by their orders.

        :param list requests: :class:`NumberRequest`
        :return: ``stock.lot``, in the order of the requests
        :raise UserError: a format needs a text that product or order does not have
        """
        lots = self.browse()
        for company, requests_of_company in _group_by_company(requests).items():
            lot_model = self.with_company(company)
            names = lot_model._draw_free_names(requests_of_company)
            created = lot_model._create_named(requests_of_company, names)
            self.env["mrp.production"]._hold_numbers(
                (request.production, numbers)
                for request, numbers in zip(requests_of_company, created, strict=True)
            )
            lots += self.concat(*created)
        lots._keep_lifecycle()
        return lots

    @api.model
    def _create_named(self, requests, names):
        """Create lots for orders under names that are known to be free.

        :param list requests: :class:`NumberRequest`, all of one company
        :param list names: list of names for each request
        :return: list of ``stock.lot``, one recordset per request
        """
        self.check_access("create")
        # sudo: which order a number is for is written by code only
        lot_model = self.sudo().with_context(
            tracking_disable=True, lot_prealloc_free_names=True
        )
        # What Odoo computes for every lot is the same for all lots of a product.
        initial_values = {
            product: lot_model._get_initial_values(product)
            for product in {request.product for request in requests}
        }
        vals_list = []
        for request, request_names in zip(requests, names, strict=True):
            values = initial_values[
                request.product
            ] | request.production._prepare_held_lot_values(request.product)
            # What the ledger will say: so that it has nothing to write.
            values["lifecycle_state"] = "preallocated"
            values["production_id"] = request.production.id
            vals_list += [dict(values, name=name) for name in request_names]
        created = iter(lot_model.create(vals_list))
        return [
            self.concat(*islice(created, len(request_names))) for request_names in names
        ]

    @api.model
    def _get_initial_values(self, product):
        """Values that Odoo computes for a new lot of the product, computed once.

        Numeric fields that other addons compute come out as zero for what has never
        been in stock (e.g. its average cost). Odoo computes them after the INSERT all
        the same; where that says so already, an UPDATE for every hundred lots is saved.

        :param product: ``product.product``
        :return: dict for ``create``
        """
        values = {
            name: 0
            for name, field in self._fields.items()
            if field.store
            and field.compute
            and field.readonly
            and not field.precompute
            and field.type in ("integer", "float", "monetary")
        }
        values["company_id"] = self.new({"product_id": product.id}).company_id.id
        return values

    @api.model
    def _draw_free_names(self, requests, typed=()):
        """Draw names that no lot of the product has yet.

        Numbers typed or imported before may lie in the way of the counter: those are
        skipped, with ever larger steps.

        :param list requests: :class:`NumberRequest`, all of one company
        :param typed: ``(product id, name)`` that are about to become lots as well
        :return: list of lists of names, one per request
        """
        names = [[] for _request in requests]
        seen = set(typed)
        surplus = 0
        while True:
            missing = {
                index: request.quantity - len(names[index])
                for index, request in enumerate(requests)
                if request.quantity > len(names[index])
            }
            if not missing:
                return names
            drawn = self._draw_names(
                [
                    request._replace(quantity=missing[index] + surplus)
                    for index, request in enumerate(requests)
                    if index in missing
                ]
            )
            taken = seen | self._find_taken_names(
                (requests[index].product, request_names)
                for index, request_names in zip(missing, drawn, strict=True)
            )
            for index, request_names in zip(missing, drawn, strict=True):
                product_id = requests[index].product.id
                free = [
                    name for name in request_names if (product_id, name) not in taken
                ][: missing[index]]
                names[index] += free
                seen.update((product_id, name) for name in free)
            surplus = surplus * 2 or max(missing.values())

    @api.model
    def _find_taken_names(self, names_by_product):
        """Which names exist already, whatever the company.

        :param names_by_product: pairs of ``product.product`` and list of names
        :return: set of ``(product id, name)``
        """
        wanted = [
            (product.id, name) for product, names in names_by_product for name in names
        ]
        self.flush_model(["product_id", "name"])
        # One probe of the index for each name. Without OFFSET PostgreSQL turns them
        # into one pass over all the lots there are.
        return set(
            self.env.execute_query(
                SQL(
                    "SELECT wanted.product_id, wanted.name"
                    " FROM unnest(%s, %s) AS wanted (product_id, name)"
                    " WHERE EXISTS (SELECT FROM stock_lot AS lot"
                    " WHERE lot.product_id = wanted.product_id"
                    " AND lot.name = wanted.name OFFSET 0)",
                    [product_id for product_id, _name in wanted],
                    [name for _product_id, name in wanted],
                )
            )
        )

    @api.model
    def _draw_names(self, requests):
        """Draw from the format in force, or else from the product's sequence (BX-2).

        :param list requests: :class:`NumberRequest`, all of one company
        :return: list of lists of names, one per request
        :raise UserError: a format needs a text that product or order does not have
        """
        names = [None] * len(requests)
        by_format, by_sequence = [], []
        for index, request in enumerate(requests):
            product = request.product
            number_format = product.product_tmpl_id._get_lot_number_format(
                self.env.company
            )
            if not number_format:
                by_sequence.append((index, product._get_native_lot_sequence()))
                continue
            values = dict(product._get_lot_number_values(), MO=request.production.name)
            number_format._check_values(values, product)
            by_format.append((index, (number_format, values, request.quantity)))
        drawn = self.env["lot.number.format"]._draw_names(
            [format_request for _index, format_request in by_format]
        )
        for (index, _format_request), format_names in zip(
            by_format, drawn, strict=True
        ):
            names[index] = format_names
        quantities = Counter()
        for index, sequence in by_sequence:
            quantities[sequence] += requests[index].quantity
        drawn = self.env["ir.sequence"]._draw_names(quantities)
        queues = {sequence: iter(queue) for sequence, queue in drawn.items()}
        for index, sequence in by_sequence:
            names[index] = list(islice(queues[sequence], requests[index].quantity))
        return names

    @api.model
    def _get_derived_fields(self):
        return super()._get_derived_fields() | {"is_label_printed"}

    # ------------------------------------------------------------------
    # Taking numbers back
    # ------------------------------------------------------------------


def _group_by_company(requests):
    groups = {}
    for request in requests:
        groups.setdefault(request.production.company_id, []).append(request)
    return groups
