"""What is left at the addresses that a product had under earlier ids: pages that lead on, and the files themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from ..render.addresses import Addresses, relative
from ..words import words
from .pack import Pack, PackedPage


def aliases(packs: Sequence[Pack]) -> list[tuple[str, Pack]]:
    """Every earlier id with the product that had it. An id that is another product's now leads nowhere else, and of
    several products that had it, the first one keeps it."""
    taken = {pack.header.product for pack in packs}
    found = []
    for pack in packs:
        for alias in pack.header.aliases:
            if alias not in taken:
                taken.add(alias)
                found.append((alias, pack))
    return found


def moved_names(language: str, packs: Sequence[Pack]) -> list[str]:
    """The files' paths below the mount point, without reading a body."""
    return [
        alias + name.removeprefix(pack.header.product)
        for alias, pack in aliases(packs)
        for name in _names(language, pack)
    ]


def moved_files(language: str, addresses: Addresses, packs: Sequence[Pack]) -> Iterator[tuple[str, bytes]]:
    """Every file with its path below the mount point: a page that leads on for each page, and feeds, calendars and
    files for tools as they are, since the programs that read them follow no page. Raises PackChanged."""
    for alias, pack in aliases(packs):
        product = pack.header.product
        for page in pack.header.pages:
            if page.language == language:
                yield alias + page.file.removeprefix(product), _leading_on(page, alias, product, addresses)
        files = [file for file in pack.header.files if file.language == language]
        if files:
            bodies = pack.bodies()
            for file in files:
                yield alias + file.file.removeprefix(product), bodies[file.content]


def _names(language: str, pack: Pack) -> Iterator[str]:
    yield from (page.file for page in pack.header.pages if page.language == language)
    yield from (file.file for file in pack.header.files if file.language == language)


def _leading_on(page: PackedPage, alias: str, product: str, addresses: Addresses) -> bytes:
    """A page that needs no theme; its script takes query and fragment along, which a refresh would drop."""
    table = words(page.language)
    folders = [addresses.product(id).removesuffix("index.html") for id in (product, alias)]
    here = folders[1] + page.url.removeprefix(folders[0])
    link, script = relative(page.url, here), relative("assets/relcast/moved.js", here)
    canonical = f'<link rel="canonical" href="{escape(addresses.absolute(page.url))}">\n' if addresses.base else ""
    return (
        f'<!doctype html>\n<html lang="{escape(page.language)}">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(page.title)}</title>\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f'{canonical}<script src="{escape(script)}"></script>\n'
        f'<noscript><meta http-equiv="refresh" content="0; url={escape(link)}"></noscript>\n</head>\n<body>\n<main>\n'
        f"<h1>{escape(page.heading)}</h1>\n"
        f'<p>{escape(table["moved"])} <a id="moved" href="{escape(link)}">{escape(table["moved.on"])}</a></p>\n'
        "</main>\n</body>\n</html>\n"
    ).encode()
