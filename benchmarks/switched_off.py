"""What the addon costs in a company that does not preallocate (q)."""

from functools import partial

from process import alternate, get_costs_of, get_ratio, scaled
from tables import print_table, print_target

# {title: (method of measure.Bench, values for it, steps of its cost: {title: name})}
FLOWS = {
    "a receipt": ("validate_receipt", {"units": 500}, None),
    "a delivery": ("validate_delivery", {"units": 500}, None),
    "an internal transfer": ("validate_transfer", {"units": 500}, None),
    "Mark as Done": ("mark_done", {"units": 100}, None),
    "orders": (
        "confirm",
        {"orders": 500},
        {"creation of orders": "create", "confirmation of orders": "confirm"},
    ),
    "a reservation": (
        "reserve",
        {"units": 500},
        {"Check Availability": "assign", "Unreserve": "unreserve"},
    ),
    "numbers of a receipt": (
        "receive",
        {"units": 500, "how": "method"},
        {"Generate Serials": "generate"},
    ),
}


def bench_switched_off(runs, stock, ours):
    for title, (flow, values, steps) in FLOWS.items():
        values = {
            name: scaled(value) if isinstance(value, int) else value
            for name, value in values.items()
        }
        without, off = "stock", "ours, switched off"
        costs = alternate(
            runs,
            {
                without: partial(stock.measure, flow, **values),
                off: partial(ours.measure, "measure_off", flow=flow, **values),
            },
        )
        for step_title, step in (steps or {title: None}).items():
            of_step = get_costs_of(step, costs) if step else costs
            print_table(f"(q) settings off: {step_title}", of_step)
            ratio = partial(get_ratio, of_step, off, without)
            print_target(
                "times stock's processor time", ratio("processor"), at_most=1.03
            )
            print_target("times stock's statements", ratio("statements"))
