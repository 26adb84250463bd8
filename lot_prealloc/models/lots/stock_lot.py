import logging
from collections import Counter
from contextlib import contextmanager
from itertools import islice

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.misc import split_every

from .unique_lot_number import UniqueLotNumber

_logger = logging.getLogger(__name__)

# So many numbers are created at a time.
PORTION = 5000


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
        vals_list = self._clean_names(vals_list)
        with self._python_check_first():
            return super().create(vals_list)

    def write(self, vals):
        if not {"name", "product_id", "company_id"} & vals.keys():
            return super().write(vals)
        if self._is_dirty(vals) and self._is_name_cleaned():
            vals = {**vals, "name": self._clean_name(vals["name"])}
        with self._python_check_first():
            return super().write(vals)

    # ------------------------------------------------------------------
    # Giving numbers
    # ------------------------------------------------------------------

    @api.model
    def _create_numbers(self, requests):
        """Draw numbers and create them as lots.

        :param list requests: :class:`NumberRequest`, of what the company in force makes
            or receives
        :return: list of ``stock.lot``, one recordset per request
        :raise UserError: a format needs a text that there is not
        """
        names = self._draw_free_names(requests)
        created = iter(
            self._create_named(
                [
                    {"product_id": request.product.id, **request.values, "name": name}
                    for request, request_names in zip(requests, names, strict=True)
                    for name in request_names
                ]
            )
        )
        return [
            self.concat(*islice(created, len(request_names))) for request_names in names
        ]

    @api.model
    def _create_named(self, vals_list):
        """Create lots under names that are known to be free, for the company in force.

        The user needs the right to create lots, whatever the values are.

        :param list vals_list: dicts for ``create``, with ``product_id`` and ``name``;
            of what is not in them the product decides
        :return: ``stock.lot``, in this order
        """
        if not vals_list:
            return self.browse()
        self.check_access("create")
        # sudo: what follows from what happens, as which order a number is for, is
        # written by code only
        lot_model = self.sudo().with_context(
            tracking_disable=True, lot_prealloc_free_names=True
        )
        # What Odoo computes for every lot is the same for all lots of a product.
        initial_values = {
            product_id: lot_model._get_initial_values(product_id)
            for product_id in {vals["product_id"] for vals in vals_list}
        }
        lot_ids = []
        for portion in split_every(PORTION, vals_list):
            lots = lot_model.create(
                [initial_values[vals["product_id"]] | vals for vals in portion]
            )
            lot_ids += lots._ids
            if len(vals_list) > PORTION:
                lots._forget_details()
        return self.browse(lot_ids)

    def _forget_details(self):
        """Keep what many thousands of numbers take of the memory small (SC-3).

        What is still to be computed waits: not all of that is.
        """
        kept = {"name", "product_id", "company_id", "quant_ids"}
        pending = self.env.transaction.tocompute
        self.invalidate_recordset(
            [
                name
                for name, field in self._fields.items()
                if name not in kept and not pending.get(field)
            ]
        )

    @api.model
    def _get_initial_values(self, product_id):
        """Values that Odoo computes for a new lot of the product, computed once.

        Numeric fields that other addons compute come out as zero for what has never
        been in stock (e.g. its average cost). Odoo computes them after the INSERT all
        the same; where that says so already, an UPDATE for every hundred lots is saved.

        :param int product_id: of ``product.product``
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
        values["company_id"] = self.new({"product_id": product_id}).company_id.id
        return values

    @api.model
    def _draw_free_names(self, requests, typed=()):
        """Draw names that no lot of the product has yet.

        Numbers typed or imported before may lie in the way of the counter: those are
        skipped, with ever larger steps.

        :param list requests: :class:`NumberRequest`, as in ``_create_numbers``
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
            taken = seen.union(
                self._find_by_names(
                    (requests[index].product.id, name)
                    for index, request_names in zip(missing, drawn, strict=True)
                    for name in request_names
                )
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
    def _find_by_names(self, keys, companies=None):
        """The lots that have these names, in one statement for the whole set.

        Nothing is asked about the user: who is shown more than that a name is taken,
        must be in the companies.

        :param keys: ``(product id, name)``
        :param companies: ``res.company`` whose numbers count, and those of no company;
            None: whatever the company
        :return: ``{(product id, name): stock.lot}`` of those that exist. It is one lot,
            but for several companies and in databases with duplicates.
        """
        keys = set(keys)
        if not keys:
            return {}
        self.flush_model(["product_id", "name", "company_id"])
        # One probe of the index for each name. Without OFFSET PostgreSQL turns them
        # into one pass over all the lots there are.
        rows = self.env.execute_query(
            SQL(
                "SELECT wanted.product_id, wanted.name, lot.id"
                " FROM unnest(%s, %s) AS wanted (product_id, name)"
                " CROSS JOIN LATERAL (SELECT id FROM stock_lot"
                " WHERE product_id = wanted.product_id AND name = wanted.name%s"
                " OFFSET 0) AS lot ORDER BY lot.id",
                [product_id for product_id, _name in keys],
                [name for _product_id, name in keys],
                SQL()
                if companies is None
                else SQL(
                    " AND (company_id IS NULL OR company_id = ANY(%s))", companies.ids
                ),
            )
        )
        ids = {}
        for product_id, name, lot_id in rows:
            ids.setdefault((product_id, name), []).append(lot_id)
        all_ids = [lot_id for _product_id, _name, lot_id in rows]
        return {
            key: self.browse(lot_ids).with_prefetch(all_ids)
            for key, lot_ids in ids.items()
        }

    @api.model
    def _draw_names(self, requests):
        """Draw from the format in force, or else from the product's sequence (BX-2).

        :param list requests: :class:`NumberRequest`, as in ``_create_numbers``
        :return: list of lists of names, one per request
        :raise UserError: a format needs a text that there is not
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
            values = {**product._get_lot_number_values(), **request.texts}
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
            of_sequence = islice(queues[sequence], requests[index].quantity)
            names[index] = self._clean_drawn_names(of_sequence)
        return names

    @api.model
    def _get_derived_fields(self):
        return super()._get_derived_fields() | {"is_label_printed"}
