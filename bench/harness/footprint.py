"""Size, idle memory and start of the published builds, and what one core and 512 MB give."""
import os, time
import load, processes, rows, work
from barograph import Barograph, published

BUILDS = ("sqlite", "postgres", "sqlite-aot", "postgres-aot")
IDLE = 5  # seconds after the start
BOARD_MEMORY = 512 * 2**20
# The first is version 2 of cgroups, where memory.max bounds it, the second version 1.
GROUPS = (("/sys/fs/cgroup", "memory.max"), ("/sys/fs/cgroup/memory", "memory.limit_in_bytes"))


def size(name, seconds):
    total = sum(os.path.getsize(os.path.join(path, file)) for path, _, files in os.walk(published(kind(name))) for file in files)
    return {"size": total / 1e6}


def start(name, seconds):
    """From the process to its line "Ready", on a store that is there."""
    with rows.Measured(name) as measured:
        measured.peer.stop_server()
        return {"seconds": measured.peer.serve()}


def memory(name, seconds):
    """Resident memory of the process that has started, taken one report and then rested."""
    with rows.Measured(name) as measured:
        peer = measured.peer
        peer.stop_server()
        peer.serve()
        load.wrk(peer, work.singles(peer.target("form"), "form", locations=1), 0.01, 1)
        time.sleep(IDLE)
        status = processes.read(f"/proc/{peer.server.pid}/status")
        return {"memory": int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) * 1024 / 1e6}


def small_board(name, seconds):
    """The server has one core and 512 MB (a cgroup; where none may be made, only the core), the client the other cores."""
    peer = rows.SYSTEMS[name]()
    peer.cores = "0"
    peer.group = limit_memory()
    try:
        peer.start()
        requests = work.singles(peer.target("form"), "form")
        figures = [load.wrk(peer, requests, length) for length in (rows.warm_up(seconds), seconds)]
        stored = peer.stored()
        if stored != work.VALUES * sum(run["ok"] for run in figures):
            raise RuntimeError(f"{stored} values are stored, which is not what was acknowledged.")
        peer.stop()
    finally:
        release_memory(peer.group)
    figures[-1]["memory limited"] = float(peer.group is not None)
    return figures[-1]


def limit_memory():
    """A new cgroup, or None where none may be made."""
    for root, bound in GROUPS:
        group = os.path.join(root, f"barograph-bench-{os.getpid()}")
        try:
            if os.path.exists(os.path.join(root, "cgroup.procs")):
                os.mkdir(group)
                with open(os.path.join(group, bound), "w") as file:
                    file.write(str(BOARD_MEMORY))
                return group
        except OSError:
            release_memory(group)
    return None


def release_memory(group):
    if group and os.path.isdir(group):
        os.rmdir(group)


def kind(name):
    return "aot" if name.endswith("-aot") else "jit"


def of_footprint():
    yield rows.Row("size", "published folder", ("sqlite", "sqlite-aot"), size, "size", "MB", ("sqlite", "sqlite-aot"))
    yield rows.Row("start", "start to ready", BUILDS, start, "seconds", "s", ("sqlite", "sqlite-aot"))
    yield rows.Row("memory", "idle memory", BUILDS, memory, "memory", "MB", ("sqlite", "sqlite-aot"))
    yield rows.Row("board", "single reports, 64 connections, one core and 512 MB", ("sqlite", "sqlite-aot"), small_board)
