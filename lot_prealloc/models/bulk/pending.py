"""What is summed up before it is written, and then written at once.

It is kept among what Odoo does before it commits. So it is written before a commit, and
before a savepoint is set; and where a savepoint or all is rolled back, it goes together
with the rows that it belongs to.
"""


def get_pending(env, name, make, write):
    """
    :param str name: of what is summed up
    :param make: function that makes an empty sum
    :param write: function that takes the sum with :func:`take_pending`, and writes it
    :return: the sum of this transaction, as far as it is not written yet
    """
    precommit = env.cr.precommit
    if name not in precommit.data:
        precommit.data[name] = make()
        precommit.add(write)
    return precommit.data[name]


def peek_pending(env, name):
    """:return: the sum of this transaction that is not written yet, or None"""
    return env.cr.precommit.data.get(name)


def take_pending(env, name):
    """:return: what is to be written now, or None"""
    return env.cr.precommit.data.pop(name, None)
