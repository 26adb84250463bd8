"""What tests that print share: reports, as a plain Manufacturing user prints them."""

from ..common import PreallocMixin


class PrintingMixin(PreallocMixin):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reports = (
            cls.env["ir.actions.report"]
            .with_user(cls.worker)
            .with_context(force_report_rendering=True)
        )

    def render(self, action, user=None):
        """:return: text or bytes that the web client gets to print for an action"""
        reports = self.reports.with_user(user or self.worker)
        self.assertEqual(action["type"], "ir.actions.report")
        ids = action["context"]["active_ids"]
        content, kind = reports._render(action["report_name"], ids)
        self.assertEqual(f"qweb-{kind}", action["report_type"])
        return content
