"""Medians, spread and ratios of what the rounds gave, and the targets of DESIGN 7."""
import statistics


class Results:
    """figures[row][system]: a list, one for each round."""

    def __init__(self, rows):
        self.rows = {row.name: row for row in rows}
        self.figures = {}

    def add(self, row, system, figures):
        self.figures.setdefault(row.name, {}).setdefault(system, []).append(figures)

    def values(self, row, system, figure=None):
        return [figures[figure or self.rows[row].figure] for figures in self.figures.get(row, {}).get(system, [])]

    def ratios(self, row, system, reference, figure=None):
        """Each round is compared within itself: what the machine was like then, it was like for both."""
        return [a / b for a, b in zip(self.values(row, system, figure), self.values(row, reference, figure)) if b]


def differences(results):
    """Whether the systems stored more or less than they acknowledged. Where Barograph did there are no results: the bench has ended."""
    counted = [(results.rows[row].title, system, [figures["difference"] for figures in rounds if figures.get("difference") is not None])
               for row, systems in results.figures.items() for system, rounds in systems.items()]
    runs = sum(len(found) for *_, found in counted)
    if runs:
        others = [f"- {title}, {system}: {', '.join(f'{difference:+,d}' for difference in found)}" for title, system, found in counted if any(found)]
        yield f"Values stored were counted after {runs} runs and compared with the values acknowledged: equal in all{' but these:' if others else '.'}"
        yield from ("", *others) if others else ()


def spread(values, form):
    if not values:
        return "-"
    if len(values) == 1:
        return form(values[0])
    return f"{form(statistics.median(values))} ({form(min(values))}–{form(max(values))})"


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def factor(value):
    return f"{value:.2f}"


def table(results, reference="influx"):
    """Lines of Markdown: a row of work and a system each, in the order of the rows, whoever began."""
    yield f"| work | system | median (least–most) | p50 ms | p99 ms | × {reference} in the same round |"
    yield "|---|---|---|---|---|---|"
    for name, row in results.rows.items():
        systems = results.figures.get(name, {})
        for system in (system for system in row.systems if system in systems):
            rounds = systems[system]
            ratios = results.ratios(name, system, reference) if system != reference else []
            p50, p99 = ([figures[key] for figures in rounds if key in figures] for key in ("p50", "p99"))
            yield (f"| {row.title} | {system} | {spread(results.values(name, system), number)} {row.unit} | {median(p50)} | {median(p99)} | "
                   f"{spread(ratios, factor) if reference in systems else '-'} |")


def median(values):
    return number(statistics.median(values)) if values else "-"


def growth(results):
    """How rows that ask for more than another one compare with it, each system with itself, in the same round."""
    for name, systems in results.figures.items():
        row = results.rows[name]
        for system in systems if row.against and row.against != name else ():
            quotients = [a / b for a, b in zip(results.values(name, system), results.values(row.against, system))]
            if quotients:
                yield f"| {row.title} | {system} | {spread(quotients, factor)} |"


# row, system, reference (or None), factor or bound, in which direction
TARGETS = (
    *(("single-64", "postgres", *rest) for rest in (("seed", 25, "least"), ("influx", 1.6, "least"), ("empty", 0.6, "least"))),
    *(("single-64", "sqlite", *rest) for rest in (("seed", 30, "least"), ("influx", 2, "least"))),
    *((f"batch-{size}", system, "influx", 1.2, "least") for size in (100, 1000, 5000) for system in ("sqlite", "sqlite-line")),
    *((f"batch-{size}", system, "copy", 0.8, "least") for size in (100, 1000, 5000) for system in ("postgres", "postgres-line")),
    ("latency", "sqlite", None, 10, "most"), ("latency", "postgres", None, 10, "most"),
    ("mqtt", "sqlite-mqtt", "mosquitto", 0.5, "least"), ("mqtt", "postgres-mqtt", "mosquitto", 0.5, "least"),
    *(("year", system, *rest) for system in ("sqlite", "postgres") for rest in ((None, 10, "most"), ("influx", 1 / 50, "most"))),
    ("memory", "sqlite", None, 90, "most"), ("start", "sqlite", None, 0.8, "most"),
    ("memory", "sqlite-aot", None, 50, "most"), ("start", "sqlite-aot", None, 0.2, "most"),
)


def targets(results):
    yield "| work | system | target | measured | |"
    yield "|---|---|---|---|---|"
    for name, system, reference, bound, direction in TARGETS:
        measured = results.ratios(name, system, reference) if reference else results.values(name, system)
        if not measured:
            continue
        value = statistics.median(measured)
        reached = value >= bound if direction == "least" else value <= bound
        part = value / bound if direction == "least" else bound / value
        unit = f"× {reference}" if reference else results.rows[name].unit
        sign = "≥" if direction == "least" else "≤"
        verdict = "reached" if reached else f"**missed**: {part:.0%} of it"
        yield f"| {results.rows[name].title} | {system} | {sign} {bound:.3g} {unit} | {spread(measured, lambda v: f'{v:.3g}')} | {verdict} |"
