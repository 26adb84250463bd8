from typing import NamedTuple


class Kind(NamedTuple):
    """How entries of a kind are shown in the timeline."""

    icon: str
    colour: str
    # The first one counts for which there is all it names.
    sentences: list
