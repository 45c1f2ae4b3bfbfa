"""Print what changed on watched pages: ``stanceline statements``."""

import json

import click

from pipeline.cli.filters import company_slug
from pipeline.cli.inputs import IsoDate
from pipeline.cli.place import Place, with_place


@click.command()
@click.argument("companies", metavar="[COMPANY]...", nargs=-1)
@click.option("--since", metavar="DATE", type=IsoDate(prefix=True), help="From this day on.")
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="Also pages that could not be reached, and what our own upgrades read otherwise.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a version.")
@with_place
def command(
    place: Place, *, companies: tuple[str, ...], since: str | None, everything: bool, as_json: bool
) -> None:
    """Print what appeared, changed and disappeared on the pages that are watched.

    Each page has its versions, the oldest first, with the days between which it changed: nobody
    saw the moment itself. Menus, counters, notices on cookies and dates of update are no changes.
    COMPANY is a name or a slug; without one all companies are shown.

    \b
    Examples:
      stanceline statements zoom
      stanceline statements --since 2020-07 --all
      stanceline statements --json
    """
    from pipeline.cli.statements import chosen_versions, print_statements, version_object

    tracker = place.tracker()
    slugs = tuple(company_slug(name, tracker) for name in companies)
    with place.store() as store:
        versions = store.statement_versions(companies=slugs)
        sentences = store.statement_sentences(companies=slugs)
    shown = chosen_versions(versions, since=since, everything=everything)
    if as_json:
        for version in shown:
            row = version_object(version, sentences, tracker)
            click.echo(json.dumps(row, ensure_ascii=False))
        return
    print_statements(shown, sentences, tracker)
    if not versions:
        whose = f" of {' or '.join(slugs)}" if slugs else ""
        click.echo(
            f"No watched page{whose} was seen yet. Look at them with: stanceline refresh", err=True
        )
    elif not shown:
        click.echo("No version matches. Loosen a filter, or add --all", err=True)
