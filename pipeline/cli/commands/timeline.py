"""Print the timeline: ``stanceline timeline``."""

import json

import click

from pipeline.cli.filters import Filters, with_filters
from pipeline.cli.place import Place, with_place


@click.command()
@with_filters
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object an event.")
@with_place
def command(place: Place, *, filters: Filters, as_json: bool) -> None:
    """Print who took which stance when, company by company.

    Each line comes with the sentence that proves it. COMPANY is a name or a slug; without one all
    companies are shown.

    \b
    Examples:
      stanceline timeline zoom google
      stanceline timeline --stance withdrew --since 2020-07 --until 2020-12
      stanceline timeline --json
    """
    from pipeline.cli.timelines import print_timeline
    from pipeline.exports.rows import timeline_object

    tracker = place.tracker()
    with place.store() as store:
        events = filters.events(store, tracker)
    if as_json:
        for event in events:
            click.echo(json.dumps(timeline_object(event), ensure_ascii=False))
    elif events:
        print_timeline(events, tracker)
    else:
        click.echo(
            "No event matches. Loosen a filter, or see all with: stanceline timeline", err=True
        )
