"""Play all hosts of a world on one port of 127.0.0.1, told apart by the Host header."""

import contextlib
import json
import socket
import threading
import time
from types import TracebackType
from typing import Any, NamedTuple, Self

from replica.wire import Request, Wire
from replica.worlds import Reply, World

CONTROL = "control.localhost"


class Asked(NamedTuple):
    """One request as it came in; ``moment`` is of ``time.monotonic``, in seconds."""

    host: str
    path: str
    headers: dict[str, str]
    moment: float


class Replica:
    """Serve ``world`` while the ``with`` block runs; another world may be put in its place.

    ``drip_seconds`` lie between two bytes of the behaviours that drip.
    """

    def __init__(
        self, world: World | None = None, *, port: int = 0, drip_seconds: float = 1.0
    ) -> None:
        self.world = world or World()
        self.port = port
        self.requests: list[Asked] = []
        self._drip_seconds = drip_seconds
        self._closing = threading.Event()
        self._open: set[Wire] = set()
        self._threads: set[threading.Thread] = set()

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", self.port), backlog=1024)
        self.port = self._listener.getsockname()[1]
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._closing.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)  # wakes the thread that accepts
        self._listener.close()
        self._accepting.join()
        for wire in tuple(self._open):
            wire.close()
        for thread in tuple(self._threads):
            thread.join(5)

    def url(self, host: str, path: str) -> str:
        """Give the address under which a path of a played host is reached."""
        return f"http://{host}:{self.port}{path}"

    def forget(self) -> None:
        """Forget the requests so far."""
        self.requests = []

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:  # closed, we are done
                return
            wire = Wire(connection, self._closing, self._drip_seconds)
            thread = threading.Thread(target=self._converse, args=(wire,), daemon=True)
            self._open.add(wire)
            self._threads.add(thread)
            thread.start()

    def _converse(self, wire: Wire) -> None:
        with contextlib.suppress(OSError):  # readers may hang up at any moment
            while (request := wire.read_request()) is not None:
                if not self._serve(request, wire):
                    break
        wire.close()
        self._open.discard(wire)
        self._threads.discard(threading.current_thread())

    def _serve(self, request: Request, wire: Wire) -> bool:
        """Answer one request; tell whether the connection may go on."""
        if request.host == CONTROL:
            wire.answer(request, self._control(request))
            return True
        asked = Asked(request.host, request.path, dict(request.headers), time.monotonic())
        self.requests.append(asked)
        served = self.world.find(request.host, request.path)
        if served is None:
            served = Reply(b"<h1>Not found</h1>", status=404)
        reply = served if isinstance(served, Reply) else served(request, wire)
        if reply is None:
            return False
        wire.answer(request, reply)
        return request.headers.get("connection", "").lower() != "close"

    def _control(self, request: Request) -> Reply:
        """Turn a switch: ``/__control/next_night``, ``/__control/requests``, or the world's own."""
        name = request.path.partition("?")[0].removeprefix("/__control/")
        switches: dict[str, Any] = {
            **self.world.controls,
            "forget": self.forget,
            "requests": lambda: self.requests,
        }
        if name not in switches:
            return Reply(f"No such switch; there are {', '.join(switches)}".encode(), status=404)
        answer = json.dumps(switches[name](**request.query)).encode()
        return Reply(answer, media_type="application/json")
