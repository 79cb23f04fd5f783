"""What must be installed, what is built, and what machine this is."""
import os, platform, subprocess, sys
import barograph, peers, postgres, processes

# What shows that it is there, and the Debian package that it comes in.
NEEDED = {
    "/usr/sbin/nginx": "nginx-light", "/usr/bin/uwsgi": "uwsgi", "/usr/lib/uwsgi/plugins/python3_plugin.so": "uwsgi-plugin-python3",
    "/usr/lib/python3/dist-packages/flask_restful": "python3-flask-restful", "/usr/lib/python3/dist-packages/sqlalchemy": "python3-sqlalchemy",
    "/usr/lib/python3/dist-packages/psycopg2": "python3-psycopg2", "/usr/bin/influxd": "influxdb", "/usr/bin/victoria-metrics": "victoria-metrics",
    "/usr/bin/wrk": "wrk", "/usr/sbin/mosquitto": "mosquitto", "/usr/bin/setpriv": "util-linux", "/usr/bin/gcc": "gcc", "/usr/include/zlib.h": "zlib1g-dev",
}


def install():
    missing = [package for path, package in NEEDED.items() if not os.path.exists(path)]
    if not postgres.BINARIES:
        missing.append("postgresql")
    if not missing:
        return
    sudo = [] if processes.IS_ROOT else ["sudo"]
    print(f"Installing {' '.join(missing)}. Debian starts some of them as services; the bench uses none of these.", flush=True)
    subprocess.run([*sudo, "apt-get", "update", "-qq"], check=False)
    subprocess.run([*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing], check=True)
    if "postgresql" in missing:
        os.execv(sys.executable, [sys.executable, *sys.argv])


def build(rebuild, native):
    """Publishes what is not there yet, or all of it. Native code only if it is asked for; where it cannot be made it is left out."""
    dotnet = ["dotnet", "publish", "--nologo", "-v", "quiet", "--disable-build-servers", "-c", "Release"]
    server = os.path.join(processes.ROOT, "src", "Barograph.Server")
    if rebuild or not os.path.exists(peers.LOAD):
        say("Publishing bench/load")
        subprocess.run([*dotnet, os.path.join(processes.ROOT, "bench", "load"), "-o", os.path.dirname(peers.LOAD)], check=True)
    if rebuild or not barograph.published("jit"):
        say("Publishing Barograph")
        subprocess.run([*dotnet, server], check=True)
    if native and (rebuild or not barograph.published("aot")):
        say("Publishing Barograph as native code")
        if subprocess.run([*dotnet, server, "-p:PublishAot=true"], check=False).returncode != 0:
            say("Native code cannot be made here: its rows are left out.")


def say(text):
    print(text, flush=True)


def commit():
    name = first(["git", "-C", processes.ROOT, "rev-parse", "--short", "HEAD"])
    return name + ("-changed" if first(["git", "-C", processes.ROOT, "status", "--porcelain", "--untracked-files=no"]) else "")


def describe(disk):
    """Lines about the machine and the versions."""
    memory = next(line for line in processes.read("/proc/meminfo").splitlines() if line.startswith("MemTotal")).split()[1]
    model = next((line.split(":")[1].strip() for line in processes.read("/proc/cpuinfo").splitlines() if line.startswith("model name")), platform.machine())
    yield f"{os.cpu_count()} cores ({model}), {int(memory) / 2**20:.0f} GiB, {disk}, Linux {platform.release()}; load before: {' '.join(processes.read('/proc/loadavg').split()[:3])}"
    yield f".NET {first(['dotnet', '--version'])} (SDK), {first([postgres.program('postgres'), '--version'])}, {packages()}"
    yield ""
    yield (f"PostgreSQL: {', '.join(f'{name}={value}' for name, value in postgres.SETTINGS.items() if value)}, on a Unix socket, everything else as Debian has it. SQLite: WAL, "
           "synchronous=FULL. Everything is on this machine, and its cores are shared with the clients.")


def packages():
    names = ["nginx-light", "uwsgi-core", "python3-flask", "python3-flask-restful", "python3-sqlalchemy", "python3-psycopg2", "influxdb", "victoria-metrics", "wrk", "mosquitto"]
    return ", ".join(line for line in subprocess.run(["dpkg-query", "-W", "-f", "${Package} ${Version}\n", *names], capture_output=True, text=True).stdout.splitlines())


def first(command):
    """The first line of what it prints."""
    return (subprocess.run(command, capture_output=True, text=True).stdout.splitlines() or [""])[0]
