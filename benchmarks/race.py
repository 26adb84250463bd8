"""What eight people get who press the same buttons at once: stock Odoo and ours.

Each system has a server of its own with four processes, on a copy of a database that
differs in the addon only. The people log in and send what a web client sends, see
tests/http_race.py: Generate and Apply on both systems, and with ours in turns Prepare
MO and Produce, which do more. A plain Manufacturing user cannot use stock's wizard at
all; a second row shows it with administrators. Then storekeepers receive and deliver,
see tests/http_transfers.py.

Run by itself it wants the variables that dev/bench sets; ``bench_race`` and
``bench_transfer_race`` print the tables.
"""

import argparse
import os
import subprocess
import sys
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from tests.http_race import (  # noqa: E402
    ALL_GROUPS,
    OUR_BUTTONS,
    OUR_TRIGGERS,
    USERS,
    WORKER_GROUPS,
    Race,
    odoo_server,
)
from tests.http_transfers import TransferRace  # noqa: E402

STOCK_DB = os.environ.get("BENCH_STOCK_DB", "bench_stock")
OURS_DB = os.environ.get("BENCH_OURS_DB", "bench_ours")
HEADER = (
    "| | orders | numbers wanted | given | distinct | on several orders | lost |"
    " errors seen | seconds |\n"
    "|---|---|---|---|---|---|---|---|---|"
)
TRANSFERS_HEADER = (
    "| | transfers | done | numbers moved | twice | not moved | errors seen |"
    " seconds |\n"
    "|---|---|---|---|---|---|---|---|"
)


@contextmanager
def copy_of(dbname):
    """A race commits; the database it was made for stays clean."""
    copy = f"{dbname}_race"
    run_sql_tool("dropdb", "--if-exists", "--force", copy)
    run_sql_tool("createdb", "--strategy=file_copy", f"--template={dbname}", copy)
    try:
        yield copy
    finally:
        run_sql_tool("dropdb", "--if-exists", "--force", copy)


def run_sql_tool(*command):
    quiet = dict(os.environ, PGOPTIONS="-c client_min_messages=warning")
    subprocess.run(command, check=True, env=quiet)


@contextmanager
def server_of(dbname):
    """:return: context manager, gives the address of a server, and its database"""
    with copy_of(dbname) as copy:
        with odoo_server(
            copy, os.environ["BENCH_ADDONS_PATH"], os.environ["BENCH_DATA_DIR"]
        ) as address:
            yield address, copy


def race(dbname, rounds, units, groups, **options):
    """:return: ``tests.http_race.Result``"""
    with server_of(dbname) as (address, copy):
        return Race(address, copy, groups).run(rounds, units, **options)


def print_row(label, result):
    numbers = result.numbers
    print(
        f"| {label} | {result.rounds * USERS} | {result.wanted} | {len(numbers)} |"
        f" {len(set(numbers))} | {len(result.doubles)} | {len(result.unused)} |"
        f" {len(result.errors)} | {result.seconds:.1f} |",
        flush=True,
    )


def bench_race(rounds=5, units=8):
    """Print the table and, below it, each error that was seen."""
    print(
        f"\n### {USERS} users at once over HTTP, {rounds} rounds,"
        f" orders of {units} units\n\n{HEADER}"
    )
    results = {}
    for label, dbname, groups, options in (
        ("stock, Manufacturing users", STOCK_DB, WORKER_GROUPS, {}),
        ("stock, administrators", STOCK_DB, ALL_GROUPS, {}),
        (
            "ours, Manufacturing users",
            OURS_DB,
            WORKER_GROUPS,
            {"triggers": OUR_TRIGGERS},
        ),
        (
            "ours, with Prepare MO and Produce",
            OURS_DB,
            WORKER_GROUPS,
            {"buttons": OUR_BUTTONS, "triggers": OUR_TRIGGERS},
        ),
    ):
        results[label] = race(dbname, rounds, units, groups, **options)
        print_row(label, results[label])
    print_errors({label: result.errors for label, result in results.items()})


def print_errors(errors):
    """Each of them once, below the table."""
    for label, seen in errors.items():
        for error in sorted({error.partition("\n")[0] for error in seen}):
            print(f"\n{label}: {error}")


def bench_transfer_race(rounds=5, units=8):
    """Receipts and deliveries: a row for all that was done at once, for each system."""
    print(
        f"\n### {USERS} storekeepers at once over HTTP, {rounds} rounds,"
        f" transfers of {units} serials\n\nNumbers of receipts are typed before with"
        f" stock, and generated meanwhile with ours.\n\n{TRANSFERS_HEADER}"
    )
    errors = {}
    for system, dbname in (("stock", STOCK_DB), ("ours", OURS_DB)):
        with server_of(dbname) as (address, copy):
            result = TransferRace(address, copy).run(rounds, units)
        for what in result.seconds:
            label = f"{system}: {what}"
            print_transfers(label, what, result)
            errors[label] = result.errors[what]
    print_errors(errors)


def print_transfers(label, what, result):
    transfers = [
        (state, names)
        for done, state, names in result.transfers.values()
        if done == what
    ]
    moved = Counter(name for _state, names in transfers for name in names)
    wanted = len(transfers) * result.units
    print(
        f"| {label} | {len(transfers)} |"
        f" {sum(state == 'done' for state, _names in transfers)} |"
        f" {moved.total()} | {sum(count > 1 for count in moved.values())} |"
        f" {wanted - len(moved)} | {len(result.errors[what])} |"
        f" {result.seconds[what]:.1f} |",
        flush=True,
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--units", type=int, default=8)
    options = parser.parse_args()
    bench_race(options.rounds, options.units)
    bench_transfer_race(options.rounds, options.units)


if __name__ == "__main__":
    main()
