from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .mrp_production_batch import OPEN, STEPPING


class MrpProduction(models.Model):
    """The batch that works on an order, or has made it (SC-4)."""

    _inherit = "mrp.production"

    production_batch_id = fields.Many2one(
        "mrp.production.batch",
        "Batch Production",
        compute="_compute_production_batch_id",
        search="_search_production_batch_id",
        help="The batch that works on this order, or on those beside it.",
    )
    batch_progress = fields.Json(
        compute="_compute_production_batch_id", help="How far it is, for the screen."
    )

    batch_progress_text = fields.Char(
        "Batch Production Progress",
        compute="_compute_production_batch_id",
        help="How far the batch is that works on this order, for lists.",
    )

    def _compute_production_batch_id(self):
        batches = self._find_batches()
        told = {}
        # sudo: how far the batch of an order is, for whoever may read the order
        for batch in self.env["mrp.production.batch"].sudo().union(*batches.values()):
            told[batch.id] = batch._tell()
        for production in self:
            batch = batches.get(production._origin.id)
            production.production_batch_id = batch
            production.batch_progress = bool(batch) and told[batch.id]
            production.batch_progress_text = bool(batch) and told[batch.id]["progress"]

    def _search_production_batch_id(self, operator, value):
        if operator not in ("in", "any"):
            return NotImplemented
        batches = self.env["mrp.production.batch"].browse(value)
        batches.check_access("read")
        return [
            (
                "id",
                "in",
                SQL(
                    "(SELECT rel.production_id FROM mrp_production_batch_step_rel rel"
                    " JOIN mrp_production_batch_step step ON step.id = rel.step_id"
                    " WHERE step.batch_id = ANY(%(ids)s)"
                    " UNION SELECT production_id FROM mrp_production_batch_order"
                    " WHERE batch_id = ANY(%(ids)s))",
                    ids=batches.ids,
                ),
            )
        ]

    def _find_batches(self):
        """:return: ``{id of an order: mrp.production.batch}`` that is not over"""
        ids = [production.id for production in self._origin]
        if not ids:
            return {}
        self.env["mrp.production.batch.order"].flush_model()
        self.env["mrp.production.batch.step"].flush_model()
        self.env["mrp.production.batch"].flush_model(["state"])
        rows = self.env.execute_query(
            SQL(
                "SELECT rel.production_id, batch.id FROM mrp_production_batch batch"
                " JOIN mrp_production_batch_step step ON step.batch_id = batch.id"
                " JOIN mrp_production_batch_step_rel rel ON rel.step_id = step.id"
                " WHERE batch.state IN %(open)s AND rel.production_id = ANY(%(ids)s)"
                " UNION ALL SELECT production_id, batch_id"
                " FROM mrp_production_batch_order WHERE production_id = ANY(%(ids)s)",
                open=OPEN,
                ids=ids,
            )
        )
        batch_model = self.env["mrp.production.batch"]
        return {
            production_id: batch_model.browse(batch_id)
            for production_id, batch_id in rows
        }

    def _check_batch_production(self):
        """An order that a batch works on is left to it."""
        super()._check_batch_production()
        # sudo: of whom the orders are; who it is for is checked where it is worked off
        rows = (
            self.env["mrp.production.batch.order"]
            .sudo()
            .search([("production_id", "in", self._origin.ids)])
        )
        for row in rows:
            if row.batch_id == STEPPING.get(self.env):
                continue
            raise UserError(
                self.env._(
                    "%(order)s: a Batch Production of %(user)s is not over "
                    "(%(progress)s). Wait for it, or stop it and give it up.",
                    order=row.production_id.name,
                    user=row.batch_id.user_id.name,
                    progress=row.batch_id.progress,
                )
            )
