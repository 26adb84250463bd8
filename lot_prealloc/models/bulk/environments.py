"""Odoo looks for an environment among all of a transaction, whenever it needs one."""

from odoo.tools import reset_cached_properties


def forget_idle_environments(env):
    """Drop environments that nobody uses any more.

    What they have cached refers to them, so they stay until Python's collector comes
    along: one for each line that a split has copied, and all are looked through for
    every ``sudo`` and ``with_context``. What is still used caches it anew.
    """
    for other in list(env.transaction.envs):
        reset_cached_properties(other)
