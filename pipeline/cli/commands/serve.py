"""Serve the database with Datasette: ``stanceline serve``."""

import click

from pipeline.cli.place import Place, with_place


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0 opens it to all.")
@with_place
def command(place: Place, *, port: int, host: str) -> None:
    """Browse the database with Datasette.

    Every table and column is described. Ctrl-C ends it. A rebuild may run meanwhile: pages show the
    new state as soon as it is complete. Port 0 takes any free port.

    \b
    Example:
      stanceline serve --port 8001
    """
    from pipeline.serving import listen, serve
    from pipeline.store.describing import datasette_metadata

    tracker = place.tracker()
    place.store().close()  # a database that is not ours is refused here, with a reason
    listener = listen(host, port)
    shown_host = f"[{host}]" if ":" in host else host
    shown = f"http://{shown_host}:{listener.getsockname()[1]}/"
    click.echo(f"{place.database} is served at {shown} until Ctrl-C", err=True)
    try:
        serve(place.database, listener, metadata=datasette_metadata(title=tracker.name))
    except KeyboardInterrupt:
        click.echo("Stopped serving.", err=True)
