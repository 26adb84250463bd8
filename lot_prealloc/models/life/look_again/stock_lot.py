import logging

import psycopg2

from odoo import models
from odoo.tools import mute_logger

_logger = logging.getLogger(__name__)
# Among the data of a transaction: ids of lots to look at when it is done.
LOOK_AGAIN = "lot_prealloc.look_again"
# How often it is tried while others are changing the same lots, and how long it waits
# for them: somebody waits for an answer.
TRIES = 3
PATIENCE = "1s"


class StockLot(models.Model):
    """Two transactions at once may move parts of the same lot.

    Neither sees what the other does, and they need not wait for each other: the later
    one finds what is true.
    """

    _inherit = "stock.lot"

    def _note_lifecycles(self):
        super()._note_lifecycles()
        self._origin._filter_moved_by_others()._look_again_after_commit()

    def _filter_moved_by_others(self):
        """Of which another transaction may be moving a part at this moment.

        There is one unit of a serial, on one quant: who comes later waits there. What
        this transaction has made, no other one can see.

        :return: ``stock.lot``
        """
        started = self.env.cr.now()
        return self.filtered(
            lambda lot: lot.product_id.tracking == "lot" and lot.create_date != started
        )

    def _look_again_after_commit(self):
        """Derive the state of these lots once more when this transaction is done."""
        if not self:
            return
        postcommit = self.env.cr.postcommit
        if LOOK_AGAIN not in postcommit.data:
            postcommit.data[LOOK_AGAIN] = set()
            postcommit.add(self.browse()._look_again)
        postcommit.data[LOOK_AGAIN].update(self.ids)

    def _look_again(self):
        """Store the lifecycle of lots of a transaction that is done, where it differs.

        What the user wanted is done: nothing that happens here is an error of his. What
        is not stored now is stored when the lot is moved next, or by whoever is
        changing it: he looks again after that.
        """
        lot_ids = sorted(self.env.cr.postcommit.data.pop(LOOK_AGAIN, ()))
        for attempt in range(1, TRIES + 1):
            try:
                with self.env.registry.cursor() as cr, mute_logger("odoo.sql_db"):
                    cr.execute(
                        "SELECT set_config('lock_timeout', %s, TRUE)", [PATIENCE]
                    )
                    self.with_env(self.env(cr=cr))._store_lifecycles(lot_ids)
                return
            except psycopg2.OperationalError as error:
                _logger.info(
                    "States of lots %s: others are changing them, attempt %s of %s: %s",
                    lot_ids,
                    attempt,
                    TRIES,
                    error,
                )
            except Exception:
                # Raised here it would say that what is committed has failed.
                _logger.exception("States of lots %s could not be stored", lot_ids)
                return
