"""The others: the seed's stack, InfluxDB, VictoriaMetrics, an endpoint that does nothing, mosquitto. Each: start, target, stored, stop."""
import json, os, time, urllib.parse, urllib.request
import postgres, processes, work

LOAD = os.path.join(processes.ROOT, "artifacts", "bench", "load", "Barograph.Load")


class Peer:
    """stored() counts values while it runs; None if it keeps nothing."""
    exact = False
    processes = ()

    def __init__(self):
        self.port = processes.free_port()
        self.folder = processes.folder(f"{type(self).__name__.lower()}-{self.port}")
        self.logs = processes.folder("logs")

    def begin(self, name, command, ready=None, **more):
        process = processes.start(command, os.path.join(self.logs, f"{name}-{self.port}"), **more)
        self.processes = (*self.processes, process)
        processes.until(ready or (lambda: processes.listens(self.port)), process, name)
        return process

    def get(self, path, data=None):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", data, timeout=600) as answer:
            return answer.read().decode()

    def stored(self):
        return None

    def stop(self):
        for process in reversed(self.processes):
            processes.stop(process)
        processes.run(["rm", "-rf", self.folder])


class Empty(Peer):
    def start(self):
        self.begin("empty", [LOAD, "empty", "--port", str(self.port)])

    def target(self, kind):
        return "/SQL_API/", work.basic("user", "pass")


class Seed(Peer):
    """nginx, a Unix socket, uwsgi with so many processes, PostgreSQL by a role that may only insert and read."""

    def __init__(self, workers=1):
        super().__init__()
        self.workers = workers
        self.database = postgres.new_name()

    def start(self):
        cluster = postgres.cluster()
        role = self.database + "_board"
        cluster.ask("postgres", f"CREATE DATABASE {self.database}")
        cluster.ask("postgres", f"CREATE ROLE {role} LOGIN")
        cluster.ask(self.database, "CREATE TABLE esp32data (time timestamp DEFAULT CURRENT_TIMESTAMP, location text, temperature double precision, "
                    f"humidity double precision, pressure double precision, wetness double precision); GRANT SELECT, INSERT ON esp32data TO {role}")
        socket = os.path.join(self.folder, "seed.sock")
        self.begin("uwsgi", ["uwsgi", "--plugin", "python3", "--master", "--die-on-term", "--need-app", "--processes", str(self.workers), "--socket", socket,
                             "--chmod-socket=666", "--listen", "1024", "--disable-logging", "--wsgi-file", os.path.join(os.path.dirname(__file__), "seed", "app.py")],
                   ready=lambda: os.path.exists(socket),
                   env={"SEED_DATABASE": f"postgresql+psycopg2://{role}@/{self.database}?host={cluster.folder}"})
        nginx(self, f"location /SQL_API {{ include /etc/nginx/uwsgi_params; uwsgi_pass unix:{socket}; }}")

    def target(self, kind):
        return "/SQL_API/", work.basic("user", "pass")

    def stored(self):
        return work.VALUES * int(postgres.cluster().ask(self.database, "SELECT count(*) FROM esp32data"))

    def stop(self):
        super().stop()
        postgres.drop(self.database)


class Influx(Peer):
    """InfluxDB 1.6 with its defaults: each write is in its log and synced (wal-fsync-delay 0). Nobody signs in; requests are not logged."""

    def start(self):
        settings = os.path.join(self.folder, "influxdb.conf")
        with open(settings, "w") as file:
            file.write(f"""reporting-disabled = true
bind-address = "127.0.0.1:{processes.free_port()}"
[meta]
dir = "{self.folder}/meta"
[data]
dir = "{self.folder}/data"
wal-dir = "{self.folder}/wal"
query-log-enabled = false
max-series-per-database = 0
[http]
bind-address = "127.0.0.1:{self.port}"
log-enabled = false
""")
        self.begin("influxd", ["influxd", "-config", settings])
        self.get("/query", b"q=CREATE DATABASE bench")

    def target(self, kind):
        return "/write?db=bench", None

    def ask(self, query):
        answer = json.loads(self.get("/query?" + urllib.parse.urlencode({"db": "bench", "q": query})))
        return answer["results"][0].get("series", [])

    def stored(self):
        series = self.ask("SELECT count(*) FROM weather")
        return sum(series[0]["values"][0][1:]) if series else 0


class Victoria(Peer):
    """VictoriaMetrics with its defaults. It answers before anything is on disk: the last seconds are lost in a crash."""

    def start(self):
        self.begin("victoria-metrics", ["victoria-metrics", "-storageDataPath", self.folder, "-httpListenAddr", f"127.0.0.1:{self.port}",
                                        "-search.maxSamplesPerQuery", "2000000000", "-loggerLevel", "WARN"])

    def target(self, kind):
        return "/write", None

    def stored(self):
        self.get("/internal/force_flush")
        query = urllib.parse.urlencode({"query": 'sum(count_over_time({location!=""}[3d]))', "time": int(time.time()) + 86400, "nocache": 1})
        result = json.loads(self.get("/api/v1/query?" + query))["data"]["result"]
        return int(result[0]["value"][1]) if result else 0


class Mosquitto(Peer):
    """mosquitto with persistence off: it acknowledges what it has in memory and passes it to nobody."""
    user = "bench"

    def start(self):
        settings = os.path.join(self.folder, "mosquitto.conf")
        with open(settings, "w") as file:
            file.write(f"listener {self.port} 127.0.0.1\nallow_anonymous true\npersistence false\nlog_type error\n")
        self.begin("mosquitto", ["/usr/sbin/mosquitto", "-c", settings])
        self.mqtt = self.port


def nginx(peer, site, before=""):
    """One nginx as Debian sets it up, but for its own log of requests, on the peer's port."""
    settings = os.path.join(peer.folder, "nginx.conf")
    with open(settings, "w") as file:
        file.write(f"""{"user root;" if processes.IS_ROOT else ""}
worker_processes auto;
pid {peer.folder}/nginx.pid;
error_log {peer.folder}/error.log;
daemon off;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    tcp_nopush on;
    client_body_temp_path {peer.folder}/body;
    proxy_temp_path {peer.folder}/proxy;
    uwsgi_temp_path {peer.folder}/uwsgi;
    fastcgi_temp_path {peer.folder}/fastcgi;
    scgi_temp_path {peer.folder}/scgi;
    {before}
    server {{ listen 127.0.0.1:{peer.port}; {site} }}
}}
""")
    peer.begin("nginx", ["/usr/sbin/nginx", "-c", settings, "-p", peer.folder])
