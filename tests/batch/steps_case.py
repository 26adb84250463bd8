"""A long batch that is worked off in steps of two lines."""

from contextlib import nullcontext
from unittest.mock import patch

from odoo import SUPERUSER_ID, api
from odoo.tools import mute_logger

from odoo.addons.lot_prealloc.models.batch.steps import mrp_production_batch_step

LOGGER = (
    "odoo.addons.lot_prealloc.models.batch.steps.mrp_production_batch",
    "odoo.addons.base.models.ir_cron",
)


class StepsMixin:
    """For a ``TransactionCase``."""

    step_lines = 2

    def setUp(self):
        super().setUp()
        for name in ("FIRST_STEP", "LONGEST_STEP"):
            self.startPatcher(
                patch.object(mrp_production_batch_step, name, self.step_lines)
            )

    def batch_of(self, orders):
        """:return: the batch that is not over, as the test's own user"""
        batch = orders.sudo().production_batch_id
        return batch.with_env(self.env)

    def own_cursors(self):
        """:return: context manager; tests in a browser are in it already"""
        is_in_it = getattr(self, "registry_test_mode", False)
        return nullcontext() if is_in_it else self.enter_registry_test_mode()

    def work_off(self, steps=None):
        """What the scheduled action does, each step in a transaction.

        :param steps: so many at most
        """
        with self.own_cursors(), self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            batch_model = env["mrp.production.batch"]
            with mute_logger(*LOGGER):
                if steps is None:
                    batch_model._run_steps()
                for _step in range(steps or 0):
                    batch_model._find_next(batch_model)._run_step()
            env.flush_all()
        self.env.invalidate_all()
