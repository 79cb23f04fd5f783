"""Barograph as it is published: on either engine, with the JIT or as native code, straight or behind nginx on a Unix socket."""
import glob, json, os, shutil, sqlite3, time, urllib.error, urllib.request
import postgres, processes, work
from peers import Peer, nginx


def program(kind="jit"):
    return os.path.join(published(kind), "barograph")


def published(kind):
    """The folder that dotnet publish made, or "" if it did not."""
    programs = glob.glob(os.path.join(processes.ROOT, "artifacts", "publish", "linux-*", "barograph"))
    return next((folder for folder in map(os.path.dirname, programs) if folder.endswith("-aot") == (kind == "aot")), "")


class Barograph(Peer):
    """Its values must be exactly those that were acknowledged."""
    exact = True
    user = "bench"

    def __init__(self, engine, kind="jit", proxy=False, mqtt=False):
        super().__init__()
        self.engine, self.kind, self.proxy = engine, kind, proxy
        self.mqtt = processes.free_port() if mqtt else None
        self.database = postgres.new_name() if engine == "postgres" else None
        self.environment = {"BAROGRAPH_SERIES_PER_TOKEN": "1000000"}
        self.place = ["--data", os.path.join(self.folder, "data")]
        # Of footprint.py: the cores and the cgroup that the server is held to.
        self.cores = self.group = None

    def start(self):
        if self.database:
            setup = self.command("postgres", "setup", "--admin", f"Host={postgres.cluster().folder};Username=postgres", "--database", self.database,
                                 "--login", self.database + "_login", place=[])
            self.place += ["--store", setup["store"]]
        self.serve()
        self.token = self.command("device", "add", "bench", "--any-location")["token"]
        self.reader = self.command("token", "add", "reader", "--scope", "read")["token"]
        processes.until(lambda: self.knows(self.token) and self.knows(self.reader), self.server, "the tokens")

    def serve(self):
        """Starts the server on its store, the first time or again; the seconds from start to ready."""
        socket = os.path.join(self.folder, "http.sock")
        urls = f"http://unix:{socket}" if self.proxy else f"http://127.0.0.1:{self.port}"
        mqtt = ["--mqtt", f"127.0.0.1:{self.mqtt}"] if self.mqtt else []
        log = os.path.join(self.logs, f"barograph-{self.port}")
        open(log, "w").close()
        began = time.monotonic()
        bounded = ["sh", "-c", 'echo $$ >"$0/cgroup.procs" && exec "$@"', self.group] if self.group else []
        self.server = self.begin("barograph", [*bounded, program(self.kind), "serve", "--urls", urls, *mqtt, *self.place],
                                 ready=lambda: "\nReady" in processes.read(log), env=self.environment, cores=self.cores)
        took = time.monotonic() - began
        if self.proxy and len(self.processes) == 1:
            self.through_nginx(socket)
        return took

    def through_nginx(self, socket):
        """With the files that we ship (deploy/nginx)."""
        snippets = os.path.join(self.folder, "snippets")
        shutil.copytree(os.path.join(processes.ROOT, "deploy", "nginx"), snippets)
        upstream = processes.read(os.path.join(snippets, "barograph-upstream.conf")).replace("/run/barograph/http.sock", socket)
        nginx(self, "include snippets/barograph.conf;", before=upstream)

    def command(self, *words, place=None):
        return json.loads(processes.run([program(self.kind), *words, "--json", *(self.place if place is None else place)]))

    def knows(self, token):
        """A reader's token is known when it is told that it may not report."""
        question = urllib.request.Request(f"http://127.0.0.1:{self.port}/SQL_API", headers={"Authorization": "Bearer " + token})
        try:
            return urllib.request.urlopen(question, timeout=10).status == 201
        except urllib.error.HTTPError as error:
            return error.code == 403

    def target(self, kind):
        if kind == "form":
            return "/SQL_API/", work.basic("bench", self.token)
        return ("/api/v1/reports", "Bearer " + self.token) if kind == "json" else ("/write?db=bench", "Token " + self.token)

    def get(self, path, data=None):
        question = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data, headers={"Authorization": "Bearer " + self.reader})
        with urllib.request.urlopen(question, timeout=600) as answer:
            return answer.read().decode()

    def stop_server(self):
        processes.stop(self.server)
        self.processes = tuple(process for process in self.processes if process is not self.server)

    def stored(self):
        """Stops the server first: what it answered must be there without it."""
        self.stop_server()
        if self.database:
            return int(postgres.cluster().ask(self.database, "SELECT count(*) FROM sample"))
        with sqlite3.connect(self.file()) as store:
            return store.execute("SELECT count(*) FROM sample").fetchone()[0]

    def file(self):
        return os.path.join(self.folder, "data", "barograph.db")

    def stop(self):
        super().stop()
        if self.database:
            postgres.drop(self.database)
