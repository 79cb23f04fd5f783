"""What is asked of the systems: dashboards, a year for a chart, the newest values of many series."""
import os, time, urllib.parse
import load, processes, work

YEAR = (1735689600, 1767225600)  # 2025
# What our windows hold, so that both read and send the same.
WINDOW = "count({0}), min({0}), max({0}), mean({0}), first({0}), last({0})"


def ask(peer, addresses, readers, period, seconds):
    path = os.path.join(processes.folder("work"), f"addresses-{peer.port}")
    with open(path, "w") as file:
        file.write("\n".join(addresses) + "\n")
    figures = load.ours("read", base=f"http://127.0.0.1:{peer.port}", addresses=path, readers=readers, period=period, seconds=seconds,
                        authorization="Bearer " + getattr(peer, "reader", "nobody"))
    if figures["errors"] or not figures["ok"]:
        raise RuntimeError(f"{type(peer).__name__} refused {figures['errors']:.0f} of its readers' requests")
    return figures


def dashboard(peer, span, place="place1"):
    """The newest values of all locations, and a chart of each metric of one."""
    return [latest(peer), *(chart(peer, place, metric, span) for metric in work.METRICS)]


def latest(peer):
    if hasattr(peer, "reader"):
        return "/api/v1/latest"
    return influx("SELECT last(temperature), last(humidity), last(pressure), last(wetness) FROM weather GROUP BY location")


def chart(peer, place, metric, span):
    """The last hour or day in windows of a minute or five."""
    seconds, step = {"1h": (3600, "1m"), "1d": (86400, "5m")}[span]
    if hasattr(peer, "reader"):
        return "/api/v1/samples?" + urllib.parse.urlencode({"location": place, "metric": metric, "from": int(time.time()) - seconds, "step": step})
    return influx(f"SELECT {WINDOW.format(metric)} FROM weather WHERE location='{place}' AND time >= now() - {seconds}s GROUP BY time({step}) fill(none)")


def year(peer):
    if hasattr(peer, "reader"):
        return "/api/v1/samples?" + urllib.parse.urlencode({"location": "place0", "metric": "temperature", "from": YEAR[0], "to": YEAR[1], "step": "6h"})
    return influx(f"SELECT {WINDOW.format('temperature')} FROM weather WHERE location='place0' AND time >= {YEAR[0]}s AND time < {YEAR[1]}s GROUP BY time(6h)")



def influx(query):
    return "/query?" + urllib.parse.urlencode({"db": "bench", "epoch": "s", "q": query})
