OPEN_STATES = ("draft", "confirmed", "progress", "to_close")
# Work on it has begun, and it is not completed.
STARTED_STATES = ("progress", "to_close")
STATES = (*OPEN_STATES, "done")
