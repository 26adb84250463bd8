def post_init_hook(env):
    """Numbers that are held already get their dates from production as well (BX-14)."""
    env["stock.lot"]._forget_dates_of_held_numbers()
