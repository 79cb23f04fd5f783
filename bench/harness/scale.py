"""The same single reports with few and many series, into an empty store and into one that has millions of samples."""
import time
import kept, load, rows, work

LOCATIONS = (3, 250, 25_000)


def singles(locations, millions):
    def run(name, seconds):
        with rows.Measured(name) as measured:
            peer = measured.peer
            each = max(1, millions * 1_000_000 // (locations * work.VALUES))
            # Until two hours ago: nothing of it is summed up while we measure.
            until = int(time.time()) - 7200
            began = time.monotonic()
            kept.fill(peer, [(f"place{place}", metric, until - each * kept.STEP, until) for place in range(locations) for metric in work.METRICS])
            filled = time.monotonic() - began
            measured.acknowledged = each * locations * work.VALUES
            kind = rows.kind_for(name)
            requests = work.singles(peer.target(kind), kind, locations=locations)
            measured.count(load.wrk(peer, requests, rows.warm_up(seconds)))
            figures = measured.count(load.wrk(peer, requests, seconds))
            figures["filled in s"] = filled
            return measured.settle(figures)
    return run


def of_scale(millions):
    for stored in (0, millions):
        for locations in LOCATIONS:
            series = locations * work.VALUES
            yield rows.Row(f"scale-{series}-{stored}m", f"single reports, {series:,} series, {stored} million samples stored", rows.KEEPERS, singles(locations, stored),
                           against=f"scale-{LOCATIONS[0] * work.VALUES}-0m")
