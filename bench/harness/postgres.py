"""A PostgreSQL of our own: Debian's default settings, fsync and synchronous_commit on, on a Unix socket and nowhere else."""
import glob, os, shutil
import processes

BINARIES = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: int(path.split("/")[4]))[-1:]
USER = "postgres" if processes.IS_ROOT else None
SETTINGS = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "listen_addresses": "", "max_connections": "100"}
_cluster = None
_databases = 0


class Cluster:
    def __init__(self):
        # Named so that the path of the socket stays below 108 bytes.
        self.folder = processes.folder("pg")
        if USER:
            shutil.chown(self.folder, USER)
        data = os.path.join(self.folder, "data")
        processes.run([program("initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale", "C"], user=USER)
        options = [part for name, value in {**SETTINGS, "unix_socket_directories": self.folder}.items() for part in ("-c", f"{name}={value}")]
        self.process = processes.start([program("postgres"), "-D", data] + options, os.path.join(processes.folder("logs"), "postgres"), user=USER)
        processes.until(lambda: "ready to accept connections" in processes.read(self.process.log), self.process, "PostgreSQL")

    def ask(self, database, sql):
        return processes.run([program("psql"), "-h", self.folder, "-U", "postgres", "-d", database, "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", sql]).strip()


def program(name):
    return os.path.join(BINARIES[0], name)


def cluster():
    """The one that all share; each measurement has a database of its own."""
    global _cluster
    if _cluster is None:
        _cluster = Cluster()
    return _cluster


def new_name():
    global _databases
    _databases += 1
    return f"bench{_databases}"


def drop(database):
    """And lets the next one begin with nothing left to write."""
    cluster().ask("postgres", f"DROP DATABASE {database} WITH (FORCE)")
    cluster().ask("postgres", "CHECKPOINT")
