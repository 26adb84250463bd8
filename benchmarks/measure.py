"""One process over one database: takes orders on stdin, answers with what they cost.

An order and its answer are a line of JSON each. Every measurement runs on a fresh
connection to vacuumed tables, as a user, in a transaction that is rolled back.
"""

import ctypes
import gc
import json
import os
import sys
import time
from contextlib import contextmanager

from form import FormBench
from frame import call_in_large_frame
from genealogy import GenealogyBench
from mark_done import MarkDoneBench
from receive import ReceiveBench
from reserve import ReserveBench
from traceability import TraceabilityBench
from validate import ValidateBench

import odoo
from odoo import SUPERUSER_ID, Command, api
from odoo.modules.registry import Registry
from odoo.sql_db import close_db, db_connect
from odoo.tools import config

PATTERN = "GEN-{YY}-{0000000}"
TABLES = (
    "stock_lot",
    "stock_move",
    "stock_move_line",
    "stock_move_line_consume_rel",
    "stock_quant",
    "stock_picking",
    "mrp_production",
    "mrp_production_stock_lot_rel",
    "mrp_production_serials",
    "ir_sequence",
    "mail_message",
)


class Bench(
    ReserveBench,
    ReceiveBench,
    MarkDoneBench,
    ValidateBench,
    TraceabilityBench,
    GenealogyBench,
    FormBench,
):
    def __init__(self, dbname):
        self.dbname = dbname
        self.registry = Registry(dbname)
        self.is_ours = "lot.number.format" in self.registry
        # the addon is there, and the company does not preallocate
        self.is_off = False
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            self.product_ids = {
                tracking: self._make_product(env, tracking)
                for tracking in ("serial", "lot")
            }
            self.framed_ids = self._make_framed_product(env)
            self.user_id = env.ref("base.user_admin").id
            if self.is_ours:
                self._make_settings(env)

    # ------------------------------------------------------------------
    # What is there before: committed, once per database
    # ------------------------------------------------------------------

    def _make_product(self, env, tracking):
        """A product made of two components, as in the scripts for stock Odoo."""
        code = f"BENCH-{tracking}"
        product = env["product.product"].search([("default_code", "=", code)], limit=1)
        if product:
            return product.id
        components = env["product.product"].create(
            [{"name": f"{code} part {index}", "is_storable": True} for index in (1, 2)]
        )
        product = env["product.product"].create(
            {
                "name": code,
                "default_code": code,
                "is_storable": True,
                "tracking": tracking,
            }
        )
        env["mrp.bom"].create(
            {
                "product_tmpl_id": product.product_tmpl_id.id,
                "bom_line_ids": [
                    Command.create({"product_id": part.id, "product_qty": quantity})
                    for quantity, part in enumerate(components, start=1)
                ],
            }
        )
        return product.id

    def _make_framed_product(self, env):
        """The serial product, made of a component with serial numbers as well.

        :return: ids of the product and of that component
        """
        code = "BENCH-framed"
        product_model = env["product.product"]
        framed = product_model.search([("default_code", "=", code)], limit=1)
        if framed:
            [line] = framed.bom_ids.bom_line_ids.filtered(
                lambda line: line.product_id.tracking == "serial"
            )
            return framed.id, line.product_id.id
        serial = product_model.browse(self.product_ids["serial"])
        frame = product_model.create(
            {"name": f"{code} frame", "is_storable": True, "tracking": "serial"}
        )
        framed = product_model.create(
            {
                "name": code,
                "default_code": code,
                "is_storable": True,
                "tracking": "serial",
            }
        )
        bom = serial.bom_ids.copy({"product_tmpl_id": framed.product_tmpl_id.id})
        bom.bom_line_ids = [Command.create({"product_id": frame.id, "product_qty": 1})]
        return framed.id, frame.id

    def _make_settings(self, env):
        format_model = env["lot.number.format"]
        number_format = format_model.search([("pattern", "=", PATTERN)], limit=1)
        env.company.write(
            {
                "lot_prealloc_enabled": True,
                "lot_prealloc_trigger": "confirmed",
                "lot_number_format_id": (
                    number_format or format_model.create({"pattern": PATTERN})
                ).id,
            }
        )

    def add_lots(self, count):
        """Lots of earlier years, by SQL because a million take the ORM an hour."""
        with self.registry.cursor() as cr:
            cr.execute(
                "INSERT INTO stock_lot (name, product_id, create_uid, write_uid,"
                " create_date, write_date)"
                " SELECT 'GEN-' || 10 + i %% 10 || '-' || lpad(i::text, 7, '0'),"
                " %s, 1, 1, now(), now() FROM generate_series(1, %s) AS i",
                [self.product_ids["serial"], count],
            )
        return {}

    # ------------------------------------------------------------------
    # What is measured
    # ------------------------------------------------------------------

    def serials(self, units, typed=False):
        """(a) All serials of one order: stock's wizard, or our one call."""
        with self._transaction() as env:
            order = self._make_orders(env, "serial", units, 1, keep_numberless=True)
            order.action_confirm()
            with self._cost(env) as cost:
                if self.is_ours:
                    order.action_preallocate_lots()
                else:
                    self._apply_wizard(order, typed)
            numbers = order["prealloc_lot_ids" if self.is_ours else "lot_producing_ids"]
            assert len(set(numbers.mapped("name"))) == units, len(numbers)
        return cost

    def _apply_wizard(self, order, typed):
        wizard = order.env["mrp.production.serials"].create({"production_id": order.id})
        if typed:
            wizard.lot_name = "TYPED-0000001"
        wizard.action_generate_serial_numbers()
        wizard.action_apply()

    def confirm(self, orders):
        """(b) Orders of a lot-tracked product, made and confirmed in one call each.

        :return: costs by step: ``create``, ``confirm``
        """
        costs = {}
        with self._transaction() as env:
            with self._cost(env) as costs["create"]:
                productions = self._make_orders(env, "lot", 10, orders)
            with self._cost(env) as costs["confirm"]:
                productions.action_confirm()
            if self.is_ours:
                assert len(productions.prealloc_lot_ids) == orders
        return costs

    def prepare(self, units, framed=False, in_steps=False):
        """(e) An order becomes one order per unit, each with its serial."""
        with self._transaction() as env:
            order = self._make_reserved_order(env, units, framed)
            with self._cost(env) as cost:
                if self.is_ours:
                    self._press(order, "action_prepare_mo", in_steps)
                    orders = order.production_group_id.production_ids
                else:
                    orders = self._split_with_serials(order)
            self._check_units(orders, units, {"confirmed"}, {"progress", "to_close"})
        return cost

    def produce(self, units, framed=False, in_steps=False):
        """(f) The same, and the orders are completed."""
        with self._transaction() as env:
            order = self._make_reserved_order(env, units, framed)
            with self._cost(env) as cost:
                if self.is_ours:
                    self._press(order, "action_produce", in_steps)
                    orders = order.production_group_id.production_ids
                else:
                    orders = self._split_with_serials(order)
                    orders.with_context(skip_redirection=True).button_mark_done()
            self._check_units(orders, units, {"done"})
            lines = orders.move_finished_ids.move_line_ids
            parts = len(order.bom_id.bom_line_ids)
            assert all(len(line.consume_line_ids) == parts for line in lines)
        return cost

    def _make_reserved_order(self, env, units, framed):
        """An order whose components are in stock and reserved."""
        product_id, frame_id = self.framed_ids
        if not framed:
            product_id = self.product_ids["serial"]
        product = env["product.product"].browse(product_id)
        quants = env["stock.quant"].sudo()
        location = env["stock.warehouse"].search([], limit=1).lot_stock_id
        for line in product.bom_ids.bom_line_ids:
            if line.product_id.tracking == "none":
                quants._update_available_quantity(
                    line.product_id, location, units * line.product_qty
                )
        if framed:
            frames = env["stock.lot"].create(
                [
                    {"name": f"FRAME-{index:06d}", "product_id": frame_id}
                    for index in range(units)
                ]
            )
            quants.create(
                [
                    {
                        "product_id": frame_id,
                        "location_id": location.id,
                        "lot_id": frame.id,
                        "quantity": 1,
                    }
                    for frame in frames
                ]
            )
        if self.is_ours:
            # Numbers are drawn within the time that is measured, as with stock.
            env.company.sudo().lot_prealloc_trigger = "to_close"
        order = env["mrp.production"].create(
            {"product_id": product_id, "product_qty": units}
        )
        order.action_confirm()
        order.action_assign()
        assert order.reservation_state == "assigned", order.reservation_state
        return order

    def _press(self, order, button, in_steps):
        """
        :param bool in_steps: as the screen does for many units; each step is committed
        """
        wizard = order.env["mrp.production.serials"].create({"production_id": order.id})
        wizard.action_generate_serial_numbers()
        if not in_steps:
            getattr(wizard, button)()
            return
        getattr(wizard, f"{button}_in_steps")()
        batches = order.env["mrp.production.batch"].sudo()
        batch = batches.search([], order="id desc", limit=1)
        while batch.state == "running":
            batch._run_step()
        assert batch.state == "done", batch.reason

    def _split_with_serials(self, order):
        """What stock Odoo 19 has for it: a split, then a number for each order."""
        orders = order._split_productions({order: [1] * int(order.product_qty)})
        for production in orders:
            production.action_generate_serial()
        return orders

    def _check_units(self, orders, units, *states):
        assert len(orders) == units, len(orders)
        assert set(orders.mapped("product_qty")) == {1}
        assert set(orders.mapped("state")) <= set().union(*states)
        assert len(set(orders.lot_producing_ids.mapped("name"))) == units

    def _make_orders(self, env, tracking, units, count, keep_numberless=False):
        if self.is_ours:
            trigger = "to_close" if keep_numberless else "confirmed"
            env.company.sudo().lot_prealloc_trigger = trigger
        return env["mrp.production"].create(
            [
                {"product_id": self.product_ids[tracking], "product_qty": units}
                for _index in range(count)
            ]
        )

    # ------------------------------------------------------------------
    # How it is measured
    # ------------------------------------------------------------------

    def measure_off(self, flow, **values):
        """(q) A flow in a company that does not preallocate, as in stock Odoo."""
        self.is_ours, self.is_off = False, True
        cost = getattr(self, flow)(**values)
        self.is_ours, self.is_off = True, False
        return cost

    @contextmanager
    def _transaction(self):
        # PostgreSQL keeps plans per connection, made for tables as they were then.
        close_db(self.dbname)
        self._vacuum(TABLES)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, self.user_id, {})
            env.transaction.default_env = env
            if self.is_off:
                env.company.sudo().lot_prealloc_enabled = False
            yield env
            cr.rollback()
        self.registry.reset_changes()

    def _vacuum(self, tables):
        with db_connect(self.dbname).cursor() as cr:
            cr._cnx.autocommit = True
            cr.execute(f"VACUUM (ANALYZE) {', '.join(tables)}")

    @contextmanager
    def _cost(self, env):
        env.flush_all()
        env.invalidate_all()
        env.cr.execute("SELECT pg_backend_pid()")
        [backend] = env.cr.fetchone()
        gc.collect()
        cost = {}
        memory = _forget_peak_memory()
        statements = env.cr.sql_log_count
        processor = _get_processor_seconds(backend)
        start = time.perf_counter()
        yield cost
        env.flush_all()
        cost["seconds"] = time.perf_counter() - start
        cost["processor"] = _get_processor_seconds(backend) - processor
        cost["statements"] = env.cr.sql_log_count - statements
        cost["megabytes"] = (_get_memory("VmHWM") - memory) / 1024


def _get_processor_seconds(backend):
    """Of this process and its PostgreSQL backend; other programs do not count."""
    with open(f"/proc/{backend}/stat") as stat:
        fields = stat.read().rpartition(")")[2].split()
    ticks = int(fields[11]) + int(fields[12])
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


def _get_memory(name):
    """:return: kilobytes; ``VmRSS`` is the process's memory now, ``VmHWM`` its peak"""
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(name))


def _forget_peak_memory():
    """Give back what loading Odoo has left over, and let the peak start from here.

    :return: kilobytes that the process has now
    """
    ctypes.CDLL(None).malloc_trim(0)
    with open("/proc/self/clear_refs", "w") as clear:
        clear.write("5")
    return _get_memory("VmRSS")


def main(dbname, addons_path, data_dir):
    config.parse_config(
        [
            f"--addons-path={addons_path}",
            f"--data-dir={data_dir}",
            f"--database={dbname}",
            "--log-level=error",
        ],
        setup_logging=True,
    )
    bench = Bench(dbname)
    answers = sys.stdout
    sys.stdout = sys.stderr
    print(json.dumps({"version": odoo.release.version}), file=answers, flush=True)
    for line in sys.stdin:
        what, values = json.loads(line)
        print(json.dumps(getattr(bench, what)(**values)), file=answers, flush=True)


if __name__ == "__main__":
    call_in_large_frame(main, *sys.argv[1:])
