"""A run of numbers shows its gaps, on the order and on its paper (UX-5)."""

from lxml import html

from odoo.tests import HttpCase, tagged

from ..common import PreallocCase, PreallocMixin
from ..pictures import PictureMixin

RUNS = "RUN-26-00001 … 00006, 00010 … 00017, 00019 … 00024 (20)"


class RunMixin(PreallocMixin):
    def make_order_with_gaps(self):
        product = self.make_product("Gapped Widget", "serial")
        product.lot_number_format_id = self.make_format("RUN-26-{00000}")
        for number in (7, 8, 9, 18):  # of other orders
            self.make_lot(product, f"RUN-26-{number:05}")
        return self.make_order(product, 20, user=self.worker, confirm=True)


@tagged("post_install", "-at_install")
class TestRuns(RunMixin, PreallocCase):
    # UX-5: header, list and paper say the same
    def test_order(self):
        order = self.make_order_with_gaps()
        self.assertEqual(order.lot_number_summary, RUNS)
        report = self.env["ir.actions.report"].with_user(self.worker)
        page, _type = report._render_qweb_html("mrp.report_mrporder", order.ids)
        [paper] = html.fromstring(page).xpath("//div[@name='lot_number']")
        self.assertIn(RUNS, " ".join(paper.text_content().split()))

    # UX-5: the line of a delivery, as it is reserved and as it is changed
    def test_delivery_line(self):
        product = self.make_product("Boxed", "serial")
        lots = [
            self.make_lot(product, f"BOX-{number:03}", 1) for number in range(1, 31)
        ]
        self.make_delivery((product, 10))  # BOX-001 … 010
        before = self.make_delivery((product, 6))
        delivery = self.make_delivery((product, 6))
        before.do_unreserve()
        last = self.make_delivery((product, 10)).with_user(self.storekeeper)
        move = last.move_ids
        self.assertEqual(
            move.lot_number_summary, "BOX-011 … 016, 023 … 026 (10)", delivery.name
        )
        move.lot_ids -= lots[24]
        self.assertEqual(move.lot_number_summary, "BOX-011 … 016, 023 … 024, 026 (9)")


@tagged("post_install", "-at_install")
class TestRunTours(PictureMixin, RunMixin, HttpCase):
    browser_size = "1366,768"

    # UX-5: the header opens the list
    def test_header(self):
        order = self.make_order_with_gaps()
        self.start_tour(
            f"/odoo/action-mrp.mrp_production_action/{order.id}",
            "lot_prealloc_runs",
            login=self.worker.login,
        )
