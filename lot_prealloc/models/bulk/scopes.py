"""The scopes of this room: outside of them all is done as Odoo does it."""

from odoo.tools import str2bool

from ...tools.scope import Scope

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
# Many orders of one unit are completed: Completion.
COMPLETING = BulkScope("completing")
# Lines of a completion are being moved.
MOVING = BulkScope("moving")
# {id of a stock.move: what it has, which is what producing all would give it}.
FILLED = BulkScope("filled")
# A loop writes the same fields of many records: Postponed.
POSTPONED = BulkScope("postponed")
# Many lines get a number each.
NAMING = BulkScope("naming")
# Many numbers are made.
NUMBERING = BulkScope("numbering")


def is_bulk(env):
    """:return: whether code of this room is asked to make what runs now faster"""
    return any(scope.get(env) for scope in (DEALING, COMPLETING, NAMING))
