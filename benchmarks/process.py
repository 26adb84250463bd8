"""Processes that measure, and what is asked of several of them in turn."""

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

STOCK_DB = os.environ.get("BENCH_STOCK_DB", "bench_stock")
OURS_DB = os.environ.get("BENCH_OURS_DB", "bench_ours")
# Stock Odoo with OCA's stock_picking_auto_create_lot, see dev/bench.
OCA_DB = os.environ.get("BENCH_OCA_DB", "bench_oca")


class Process:
    """A child that measures, see measure.py."""

    def __init__(self, dbname):
        self.child = subprocess.Popen(
            [
                sys.executable,
                str(Path(__file__).with_name("measure.py")),
                dbname,
                os.environ["BENCH_ADDONS_PATH"],
                os.environ["BENCH_DATA_DIR"],
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.version = self._read()["version"]

    def measure(self, what, **values):
        print(json.dumps([what, values]), file=self.child.stdin, flush=True)
        return self._read()

    def _read(self):
        line = self.child.stdout.readline()
        if not line:
            raise SystemExit("a measuring process has ended, see its error above")
        return json.loads(line)

    def close(self):
        self.child.stdin.close()
        self.child.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self.close()


def scaled(units):
    """:return: int, as many of them as this run tries (``--scale``)"""
    return max(int(units * scaled.factor), 1)


scaled.factor = 1


def side_by_side(bench):
    """:return: a figure for which both systems wait in processes of their own"""

    def bench_both(runs):
        with Process(STOCK_DB) as stock, Process(OURS_DB) as ours:
            bench(runs, stock, ours)

    return bench_both


def alternate(runs, subjects):
    """Measure each subject once per round; the first round warms up and is dropped.

    :param dict subjects: ``{label: function that returns a cost}``
    :return: ``{label: [cost of each round]}``
    """
    costs = {label: [] for label in subjects}
    for index in range(runs + 1):
        for label, function in subjects.items():
            cost = function()
            if index:
                costs[label].append(cost)
        print(f"   round {index} of {runs}", file=sys.stderr, flush=True)
    return costs


def get_costs_of(step, costs):
    """:return: ``{label: [cost of each round]}``, of costs by step those of one"""
    return {label: [cost[step] for cost in rounds] for label, rounds in costs.items()}


def get_ratio(costs, above, below, key="seconds"):
    """:return: the median of the rounds' ratios"""
    return median(
        over[key] / under[key]
        for over, under in zip(costs[above], costs[below], strict=True)
    )


def measure_memory(runs, subjects):
    """Each in a process of its own, whose peak nothing else has raised before.

    :param dict subjects: ``{label: (database, what, values)}``
    :return: ``{label: [cost of each round]}``
    """
    costs = {label: [] for label in subjects}
    for index in range(runs):
        for label, (dbname, what, values) in subjects.items():
            with Process(dbname) as process:
                costs[label].append(process.measure(what, **values))
        print(f"   round {index + 1} of {runs}", file=sys.stderr, flush=True)
    return costs
