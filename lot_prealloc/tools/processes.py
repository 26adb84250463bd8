"""What a number can be on hold for (RC-3)."""

SHIP = "ship"
CONSUME = "consume"
ALL = "all"
