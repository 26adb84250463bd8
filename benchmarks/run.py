"""The figures of docs/benchmarks.md: stock Odoo and lot_prealloc side by side.

Each system has a process and a database of its own, which differ only in the addon. The
runs alternate (stock, ours, stock, ours, …), so that a machine that is slower for a
while is slower for both; ratios are taken within a round, and their median is given.
`make bench` makes the databases and calls this.
"""

import argparse
import os
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from statistics import median

from document import Document
from million import copy_of, get_million
from printing import bench_printing
from process import (
    OCA_DB,
    OURS_DB,
    STOCK_DB,
    Process,
    alternate,
    get_costs_of,
    get_ratio,
    measure_memory,
    scaled,
    side_by_side,
)
from scale import (
    bench_done,
    bench_genealogy,
    bench_growth,
    bench_large_order,
    bench_million_beside,
    bench_transfers,
)
from switched_off import bench_switched_off
from tables import (
    format_spread,
    print_memory,
    print_ratio,
    print_table,
    print_target,
)

# The tree that it was measured on, if it is not Debian's.
ODOO = os.environ.get("BENCH_ODOO")
LOTS_BEFORE = 1_000_000
COMPARED_LOTS = 2_000
# Milliseconds, for all that a screen asks of PostgreSQL.
SQL_LIMIT = 300


def bench_serials(runs, stock, ours):
    proposed = "stock: Generate + Apply, number proposed"
    typed = "stock: Generate + Apply, first number typed"
    small, large = "ours: 500 serials", "ours: 5,000 serials"
    costs = alternate(
        runs,
        {
            proposed: lambda: stock.measure("serials", units=5000),
            small: lambda: ours.measure("serials", units=500),
            typed: lambda: stock.measure("serials", units=5000, typed=True),
            large: lambda: ours.measure("serials", units=5000),
        },
    )
    print_table("(a) 5,000 serials for one order", costs)
    print_target(
        "times faster than stock, number proposed",
        get_ratio(costs, proposed, large),
        at_least=6,
    )
    print_target(
        "times faster than stock at its best, first number typed",
        get_ratio(costs, typed, large),
        at_least=6,
    )
    print_target("SQL statements", costs[large][0]["statements"], at_most=80)
    print_target(
        "times the time for 10 times the units",
        get_ratio(costs, large, small),
        at_most=11,
    )


def bench_confirmation(runs, stock, ours):
    without, with_numbers = "stock, without numbers", "ours, with numbers"
    costs = alternate(
        runs,
        {
            without: lambda: stock.measure("confirm", orders=scaled(500)),
            with_numbers: lambda: ours.measure("confirm", orders=scaled(500)),
        },
    )
    for step, done in (("create", "made"), ("confirm", "confirmed")):
        of_step = get_costs_of(step, costs)
        title = f"(b) {scaled(500)} lot-tracked orders {done} in one call"
        print_table(title, of_step)
        print_target(
            "times stock's time (processor)",
            get_ratio(of_step, with_numbers, without, "processor"),
            at_most=1.10,
        )
        print_target(
            "times stock's time",
            get_ratio(of_step, with_numbers, without),
            at_most=1.10,
        )


def bench_million(runs):
    """(c) Only the lots: the product has had a million of them."""
    empty, full = "ours, no lots before", "ours, 1,000,000 lots before"
    with (
        copy_of(OURS_DB, "million") as dbname,
        Process(OURS_DB) as ours,
        Process(dbname) as million,
    ):
        million.measure("add_lots", count=LOTS_BEFORE)
        costs = alternate(
            runs,
            {
                empty: lambda: ours.measure("serials", units=5000),
                full: lambda: million.measure("serials", units=5000),
            },
        )
    print_table("(c) 5,000 serials of a product that has a million lots", costs)
    print_target(
        "times the time without them", get_ratio(costs, full, empty), at_most=1.3
    )


def bench_batch(runs, stock, ours, title, what, times_faster, statements_per_unit):
    """Batch Production: an order becomes one order per unit."""
    units = f"{scaled(400):,} units"
    plain, batch = f"stock: {units}", f"ours: {units}"
    framed, batch_framed = f"{plain} with a serial part", f"{batch} with a serial part"
    small, large = (f"ours: {scaled(count):,} units" for count in (200, 2000))
    costs = alternate(
        runs,
        {
            plain: lambda: stock.measure(what, units=scaled(400)),
            batch: lambda: ours.measure(what, units=scaled(400)),
            framed: lambda: stock.measure(what, units=scaled(400), framed=True),
            batch_framed: lambda: ours.measure(what, units=scaled(400), framed=True),
            small: lambda: ours.measure(what, units=scaled(200)),
            large: lambda: ours.measure(what, units=scaled(2000)),
        },
    )
    print_table(title, costs)
    for label, above, below in (
        ("", plain, batch),
        (" with a serial part", framed, batch_framed),
    ):
        print_ratio(
            f"times faster than stock{label}",
            costs,
            above,
            below,
            at_least=times_faster,
        )
        print_target(
            f"SQL statements per unit{label}",
            costs[below][0]["statements"] / scaled(400),
            at_most=statements_per_unit,
        )
    print_ratio(
        "times the time for 10 times the units", costs, large, small, at_most=12
    )


def bench_prepare(runs):
    title = "(e) Prepare MO: one order per unit, each with its serial"
    with Process(STOCK_DB) as stock, Process(OURS_DB) as ours:
        bench_batch(runs, stock, ours, title, "prepare", 6, 1)
    bench_batch_memory(runs, "(e) memory of Prepare MO", "prepare")


def bench_produce(runs):
    title = "(f) Produce: one order per unit, each with its serial, all closed"
    with Process(STOCK_DB) as stock, Process(OURS_DB) as ours:
        bench_batch(runs, stock, ours, title, "produce", 5, 10)
    bench_batch_memory(runs, "(f) memory of Produce", "produce")


def bench_reserve(runs, stock, ours):
    """Reserving a delivery, and what follows it for information."""
    subjects = {
        "500 of 500": {"units": 500},
        "sales order, 500 of 1,500": {"units": 500, "in_stock": 1500, "ordered": True},
        f"500 of {scaled(100_000):,}": {"units": 500, "in_stock": scaled(100_000)},
    }
    costs = alternate(
        runs,
        {
            f"{system}: {label}": partial(process.measure, "reserve", **values)
            for label, values in subjects.items()
            for system, process in (("stock", stock), ("ours", ours))
        },
    )
    for step, title in (
        ("assign", "(h) a delivery of 500 serials: Check Availability"),
        ("unreserve", "(h) the same: Unreserve"),
        ("validate", "(h) the same: Validate"),
    ):
        of_step = get_costs_of(step, costs)
        print_table(title, of_step)
        for label in subjects:
            ratio = partial(get_ratio, of_step, f"ours: {label}", f"stock: {label}")
            limit = {"at_most": 1.15} if step == "assign" else {}
            print_target(f"times stock's time, {label}", ratio(), **limit)
            print_target(f"times its processor time, {label}", ratio("processor"))


def bench_receive(runs):
    """Serials of a receipt: Odoo's and OCA's ways in one database, ours in another."""
    units = scaled(2_000)
    with Process(OCA_DB) as others, Process(OURS_DB) as ours:
        subjects = {
            "stock: Generate Serials, as its dialog saves it": (others, "dialog"),
            "stock: Generate Serials, its method": (others, "method"),
            "OCA: stock_picking_auto_create_lot": (others, "oca"),
            "ours: generated by the product's format": (ours, "ours"),
        }
        costs = alternate(
            runs,
            {
                label: partial(process.measure, "receive", units=units, how=how)
                for label, (process, how) in subjects.items()
            },
        )
    *theirs, mine = subjects
    for step, title in (("generate", "numbers given"), ("validate", "Validate")):
        of_step = get_costs_of(step, costs)
        print_table(f"(k) a receipt of {units:,} serials: {title}", of_step)
        for label in theirs:
            if step == "generate":
                ratio = get_ratio(of_step, label, mine)
                print_target(f"times faster than {label}", ratio, at_least=2)
            else:
                ratio = get_ratio(of_step, mine, label)
                print_target(f"times the time of {label}", ratio, at_most=1)


def bench_upgrade(_runs):
    """(j) What fills the states of a million numbers."""
    template = get_million(scaled(LOTS_BEFORE), is_filled=False)
    with copy_of(template, "upgrade") as dbname:
        # A process of its own, whose peak of memory nothing has raised before.
        with Process(dbname) as factory:
            upgrade = factory.measure("fill_states")
            compared = factory.measure("compare_states", sample=COMPARED_LOTS)
    print_upgrade(upgrade, compared)


def bench_traceability(runs):
    """(i) What reads them."""
    lots = scaled(LOTS_BEFORE)
    with Process(get_million(lots, is_filled=True)) as factory:
        rounds = [factory.measure("trace") for _index in range(runs + 1)][1:]
        print_traceability(lots, rounds, factory.measure("trace", plans=True))


def bench_batch_memory(runs, title, what):
    units = scaled(400)
    print_memory(
        title,
        measure_memory(
            min(runs, 3),
            {
                f"{system}: {units:,} units{label}": (
                    dbname,
                    what,
                    dict(values, units=units),
                )
                for label, values in (
                    ("", {}),
                    (" with a serial part", {"framed": True}),
                )
                for system, dbname in (("stock", STOCK_DB), ("ours", OURS_DB))
            },
        ),
    )


def bench_memory(runs):
    print_memory(
        "(d) memory of 5,000 serials: growth of the process's peak",
        measure_memory(
            runs,
            {
                "stock": (STOCK_DB, "serials", {"units": 5000, "typed": True}),
                "ours": (OURS_DB, "serials", {"units": 5000}),
            },
        ),
    )


def bench_race(_runs):
    """Its own servers and databases, see race.py."""
    race = [sys.executable, str(Path(__file__).with_name("race.py"))]
    print(subprocess.run(race, check=True, stdout=subprocess.PIPE, text=True).stdout)


# ----------------------------------------------------------------------
# Printing
# ----------------------------------------------------------------------


def print_upgrade(upgrade, compared):
    lots, seconds = upgrade["lots"], upgrade["seconds"]
    print(f"\n### (j) the upgrade fills the states of {lots:,} lots\n")
    print(f"- {seconds:.1f} s, {lots / seconds:,.0f} lots per second")
    print(f"- {upgrade['indexes']:.1f} s more for the indexes of the new columns")
    print(f"- {upgrade['megabytes']:.0f} MB: growth of the process's peak of memory")
    print(f"- {upgrade['statements']} SQL statements; the first and last line logged:")
    for line in (upgrade["log"][0], upgrade["log"][-1]):
        print(f"  - {line}")
    states = ", ".join(
        f"{count} {state}" for state, count in sorted(compared["states"].items())
    )
    print(f"- read again one by one: {compared['compared']:,} lots ({states})")
    print_target(
        "of them differ from what is stored or found", compared["wrong"], at_most=0
    )
    for difference in compared["differing"]:
        print(f"  - {difference}")


def print_traceability(lots, rounds, with_plans):
    print(f"\n### (i) Lot Traceability, {lots:,} lots\n")
    print("| | found | milliseconds of SQL: median (min – max) | SQL statements |")
    print("|---|---|---|---|")
    slow = []
    for question, *again in zip(*rounds, strict=True):
        milliseconds = [cost["milliseconds"] for cost in (question, *again)]
        # Groups of a million are for information.
        if median(milliseconds) > SQL_LIMIT and not question["label"].startswith(
            "group"
        ):
            slow.append(question["label"])
        print(
            f"| {question['label']} | {question['found']:,} |"
            f" {format_spread(milliseconds, 0)} | {question['statements']} |"
        )
    print()
    print_target(
        f"of the {len(rounds[0])} take longer than {SQL_LIMIT} ms, groups apart"
        + "".join(f"; {label}" for label in slow),
        len(slow),
        at_most=0,
    )
    print("\nThe slowest statement of each, and its plan:")
    for question in with_plans:
        statement, *plan = question["plan"]
        print(f"\n#### {question['label']}: {question['slowest']:.1f} ms\n")
        print("```", statement, *plan, "```", sep="\n")


def describe_machine(runs):
    """:return: str, before anything is measured"""
    with open("/proc/cpuinfo") as cpuinfo:
        model = next(
            (line.split(":")[1].strip() for line in cpuinfo if "model name" in line),
            "processor",
        )
    with Process(OURS_DB) as ours:
        return (
            f"*Odoo {ours.version}{ODOO or ' from Debian'}, {os.cpu_count()} × {model},"
            f" load {os.getloadavg()[0]:.1f} at the start, {time.strftime('%Y-%m-%d')};"
            f" {runs} rounds.*"
        )


FIGURES = {
    "a": side_by_side(bench_serials),
    "b": side_by_side(bench_confirmation),
    "c": bench_million,
    "d": bench_memory,
    "e": bench_prepare,
    "f": bench_produce,
    "g": bench_race,
    "h": side_by_side(bench_reserve),
    "i": bench_traceability,
    "j": bench_upgrade,
    "k": bench_receive,
    "l": side_by_side(bench_done),
    "m": side_by_side(bench_transfers),
    "n": bench_large_order,
    "o": bench_growth,
    "p": bench_million_beside,
    "q": side_by_side(bench_switched_off),
    "r": bench_printing,
    "s": bench_genealogy,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("figures", nargs="*", default=list(FIGURES))
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument(
        "--scale",
        type=float,
        default=1,
        help="of units and lots, to try a figure: it is not written then",
    )
    options = parser.parse_args()
    scaled.factor = options.scale
    document = Document(FIGURES, is_kept=options.scale == 1)
    for figure in options.figures:
        machine = describe_machine(options.runs)
        with document.section(figure):
            FIGURES[figure](options.runs)
            print(f"\n{machine}")


if __name__ == "__main__":
    main()
