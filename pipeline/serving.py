"""Serve a database with Datasette, every table and column described."""

import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import uvicorn
from datasette.app import Datasette
from datasette.plugins import pm

from pipeline.errors import StancelineError


def listen(host: str, port: int) -> socket.socket:
    """Take the port, 0 for any free one; raise StancelineError when it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise StancelineError(
            f"{host}:{port}: {error.strerror or error}; choose another with --port or --host"
        ) from error


def serve(database: Path, listener: socket.socket, *, metadata: Mapping[str, Any]) -> None:
    """Answer on the listener until the process is interrupted.

    The database is opened read-only and not as immutable, so that a rebuild shows at once.
    """
    # With rich at hand Datasette 0.65 draws an error that is over, and answers 500 for every 404.
    pm.get_plugin("datasette.handle_exception").rich = None
    app = Datasette(files=[str(database)], metadata=dict(metadata)).app()
    config = uvicorn.Config(app, log_level="warning", lifespan="on")
    uvicorn.Server(config).run(sockets=[listener])
