from collections import defaultdict


class Tally:
    """What a split does to reservations, until it is applied as a whole."""

    def __init__(self):
        # by product, location, lot, package and owner (ids), in the product's unit
        self.reserved = defaultdict(float)
        # ids of move lines that went to another move, and of the moves they left
        self.moved_line_ids = []
        self.left_move_ids = set()
