class Saving:
    """What is known where the lines of a move are written one by one."""

    def __init__(self):
        # {whose access to what: ids}, see access.py
        self.allowed_ids = {}
