"""What depends on a set of records is looked for once; Odoo looks for each of them.

After each write Odoo looks for what has to be computed anew (``modified``). Where a
loop writes the same fields of many records, and reads nothing that depends on them
in between, it is enough to look when all are written.
"""

from contextlib import contextmanager

from .scopes import POSTPONED


class Postponed:
    """Records that were written, and whose dependants are still to be looked for."""

    def __init__(self, model_name, fnames):
        self.model_name = model_name
        # what the loop writes, and what the ORM adds to it
        self.fnames = {*fnames, "write_uid", "write_date"}
        self.ids = {}
        # moves that lines were taken from
        self.left_move_ids = {}

    def takes(self, records, fnames):
        """:return: whether the loop writes these fields, and no others"""
        return records._name == self.model_name and self.fnames.issuperset(fnames)

    def finish(self, env):
        """Look for what depends on all that was written up to now."""
        written = env[self.model_name].browse(self.ids)
        left = env["stock.move"].browse(self.left_move_ids)
        self.ids, self.left_move_ids = {}, {}
        with POSTPONED.closed(env):
            written.modified(self.fnames)
            left.modified(["move_line_ids"])


@contextmanager
def postpone(env, model_name, fnames):
    """
    :param str model_name: whose records a loop writes
    :param fnames: the fields that it writes
    :return: context manager
    """
    postponed = Postponed(model_name, fnames)
    with POSTPONED.open(env, postponed):
        yield
    postponed.finish(env)


def is_postponed(records, fnames, before):
    """Note records whose dependants are looked for at the end of a loop.

    :param records: records that are written
    :param fnames: as for ``modified``
    :param bool before: as for ``modified``
    :return: whether they are; if not, they have to be looked for now
    """
    postponed = POSTPONED.get(records.env)
    if not postponed or not postponed.takes(records, fnames):
        return False
    if not before:
        postponed.ids.update(dict.fromkeys(records._ids))
    elif "move_id" in fnames:
        postponed.left_move_ids.update(dict.fromkeys(records.move_id._ids))
    return True
