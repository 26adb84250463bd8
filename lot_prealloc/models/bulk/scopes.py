"""The scopes of this room: outside of them all is done as Odoo does it."""

from odoo.tools import str2bool

from ...tools.scope import Scope, is_any_open

PLAIN = "lot_prealloc.plain"


def is_plain(env):
    """:return: whether all is to be done as Odoo does it, by a system parameter"""
    # sudo: a setting of the whole database, in force for everybody
    return str2bool(env["ir.config_parameter"].sudo().get_param(PLAIN) or "", False)


class BulkScope(Scope):
    def is_in_use(self, env):
        return not is_plain(env)


# Reservations change hands and none of them changes in total: Dealing.
DEALING = BulkScope("dealing")
# Lines of the rest of an order that is being divided: SetAside.
ASIDE = BulkScope("aside")
# Many orders are completed: Completion.
COMPLETING = BulkScope("completing")
# Lines are made or deleted, and what they reserve is summed up.
RESERVING = BulkScope("reserving")
# All lines of a validation are being moved: Movement.
MOVING = BulkScope("moving")
# The lines of a move are made and written as one person saves them: Saving.
SAVING = BulkScope("saving")
# Records are created whose rows are inserted together: Together.
TOGETHER = BulkScope("together")
# {id of a stock.move: what it has, which is what producing all would give it}.
FILLED = BulkScope("filled")
# A loop writes the same fields of many records: Postponed.
POSTPONED = BulkScope("postponed")
# Many lines get a number each.
NAMING = BulkScope("naming")
# A report with the barcodes of many numbers is rendered.
DRAWING = BulkScope("drawing")
# Pages are printed on which no script runs.
STILL = BulkScope("still")
# Many numbers are made.
NUMBERING = BulkScope("numbering")


BULK = frozenset(scope.name for scope in (DEALING, COMPLETING, NAMING, SAVING))


def is_bulk(env):
    """:return: whether code of this room is asked to make what runs now faster"""
    return is_any_open(env, BULK)


def get_block(env):
    """:return: state of what runs now, with all of its records known from the start"""
    blocks = (COMPLETING, DEALING, MOVING, SAVING)
    return next(filter(None, (scope.get(env) for scope in blocks)), None)
