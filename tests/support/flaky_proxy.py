"""A TCP forwarder between browser and server that can be cut: the network that goes away."""

import contextlib
import select
import socket
import threading


class FlakyProxy:
    """Forward ``127.0.0.1:port`` to the server's port until ``cut()``; again after ``mend()``.

    A cut closes every open connection and refuses new ones, which is what a browser sees
    when the phone leaves the wireless network.
    """

    def __init__(self, target_port):
        self.target = ("127.0.0.1", target_port)
        self.online = threading.Event()
        self.online.set()
        self._closing = threading.Event()
        self._pairs = set()
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    @property
    def url(self):
        """Return the address a browser opens."""
        return f"http://127.0.0.1:{self.port}"

    def cut(self):
        """Drop every connection and refuse new ones."""
        self.online.clear()
        with self._lock:
            pairs, self._pairs = self._pairs, set()
        for pair in pairs:
            _close(*pair)

    def mend(self):
        """Let connections through again."""
        self.online.set()

    def close(self):
        """Stop forwarding for good and free the port."""
        self._closing.set()
        self.cut()
        _close(self._listener)
        self._thread.join(timeout=5)

    def _accept(self):
        while not self._closing.is_set():
            try:
                client, _address = self._listener.accept()
            except OSError:
                return
            if not self.online.is_set():
                _close(client)
                continue
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        try:
            server = socket.create_connection(self.target, timeout=10)
        except OSError:
            _close(client)
            return
        pair = (client, server)
        with self._lock:
            self._pairs.add(pair)
        with contextlib.suppress(OSError, ValueError):
            _pump(client, server)
        with self._lock:
            self._pairs.discard(pair)
        _close(*pair)


def _pump(client, server):
    """Copy bytes both ways until one side ends."""
    other = {client: server, server: client}
    while True:
        for source in select.select([client, server], [], [])[0]:
            data = source.recv(65536)
            if not data:
                return
            other[source].sendall(data)


def _close(*sockets):
    for item in sockets:
        with contextlib.suppress(OSError):
            item.shutdown(socket.SHUT_RDWR)
        item.close()
