"""Databases of a factory that has made a million numbers, kept for the next run.

``unfilled`` is what an upgrade finds: nobody has read the states of its numbers yet.
``filled`` has them. Both are templates: who measures takes a copy.
"""

import hashlib
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from process import OURS_DB, Process

# What a template depends on, besides the tables.
SOURCES = [
    Path(__file__).with_name(name) for name in ("million.py", "factory.py", "rows.py")
]
COLUMNS = (
    "SELECT table_name, column_name, data_type FROM information_schema.columns"
    " WHERE table_schema = 'public' AND table_name ~ '^(stock|mrp|sale)_'"
    " ORDER BY 1, 2"
)


def copy_database(template, name):
    drop_database(name)
    _run_tool("createdb", "--strategy=file_copy", f"--template={template}", name)


def drop_database(name):
    _run_tool("dropdb", "--if-exists", "--force", name)


@contextmanager
def copy_of(template, purpose):
    """:return: name of a database that is gone afterwards"""
    name = f"{template}_{purpose}"
    copy_database(template, name)
    try:
        yield name
    finally:
        drop_database(name)


@contextmanager
def factory_of(lots, purpose):
    """:return: name of a database, with so many numbers made before"""
    with copy_of(OURS_DB, purpose) as name:
        with Process(name) as process:
            process.measure("make_factory", lots=lots)
        yield name


def get_million(lots, is_filled):
    """
    :param int lots: how many numbers
    :param bool is_filled: whether their states are stored
    :return: name of a template
    """
    unfilled, filled = f"{OURS_DB}_unfilled", f"{OURS_DB}_filled"
    made_from = _find_origin(lots)
    if _read_comment(unfilled) != made_from:
        copy_database(OURS_DB, unfilled)
        with Process(unfilled) as process:
            seconds = process.measure("make_factory", lots=lots)["seconds"]
        print(f"   {lots:,} lots made in {seconds:.0f} s", file=sys.stderr, flush=True)
        _comment(unfilled, made_from)
    if is_filled and _read_comment(filled) != made_from:
        copy_database(unfilled, filled)
        with Process(filled) as process:
            process.measure("fill_states")
        _comment(filled, made_from)
    return filled if is_filled else unfilled


def _find_origin(lots):
    """:return: str that changes when a template has to be made anew"""
    columns = _query(OURS_DB, COLUMNS).encode()
    sources = [source.read_bytes() for source in SOURCES]
    digest = hashlib.sha256(b"".join([columns, *sources])).hexdigest()
    return f"{lots} lots, {digest[:16]}"


def _read_comment(dbname):
    return _query(
        "postgres",
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database"
        f" WHERE datname = '{dbname}'",
    ).strip()


def _comment(dbname, text):
    _query("postgres", f"COMMENT ON DATABASE \"{dbname}\" IS '{text}'")


def _query(dbname, statement):
    return _run_tool(
        "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", dbname, "-c", statement
    )


def _run_tool(*command):
    quiet = dict(os.environ, PGOPTIONS="-c client_min_messages=warning")
    return subprocess.run(
        command, check=True, env=quiet, stdout=subprocess.PIPE, text=True
    ).stdout
