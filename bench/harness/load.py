"""Runs the clients. Every figure they give is of answers that came; rates in requests a second, latencies in milliseconds."""
import json, os
import peers, processes, work

SCRIPT = os.path.join(os.path.dirname(__file__), "work.lua")
PATIENCE = 60  # seconds that the last answers may take


def wrk(peer, requests, seconds, connections=64, point=True, begin=0):
    """One thread, as many requests as are answered; ends when all are. begin: tenths of a second to add to the times of batches."""
    output = processes.run(
        ["wrk", "-t", "1", "-c", str(connections), "-d", f"{int(seconds) + PATIENCE}s", "--timeout", f"{PATIENCE}s", "--latency", "-s", SCRIPT, f"http://127.0.0.1:{peer.port}"],
        env={"CONNECTIONS": str(connections), "REQUESTS": requests, "SECONDS": str(seconds), "FROM": str(work.soon() + begin), "POINT": "1" if point else "0"})
    figures = json.loads(next(text for text in output.splitlines() if text.startswith("FIGURES"))[8:])
    figures["rate"] = figures["ok"] / figures["seconds"]
    return checked(peer, figures)


def ours(what, **options):
    """bench/load."""
    words = [part for name, value in options.items() for part in (f"--{name}", str(value))]
    return json.loads(processes.run([peers.LOAD, what, *words], env={"DOTNET_gcServer": "0"}))


def paced(peer, requests, seconds, rate, connections=64):
    return checked(peer, ours("paced", port=peer.port, requests=requests, seconds=seconds, rate=rate, connections=connections))


def mqtt(peer, payloads, seconds, connections=64):
    return ours("mqtt", port=peer.mqtt, payloads=payloads, seconds=seconds, connections=connections, locations=work.LOCATIONS,
                user=getattr(peer, "token", peer.user))


def checked(peer, figures):
    """Refused requests are nothing to measure. Of the others one may be slow enough to be cut off, which is told."""
    if figures["errors"] and (peer.exact or figures["errors"] > figures["ok"] / 100):
        raise RuntimeError(f"{type(peer).__name__} refused {figures['errors']} of {figures['ok'] + figures['errors']} requests; its logs are in {peer.logs}")
    return figures
