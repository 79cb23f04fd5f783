"""The work: what boards and gateways send, as whole HTTP requests that every client here sends as they are."""
import base64, os, time
import processes

LOCATIONS = 100  # with 4 metrics each: 400 series
METRICS = ("temperature", "humidity", "pressure", "wetness")
VALUES = len(METRICS)
# Where a time stands in a batch, up to tenths of a second; work.lua fills it in, 100 ms later in each batch.
TIME = "\x01"
_files = 0


def values(i):
    return 15 + i * 37 % 200 / 10, 40 + i * 53 % 300 / 10, 1013.2, i % 2


def form(i):
    return "location=place%d&temperature=%.1f&humidity=%.1f&pressure=%.1f&wetness=%d" % (i, *values(i))


def report(i, place, moment=None):
    time_field = "" if moment is None else f'"time":{TIME}{moment:02d},'
    return '{"location":"place%d",%s"temperature":%.1f,"humidity":%.1f,"pressure":%.1f,"wetness":%d}' % (place, time_field, *values(i))


def line(i, place, moment=None):
    at = "" if moment is None else f" {TIME}{moment:02d}000000"
    return "weather,location=place%d temperature=%.1f,humidity=%.1f,pressure=%.1f,wetness=%d%s" % (place, *values(i), at)


def single(kind, i):
    return form(i) if kind == "form" else report(i, i) if kind == "json" else line(i, i)


def batch(kind, reports, first):
    """Reports of all locations in turn; those of one location are a millisecond apart."""
    made = [(report if kind == "json" else line)(first + i, i % LOCATIONS, i // LOCATIONS) for i in range(reports)]
    return "[" + ",".join(made) + "]" if kind == "json" else "\n".join(made)


def singles(target, kind, close=False, locations=LOCATIONS):
    return parts(_request(target, kind, single(kind, i), close) for i in range(locations))


def batches(target, kind, reports):
    return parts(_request(target, kind, batch(kind, reports, first), False) for first in range(0, 40, 10))


def soon():
    """Tenths of a second from which batches begin: a gateway that is never late, and far from the bound of a day ahead."""
    return int(time.time() - 300) * 10


def _request(target, kind, body, close):
    path, authorization = target
    # A time takes 12 characters in JSON, with its point, and 11 in the line protocol.
    length = len(body) + body.count(TIME) * (11 if kind == "json" else 10)
    types = {"form": "application/x-www-form-urlencoded", "json": "application/json", "line": "text/plain"}
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Type: {types[kind]}", f"Content-Length: {length}"]
    if authorization:
        lines.append(f"Authorization: {authorization}")
    if close:
        lines.append("Connection: close")
    return "\r\n".join(lines) + "\r\n\r\n" + body


def basic(name, password):
    return "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()



def parts(texts):
    """A file of texts with a NUL between them."""
    global _files
    _files += 1
    path = os.path.join(processes.folder("work"), str(_files))
    with open(path, "w", newline="") as file:
        file.write("\0".join(texts))
    return path
