"""Our views beside other people's (NO-4): nothing hangs on where something stands,
nothing that others wrote is overwritten, and Odoo's records stay Odoo's.
"""

import re
from collections import defaultdict
from pathlib import Path
from unittest.mock import patch

from lxml import etree

from odoo.tests import BaseCase, TransactionCase, tagged
from odoo.tools import template_inheritance
from odoo.tools.safe_eval import safe_eval

ROOT = Path(__file__).resolve().parent.parent
ADDONS = (
    "lot_prealloc",
    "lot_prealloc_sale",
    "lot_prealloc_expiry",
    "lot_prealloc_gs1",
)
IS_POSITION = re.compile(r"\[\s*\d+\s*\]|\b(position|last|count)\(|(follow|preced)ing")
# What has several parts, so that one can be added to it or taken out of it; of a
# widget, a text or a width there is only one.
JOINED = re.compile(
    "(column_)?invisible|readonly|required|domain|context|options|groups|class|style"
    "|decoration-.*|t-if|t-elif|t-att-.*"
)
OTHER = "another addon"
# View and attribute, with the reason why it is overwritten nevertheless.
OVERWRITTEN = {
    ("mrp_production_form_view", "context"): "two dicts cannot be joined in a view"
}


def read_files(root=ROOT, but=("demo",)):
    """:return: iterable of paths and trees of the XML files of our addons"""
    for addon in ADDONS:
        for path in sorted((root / addon).rglob("*.xml")):
            if path.relative_to(root).parts[1] not in but:
                yield path.relative_to(root), etree.parse(path)


def read_changes(root=ROOT):
    """What we change in views and templates of others, and in our own from without.

    :return: iterable of the file, the view's id and the element that locates
    """
    for path, tree in read_files(root):
        for arch in tree.xpath(
            "//record[field/@name='inherit_id']/field[@name='arch']"
        ):
            for spec in arch.iterchildren("*"):
                yield path, arch.getparent().get("id"), spec
        for template in tree.xpath("//template[@inherit_id] | //t[@t-inherit]"):
            for spec in template.iterchildren("*"):
                yield path, template.get("id") or template.get("t-name"), spec


def find_positions(root=ROOT):
    return [
        f"{path}: {spec.get('expr')}"
        for path, _view, spec in read_changes(root)
        if IS_POSITION.search(spec.get("expr", ""))
    ]


def find_overwritten(root=ROOT):
    found = set()
    for path, view, spec in read_changes(root):
        if spec.get("position") == "replace":
            found.add((str(path), view, "replace"))
        if spec.get("position") != "attributes":
            continue
        for attribute in spec.iterchildren("attribute"):
            name = attribute.get("name")
            if JOINED.fullmatch(name) and not {"add", "remove"} & set(attribute.attrib):
                found.add((str(path), view, name))
    return found


@tagged("post_install", "-at_install")
class TestViewFiles(BaseCase):
    # NO-4
    def test_nothing_is_found_by_its_position(self):
        self.assertEqual(find_positions(), [])

    # NO-4
    def test_nothing_is_overwritten_that_can_be_added_to(self):
        found = {(view, name) for _path, view, name in find_overwritten()}
        self.assertEqual(found, set(OVERWRITTEN))

    # NO-4: at uninstall nobody would give them their values back
    def test_records_of_others_are_not_overwritten(self):
        found = [
            f"{path}: {element.get('id')}"
            for path, tree in read_files()
            for element in tree.xpath("//record | //menuitem | //template")
            if "." in element.get("id", "")
        ]
        self.assertEqual(found, [])

    def test_every_file_is_loaded(self):
        for addon in ADDONS:
            manifest = safe_eval((ROOT / addon / "__manifest__.py").read_text())
            there = {
                "/".join(path.parts[1:])
                for path, _tree in read_files(but=("demo", "static"))
                if path.parts[0] == addon
            }
            listed = [name for name in manifest["data"] if name.endswith(".xml")]
            self.assertEqual(set(listed), there)


@tagged("post_install", "-at_install")
class TestLocators(TransactionCase):
    def setUp(self):
        super().setUp()
        self.view_model = self.env["ir.ui.view"].with_context(load_all_views=True)
        data = self.env["ir.model.data"].search(
            [("module", "in", ADDONS), ("model", "=", "ir.ui.view")]
        )
        self.views = self.view_model.browse(data.mapped("res_id"))

    def find_roots(self):
        """:return: the views that ours show in"""
        roots = self.views.filtered(lambda view: view.mode == "primary")
        parents = self.views.inherit_id
        while parents:
            roots |= parents.filtered(lambda view: view.mode == "primary")
            parents = parents.inherit_id
        return roots | self.view_model.search(
            [("mode", "=", "primary"), ("inherit_id", "child_of", roots.ids)]
        )

    # NO-4: the second one of two would be found only as long as the first is there
    def test_what_we_look_for_is_there_once(self):
        counts, removed = defaultdict(set), []
        view_class = self.env.registry["ir.ui.view"]
        combine, locate = view_class.apply_inheritance_specs, self.locate
        current = []

        def apply_inheritance_specs(view, *args, **kwargs):
            current.append(view)
            try:
                return combine(view, *args, **kwargs)
            finally:
                current.pop()

        def locate_node(arch, spec):
            if current and current[-1] in self.views:
                found = locate(arch, spec)
                key = current[-1].key or current[-1].xml_id, spec.get("expr"), spec.tag
                counts[key].add(len(found))
                removed.extend(self.find_missing(spec, found))
            return native_locate_node(arch, spec)

        native_locate_node = template_inheritance.locate_node
        self.patch(view_class, "apply_inheritance_specs", apply_inheritance_specs)
        with patch.object(template_inheritance, "locate_node", locate_node):
            for view in self.find_roots():
                view._get_combined_arch()
        self.assertGreater(len(counts), 60)
        self.assertEqual({key: n for key, n in counts.items() if n != {1}}, {})
        # else Odoo changed its text, and would go on without what we put instead
        self.assertEqual(removed, [])

    @staticmethod
    def locate(arch, spec):
        """:return: list of all elements that it fits, where Odoo takes the first"""
        if spec.tag == "xpath":
            return etree.ETXPath(spec.get("expr"))(arch)
        attributes = {name: v for name, v in spec.attrib.items() if name != "position"}
        return [
            node
            for node in arch.iter(spec.tag)
            if all(node.get(name) == value for name, value in attributes.items())
        ]

    @staticmethod
    def find_missing(spec, nodes):
        """:return: list of what shall be removed and is not there"""
        return [
            attribute.get("remove")
            for attribute in spec.iterchildren("attribute")
            for node in nodes
            if attribute.get("remove", "") not in node.get(attribute.get("name"), "")
        ]


@tagged("post_install", "-at_install")
class TestOthers(TransactionCase):
    """Another addon changes the same attribute, before ours or after."""

    def extend(self, xmlid, priority, *changes):
        """Be the other addon.

        :param changes: of each the place, the attribute, what is added and how
        :return: the arch of the view as the administrator gets it
        """
        view = self.env.ref(xmlid)
        view.inherit_children_ids.filtered(lambda v: v.name == OTHER).unlink()
        specs = "".join(
            f'<xpath expr="{expr}" position="attributes"><attribute name="{name}"'
            f' add="{add}" separator="{separator}"/></xpath>'
            for expr, name, add, separator in changes
        )
        self.env["ir.ui.view"].create(
            {
                "name": OTHER,
                "model": view.model,
                "inherit_id": view.id,
                "priority": priority,
                "arch": f"<data>{specs}</data>",
            }
        )
        return etree.fromstring(self.env[view.model].get_view(view.id, "form")["arch"])

    # NO-4
    def test_manufacturing_order(self):
        button = (
            "//button[@name='action_generate_serial'][hasclass('btn-{}')]"
            "[contains(@invisible, 'lot')]"
        )
        quantity = "//form/sheet//field[@name='qty_producing']"
        theirs = "priority == '1'"
        buttons = button.format("secondary"), button.format("primary")
        for priority in (1, 99):
            with self.subTest(priority=priority):
                arch = self.extend(
                    "mrp.mrp_production_form_view",
                    priority,
                    (quantity, "readonly", theirs, " or "),
                    *((place, "invisible", theirs, " or ") for place in buttons),
                )
                self.assert_both(
                    self.find(arch, quantity).get("readonly"),
                    {
                        "state": "confirmed",
                        "is_locked": True,
                        "product_tracking": "serial",
                        "takes_typed_quantity": True,
                        "priority": "0",
                    },
                    {"takes_typed_quantity": False},
                    {"state": "cancel"},
                    {"priority": "1"},
                )
                held = {
                    "product_tracking": "serial",
                    "product_qty": 2,
                    "lot_producing_ids": [],
                    "has_held_numbers": True,
                    "lot_number_hint": False,
                    "priority": "0",
                }
                # where preallocation is in use, Batch Production stands there
                self.assert_both(
                    self.find(arch, buttons[0]).get("invisible"),
                    {**held, "lot_producing_ids": [1], "takes_typed_quantity": False},
                    {"takes_typed_quantity": True},
                    {"lot_producing_ids": []},
                    {"product_qty": 1},
                    {"product_tracking": "lot"},
                    {"priority": "1"},
                )
                self.assert_both(
                    self.find(arch, buttons[1]).get("invisible"),
                    {**held, "has_held_numbers": False},
                    {"has_held_numbers": True},
                    {"lot_producing_ids": [1]},
                    {"lot_number_hint": "later"},
                    {"priority": "1"},
                )

    # NO-4
    def test_transfer(self):
        lots = "//field[@name='move_ids']/list/field[@name='lot_ids']"
        for priority in (1, 99):
            with self.subTest(priority=priority):
                arch = self.extend(
                    "stock.view_picking_form",
                    priority,
                    (lots, "domain", "[('ref', '!=', False)]", " + "),
                )
                domain = self.find(arch, lots).get("domain")
                values = {"product_id": 7, "location_id": 8, "hold_process": False}
                incoming = safe_eval(domain, {**values, "picking_code": "incoming"})
                self.assertCountEqual(
                    incoming, [("product_id", "=", 7), ("ref", "!=", False)]
                )
                outgoing = safe_eval(domain, {**values, "picking_code": "outgoing"})
                self.assertEqual(len(outgoing), 3)
                self.assertIn("quant_ids", {name for name, _op, _value in outgoing})

    def find(self, arch, expr):
        return etree.ETXPath(expr)(arch)[0]

    def assert_both(self, expression, values, *changes):
        """It is false with these values, and true with each of the changes."""
        self.assertFalse(safe_eval(expression, values), expression)
        for change in changes:
            with self.subTest(change=change):
                self.assertTrue(safe_eval(expression, {**values, **change}), expression)
