"""What eight people get who press the same buttons at once: stock Odoo and ours.

Each system has a server of its own with four processes, on a copy of a database that
differs in the addon only. The people log in and send what a web client sends, see
tests/http_race.py: Generate and Apply on both systems, and with ours in turns Prepare
MO and Produce, which do more. A plain Manufacturing user cannot use stock's wizard at
all; a second row shows it with administrators.

Run by itself it wants the variables that dev/bench sets; ``bench_race`` prints the
table.
"""

import argparse
import os
import subprocess
import sys
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

STOCK_DB = os.environ.get("BENCH_STOCK_DB", "bench_stock")
OURS_DB = os.environ.get("BENCH_OURS_DB", "bench_ours")
HEADER = (
    "| | orders | numbers wanted | given | distinct | on several orders | lost |"
    " errors seen | seconds |\n"
    "|---|---|---|---|---|---|---|---|---|"
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


def race(dbname, rounds, units, groups, **options):
    """:return: ``tests.http_race.Result``"""
    with copy_of(dbname) as copy:
        with odoo_server(
            copy, os.environ["BENCH_ADDONS_PATH"], os.environ["BENCH_DATA_DIR"]
        ) as address:
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
    for label, result in results.items():
        for error in sorted({error.partition("\n")[0] for error in result.errors}):
            print(f"\n{label}: {error}")
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--units", type=int, default=8)
    options = parser.parse_args()
    bench_race(options.rounds, options.units)


if __name__ == "__main__":
    main()
