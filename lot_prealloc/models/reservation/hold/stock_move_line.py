from odoo import api, models

from ....tools.processes import CONSUME, SHIP
from ....tools.scope import Scope

NAMES_NUMBER = {"lot_id", "lot_name", "quant_id", "location_dest_id"}
TAKES_MORE = {"quantity", "product_uom_id"}
# Numbers of which it is known that none is on hold: a set of their ids.
FREE = Scope("free")


class StockMoveLine(models.Model):
    """No line ships or uses up what is on hold for that, whoever names it (RC-3).

    What a person chooses is refused at once; what counts is said where goods move.
    """

    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_not_on_hold()
        return lines

    def write(self, vals):
        taken = self._get_taken() if TAKES_MORE & vals.keys() else {}
        result = super().write(vals)
        if NAMES_NUMBER & vals.keys() and not self._names_what_is_free(vals):
            self._check_not_on_hold()
        elif taken:
            more = (ml for ml in taken if ml.quantity_product_uom > taken[ml])
            self.browse().concat(*more)._check_not_on_hold()
        return result

    def _get_taken(self):
        """:return: ``{line: quantity}`` of what is done: it may become less"""
        return {ml: ml.quantity_product_uom for ml in self if ml.state == "done"}

    def _names_what_is_free(self, vals):
        return vals.keys() <= {"lot_id", "lot_name"} and vals.get("lot_id") in (
            FREE.get(self.env) or ()
        )

    @api.model
    def _name_arriving_lots(self, pairs, **kwargs):
        """What is on hold is asked of all at once; each line would ask for its own."""
        pairs = list(pairs)
        lots = self.env["stock.lot"].concat(*(lot for _line, lot in pairs))
        lots.fetch(["hold_processes"])
        with FREE.open(self.env, set((lots - lots._filter_on_hold())._ids)):
            return super()._name_arriving_lots(pairs, **kwargs)

    def _action_done(self):
        self._check_not_on_hold(moving=True)
        return super()._action_done()

    def _check_not_on_hold(self, *, moving=False):
        """
        :param bool moving: the goods leave now: nobody puts them on hold meanwhile
        :raise UserError: a number is on hold for what is done with it
        """
        is_moving = moving or "done" in self.mapped("state")
        if not is_moving and not self._may_be_on_hold():
            return
        used = self._find_used_lots(moving=moving)
        if is_moving:
            used[None]._lock_against_hold()
        for process in (SHIP, CONSUME):
            used[process]._filter_on_hold(process)._raise_on_hold(process)

    def _may_be_on_hold(self):
        """:return: bool; few numbers are, only then each line is asked what it does"""
        return any(not line.lot_id and line.lot_name for line in self) or bool(
            self.lot_id._filter_on_hold()
        )

    def _find_used_lots(self, *, moving):
        """:return: ``{process: stock.lot}`` that these lines name, None has them all"""
        lines = {SHIP: [], CONSUME: []}
        # Hundreds of lines of a move lead from one place to another.
        processes = {}
        for line in self:
            way = (line.move_id, line.location_id, line.location_dest_id)
            if way not in processes:
                processes[way] = line._get_hold_process()
            process = processes[way]
            if process and not (moving and line.quantity <= 0):
                lines[process].append(line)
        used = {}
        for process, of_process in lines.items():
            lot_ids = {line.lot_id.id for line in of_process} - {False}
            # what is typed becomes the number of this name
            lot_ids |= self._find_moves_of_numbers(
                [line._get_naming() for line in of_process if not line.lot_id]
            ).keys()
            used[process] = self.env["stock.lot"].browse(sorted(lot_ids))
        return used | {None: used[SHIP] | used[CONSUME]}
