from typing import NamedTuple

# The one key under which a rule stands in a context.
LOT_RULE = "lot_prealloc_lot_rule"
# Who asks: a person has typed a quantity, and Odoo names the quants; a forecast wants
# to know what can be promised.
TYPED = "typed"
FORECAST = "forecast"


class LotRule(NamedTuple):
    """Which lots the call of a reservation takes: a value that nobody changes.

    It goes down in the context with the call that it is for. Over RPC any context may
    come, but no object of this class: whatever else stands there is no rule.
    """

    # ids of the lots that it takes, if it names none itself; None: any
    only: tuple | None = None
    # ids of the lots that it leaves, if it names none itself
    without: tuple = ()
    # ids of the lots of which nothing is left to take, named or not
    closed: tuple = ()
    # one of the above, or None: what names a quant was chosen by a person
    asked_by: str | None = None
    # id of the move that it is for, where it matters whose numbers come first
    move_id: int | None = None
    # what they are taken for, ``ship`` or ``consume``: numbers that are on hold for it
    # are left, named or not
    process: str | None = None

    @classmethod
    def of(cls, records):
        """:return: the rule under which these records are asked"""
        rule = records.env.context.get(LOT_RULE)
        return rule if isinstance(rule, cls) else cls()

    def on(self, records):
        """:return: the records, to be asked under this rule"""
        return records.with_context(**{LOT_RULE: self})
