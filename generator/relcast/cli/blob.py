"""`relcast blob`."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cached_property
from pathlib import Path

import click

from ..console.boxes import FindPage, find_whole
from ..library.product import ProductHistory, VersionedRelease
from ..marketplaces.blob import Blob, all_blobs, blob_file, dropped_markdown, report, summary
from ..marketplaces.blob import blob as make_blob
from ..marketplaces.fit import DoesNotFit
from ..marketplaces.gather import find_last_live
from ..marketplaces.profile import MAIN_FIELD, MarketplaceError, Profile, UnknownName
from ..marketplaces.shelf import find_target
from ..problems import RecordsInvalid
from .clipboard import NoClipboard, copy
from .options import get_release, read_product, records_option
from .page_finder import page_finder
from .write_files import write_files

LAST_LIVE = "last-live"


@click.command()
@click.argument("product")
@click.argument("version")
@click.option("--for", "target", required=True, metavar="PROFILE|LISTING", help="A marketplace's form, or a listing.")
@click.option(
    "--since", metavar="VERSION|last-live",
    help="Roll up every release after that version, or after the last that went live on the listing.",
)  # fmt: skip
@click.option("--lang", "language", help="Default: the listing's first language, else the vendor's.")
@click.option("--field", help=f"Which box of the form.  [default: {MAIN_FIELD}]")
@click.option("--url", help="The release's page; default: from site_url in mkdocs.yml.")
@click.option("--copy", "to_clipboard", is_flag=True, help="Put the text on the clipboard instead of printing it.")
@click.option(
    "--all", "folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
    help="Write every box in every language to files, each with a list of what was left out.",
)  # fmt: skip
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@records_option
def blob(
    product: str,
    version: str,
    target: str,
    since: str | None,
    language: str | None,
    field: str | None,
    url: str | None,
    to_clipboard: bool,
    folder: Path | None,
    form: str,
    records: Path,
) -> None:
    """Print the text to paste into a marketplace's console, cut to measure by whole entries.

    The text goes to standard output; its count against the limit, and what was left out, to standard error. A text that
    holds a secret is not given out: the exit status is 1 then, as it is when what must be kept does not fit.
    """
    if folder is not None and (to_clipboard or field):
        option = "--copy" if to_clipboard else "--field"
        raise click.UsageError(f"--all writes every box of the form, so {option} has no meaning here")
    history = read_product(records, product)
    entry = get_release(history, version)
    try:
        profile, listing = find_target(history.product, target, history.own_profiles)
        seen = _seen(history, entry, listing, since)
        spoken = (history.product.listings[listing].languages if listing else []) or history.vendor.languages
        order = _Order(history, entry, profile, listing, seen, url)
        if folder is not None:
            _write_all(order, [language] if language else spoken, folder, form)
        else:
            _print(order.make(language or spoken[0], field or MAIN_FIELD), form, to_clipboard=to_clipboard)
    except RecordsInvalid as invalid:
        for problem in invalid.problems:
            click.echo(str(problem), err=True)
        raise click.ClickException("the profile has errors") from None
    except UnknownName as error:
        raise click.UsageError(str(error)) from None
    except MarketplaceError as error:
        raise click.ClickException(str(error)) from None
    except DoesNotFit as error:
        raise click.ClickException(
            f"{product} {version} for {target}: {error}\n"
            "Even what must be kept is too long. Write a `short:` for its longest entries."
        ) from None


class _Order:
    """What is asked for, but for the box and its language."""

    def __init__(
        self,
        history: ProductHistory,
        entry: VersionedRelease,
        profile: Profile,
        listing: str | None,
        since: VersionedRelease | None,
        url: str | None,
    ) -> None:
        self.history = history
        self.entry = entry
        self.profile = profile
        self.listing = listing
        self.since = since
        self.url = url

    @cached_property
    def _find_page(self) -> FindPage:
        return page_finder(Path(), self.history.vendor.languages)

    def page(self, language: str) -> str | None:
        """Where the whole of it is to be read: what the user says, else what the site knows."""
        return self.url or find_whole(self._find_page, self.history, self.entry, self.since, language)

    def make(self, language: str, field: str) -> Blob:
        return make_blob(
            self.history, self.entry, self.profile, language=language, listing=self.listing,
            url=self.page(language), field=field, since=self.since,
        )  # fmt: skip


def _seen(
    history: ProductHistory, entry: VersionedRelease, listing: str | None, since: str | None
) -> VersionedRelease | None:
    """The release that readers saw last, where a roll-up is asked for."""
    if since is None:
        return None
    if since != LAST_LIVE:
        return get_release(history, since)
    if listing is None:
        raise MarketplaceError("only a listing has a last live version", "name a listing after --for, or a version")
    found = find_last_live(history, listing, entry)
    if found is None:
        click.echo(
            f"nothing before {entry.version.text} is live on {listing}, so the text is of {entry.version.text} alone",
            err=True,
        )
    return found


def _print(made: Blob, form: str, *, to_clipboard: bool) -> None:
    if form == "json":
        click.echo(json.dumps({**asdict(made), "summary": summary(made)}, ensure_ascii=False, indent=2))
    elif made.is_fit and not to_clipboard:
        click.echo(made.text)
    copied = ""
    if made.is_fit and to_clipboard:
        try:
            copied = f"copied with {copy(made.text)}"
        except NoClipboard as none:
            raise click.ClickException(f"nothing was copied: {none}; without --copy the text is printed") from None
    if form != "json":
        click.echo(report(made), err=True)
    if copied:
        click.echo(copied, err=True)
    if not made.is_fit:
        raise click.ClickException("the text is held back until that is mended")


def _write_all(order: _Order, languages: list[str], folder: Path, form: str) -> None:
    """Every box of the form in every language, or nothing at all."""
    made, failures = all_blobs(order.make, order.profile, languages)
    for place, failure in failures:
        click.echo(f"{place}: {failure}", err=True)
    unfit = [one for one in made if not one.is_fit]
    for one in unfit:
        click.echo(report(one), err=True)
    if failures or unfit:
        raise click.ClickException(f"nothing was written to {folder}")
    files: dict[str, str] = {}
    for one in made:
        name = blob_file(one)
        files[name] = one.text
        files[f"{one.field}.{one.language}.dropped.md"] = dropped_markdown(one)
    write_files(folder, files)
    if form == "json":
        told = [{"file": blob_file(one), **asdict(one), "summary": summary(one)} for one in made]
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for one in made:
        left_out = f", {len(one.dropped)} left out" if one.dropped else ""
        click.echo(f"{folder / blob_file(one)}: {summary(one)}{left_out}")
        for finding in one.findings:
            click.echo(f"    {finding}", err=True)
