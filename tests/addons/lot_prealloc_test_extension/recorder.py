"""What the methods of this addon are called for, while somebody listens."""

from collections import namedtuple
from contextlib import contextmanager

Call = namedtuple("Call", "model method ids values")

_calls = []
_is_listening = False


@contextmanager
def listen():
    """:return: context manager; its value is the list of :class:`Call`, as they come"""
    global _is_listening
    _calls.clear()
    _is_listening = True
    try:
        yield _calls
    finally:
        _is_listening = False


def note(records, method, values=None):
    if _is_listening:
        _calls.append(Call(records._name, method, records._ids, dict(values or {})))
