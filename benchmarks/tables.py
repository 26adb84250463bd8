"""How figures are printed."""

from statistics import median

from process import get_ratio

HEADER = (
    "| | seconds: median (min – max) | processor seconds | SQL statements |\n"
    "|---|---|---|---|"
)


def format_spread(values, digits=2):
    low, middle, high = min(values), median(values), max(values)
    return f"{middle:.{digits}f} ({low:.{digits}f} – {high:.{digits}f})"


def print_table(title, costs):
    print(f"\n### {title}\n\n{HEADER}")
    for label, rounds in costs.items():
        seconds = format_spread([cost["seconds"] for cost in rounds])
        processor = median(cost["processor"] for cost in rounds)
        statements = median(cost["statements"] for cost in rounds)
        print(f"| {label} | {seconds} | {processor:.2f} | {statements:,.0f} |")
    print()


def print_memory(title, costs):
    print(f"\n### {title}\n\n| | MB: median (min – max) |\n|---|---|")
    for label, rounds in costs.items():
        print(f"| {label} | {format_spread([r['megabytes'] for r in rounds], 0)} |")
    print()


def print_target(label, value, at_least=None, at_most=None):
    """With neither limit it is for information."""
    if at_least is None and at_most is None:
        print(f"- {value:.3g} {label}")
        return
    met = value >= at_least if at_most is None else value <= at_most
    wanted = f"at least {at_least}" if at_most is None else f"at most {at_most}"
    print(f"- {value:.3g} {label}; target {wanted}: {'met' if met else '**missed**'}")


def print_ratio(label, costs, above, below, **limit):
    """With that of processor seconds: other programs count in the first one only."""
    processor = get_ratio(costs, above, below, "processor")
    label = f"{label} ({processor:.3g} of the processor's)"
    print_target(label, get_ratio(costs, above, below), **limit)
