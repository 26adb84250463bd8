OPEN_STATES = ("draft", "confirmed", "progress", "to_close")
STATES = (*OPEN_STATES, "done")
