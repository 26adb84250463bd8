"""What the tests of numbers on orders share."""

from ..common import PreallocCase


class OrderCase(PreallocCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.number_format = cls.make_format("ACME-{YY}-{00000}")
        cls.serial = cls.make_product(
            "Acme Widget", "serial", lot_number_format_id=cls.number_format.id
        )
        cls.lot = cls.make_product("Cheese", "lot")
        cls.untracked = cls.make_product("Screw")

    def counters(self, lots):
        return [int(name.rsplit("-", 1)[1]) for name in self.names(lots)]

    def assertConsecutive(self, lots, quantity):
        counters = self.counters(lots)
        self.assertEqual(len(counters), quantity)
        self.assertEqual(counters, list(range(counters[0], counters[0] + quantity)))
