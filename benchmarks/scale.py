"""Every flow that touches numbers: beside stock, as it grows, and beside a million."""

import sys
from functools import partial
from statistics import median

from million import copy_of, factory_of, get_million
from process import OURS_DB, Process, alternate, get_ratio, measure_memory, scaled
from tables import print_memory, print_ratio, print_table, print_target

LOTS_BEFORE = 1_000_000
ORDERS_IN_LIST = 5_000
# {what a person does: method of measure.Bench, which takes ``units``}
FLOWS = {
    "serials for one order": "serials",
    "Prepare MO": "prepare",
    "Produce": "produce",
    "Mark as Done, orders of one serial": "mark_done",
    "a receipt validated": "validate_receipt",
    "a delivery validated": "validate_delivery",
    "an internal transfer validated": "validate_transfer",
}


def bench_done(runs, stock, ours):
    """(l) Orders that have their numbers are marked as done from the list."""
    subjects = {
        "400 orders of one serial": ({"units": scaled(400)}, 3),
        "40 orders of ten serials": ({"units": scaled(40), "serials": 10}, 1),
    }
    costs = _alternate_systems(runs, stock, ours, "mark_done", subjects)
    print_table("(l) Mark as Done from the list", costs)
    _print_times_faster(costs, subjects)


def bench_transfers(runs, stock, ours):
    """(m) Transfers whose serials are there are validated."""
    for title, flow, least in (
        ("a receipt", "validate_receipt", (2.5, 3)),
        ("a delivery", "validate_delivery", (2.5, 3)),
        ("an internal transfer", "validate_transfer", (1, 1)),
    ):
        subjects = {
            f"{count:,} serials": ({"units": scaled(count)}, times)
            for count, times in zip((2_000, 9_000), least, strict=True)
        }
        # the larger ones take minutes, and tell what they tell in three rounds
        costs = _alternate_systems(min(runs, 3), stock, ours, flow, subjects)
        print_table(f"(m) {title} is validated", costs)
        _print_times_faster(costs, subjects)


def _alternate_systems(runs, stock, ours, flow, subjects):
    return alternate(
        runs,
        {
            f"{system}: {label}": partial(process.measure, flow, **values)
            for label, (values, _least) in subjects.items()
            for system, process in (("stock", stock), ("ours", ours))
        },
    )


def _print_times_faster(costs, subjects):
    for label, (_values, least) in subjects.items():
        print_ratio(
            f"times faster than stock, {label}",
            costs,
            f"stock: {label}",
            f"ours: {label}",
            at_least=least,
        )


def bench_growth(_runs, small=500, large=20_000):
    """(o) Forty times the units, ten times the orders: the time of each.

    In a factory that has made as many before: while a table is empty, PostgreSQL plans
    the check of a foreign key to it as a look at every row, and keeps that plan.
    """
    small, large = scaled(small), scaled(large)
    print(f"\n### (o) growth from {small:,} to {large:,} units\n")
    print("| | seconds | seconds | statements | statements |\n|---|---|---|---|---|")
    growth = {}
    with factory_of(large, "growth") as dbname, Process(dbname) as ours:
        for label, flow in FLOWS.items():
            # as the screen does it for more than a hundred units
            values = {"in_steps": True} if flow in ("prepare", "produce") else {}
            # a list of orders has some thousands of them
            most = min(large, scaled(ORDERS_IN_LIST)) if flow == "mark_done" else large
            ours.measure(flow, units=small, **values)
            few, many = (
                ours.measure(flow, units=units, **values) for units in (small, most)
            )
            growth[label] = [
                many[key] / few[key] / (most / small)
                for key in ("seconds", "processor")
            ]
            print(
                f"| {label}, {most:,} | {few['seconds']:.2f} | {many['seconds']:.1f} |"
                f" {few['statements']:,} | {many['statements']:,} |",
                flush=True,
            )
    print()
    for label, (times, processor) in growth.items():
        label = f"times the time per unit ({processor:.3g} of the processor's): {label}"
        print_target(label, times, at_most=1.2)


def bench_million_beside(runs, units=500):
    """(p) The same in a factory that has made a million numbers before."""
    units = scaled(units)
    template = get_million(scaled(LOTS_BEFORE), is_filled=True)
    costs = {}
    with (
        copy_of(template, "flows") as dbname,
        Process(OURS_DB) as ours,
        Process(dbname) as million,
    ):
        for label, flow in FLOWS.items():
            costs |= alternate(
                runs,
                {
                    f"new: {label}": partial(ours.measure, flow, units=units),
                    f"million: {label}": partial(million.measure, flow, units=units),
                },
            )
            print(f"   {label}", file=sys.stderr, flush=True)
    print_table(f"(p) {units:,} units beside 1,000,000 lots, 5,000,000 lines", costs)
    for label in FLOWS:
        print_ratio(
            f"times the time of an empty factory: {label}",
            costs,
            f"million: {label}",
            f"new: {label}",
            at_most=1.3,
        )


def bench_genealogy(runs, numbers=10_000):
    """(s) Where a lot went, in an empty factory and in one of a million numbers."""
    numbers = max(scaled(numbers), 2_000)
    template = get_million(scaled(LOTS_BEFORE), is_filled=True)
    with (
        copy_of(template, "genealogy") as dbname,
        Process(OURS_DB) as ours,
        Process(dbname) as million,
    ):
        costs = alternate(
            runs,
            {
                "new": partial(ours.measure, "genealogy", units=numbers),
                "million": partial(million.measure, "genealogy", units=numbers),
            },
        )
    print_table(f"(s) a trace over five levels to {numbers:,} numbers", costs)
    print_target(
        "seconds beside a million numbers",
        median(cost["seconds"] for cost in costs["million"]),
        at_most=2,
    )


def bench_large_order(runs, small=5_000, large=100_000):
    """(n) One order of a hundred thousand serials, and its form (SC-3)."""
    small, large = scaled(small), scaled(large)
    title = f"(n) an order of {large:,} serials"
    with Process(OURS_DB) as ours:
        costs = alternate(
            min(runs, 3),
            {
                f"{label}: {units:,}": partial(ours.measure, flow, units=units)
                for label, flow in (("numbers", "serials"), ("form", "open_form"))
                for units in (scaled(10), small, large)
            },
        )
    print_table(title, costs)
    few, many = f"numbers: {small:,}", f"numbers: {large:,}"
    print_target(
        f"times the time for {large // small} times the serials",
        get_ratio(costs, many, few),
        at_most=22,
    )
    print_target("SQL statements", costs[many][0]["statements"], at_most=150)
    print_target(
        "SQL statements of the form", costs[f"form: {large:,}"][0]["statements"]
    )
    memory = measure_memory(
        min(runs, 3), {"ours": (OURS_DB, "serials", {"units": large})}
    )
    print_memory(f"{title}: growth of the process's peak of memory", memory)
