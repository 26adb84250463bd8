"""Lot Traceability and the upgrade, over a million numbers (i, j)."""

import json
import logging
import re
import threading
import time
from contextlib import contextmanager
from datetime import datetime

from factory import Factory
from lxml import etree

import odoo.init  # noqa: F401  (before all else of Odoo)
from odoo import SUPERUSER_ID, api
from odoo.tools import SQL
from odoo.tools.safe_eval import safe_eval

ACTION = "lot_prealloc.action_lot_traceability"
PAGE = 80
# What the web client asks for, to say “10,000+”.
COUNT_LIMIT = 10_001
LEDGER_TABLES = (
    "stock_lot",
    "stock_move",
    "stock_move_line",
    "stock_quant",
    "stock_picking",
    "mrp_production",
    "mrp_production_prealloc_lot_rel",
    "mrp_production_stock_lot_rel",
)
# Of ids, in statements and plans.
LONG_LIST = re.compile(r"([({])(?:\d+,\s?){5,}\d+([)}])")
# Columns that an upgrade fills, and indexes that there are none of before it.
FILLED = ("lifecycle_state", "returned_quantity", "production_id", "production_date")


class Statements:
    """What was asked of PostgreSQL, and how long it took."""

    def __init__(self):
        self.taken = []

    def __call__(self, cr, query, params, _start, seconds):
        self.taken.append((seconds, cr.mogrify(query, params).decode()))

    @property
    def milliseconds(self):
        return sum(seconds for seconds, _query in self.taken) * 1000


@contextmanager
def watch_statements():
    thread = threading.current_thread()
    statements = Statements()
    thread.query_hooks = [statements]
    try:
        yield statements
    finally:
        thread.query_hooks = []


class TraceabilityBench:
    """Made to be mixed into ``measure.Bench``."""

    def make_factory(self, lots):
        """A ledger with numbers whose states nobody has filled yet."""
        start = time.perf_counter()
        with self.registry.cursor() as cr:
            Factory(cr, lots)
        self._vacuum(LEDGER_TABLES)
        return {"seconds": time.perf_counter() - start}

    # ------------------------------------------------------------------
    # (j) the upgrade
    # ------------------------------------------------------------------

    def fill_states(self):
        """(j) Fill the states of all numbers, as the upgrade of an old database does.

        :return: cost, with the number of lots and what was logged
        """
        logged = _Lines()
        logger = logging.getLogger("odoo.addons.lot_prealloc")
        logger.addHandler(logged)
        level, logger.level, logger.propagate = logger.level, logging.INFO, False
        indexes = [f"stock_lot__{name}_index" for name in FILLED]
        with self._committed() as env:
            for name in ("stock_move_line__lot_id_index", *indexes):
                env.cr.execute(SQL("DROP INDEX IF EXISTS %s", SQL.identifier(name)))
            with self._cost(env) as cost:
                env["stock.lot"]._store_all_lifecycles()
            env.cr.execute("SELECT count(*) FROM stock_lot")
            [cost["lots"]] = env.cr.fetchone()
        # An index of rows that have just been written is not used while any transaction
        # of the cluster is older.
        self._vacuum(LEDGER_TABLES)
        start = time.perf_counter()
        with self._committed() as env:
            self.registry.check_indexes(env.cr, self.registry.models)
        cost["indexes"] = time.perf_counter() - start
        logger.removeHandler(logged)
        logger.level, logger.propagate = level, True
        cost["log"] = logged.lines
        return cost

    def compare_states(self, sample):
        """Look whether what is stored is what the ledger says, one by one.

        :return: dict: how many lots were compared, how many of each state, how many
            values are wrong, and the first of these
        """
        with self._transaction() as env:
            lots = env["stock.lot"].sudo()
            env.cr.execute(
                "SELECT array_agg(id) FROM (SELECT id FROM stock_lot"
                " ORDER BY hashint4(id) LIMIT %s) AS sample",
                [sample],
            )
            [ids] = env.cr.fetchone()
            differing, by_state = [], {}
            for lot in lots.browse(ids):
                derived = lot.browse(lot.id)._read_lifecycles()[lot.id]
                by_state.setdefault(derived["lifecycle_state"], set()).add(lot.id)
                for name in FILLED:
                    stored = lot._fields[name].convert_to_write(lot[name], lot)
                    if (stored or None) != (derived[name] or None):
                        differing.append([lot.id, name, str(stored)])
            for state, wanted in by_state.items():
                found = lots.search(
                    [("id", "in", ids), ("lifecycle_state", "=", state or False)]
                )
                differing += [[lot_id, state] for lot_id in set(found.ids) ^ wanted]
        return {
            "compared": len(ids),
            "states": {str(state): len(found) for state, found in by_state.items()},
            "wrong": len(differing),
            "differing": differing[:10],
        }

    # ------------------------------------------------------------------
    # (i) the list
    # ------------------------------------------------------------------

    def trace(self, plans=False):
        """(i) What the list asks when it is opened, filtered, searched and grouped.

        :param bool plans: also the plan of the slowest statement of each
        :return: list of dicts: ``label``, ``milliseconds`` of SQL, ``statements``
        """
        measured = []
        with self._transaction() as env:
            screen = Screen(env)
            for label, ask in screen.get_questions():
                env.flush_all()
                env.invalidate_all()
                with watch_statements() as statements:
                    found = ask()
                cost = {
                    "label": label,
                    "found": found,
                    "milliseconds": statements.milliseconds,
                    "statements": len(statements.taken),
                }
                if plans:
                    seconds, query = max(statements.taken)
                    cost["slowest"] = seconds * 1000
                    cost["plan"] = self._explain(env, query)
                measured.append(cost)
        return measured

    def _explain(self, env, query):
        env.cr.execute("EXPLAIN (ANALYZE, BUFFERS) " + query)
        lines = [query, *(line for [line] in env.cr.fetchall())]
        return [LONG_LIST.sub(r"\1…\2", line) for line in lines]

    @contextmanager
    def _committed(self):
        with self.registry.cursor() as cr:
            yield api.Environment(cr, SUPERUSER_ID, {})
        self.registry.reset_changes()


class _Lines(logging.Handler):
    def __init__(self):
        super().__init__()
        self.lines = []

    def emit(self, record):
        self.lines.append(record.getMessage())


class Screen:
    """Lot Traceability as the web client asks for it, read from its own views."""

    def __init__(self, env):
        action = env.ref(ACTION)
        self.variables = {
            "uid": env.uid,
            "allowed_company_ids": env.companies.ids,
            "context_today": lambda: datetime.now().date(),
        }
        self.domain = safe_eval(action.domain or "[]", self.variables)
        context = dict(
            safe_eval(action.context or "{}", self.variables),
            allowed_company_ids=env.companies.ids,
        )
        self.lots = env["stock.lot"].with_context(**context)
        [list_id] = [
            view.view_id.id for view in action.view_ids if view.view_mode == "list"
        ]
        views = self.lots.get_views(
            [(list_id, "list"), (action.search_view_id.id, "search")]
        )["views"]
        self.list = etree.fromstring(views["list"]["arch"])
        self.search = etree.fromstring(views["search"]["arch"])
        self.specification = {
            node.get("name"): self._specify(node.get("name"))
            for node in self.list.iterchildren("field")
        }
        self.order = self.list.get("default_order")

    def _specify(self, name):
        if self.lots._fields[name].relational:
            return {"fields": {"display_name": {}}}
        return {}

    def get_questions(self):
        """:return: pairs of a label and what to call"""
        yield "open", lambda: self._read([])
        for node in self.search.iter("filter"):
            name = node.get("string") or node.get("name")
            domain = node.get("domain")
            group = safe_eval(node.get("context") or "{}").get("group_by")
            if group:
                yield f"group by {name}", lambda group=group: self._group(group)
            elif domain and domain != "[]":
                domain = safe_eval(domain, self.variables)
                yield f"filter {name}", lambda domain=domain: self._read(domain)
        for label, name, value in self._get_searches():
            domain = self._get_search_domain(name, value)
            yield f"search {label}", lambda domain=domain: self._read(domain)
        yield (
            "group by state, of a product",
            lambda: self._group(
                "lifecycle_state",
                self._get_search_domain("product_id", self._product(0)),
            ),
        )
        for label, text in self._get_texts():
            yield (
                f"command palette, {label}",
                lambda text=text: len(self.lots.search_for_command_palette(text)),
            )

    def _product(self, number):
        return self.lots.env["product.product"].search(
            [("default_code", "=", f"MILLION-{number:02d}")], limit=1
        )

    def _get_texts(self):
        newest = self.lots.search([("name", "like", "SN-%")], order="id desc", limit=1)
        yield "a number", newest.name
        yield "part of a number", newest.name[-6:]
        yield "part of many numbers", newest.name[:5]
        yield "three characters", newest.name[-3:]
        yield "what no number has", "XYZ-123"

    def _get_searches(self):
        """:return: label, field of the search view, and what is searched in it"""
        env = self.lots.env
        for label, text in self._get_texts():
            yield label, "name", text
        yield "a product, half of all", "product_id", self._product(0)
        yield "a product, 2 %", "product_id", self._product(1)
        yield "a rare product", "product_id", self._product(19)
        customers = env["res.partner"].search(
            [("name", "like", "Million Customer")], order="id"
        )
        yield "a customer", "last_customer_id", customers[0]
        yield "a rare customer", "last_customer_id", customers[-1]
        yield "a customer by name", "last_customer_id", "Customer 007"
        shelf = env["stock.location"].search([("name", "=", "Million Shelf 07")])
        yield "a shelf", "location_id", shelf[:1]
        yield "a warehouse", "location_id", shelf[:1].location_id
        customers_place = env.ref("stock.stock_location_customers")
        yield "the place of customers", "location_id", customers_place
        order = env["mrp.production"].search(
            [("name", "like", "MILLION/MO/")], order="id", limit=1
        )
        yield "an order", "production_id", order
        yield "an order by name", "production_id", order.name

    def _get_search_domain(self, name, value):
        [node, *_others] = self.search.xpath(f"//field[@name='{name}']")
        is_text = isinstance(value, str)
        if node.get("filter_domain"):
            return safe_eval(
                node.get("filter_domain"),
                {
                    **self.variables,
                    "self": value if is_text else value.display_name,
                    "raw_value": value if is_text else value.id,
                },
            )
        operator = node.get("operator") or ("ilike" if is_text else "=")
        return [(name, operator, value if is_text else value.id)]

    def _read(self, domain):
        """A page, and how many there are."""
        result = self.lots.web_search_read(
            [*self.domain, *domain],
            self.specification,
            limit=PAGE,
            order=self.order,
            count_limit=COUNT_LIMIT,
        )
        # as the controller does: values are made into text
        json.dumps(result, default=str)
        return result["length"]

    def _group(self, group, domain=()):
        result = self.lots.web_read_group(
            [*self.domain, *domain], [group], ["__count"], limit=PAGE
        )
        return sum(found["__count"] for found in result["groups"])
