"""Processes that end with us: by their process id, on success, failure, Ctrl-C and SIGTERM, and if we are killed ourselves."""
import os, shutil, signal, socket, subprocess, sys, tempfile, time

ROOT = os.path.realpath(os.path.join(os.path.dirname(__file__), "..", ".."))
IS_ROOT = os.geteuid() == 0
_running = []
_folder = None


def begin():
    """Makes the folder for everything. Not in /tmp, which may be memory: an fsync there says nothing."""
    global _folder
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, lambda number, _: sys.exit(128 + number))
    _folder = tempfile.mkdtemp(prefix="barograph-bench-", dir=os.environ.get("TMPDIR", "/var/tmp"))
    os.chmod(_folder, 0o755)
    kind = subprocess.run(["stat", "-f", "-c", "%T", _folder], capture_output=True, text=True).stdout.strip()
    if kind in ("tmpfs", "ramfs"):
        end()
        sys.exit(f"{_folder} is memory ({kind}), where an fsync says nothing. Set TMPDIR to a folder on a disk.")
    return kind


def end():
    while _running:
        stop(_running[-1])
    shutil.rmtree(_folder, ignore_errors=True)


def folder(name):
    path = os.path.join(_folder, name)
    os.makedirs(path, exist_ok=True)
    return path


def bound(command, user):
    """The command so that the kernel ends it if we are killed. user: only where we are root."""
    other = ["--reuid", user, "--regid", user, "--clear-groups"] if user and IS_ROOT else []
    return ["setpriv", "--pdeathsig", "TERM", *other, "--", *command]


def start(command, log, user=None, env=None, cores=None):
    """Starts it in a session of its own, so that Ctrl-C reaches only us."""
    held = ["taskset", "-c", cores] if cores else []
    with open(log, "ab") as out:
        process = subprocess.Popen([*held, *bound(command, user)], stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                                   start_new_session=True, env={**os.environ, **(env or {})}, cwd=_folder)
    process.log = log
    _running.append(process)
    return process


def stop(process, number=signal.SIGTERM):
    if process.poll() is None:
        process.send_signal(number)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    if process in _running:
        _running.remove(process)


def run(command, env=None, user=None, text=None):
    """Runs it to its end and gives what it printed; a failure ends the bench."""
    log = os.path.join(_folder, "stderr.txt")
    with open(log, "wb") as errors:
        process = subprocess.Popen(bound(command, user), stdout=subprocess.PIPE, stderr=errors, stdin=subprocess.PIPE if text else subprocess.DEVNULL,
                                   env={**os.environ, **(env or {})}, cwd=_folder, text=True)
    _running.append(process)
    output, _ = process.communicate(text)
    _running.remove(process)
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(command)[:400]}\nfailed with {process.returncode}:\n{output[-2000:]}{read(log)[-2000:]}")
    return output


def until(ready, process, what, limit=60):
    """Waits for it; the process that it is about must not end meanwhile."""
    began = time.monotonic()
    while not ready():
        if process.poll() is not None or time.monotonic() - began > limit:
            raise RuntimeError(f"{what} does not come up:\n{read(process.log)[-2000:]}")
        time.sleep(0.005)


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def read(path):
    with open(path, errors="replace") as file:
        return file.read()
