"""Run the replica as a process of its own: prints its port, then serves until it is ended."""

import argparse
import threading

from replica.nights import build_misbehaving, build_night, many_pages_world, sources_toml
from replica.server import Replica


def main() -> None:
    """Serve one of the worlds; its sources go to ``--sources FILE``, if wanted."""
    parser = argparse.ArgumentParser(prog="replica", description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--world", choices=["night", "misbehaving", "many"], default="night")
    parser.add_argument("--night", type=int, default=0, help="how many nights have passed")
    parser.add_argument("--hosts", type=int, default=10, help="of the world of many pages")
    parser.add_argument("--pages", type=int, default=100, help="on each of these hosts")
    parser.add_argument("--drip-seconds", type=float, default=1.0)
    parser.add_argument("--sources", type=argparse.FileType("w", encoding="utf-8"))
    options = parser.parse_args()
    with Replica(port=options.port, drip_seconds=options.drip_seconds) as replica:
        if options.world == "many":
            replica.world, sources = many_pages_world(options.hosts, options.pages), []
        elif options.world == "misbehaving":
            replica.world, sources = build_misbehaving(replica.port)
        else:
            replica.world, sources = build_night(replica.port)
        for _ in range(options.night):
            replica.world.next_night()
        if options.sources:
            options.sources.write(sources_toml(sources))
            options.sources.close()
        print(replica.port, flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
