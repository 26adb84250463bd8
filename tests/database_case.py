"""Tests that commit: a database of their own, real transactions and processes."""

import os
import subprocess
import sys
import threading
from functools import partial
from unittest.mock import patch

from passlib.context import CryptContext

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.sql_db import close_db
from odoo.tests import BaseCase
from odoo.tools import config

from .common import PreallocMixin

# Databases that nobody is connected to: with our addons, and before they came.
CLEAN_DB = os.environ.get("LOT_PREALLOC_CLEAN_DB")
BASE_DB = os.environ.get("LOT_PREALLOC_BASE_DB", "base")


class Meeting:
    """Where transactions wait until all of them are there, once: who is retried later
    finds the others gone on.
    """

    def __init__(self, count):
        self.barrier = threading.Barrier(count)
        self.is_over = False

    def join(self):
        if not self.is_over:
            self.barrier.wait(30)
            self.is_over = True


class DatabaseCase(BaseCase):
    """A copy of a database for the tests of a class, dropped after them."""

    template = CLEAN_DB

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dbname = f"{CLEAN_DB}-{cls.__name__.lower()}-{os.getpid()}"
        cls.addClassCleanup(cls.drop_database)
        cls.drop_database()
        cls.run_sql_tool(
            "createdb", "--strategy=file_copy", f"--template={cls.template}", cls.dbname
        )
        cls.open_database()

    @classmethod
    def open_database(cls):
        """Made to be extended: what the class wants of its new database."""

    @classmethod
    def drop_database(cls):
        Registry.delete(cls.dbname)
        close_db(cls.dbname)
        cls.run_sql_tool("dropdb", "--if-exists", "--force", cls.dbname)

    @staticmethod
    def run_sql_tool(*command):
        quiet = dict(os.environ, PGOPTIONS="-c client_min_messages=warning")
        subprocess.run(command, check=True, env=quiet)

    @classmethod
    def run_odoo(cls, *arguments, script=None):
        """Run Odoo in a process of its own on the database, to its end.

        :param script: Python for ``odoo shell``; otherwise the server runs
        :return: ``subprocess.CompletedProcess`` with both outputs as text; the log is
            in ``stderr``
        """
        command = [
            sys.executable,
            *("-m", "odoo", "shell" if script else "server"),
            f"--addons-path={','.join(config['addons_path'])}",
            f"--data-dir={config['data_dir']}",
            f"--database={cls.dbname}",
            "--no-http",
            *arguments,
        ]
        return subprocess.run(
            command, input=script, capture_output=True, text=True, timeout=300
        )


class SharedDatabaseCase(PreallocMixin, DatabaseCase):
    """``PreallocMixin`` with data that is committed, and users who work at once."""

    @classmethod
    def open_database(cls):
        super().open_database()
        tests_enabled = config["test_enable"]
        config["test_enable"] = False  # else loading the registry would run tests
        try:
            cls.registry = Registry(cls.dbname)
        finally:
            config["test_enable"] = tests_enabled
        # as Odoo's own test cases do: a password is hashed once, not 600,000 times
        cls.startClassPatcher(
            patch.object(
                cls.registry["res.users"],
                "_crypt_context",
                lambda self: CryptContext(["pbkdf2_sha512"], pbkdf2_sha512__rounds=1),
            )
        )
        cls.cr = cls.registry.cursor()
        cls.addClassCleanup(cls.cr.close)
        cls.env = api.Environment(cls.cr, SUPERUSER_ID, {})

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cr.commit()

    def setUp(self):
        super().setUp()
        self.retries = []
        self.addCleanup(self.cr.rollback)

    def call(self, function, user=None, after=None, retry=True):
        """Do what Odoo does with a call of a web client or of RPC: a transaction of its
        own, retried where another one was faster.

        :param function: called with the environment
        :param user: by default a plain Manufacturing user
        :param after: called with the environment when all is done but the commit
        :param bool retry: False to let the first error through, as it is
        """

        attempts = []

        def work(env):
            attempts.append(env.uid)
            if len(attempts) > 1:
                self.retries.append(attempts)
            result = function(env)
            if after:
                env.flush_all()
                after(env)
            return result

        with self.registry.cursor() as cr:
            env = api.Environment(cr, (user or self.worker).id, {})
            env.transaction.default_env = env
            if retry:
                return retrying(partial(work, env), env)
            result = work(env)
            cr.commit()
            return result

    def refresh(self):
        """See what other transactions have committed."""
        self.cr.commit()
        self.env.invalidate_all()
