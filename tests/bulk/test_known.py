"""What is known after a batch is what the database has."""

from odoo.tests import tagged

from ..batch.split_case import SplitCase

MODELS = (
    "mrp.production",
    "stock.move",
    "stock.move.line",
    "stock.lot",
    "stock.quant",
    "mail.message",
    "mail.followers",
)

# of a company each, and what the database writes itself
OTHERS = {"standard_price", "write_uid", "write_date"}


@tagged("post_install", "-at_install")
class TestKnown(SplitCase):
    """NO-4: who reads on in the same transaction reads what was written."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.frame = cls.make_product("Frame", "serial")

    def setUp(self):
        super().setUp()
        self.stock(self.screw, 4)
        for index in range(4):
            self.make_lot(self.frame, f"FR-{index}", 1)

    def get_known(self):
        """:return: ``{(field, id): value}`` of stored fields that are in the cache"""
        known = {}
        for name in MODELS:
            for field in self.env[name]._fields.values():
                if field.store and field.name not in OTHERS:
                    cache = field._get_cache(self.env)
                    known |= {(field, id_): cache[id_] for id_ in list(cache) if id_}
        return known

    def assertKnownIsTrue(self, way):
        """:param way: what a person does"""
        order = self.order(4, (self.screw, 1), (self.frame, 1))
        way(order, self.names_for(order, 4))
        orders = order.production_group_id.production_ids
        self.assertEqual(len(orders), 4)
        self.env.flush_all()
        known = self.get_known()
        self.assertTrue(any(field.type == "one2many" for field, _id in known))
        self.env.invalidate_all()
        for (field, record_id), value in known.items():
            record = self.env[field.model_name].browse(record_id)
            if not record.exists():
                continue
            record[field.name]
            again = field._get_cache(self.env)[record_id]
            if field.type in ("one2many", "many2many"):
                value, again = set(value), set(again)
            with self.subTest(field=str(field), record=record):
                self.assertEqual(value, again)

    def test_prepare(self):
        self.assertKnownIsTrue(self.prepare)

    def test_produce(self):
        self.assertKnownIsTrue(self.produce)

    def test_defaults_of_each(self):
        # NO-4: a default may be another one each time it is asked for
        calls = []
        original = type(self.env["stock.move"]).default_get

        def default_get(records, fields):
            calls.append(fields)
            return original(records, fields)

        self.patch(self.registry["stock.move"], "default_get", default_get)
        order = self.order(4, (self.screw, 1))
        calls.clear()
        self.prepare(order, self.names_for(order, 4))
        # three orders more, of one component and one product each
        self.assertEqual(len([names for names in calls if len(names) > 20]), 6)
