"""Show said versus did, read report downloads, draw: ``stanceline figures``."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.filters import company_slug
from pipeline.cli.inputs import IsoDate
from pipeline.cli.locking import writing
from pipeline.cli.own_or_sub import OwnOrSub
from pipeline.cli.place import Place, with_place
from pipeline.cli.talk import working
from pipeline.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.store.contents import Comparison
    from pipeline.tracker import Tracker

VERDICTS = ("consistent", "differs", "cannot tell")


class OneOf(click.ParamType[str]):
    """One of some words; blanks, hyphens and underscores are the same."""

    name = "word"

    def __init__(self, what: str) -> None:
        self.what = what

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Find the word, or name those that exist."""
        from pipeline.charts.words import KINDS

        known = VERDICTS if self.what == "verdict" else tuple(KINDS)
        by_spelling = {_bare(word): word for word in known}
        if _bare(value) not in by_spelling:
            self.fail(f"{value!r} is no {self.what}; choose one of {', '.join(known)}", param, ctx)
        return by_spelling[_bare(value)]


def _bare(word: str) -> str:
    return word.casefold().replace("-", " ").replace("_", " ")


@click.group(cls=OwnOrSub, no_args_is_help=False)
@click.argument("companies", metavar="[COMPANY]...", nargs=-1)
@click.option("--since", metavar="DATE", type=IsoDate(prefix=True), help="Periods from then on.")
@click.option("--until", metavar="DATE", type=IsoDate(prefix=True), help="Periods up to then.")
@click.option(
    "--kind", "kinds", metavar="KIND", type=OneOf("kind"), multiple=True, help="Such as legal."
)
@click.option(
    "--verdict", metavar="VERDICT", type=OneOf("verdict"), help="differs, consistent, cannot-tell."
)
@click.option("--all", "everything", is_flag=True, help="Also the years before the law.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a figure, of all years.")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Draw the companies that are named: FILE.svg, FILE.png or FILE.html.",
)
@with_place
def command(
    place: Place,
    *,
    companies: tuple[str, ...],
    since: str | None,
    until: str | None,
    kinds: tuple[str, ...],
    verdict: str | None,
    everything: bool,
    as_json: bool,
    output: Path | None,
) -> None:
    """Compare what companies said with their transparency reports.

    For each half-year: the stance in force, what was received and answered, whether the two agree,
    and where each number stands. "cannot tell" is said wherever the evidence leaves it open. A
    missing row is no zero. COMPANY is a name or a slug; without one all companies are shown.

    \b
    Examples:
      stanceline figures google meta
      stanceline figures --verdict differs --json
      stanceline figures google --kind legal --kind emergency --since 2020-07
    """
    _refuse_nonsense(companies, output, since=since, until=until, as_json=as_json)
    tracker = place.tracker()
    slugs = tuple(dict.fromkeys(company_slug(name, tracker) for name in companies))
    whole = since or everything or as_json
    beginning = since if whole else _beginning(tracker, until)
    with place.store() as store:
        rows = store.comparisons(slugs, since=beginning, until=until)
        known = {row.company for row in store.comparisons(slugs)}
        some = bool(known) or bool(store.comparisons())
    rows = [
        row
        for row in rows
        if (not kinds or row.kind in kinds) and (verdict is None or row.verdict == verdict)
    ]
    if slugs:  # as they were named; time stays in order
        rows.sort(key=lambda row: slugs.index(row.company))
    if some:
        _name_unknown(tracker.company(slug).name for slug in slugs if slug not in known)
    if output is not None:
        _draw(place, tracker, rows, slugs, output=output)
    elif as_json:
        from pipeline.cli.figures import figure_object

        for row in rows:
            click.echo(json.dumps(figure_object(row), ensure_ascii=False))
    elif rows:
        from pipeline.cli.figures import print_figures

        print_figures(rows, tracker)
    elif known:
        click.echo(
            "No figure matches. Loosen a filter, or see all with: stanceline figures --all",
            err=True,
        )
    elif not some:
        click.echo(f"{place.database}: {_none_yet()}", err=True)


@command.command("import")
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option(
    "--company", metavar="SLUG", help="Whose report it is, where its format does not tell."
)
@click.option("--url", metavar="URL", help="Where the file was downloaded from.")
@with_place
def import_(place: Place, *, files: tuple[Path, ...], company: str | None, url: str | None) -> None:
    """Keep downloads of transparency reports and read their figures.

    The format is found out from what stands in the file: CSV, XLSX, HTML, PDF, or a zip of them.
    Importing a file again under the same address changes nothing. --url tells where it comes from,
    and --company whose it is; either keeps it once more. A file that cannot be read is named, and
    the others come in all the same.

    \b
    Examples:
      stanceline figures import Apple_Transparency_Report.zip
      stanceline figures import requests.csv --company google --url https://example.com/requests.csv
    """
    from pipeline.rebuilding import import_reports

    if url is not None and len(files) > 1:
        raise click.UsageError("--url is the address of one file; import the files one by one.")
    tracker = place.tracker()
    slug = None if company is None else company_slug(company, tracker)
    with working("reading reports"), writing(place.data):
        found, problems = import_reports(place.data, tracker, files, company=slug, url=url)
    for problem in problems:
        click.echo(f"figures: {problem}", err=True)
    where = tracker.law.place[0]
    numbers = f"{found} {'figure' if found == 1 else 'figures'}"
    read = f"{len(files)} {'file' if len(files) == 1 else 'files'}"
    click.echo(f"figures: {numbers} of {where} in {read}", err=True)
    if problems:
        raise click.exceptions.Exit(1)


def _refuse_nonsense(
    companies: tuple[str, ...],
    output: Path | None,
    *,
    since: str | None,
    until: str | None,
    as_json: bool,
) -> None:
    if "import" in companies:
        raise click.UsageError("Write 'import' first: stanceline figures import FILE...")
    if since and until and since > until + "~":  # "~" sorts after digits
        raise click.BadParameter(
            f"the period ends ({until}) before it begins ({since}); swap the two",
            param_hint="--since",
        )
    if output is None:
        return
    if as_json:
        raise click.UsageError("--json prints and -o draws; choose one of the two.")
    if output.suffix.lower() not in (".svg", ".png", ".html"):
        raise click.BadParameter(
            f"{output.name!r} says no format; let it end in .svg, .png or .html", param_hint="-o"
        )
    if not companies:
        raise click.UsageError("-o draws companies that are named: add one, such as google.")


def _beginning(tracker: "Tracker", until: str | None) -> str | None:
    """Begin with the last half-year before the law, unless all that is asked for lies earlier."""
    from pipeline.charts.words import half_before

    first = half_before(tracker.law.in_force).isoformat()
    return None if until is not None and until + "~" < first else first


def _draw(
    place: Place,
    tracker: "Tracker",
    rows: "list[Comparison]",
    slugs: tuple[str, ...],
    *,
    output: Path,
) -> None:
    """Draw the companies in the order of their names; all of the file or nothing."""
    found = {row.company for row in rows}
    missing = [tracker.company(slug).name for slug in slugs if slug not in found]
    if not found:
        raise NotFound(f"{', '.join(missing)}: no figure matches, and nothing is drawn")
    with working("drawing"):
        from pipeline.charts.drawing import draw

        picture = draw(
            rows,
            output.suffix.lower()[1:],
            in_force=tracker.law.in_force,
            law=tracker.name,
        )
    beside = output.with_name(f".{output.name}.part")
    try:
        beside.write_bytes(picture)
        beside.replace(output)
    finally:
        beside.unlink(missing_ok=True)
    for name in missing:
        click.echo(f"{output}: {name} is not drawn, no figure matches", err=True)
    numbers = f"{len(rows)} {'figure' if len(rows) == 1 else 'figures'}"
    click.echo(f"{output}: {numbers} drawn", err=True)


def _name_unknown(names: "Iterable[str]") -> None:
    for name in names:
        words = f"No figures of {name} are known; read a report with 'stanceline figures import'"
        click.echo(words, err=True)


def _none_yet() -> str:
    return (
        "there are no figures yet; read downloads of transparency reports with "
        "'stanceline figures import FILE...', or let 'stanceline refresh' fetch them"
    )
