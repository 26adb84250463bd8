"""How all tests run: with which people, and in which order."""

import os
import shutil
from collections import Counter

import freezegun
import pytest

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import HttpCase, TransactionCase
from odoo.tests.common import get_db_name

from .common import PreallocMixin

# Where Odoo looks for a browser, in its order.
BROWSERS = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")
# Tests that freeze the clock do not freeze pytest's own: durations stay true.
freezegun.configure(extend_ignore_list=["_pytest.timing", "_pytest.runner"])


@pytest.fixture(scope="session", autouse=True)
def people(load_registry):
    """The users of every test are made once, and not for each class again."""
    with Registry(get_db_name()).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        type("People", (PreallocMixin,), {"env": env}).make_people()


@pytest.fixture(scope="session", autouse=True)
def browser_cache(tmp_path_factory):
    """A tour's browser starts anew, but need not load and compile all scripts anew."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not browser:
        return
    folder = tmp_path_factory.mktemp("browser")
    wrapper = folder / BROWSERS[0]
    wrapper.write_text(
        f'#!/bin/sh\nexec "{browser}" --disk-cache-dir="{folder / "cache"}" "$@"\n'
    )
    wrapper.chmod(0o755)
    os.environ["PATH"] = f"{folder}{os.pathsep}{os.environ['PATH']}"


def pytest_collection_modifyitems(items):
    """The longest files first, so that no worker is left with one at the end."""
    seconds = Counter()
    for item in items:
        seconds[item.path] += estimate_seconds(item.cls or TransactionCase)
    items.sort(key=lambda item: (-seconds[item.path], item.path))


def estimate_seconds(case):
    """:return: int, roughly how long a test of this class takes"""
    if issubclass(case, HttpCase) or not issubclass(case, TransactionCase):
        return 8  # a browser, reports, or a database of its own
    return getattr(case, "seconds", 1)
