"""What is measured of taking reports. A row is one kind of work; every system of it gets the same, from a store of its own that is new each time."""
import os, time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Callable
import load, peers, postgres, processes, reading, work
from barograph import Barograph

SYSTEMS = {
    "sqlite": lambda: Barograph("sqlite"),
    "postgres": lambda: Barograph("postgres"),
    "sqlite-aot": lambda: Barograph("sqlite", "aot"),
    "postgres-aot": lambda: Barograph("postgres", "aot"),
    "sqlite-nginx": lambda: Barograph("sqlite", proxy=True),
    "postgres-nginx": lambda: Barograph("postgres", proxy=True),
    "sqlite-line": lambda: Barograph("sqlite"),
    "postgres-line": lambda: Barograph("postgres"),
    "sqlite-mqtt": lambda: Barograph("sqlite", mqtt=True),
    "postgres-mqtt": lambda: Barograph("postgres", mqtt=True),
    "seed": lambda: peers.Seed(1),
    "seed-4": lambda: peers.Seed(4),
    "influx": peers.Influx,
    "victoria": peers.Victoria,
    "empty": peers.Empty,
    "mosquitto": peers.Mosquitto,
}
HOUSE = ("sqlite", "postgres")
KEEPERS = (*HOUSE, "influx")
ALL = (*HOUSE, "seed", "influx", "victoria", "empty")


@dataclass(frozen=True)
class Row:
    """run takes a system's name and seconds, and gives figures. figure: which of them is compared. quick: the systems of --quick. against: the
    row that this one is compared with, of the same system."""
    name: str
    title: str
    systems: tuple
    run: Callable
    figure: str = "rate"
    unit: str = "reports/s"
    quick: tuple = ()
    against: str = ""


def kind_for(name):
    return "line" if name in ("influx", "victoria") or name.endswith("-line") else "form"


class Measured:
    """Starts a system, and compares in the end what it has with what it acknowledged."""

    def __init__(self, name):
        self.peer, self.acknowledged = SYSTEMS[name](), 0

    def __enter__(self):
        self.peer.start()
        return self

    def __exit__(self, kind, *_):
        # After a failure all ends at once, and what is there may be looked at until then.
        if kind is None:
            self.peer.stop()

    def count(self, figures, values=work.VALUES):
        """Adds what a client saw acknowledged, and gives it back."""
        self.acknowledged += int(figures["ok"]) * values
        return figures

    def settle(self, figures):
        """Rows stored must equal values acknowledged. Where Barograph fails this there is no result."""
        stored = self.peer.stored()
        figures["difference"] = None if stored is None else stored - self.acknowledged
        if self.peer.exact and figures["difference"] != 0:
            raise RuntimeError(f"{stored} values are stored and {self.acknowledged} were acknowledged: this must not be, whatever the rates are.")
        return figures


def singles(connections=64, kind=None, close=False):
    def run(name, seconds):
        with Measured(name) as measured:
            peer, sent = measured.peer, kind or kind_for(name)
            requests = work.singles(peer.target(sent), sent, close)
            measured.count(load.wrk(peer, requests, warm_up(seconds), connections))
            return measured.settle(measured.count(load.wrk(peer, requests, seconds, connections)))
    return run


def batches(reports):
    def run(name, seconds):
        if name in ("copy", "unnest"):
            return into_table(name, reports, seconds)
        with Measured(name) as measured:
            peer, kind = measured.peer, "line" if kind_for(name) == "line" else "json"
            requests = work.batches(peer.target(kind), kind, reports)
            figures = None
            for length, begin in ((warm_up(seconds), 0), (seconds, 200_000)):
                figures = measured.count(load.wrk(peer, requests, length, 8, kind == "json", begin), reports * work.VALUES)
            figures["rate"] *= reports * work.VALUES
            return measured.settle(figures)
    return run


def into_table(kind, reports, seconds):
    """The same rows into the same table, without a server before it, and without its trigger, which wants to be told who inserts."""
    with Measured("postgres") as measured:
        peer = measured.peer
        peer.stop_server()
        postgres.cluster().ask(peer.database, "ALTER TABLE sample DISABLE TRIGGER USER")
        for length, begin in ((warm_up(seconds), 0), (seconds, 200_000)):
            figures = measured.count(load.ours("rows", connection=f"Host={postgres.cluster().folder};Username=postgres;Database={peer.database}", kind=kind,
                                               reports=reports, locations=work.LOCATIONS, seconds=length, **{"from": (work.soon() + begin) / 10}), reports * work.VALUES)
        figures["rate"] *= reports * work.VALUES
        stored = int(postgres.cluster().ask(peer.database, "SELECT count(*) FROM sample"))
        figures["difference"] = stored - measured.acknowledged
        return figures


def half_the_peak(name, seconds):
    """Looks for the peak first, then sends half of it at even intervals."""
    with Measured(name) as measured:
        peer, kind = measured.peer, kind_for(name)
        requests = work.singles(peer.target(kind), kind)
        measured.count(load.wrk(peer, requests, warm_up(seconds)))
        peak = measured.count(load.wrk(peer, requests, max(1, seconds / 2)))["rate"]
        figures = measured.count(load.paced(peer, requests, seconds, peak / 2))
        figures["peak"] = peak
        return measured.settle(figures)


def mqtt(name, seconds):
    with Measured(name) as measured:
        payloads = work.parts(work.report(i, i).replace('"location":"place%d",' % i, "") for i in range(work.LOCATIONS))
        measured.count(load.mqtt(measured.peer, payloads, warm_up(seconds)))
        return measured.settle(measured.count(load.mqtt(measured.peer, payloads, seconds)))


def beside_dashboards(name, seconds):
    """64 boards, and 20 dashboards that ask for five answers each second. The rate is the boards'; the readers' p99 is told beside it."""
    with Measured(name) as measured:
        peer, kind = measured.peer, kind_for(name)
        requests = work.singles(peer.target(kind), kind)
        measured.count(load.wrk(peer, requests, warm_up(seconds)))
        with ThreadPoolExecutor(1) as beside:
            read = beside.submit(reading.ask, peer, reading.dashboard(peer, "1h"), 20, 1, seconds)
            figures = measured.count(load.wrk(peer, requests, seconds))
            figures["reads"] = read.result()["rate"]
            figures["reads p99"] = read.result()["p99"]
        return measured.settle(figures)


def fsyncs(name, seconds):
    """4 kB at a time onto the end of a file, each followed by fdatasync: what a commit costs at least."""
    path = os.path.join(processes.folder("work"), "fsync")
    file = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    began, done = time.monotonic(), 0
    while time.monotonic() - began < seconds:
        os.write(file, b"x" * 4096)
        os.fdatasync(file)
        done += 1
    os.close(file)
    os.remove(path)
    return {"rate": done / (time.monotonic() - began), "ok": done}


def warm_up(seconds):
    """Until the JIT has compiled what is hot; less would measure the compiler."""
    return 1 if seconds <= 3 else 6


def of_ingest():
    yield Row("single-64", "single reports, 64 connections",
              (*ALL, "seed-4", "sqlite-aot", "postgres-aot", "sqlite-nginx", "postgres-nginx"), singles(), quick=ALL)
    yield Row("single-64-json", "single reports as JSON, 64 connections", HOUSE, singles(kind="json"))
    for connections in (1, 16, 256):
        yield Row(f"single-{connections}", f"single reports, {connections} connection{'s' if connections > 1 else ''}", ALL, singles(connections))
    yield Row("close-64", "a connection for each report, 64 at once", (*ALL, "sqlite-nginx", "postgres-nginx"), singles(close=True))
    for reports in (100, 1000, 5000):
        systems = (*HOUSE, "sqlite-line", "postgres-line", "influx", "victoria", "copy", "unnest")
        yield Row(f"batch-{reports}", f"batches of {reports:,} reports", systems, batches(reports), unit="values/s",
                  quick=(*HOUSE, "influx", "copy", "unnest") if reports == 1000 else ())
    yield Row("mixed", "64 boards beside 20 dashboards", KEEPERS, beside_dashboards)
    yield Row("latency", "p99 at half the peak, 64 connections", (*KEEPERS, "seed"), half_the_peak, figure="p99", unit="ms", quick=HOUSE)
    yield Row("mqtt", "MQTT QoS 1, 64 connections", ("sqlite-mqtt", "postgres-mqtt", "mosquitto"), mqtt, quick=("sqlite-mqtt", "postgres-mqtt", "mosquitto"))
    yield Row("fsync", "fdatasync of 4 kB", ("disk",), fsyncs, unit="1/s", quick=("disk",))
