"""What tests of random histories share."""


def play(history, seed, variable):
    """Play a history; where it fails, tell it and how it is repeated.

    :param history: with ``play()`` and ``log``, a line for each step
    :param str variable: of the environment, in which seeds are given
    """
    try:
        history.play()
    except Exception as error:
        story = "\n  ".join([f"seed {seed}", *history.log])
        error.add_note(f"{story}\n{variable}={seed} repeats this history.")
        raise
