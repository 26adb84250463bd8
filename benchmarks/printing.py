"""What paper takes (r): labels and the Production Order, as a browser gets them.

A server of its own for each system, with the styles and fonts that wkhtmltopdf loads
from it. The same numbers are printed as vectors, and as the pictures that Odoo makes
(``lot_prealloc.plain``); stock Odoo has no numbers on the order.
"""

import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median

from million import copy_of
from process import OURS_DB, STOCK_DB, alternate, get_ratio, scaled
from tables import format_spread, print_target

sys.path.insert(0, str(Path(__file__).parent.parent))
from tests.http_race import Client, odoo_server  # noqa: E402

PATTERN = "PRINT-{YY}-{0000000}"
LABELS, ORDER = "stock.report_lot_label", "mrp.report_mrporder"
PLAIN = "lot_prealloc.plain"


class Printer:
    """A server on a copy of a database, and somebody who prints there."""

    def __init__(self, address, dbname, group):
        """:param int group: process group of the server and all it starts"""
        self.client = Client(address, dbname, "admin", "admin")
        self.group = group
        self.call = self.client.call
        self.is_ours = bool(
            self.call("ir.model", "search", [["model", "=", "lot.number.format"]])
        )
        self.product_id = self._make_product()
        self.orders = {}

    def _make_product(self):
        values = {"name": "Printed", "is_storable": True, "tracking": "serial"}
        if self.is_ours:
            [number_format] = self.call(
                "lot.number.format", "create", [{"pattern": PATTERN}]
            )
            values["lot_number_format_id"] = number_format
            [company] = self.call("res.company", "search", [], limit=1)
            self.call(
                "res.company",
                "write",
                [company],
                {"lot_prealloc_enabled": True, "lot_prealloc_trigger": "confirmed"},
            )
        [product] = self.call("product.product", "create", [values])
        return product

    def _get_order(self, units):
        """:return: an order, and its numbers"""
        if units not in self.orders:
            values = {"product_id": self.product_id, "product_qty": units}
            [order] = self.call("mrp.production", "create", [values])
            self.call("mrp.production", "action_confirm", [order])
            self.orders[units] = order, self._get_numbers(order, units)
        return self.orders[units]

    def _get_numbers(self, order, units):
        if self.is_ours:
            [read] = self.call("mrp.production", "read", [order], ["prealloc_lot_ids"])
            return read["prealloc_lot_ids"]
        return self.call(
            "stock.lot",
            "create",
            [
                {"name": f"PRINT-26-{index:07d}", "product_id": self.product_id}
                for index in range(units)
            ],
        )

    def print_labels(self, units, is_plain=False):
        """(r) A label for each number of an order."""
        _order, lots = self._get_order(units)
        assert len(lots) == units, len(lots)
        return self._print(LABELS, lots, is_plain)

    def print_order(self, units, is_plain=False):
        """(r) The order, with the numbers it holds."""
        order, _lots = self._get_order(units)
        return self._print(ORDER, [order], is_plain)

    def _print(self, report, ids, is_plain):
        if self.is_ours:
            self.call("ir.config_parameter", "set_param", PLAIN, is_plain and "1")
        path = f"/report/pdf/{report}/{','.join(map(str, ids))}"
        processor = self._get_processor_seconds()
        start = time.perf_counter()
        with self.client.browser.open(self.client.address + path) as response:
            pdf = response.read()
        assert pdf.startswith(b"%PDF"), pdf[:100]
        return {
            "seconds": time.perf_counter() - start,
            "processor": self._get_processor_seconds() - processor,
            "megabytes": len(pdf) / 1e6,
        }

    def _get_processor_seconds(self):
        """Of the server's processes and of wkhtmltopdf, not of PostgreSQL."""
        ticks = 0
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = path.read_text().rpartition(")")[2].split()
            except OSError:  # it has ended meanwhile
                continue
            if int(fields[2]) == self.group:
                ticks += sum(map(int, fields[11:15]))
        return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def printer(dbname):
    """:return: context manager, gives a :class:`Printer`"""
    addons_path, data_dir = (
        os.environ[name] for name in ("BENCH_ADDONS_PATH", "BENCH_DATA_DIR")
    )
    with copy_of(dbname, "printing") as copy, files_of(copy, dbname, data_dir):
        before = _find_children()
        with odoo_server(copy, addons_path, data_dir, workers=2) as address:
            [server] = _find_children() - before
            yield Printer(address, copy, server)


@contextmanager
def files_of(copy, dbname, data_dir):
    """The styles are files, which a copy of a database has not."""
    store = Path(data_dir, "filestore")
    shutil.copytree(store / dbname, store / copy, dirs_exist_ok=True)
    try:
        yield
    finally:
        shutil.rmtree(store / copy, ignore_errors=True)


def _find_children():
    path = Path(f"/proc/self/task/{os.getpid()}/children")
    return set(map(int, path.read_text().split()))


def bench_printing(runs):
    units = scaled(500)
    labels, order = f"{units:,} labels", f"the order of {units:,} units"
    with printer(STOCK_DB) as stock, printer(OURS_DB) as ours:
        subjects = {f"stock: {labels}": partial(stock.print_labels, units)}
        for what, function in (
            (labels, ours.print_labels),
            (order, ours.print_order),
        ):
            subjects[f"ours, with Odoo's pictures: {what}"] = partial(
                function, units, is_plain=True
            )
            subjects[f"ours: {what}"] = partial(function, units)
        costs = alternate(runs, subjects)
    version = subprocess.check_output(["wkhtmltopdf", "--version"], text=True).strip()
    print_costs(f"(r) paper, with {version}", costs)
    for above, limit in (
        ("stock", {}),
        ("ours, with Odoo's pictures", {"at_least": 3}),
    ):
        for key, label in (("seconds", "seconds"), ("processor", "processor time")):
            print_target(
                f"times faster than {above}: labels, {label}",
                get_ratio(costs, f"{above}: {labels}", f"ours: {labels}", key),
                **limit,
            )
    print_target(
        f"seconds: {order}",
        median(cost["seconds"] for cost in costs[f"ours: {order}"]),
        at_most=2,
    )


def print_costs(title, costs):
    print(f"\n### {title}\n")
    print("| | seconds: median (min – max) | processor seconds | MB of PDF |")
    print("|---|---|---|---|")
    for label, rounds in costs.items():
        seconds = format_spread([cost["seconds"] for cost in rounds])
        processor = median(cost["processor"] for cost in rounds)
        megabytes = median(cost["megabytes"] for cost in rounds)
        print(f"| {label} | {seconds} | {processor:.2f} | {megabytes:.1f} |")
    print()
