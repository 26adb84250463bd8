SHIP = "ship"
CONSUME = "consume"
ALL = "all"
