"""State that lasts as long as a block of code runs, for all that is done in it.

It is never in a context: a context travels into actions and to the web client, and can
be sent by one. It is not among what Odoo keeps for a transaction either: a savepoint
that is rolled back clears ``cr.cache`` and ``cr.precommit``, and a commit clears
``cr.postcommit``, while the block is still running. So it is kept beside the cursor,
and goes with the block, however that ends.
"""

from contextlib import contextmanager

# Attribute of a cursor: {name of a scope that is open: its state}
STATES = "_lot_prealloc_scopes"


class Scope:
    """A kind of block that code further down may ask for."""

    def __init__(self, name):
        self.name = name

    def is_in_use(self, env):
        """:return: whether it may be opened. Made to be extended"""
        return True

    @contextmanager
    def open(self, env, state=True):
        """
        :param env: whose cursor it is for
        :param state: what to keep meanwhile; None: it is as if no scope were open
        :return: context manager; its value is the state
        """
        is_opened = state is not None and self.is_in_use(env)
        states = env.cr.__dict__.setdefault(STATES, {})
        outer = states.pop(self.name, None)
        if is_opened:
            states[self.name] = state
        try:
            yield state
        finally:
            states.pop(self.name, None)
            if outer is not None:
                states[self.name] = outer

    def closed(self, env):
        """:return: context manager in which this scope is not open"""
        return self.open(env, None)

    def get(self, env):
        """:return: the state of the innermost block, or None"""
        states = env.cr.__dict__.get(STATES)
        return states.get(self.name) if states else None


def get_open_scopes(env):
    """:return: set of the names of all scopes that are open"""
    return set(env.cr.__dict__.get(STATES, ()))


def is_any_open(env, names):
    """:return: whether a scope of one of these names (a set) is open"""
    states = env.cr.__dict__.get(STATES)
    return bool(states) and not names.isdisjoint(states)
