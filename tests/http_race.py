"""Eight people at eight screens: what a web client sends, to a real Odoo server.

Needs nothing but Python: used by ``test_http_race.py`` and ``benchmarks/race.py``.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import URLError
from urllib.request import HTTPCookieProcessor, ProxyHandler, Request, build_opener
from xml.etree import ElementTree

USERS = 8
WORKER_GROUPS = ("mrp.group_mrp_user",)
# For stock Odoo: what its wizard needs besides, see test_defects.py
ALL_GROUPS = (
    "mrp.group_mrp_manager",
    "stock.group_stock_manager",
    "base.group_system",
)
NO_PROXY = ProxyHandler({})
WIZARD = "mrp.production.serials"
APPLY = "action_apply"
OUR_BUTTONS = (APPLY, "action_prepare_mo", "action_produce")
# Numbers drawn by Generate, and numbers held before the wizard is opened.
OUR_TRIGGERS = ("to_close", "confirmed")

# A server with several processes starts its own command again for the process that
# serves web sockets. Nobody needs that one here, and it costs seconds.
LAUNCHER = """
import signal, sys
if "gevent" in sys.argv:
    signal.pause()
from odoo.cli.command import main
main()
"""

# ----------------------------------------------------------------------
# The server
# ----------------------------------------------------------------------


@contextmanager
def odoo_server(dbname, addons_path, data_dir, workers=4, cron_threads=0):
    """Run an Odoo server; at the end it is killed, whatever it is doing.

    :param int workers: so many processes; 0: one with threads
    :param int cron_threads: so many more for scheduled actions
    :return: context manager, gives the server's address
    """
    port = _find_free_port()
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryFile("w+") as log, tempfile.TemporaryDirectory() as folder:
        launcher = Path(folder, "launcher.py")
        launcher.write_text(LAUNCHER)
        server = subprocess.Popen(
            [
                *(sys.executable, str(launcher)),
                f"--addons-path={addons_path}",
                f"--data-dir={data_dir}",
                f"--database={dbname}",
                f"--db-filter=^{dbname}$",
                f"--workers={workers}",
                f"--max-cron-threads={cron_threads}",
                "--http-interface=127.0.0.1",
                f"--http-port={port}",
                "--log-level=warn",
            ],
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            _wait_until_it_answers(server, address, log)
            yield address
        finally:
            _stop(server)


def _find_free_port():
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def _wait_until_it_answers(server, address, log):
    for _attempt in range(600):
        try:
            with build_opener(NO_PROXY).open(f"{address}/web/health", timeout=10):
                return
        except (URLError, OSError):
            if server.poll() is not None:
                break
            time.sleep(0.1)
    log.seek(0)
    raise RuntimeError(f"Odoo does not answer:\n{log.read()}")


def _stop(server):
    """End the server and its workers at once."""
    os.killpg(server.pid, signal.SIGKILL)
    server.wait()


# ----------------------------------------------------------------------
# A person
# ----------------------------------------------------------------------


class Refused(Exception):
    """What a person sees as a message on the screen."""


class Client:
    """A person who is logged in, and sends what the web client sends."""

    def __init__(self, address, dbname, login, password):
        self.address = address
        self.browser = build_opener(NO_PROXY, HTTPCookieProcessor(CookieJar()))
        self.wizard_fields = {}
        self.typed_fields = set()
        self.post(
            "/web/session/authenticate", db=dbname, login=login, password=password
        )

    def post(self, path, **params):
        request = Request(
            self.address + path,
            json.dumps({"jsonrpc": "2.0", "params": params}).encode(),
            {"Content-Type": "application/json"},
        )
        with self.browser.open(request, timeout=120) as response:
            answer = json.load(response)
        if "error" in answer:
            data = answer["error"]["data"]
            raise Refused(f"{data['name']}: {data['message']}")
        return answer.get("result")

    def call(self, model, method, *args, **kwargs):
        return self.post(
            f"/web/dataset/call_kw/{model}/{method}",
            model=model,
            method=method,
            args=args,
            kwargs=kwargs,
        )

    def press(self, model, button, record_id, **context):
        return self.post(
            f"/web/dataset/call_button/{model}/{button}",
            model=model,
            method=button,
            args=[[record_id]],
            kwargs={"context": context},
        )

    # ------------------------------------------------------------------
    # The wizard
    # ------------------------------------------------------------------

    def open_wizard(self, order_id):
        """Press Generate Serial on the order; the dialog opens.

        :return: the context of the dialog, and the values it shows
        """
        action = self.press("mrp.production", "action_generate_serial", order_id)
        context = action.get("context", {})
        spec = self.get_wizard_fields(action)
        answer = self.call(WIZARD, "onchange", [], {}, [], spec, context=context)
        return context, answer["value"]

    def get_wizard_fields(self, action):
        """:return: ``{field: specification}`` of the form that the action opens"""
        if not self.wizard_fields:
            view_id = action["views"][0][0]
            answer = self.call(WIZARD, "get_views", [[view_id, "form"]])
            form = ElementTree.fromstring(answer["views"]["form"]["arch"])
            fields = answer["models"][WIZARD]["fields"]
            self.wizard_fields = {node.get("name"): {} for node in form.iter("field")}
            self.typed_fields = {
                node.get("name")
                for node in form.iter("field")
                if node.get("force_save")
                or not (
                    node.get("readonly") in ("1", "True")
                    or fields[node.get("name")].get("readonly")
                )
            }
        return self.wizard_fields

    def generate(self, context, shown):
        """Press Generate: the client saves the dialog as it is shown, then calls.

        :return: id of the wizard
        """
        values = {name: shown[name] for name in self.typed_fields if name in shown}
        [saved] = self.call(
            WIZARD, "web_save", [], values, specification={}, context=context
        )
        action = self.press(WIZARD, "action_generate_serial_numbers", saved["id"])
        [read] = self.call(
            WIZARD,
            "web_read",
            [action["res_id"]],
            specification=self.wizard_fields,
            context=context,
        )
        return read["id"]


# ----------------------------------------------------------------------
# The race
# ----------------------------------------------------------------------


@dataclass
class Result:
    """What a race has left in the database."""

    rounds: int
    units: int
    seconds: float = 0
    errors: list = field(default_factory=list)
    # [[state, quantity, names of the numbers it has or holds]] of every order
    orders: list = field(default_factory=list)
    # names of all lots of the product
    lots: list = field(default_factory=list)

    @property
    def wanted(self):
        return self.rounds * USERS * self.units

    @property
    def numbers(self):
        """Every number of every order, those that several orders have several times."""
        return [name for _state, _quantity, names in self.orders for name in names]

    @property
    def doubles(self):
        """Numbers that more than one unit has."""
        return sorted(n for n, count in Counter(self.numbers).items() if count > 1)

    @property
    def unused(self):
        """Numbers that exist and no order has."""
        return sorted(set(self.lots) - set(self.numbers))


class Race:
    """A factory on a running server: one product, its orders, and eight people."""

    def __init__(self, address, dbname, groups=WORKER_GROUPS):
        self.address, self.dbname = address, dbname
        self.admin = Client(address, dbname, "admin", "admin")
        self.is_ours = bool(
            self.admin.call(
                "ir.model", "search_count", [["model", "=", "lot.number.format"]]
            )
        )
        self.product_id = self._make_product()
        self.people = self._make_people(groups)

    def _make_product(self):
        part = self._create("product.product", name="Race part", is_storable=True)
        template = self._create(
            "product.template", name="Race", is_storable=True, tracking="serial"
        )
        self._create(
            "mrp.bom",
            product_tmpl_id=template,
            bom_line_ids=[[0, 0, {"product_id": part, "product_qty": 1}]],
        )
        if self.is_ours:
            number_format = self._create("lot.number.format", pattern="R-{000000}")
            self.admin.call(
                "product.template",
                "write",
                [template],
                {"lot_number_format_id": number_format},
            )
        [product] = self.admin.call(
            "product.product", "search", [["product_tmpl_id", "=", template]]
        )
        return product

    def _create(self, model, **values):
        """:return: id of the record"""
        return self.admin.call(model, "create", [values])[0]

    def _make_people(self, groups):
        references = [
            self.admin.call("ir.model.data", "check_object_reference", *name.split("."))
            for name in ("base.group_user", *groups)
        ]
        group_ids = [group_id for _model, group_id in references]

        logins = [f"racer {index} {time.time_ns()}" for index in range(USERS)]
        people = [
            {
                "name": login,
                "login": login,
                "password": login,
                "group_ids": [[6, 0, group_ids]],
            }
            for login in logins
        ]
        self.admin.call("res.users", "create", people)
        with ThreadPoolExecutor(USERS) as pool:
            return list(
                pool.map(
                    lambda login: Client(self.address, self.dbname, login, login),
                    logins,
                )
            )

    # ------------------------------------------------------------------
    # Running
    # ------------------------------------------------------------------

    def run(self, rounds, units, buttons=(APPLY,), triggers=()):
        """Each round every person has an order, and all press the same at once.

        :param buttons: which end the work in the wizard; the people take turns
        :param triggers: the company's, of the rounds in turn
        :return: :class:`Result`
        """
        result = Result(rounds, units)
        start = threading.Barrier(USERS)
        with ThreadPoolExecutor(USERS) as pool:
            for number in range(rounds):
                if triggers:
                    self._set_trigger(triggers[number % len(triggers)])
                orders = self._make_orders(units)
                started = time.monotonic()
                futures = [
                    pool.submit(
                        self._work,
                        self.people[index],
                        orders[index],
                        buttons[(index + number) % len(buttons)],
                        start,
                        is_late=index % 2,
                    )
                    for index in range(USERS)
                ]
                errors = [future.result() for future in futures]
                result.seconds += time.monotonic() - started
                result.errors += filter(None, errors)
        self._read(result)
        return result

    def _set_trigger(self, trigger):
        self.admin.call(
            "res.company",
            "write",
            [1],
            {"lot_prealloc_enabled": True, "lot_prealloc_trigger": trigger},
        )

    def _make_orders(self, units):
        values = {"product_id": self.product_id, "product_qty": units}
        orders = self.admin.call("mrp.production", "create", [values] * USERS)
        self.admin.call("mrp.production", "action_confirm", orders)
        return orders

    def _work(self, person, order_id, button, start, is_late):
        """Open the wizard with all the others, generate, and end the work.

        :param is_late: generate when others already have, with the dialog as it was
        :return: the first error that the person sees, or None
        """
        state = {}

        def open_wizard():
            state["dialog"] = person.open_wizard(order_id)

        def generate():
            state["wizard"] = person.generate(*state["dialog"])

        def wait():
            pass

        def finish():
            person.press(WIZARD, button, state["wizard"])

        error = None
        generating = (wait, generate) if is_late else (generate, wait)
        for step in (open_wizard, *generating, finish):
            start.wait(120)
            try:
                if not error:
                    step()
            except Exception as seen:
                error = f"{step.__name__} {button}: {seen}"
        return error

    # ------------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------------

    def _read(self, result):
        domain = [["product_id", "=", self.product_id]]
        lots = self.admin.call("stock.lot", "search_read", domain, ["name"])
        names = {lot["id"]: lot["name"] for lot in lots}
        fields = ["lot_producing_ids", *["prealloc_lot_ids"] * self.is_ours]
        orders = self.admin.call(
            "mrp.production", "search_read", domain, ["state", "product_qty", *fields]
        )
        result.lots = list(names.values())
        result.orders = [
            [
                order["state"],
                order["product_qty"],
                [names[lot_id] for name in fields for lot_id in order[name]],
            ]
            for order in orders
        ]
