"""What we rely on in Odoo is written down, and what has changed is named (NO-2)."""

import shutil
import sys
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from odoo.tests import BaseCase, tagged
from odoo.tools import config

DEV = Path(__file__).resolve().parent.parent / "dev"
sys.path.append(str(DEV))

from odoo_contract import models, odoo  # noqa: E402
from odoo_contract.__main__ import CONTRACT, REPOSITORY, read_uses  # noqa: E402
from odoo_contract.compare import compare, read_contract, write_contract  # noqa: E402

ADDONS = sorted(
    path.parent.name for path in REPOSITORY.glob("lot_prealloc*/__manifest__.py")
)
IS_NOT_READ = shutil.ignore_patterns("i18n", "tests", "lib", "fonts", "img", "xml_data")


@tagged("post_install", "-at_install")
class TestContract(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.odoo_paths = [
            path for path in config["addons_path"] if Path(path) != REPOSITORY
        ]
        cls.contract = read_contract(CONTRACT)
        cls.uses = read_uses(cls.odoo_paths, ADDONS)
        # the syntax trees of all of Odoo are not kept for the tests that follow
        for cached in (models.parse, models.read_declarations, odoo._read_records):
            cls.addClassCleanup(cached.cache_clear)

    def find_module(self, module):
        paths = (Path(path, module) for path in self.odoo_paths)
        return next(path for path in paths if path.is_dir())

    @contextmanager
    def changed_odoo(self, *changes):
        """An Odoo in which some files read differently.

        :param changes: of each the module, the file, what it says and shall say instead
        """
        with TemporaryDirectory() as folder:
            for module, name, old, new in changes:
                copy = Path(folder, module)
                if not copy.exists():
                    shutil.copytree(self.find_module(module), copy, ignore=IS_NOT_READ)
                source = (copy / name).read_text()
                self.assertIn(old, source)
                (copy / name).write_text(source.replace(old, new))
            yield read_uses([folder, *self.odoo_paths], ADDONS)

    def assertTold(self, notes, what, *places):
        """One note begins like this and names these files of ours, with a line."""
        found = [note for note in notes if note.startswith(what)]
        self.assertEqual(len(found), 1, "\n".join(notes))
        for place in places:
            self.assertRegex(found[0], rf"relied on in .*\b{place}:\d+")

    # NO-2: on the Odoo at hand, whichever it is
    def test_is_kept(self):
        notes = compare(self.contract, self.uses)
        self.assertFalse(notes, "\n".join(notes))

    # NO-2
    def test_methods(self):
        with self.changed_odoo(
            (
                "mrp",
                "models/mrp_production.py",
                "def _split_productions(self, amounts=False,",
                "def _split_orders(self, amounts=False,",
            ),
            (
                "stock",
                "models/stock_quant.py",
                "def _gather(self, product_id, location_id, lot_id=None,",
                "def _gather(self, product_id, location_id, number, lot_id=None,",
            ),
        ) as uses:
            notes = compare(self.contract, uses)
        self.assertTold(
            notes,
            "override mrp.production._split_productions is gone",
            "lot_prealloc/models/[a-z_/]+.py",
        )
        self.assertTold(
            notes,
            "override stock.quant._gather is now (self, product_id, location_id, n",
        )
        # what Odoo passes does not fit ours any more
        self.assertTold(
            notes,
            "override stock.quant._gather does not take",
            "lot_prealloc_sale/models/[a-z_/]+.py",
        )

    # NO-2
    def test_fields_keys_ids_and_views(self):
        with self.changed_odoo(
            ("mrp", "models/mrp_production.py", "lot_producing_ids =", "lot_ids ="),
            ("stock", "models/stock_move.py", "do_not_unreserve", "keep_reserved"),
            (
                "stock",
                "security/stock_security.xml",
                'id="group_production_lot"',
                'id="group_lots"',
            ),
            (
                "stock",
                "views/stock_lot_views.xml",
                '<div class="oe_title">',
                '<div class="title">',
            ),
        ) as uses:
            notes = compare(self.contract, uses)
        self.assertTold(
            notes,
            "attribute mrp.production.lot_producing_ids is gone",
            "lot_prealloc/models/[a-z_/]+.py",
            "lot_prealloc/views/orders/mrp_production_views.xml",
        )
        self.assertTold(
            notes,
            "context set do_not_unreserve is gone",
            "lot_prealloc/models/[a-z_/]+.py",
        )
        self.assertTold(
            notes,
            "id stock.group_production_lot is gone",
            "lot_prealloc/views/orders/mrp_production_views.xml",
            "lot_prealloc/static/src/life/lot_number_provider.js",
        )
        self.assertTold(
            notes,
            "view stock.view_production_lot_form //div[hasclass('oe_title')]",
            "lot_prealloc/views/[a-z_/]+.xml",
        )

    # NO-2
    def test_scripts(self):
        dialog = "static/src/views/view_dialogs/select_create_dialog.js"
        with self.changed_odoo(
            ("web", dialog, "get viewProps()", "get propsOfView()"),
            (
                "web",
                "static/src/core/utils/concurrency.js",
                "export function delay(",
                "export function wait(",
            ),
        ) as uses:
            notes = compare(self.contract, uses)
        patched = "lot_prealloc/static/src/held/select_create_dialog.js"
        script = "@web/views/view_dialogs/select_create_dialog"
        self.assertTold(
            notes, f"member {script} SelectCreateDialog.viewProps is gone", patched
        )
        self.assertTold(
            notes,
            "script @web/core/utils/concurrency delay is gone",
            "lot_prealloc/static/src/life/lot_number_provider.js",
        )

    # NO-2: what is used and not in the file, and the other way round, is named as well
    def test_file_is_current(self):
        contract = dict(self.contract)
        del contract["override", "mrp.production.button_mark_done"]
        contract["attribute", "stock.lot.note"] = ["html"]
        notes = compare(contract, self.uses)
        self.assertEqual(len(notes), 2, "\n".join(notes))
        self.assertTold(
            notes,
            "override mrp.production.button_mark_done is not written down",
            "lot_prealloc/models/[a-z_/]+.py",
        )
        self.assertTold(notes, "attribute stock.lot.note is no longer used")

    # NO-2: writing keeps what is fine on another version
    def test_writing(self):
        key = "override", "stock.move._set_lot_ids"
        with TemporaryDirectory() as folder:
            path = Path(folder, "contract.tsv")
            written, _notes = write_contract(path, {key: ["(self, lots)"]}, self.uses)
            self.assertEqual(written[key], ["(self, lots)", "(self)"])
            self.assertEqual(read_contract(path), written)
            self.assertFalse(compare(written, self.uses))
