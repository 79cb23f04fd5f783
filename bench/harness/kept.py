"""Rows of reading. Their stores are filled once and serve all rounds; a store rests until everything in it is summed up."""
import os, sqlite3, statistics, time
import postgres, processes, reading, rows, work
from barograph import Barograph, program

STEP = 10  # seconds between two samples of a series
HOUSE_LOCATIONS = 10
LATEST_LOCATIONS = 2500
_stores = {}


def house():
    """(location, metric, from, until): a year of one series, and the last day of a house of ten locations."""
    yield "place0", "temperature", *reading.YEAR
    now = int(time.time())
    for place in range(HOUSE_LOCATIONS):
        for metric in work.METRICS:
            yield f"place{place}", metric, now - 86400, now


def many():
    """Ten samples of each of 10,000 series, of the last two minutes."""
    now = int(time.time())
    for place in range(LATEST_LOCATIONS):
        for metric in work.METRICS:
            yield f"place{place}", metric, now - 10 * STEP, now


def value(second):
    return 20 + second % 86400 / 10000


def store(kind, name):
    """The running store of a system, filled."""
    if (kind, name) not in _stores:
        peer = rows.SYSTEMS["postgres" if name == "table" else name]()
        peer.start()
        began = time.monotonic()
        fill(peer, list(house() if kind == "house" else many()))
        print(f"         {kind} for {name}: filled in {time.monotonic() - began:.0f} s", flush=True)
        _stores[kind, name] = peer
    return _stores[kind, name]


def release():
    while _stores:
        _stores.popitem()[1].stop()


def fill(peer, spans):
    if isinstance(peer, Barograph):
        import_into(peer, spans)
        return
    lines = (f"weather,location={place} {metric}={value(t)} {t}" for place, metric, begin, end in spans for t in range(begin, end, STEP))
    while chunk := [line for _, line in zip(range(20_000), lines)]:
        peer.get("/write?db=bench&precision=s", "\n".join(chunk).encode())


def import_into(peer, spans):
    """By "barograph import", without a server beside it. Then the server has to sum up what is new."""
    peer.stop_server()
    path = os.path.join(peer.folder, "samples.csv")
    with open(path, "w") as file:
        file.write("time,location,metric,value\n")
        for place, metric, begin, end in spans:
            file.writelines(f"{t},{place},{metric},{value(t)}\n" for t in range(begin, end, STEP))
    processes.run([program(peer.kind), "import", path, *peer.place])
    os.remove(path)
    peer.serve()
    processes.until(lambda: summed_up(peer), peer.server, "the summary of all that was imported", limit=3600)


def summed_up(peer):
    time.sleep(0.5)
    line = next((line for line in peer.get("/metrics").splitlines() if line.startswith("barograph_rollup_watermark_timestamp_seconds")), None)
    return line is not None and float(line.split()[-1]) > time.time() - 7200 and late_hours(peer) == 0


def late_hours(peer):
    sql = "SELECT count(*) FROM rollup_late"
    if peer.database:
        return int(postgres.cluster().ask(peer.database, sql))
    with sqlite3.connect(f"file:{peer.file()}?mode=ro", uri=True) as connection:
        return connection.execute(sql).fetchone()[0]


def one_by_one(kind, address, sql):
    """One reader, as fast as it is answered."""
    def run(name, seconds):
        peer = store(kind, name)
        if name == "table":
            return straight(peer, sql, seconds)
        return reading.ask(peer, [address(peer)], 1, 0, seconds)
    return run


def straight(peer, sql, seconds):
    """The same from the same table, by the best SQL that we know, without a server before it."""
    import psycopg2
    connection = psycopg2.connect(host=postgres.cluster().folder, user="postgres", dbname=peer.database)
    took = []
    began = time.monotonic()
    with connection.cursor() as cursor:
        while time.monotonic() - began < seconds:
            begin = time.monotonic()
            cursor.execute(sql)
            cursor.fetchall()
            took.append((time.monotonic() - begin) * 1000)
    connection.close()
    return {"rate": len(took) / (time.monotonic() - began), "ok": len(took), "p50": statistics.median(took), "p99": sorted(took)[int(len(took) * 0.99)]}


def crowd(name, seconds):
    peer = store("house", name)
    return reading.ask(peer, reading.dashboard(peer, "1d"), 100, 0, seconds)


YEAR_SQL = f"""SELECT date_bin('6 hours', time, '2025-01-01Z'), count(*), min(value), max(value), avg(value) FROM sample
    WHERE series_id = (SELECT s.id FROM series s JOIN location l ON l.id = s.location_id WHERE l.key = 'place0' AND metric = 'temperature')
    AND time >= to_timestamp({reading.YEAR[0]}) AND time < to_timestamp({reading.YEAR[1]}) GROUP BY 1 ORDER BY 1"""
LATEST_SQL = """SELECT l.key, s.metric, n.time, n.value FROM series s JOIN location l ON l.id = s.location_id,
    LATERAL (SELECT time, value FROM sample WHERE series_id = s.id ORDER BY time DESC LIMIT 1) n"""


def of_reading():
    with_table = (*rows.KEEPERS, "table")
    yield rows.Row("year", "a year of one series at 10 s in 1,460 windows", with_table, one_by_one("house", reading.year, YEAR_SQL), "p50", "ms")
    yield rows.Row("latest", "newest values of 10,000 series", with_table, one_by_one("many", reading.latest, LATEST_SQL), "p50", "ms")
    yield rows.Row("crowd", "100 dashboards at once, without a pause", rows.KEEPERS, crowd, unit="answers/s")
