"""A cable between the site and its database, which a test can cut: silent as a dead network, or unplugged."""

import socket
import threading
from contextlib import suppress

from tests.needs import free_port


class Cable:
    def __init__(self, far_port: int) -> None:
        self.far_port = far_port
        self.port = free_port()
        self.sound = threading.Event()  # cleared: what is sent arrives nowhere, and nobody hangs up
        self.ends: list[socket.socket] = []
        self.plug_in()

    def plug_in(self) -> None:
        self.sound.set()
        self.listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, args=[self.listener], daemon=True).start()

    def unplug(self) -> None:
        """Whoever is connected is hung up on, whoever comes is refused."""
        for end in (self.listener, *self.ends):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self.ends = []
        self.sound.set()

    def stall(self) -> None:
        """Whoever is connected hears nothing more, for ever, and is not hung up on; whoever comes is served."""
        self.sound.clear()
        self.sound = threading.Event()
        self.sound.set()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _ = listener.accept()
                far = socket.create_connection(("127.0.0.1", self.far_port))
                self.ends += [near, far]
                for source, target in ((near, far), (far, near)):
                    threading.Thread(target=self._carry, args=[source, target, self.sound], daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket, sound: threading.Event) -> None:
        with suppress(OSError):
            while said := source.recv(1 << 16):
                sound.wait()
                target.sendall(said)
        with suppress(OSError):  # also where the source was cut off, or the target would wait for ever
            target.shutdown(socket.SHUT_WR)
