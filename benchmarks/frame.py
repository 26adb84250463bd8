"""What is measured costs the same, however deep the calls are nested.

Python keeps the frames of its calls in blocks of 16 KB, and gives a block back with
the call that needed it. Where a loop calls across the end of a block, each turn asks
the system for memory: as chance has it, an order is made in 8 ms or in 12, by stock
Odoo as well. A frame that is too large for a block gets one of its own size, rounded
up, and all that it calls stands in what is left.
"""

SLOTS = 70_000  # of 8 bytes: 560 KB, of a block of 1 MB


def call_in_large_frame(function, *args):
    """
    :return: what ``function`` returns
    """
    names = "=".join(f"v{index}" for index in range(SLOTS))
    namespace = {}
    exec(  # a frame is as large as its function has variables
        f"def call(function, args):\n if not function:\n  {names} = 0\n"
        " return function(*args)",
        namespace,
    )
    return namespace["call"](function, args)
