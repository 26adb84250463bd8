"""No test sees what another one has left in Odoo's caches, see ``caches.py``."""

from .common import PreallocCase

KEY = "lot_prealloc.test_caches"


class TestCaches(PreallocCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.parameters = cls.env["ir.config_parameter"].sudo()

    def test_01_changed(self):
        self.assertFalse(self.parameters.get_param(KEY))
        self.parameters.set_param(KEY, "changed")
        self.assertEqual(self.parameters.get_param(KEY), "changed")

    def test_02_changed_no_more(self):
        self.assertFalse(self.parameters.get_param(KEY))

    def test_03_emptied_by_the_test(self):
        self.registry.clear_all_caches()
        self.env.cr.execute(
            "INSERT INTO ir_config_parameter (key, value) VALUES (%s, 'by SQL')", [KEY]
        )
        self.assertEqual(self.parameters.get_param(KEY), "by SQL")

    def test_04_emptied_after_it(self):
        self.assertFalse(self.parameters.get_param(KEY))
