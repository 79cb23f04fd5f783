"""Opens listeners of /api/v1/live and reads all they are told: listeners.py PORT COUNT. SIGTERM: prints what was read, and ends."""
import os, resource, selectors, signal, socket, sys

port, count = int(sys.argv[1]), int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
selector = selectors.EpollSelector()
waiting = set()
for i in range(count):
    connection = socket.create_connection(("127.0.0.1", port))
    metric = "*" if i % 2 else "temperature"
    connection.sendall((f"GET /api/v1/live?location=place{i % 1000}&metric={metric} HTTP/1.1\r\nHost: localhost\r\n"
                        f"Authorization: Bearer {os.environ['READER']}\r\n\r\n").encode())
    connection.setblocking(False)
    selector.register(connection, selectors.EVENT_READ)
    waiting.add(connection)

read = {"events": 0, "bytes": 0, "missed": 0, "ended": 0}
start = 0.0


def finish(*_):
    print("cpu", round(sum(resource.getrusage(resource.RUSAGE_SELF)[:2]) - start, 1))
    for name, value in read.items():
        print(name, value, flush=True)
    os._exit(0)


signal.signal(signal.SIGTERM, finish)
while True:
    for key, _ in selector.select():
        data = key.fileobj.recv(262144)
        if not data:
            read["ended"] += 1
            selector.unregister(key.fileobj)
        read["bytes"] += len(data)
        read["events"] += data.count(b"event: samples")
        read["missed"] += data.count(b"event: missed")
        if key.fileobj in waiting and b"event: reset" in data:
            waiting.discard(key.fileobj)
            if not waiting:
                start = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
                print("listening", flush=True)
