"""`relcast build`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from ..checks.find import turning_points
from ..checks.run import check_product, check_products, check_vendor
from ..model.scalars import day_of
from ..problems import count_words
from ..render.endpoints import security_txt
from ..render.subscribe import find_lack_of_feeds
from ..site.edition import Edition
from ..site.produce import Produced, open_folder, produce
from .now import now_option

CONFIG = click.option(
    "-f", "--config-file", type=click.Path(path_type=Path), default=Path("mkdocs.yml"), show_default=True,
    help="The site's configuration.",
)  # fmt: skip


@click.command()
@CONFIG
@click.option("--site-dir", type=click.Path(path_type=Path), help="Where the site goes; default: as configured.")
@click.option("--jobs", type=click.IntRange(min=0), default=0, help="Worker processes; 0 is one a core.")
@click.option("--strict", is_flag=True, help="Warnings stop the build.")
@now_option
def build(config_file: Path, site_dir: Path | None, jobs: int, strict: bool, now: datetime) -> None:
    """Build everything public, in all languages.

    The new site takes the old one's place only when it is whole: a build that fails or is stopped changes nothing.
    """
    from ..engines.mkdocs import build as engine  # slow to import, and the other verbs can do without

    try:
        config = engine.read_config(config_file)
        records, label = engine.records_of(config)
        folder, vendor, problems = open_folder(records, label)
        if vendor is None:
            for problem in problems:
                click.echo(str(problem))
            raise click.ClickException(count_words(problems))

        shared = check_vendor(folder, vendor, problems)
        made: list[Produced] = []

        def make(editions: Sequence[Edition], packs: Path) -> Produced:
            produced = produce(
                folder, vendor, editions, now=now, cache_dir=packs, check=check_product, turning_points=turning_points,
                jobs=jobs,
            )  # fmt: skip
            between = check_products(folder, vendor, produced.aliases)
            made.append(Produced(vendor, produced.packs, shared + between + produced.problems))
            return made[-1]

        site = engine.build_site(config, vendor, make, now=now, jobs=jobs, strict=strict, site_dir=site_dir)
    except engine.BuildFailed as error:
        if str(error):
            click.echo(str(error), err=True)
        raise click.ClickException("the site was not built; the earlier one, if any, is as it was") from None
    for header in (pack.header for produced in made[:1] for pack in produced.packs):
        if header.hidden:
            day = day_of(datetime.fromisoformat(header.hidden), vendor.timezone)
            click.echo(f"{header.product}: a release stays hidden until its date, {day}", err=True)
    for fault in (find_lack_of_feeds(vendor, config.site_url or None), security_txt.find_fault(vendor, now)):
        if fault:
            click.echo(fault, err=True)
    click.echo(f"{site}", err=True)
