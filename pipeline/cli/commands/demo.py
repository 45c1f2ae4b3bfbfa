"""Do the main job on the bundled pages: ``stanceline demo``."""

import click

from pipeline.cli.locking import writing
from pipeline.cli.place import Place, with_place
from pipeline.cli.talk import report_counts, working


@click.command()
@with_place
def command(place: Place) -> None:
    """Read the bundled pages, offline, and print their timeline.

    Below it stand the companies that did otherwise than they had said, by their own figures.

    \b
    Example:
      stanceline demo --data /tmp/try
    """
    from pipeline.cli.figures import print_reasons
    from pipeline.cli.timelines import print_timeline
    from pipeline.rebuilding import run_demo

    tracker = place.tracker()
    with writing(place.data), working("Reading the bundled pages"):
        counts = run_demo(place.data, tracker)
    with place.store() as store:
        events = store.timeline()
        print_timeline(events, tracker)
        differing = [each for each in store.comparisons() if each.verdict == "differs"]
    if differing:
        click.echo("Said, and did otherwise by the figures:")
        print_reasons(differing)
    report_counts(place, counts)
    if events:
        _say_what_to_try(place, max(events, key=lambda event: event.sources).id)


def _say_what_to_try(place: Place, event_id: str) -> None:
    where = "" if str(place.data) == "data" else f" --data {place.data}"
    click.echo(
        "\nWhat to try next:\n"
        f"  stanceline timeline zoom google{where}\n"
        f"  stanceline explain {event_id}{where}\n"
        f"  stanceline figures google{where}\n"
        f"  stanceline export csv -o timeline.csv{where}\n"
        f"  stanceline serve{where}",
        err=True,
    )
