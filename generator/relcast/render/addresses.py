"""Where each page lives, and how one page links to another."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of one language's site.

    `base` is the site's absolute address with a closing `/`, or None where the site doesn't know its own. `prefix` is
    the folder below which Relcast's pages live: empty, or with a closing `/`. Paths are relative to the site's root,
    percent-encoded (RFC 3986 section 2.1), and end with `/` or `index.html` as the site's links do.
    """

    base: str | None = None
    prefix: str = ""
    directory_urls: bool = True

    def product(self, product: str) -> str:
        """The path of a product's page."""
        return f"{self.prefix}{_segment(product)}/{self._index}"

    def release(self, product: str, version: str) -> str:
        """The path of a release's page, permanent."""
        return f"{self.prefix}{_segment(product)}/{_segment(version)}/{self._index}"

    def archive(self, product: str, major: str) -> str:
        """The path of the page with a product's older releases of one major version."""
        return f"{self.prefix}{_segment(product)}/archive/{_segment(major)}/{self._index}"

    def upgrade(self, product: str, start: str | None = None) -> str:
        """The path of a product's upgrade page: where one chooses, or of the way from the version `start`."""
        way = f"from-{_segment(start)}/" if start else ""
        return f"{self.prefix}{_segment(product)}/upgrade/{way}{self._index}"

    def across(self, name: str) -> str:
        """The path of a page over all products, such as `security`; an ordinary docs page of the site's engine."""
        return f"{self.prefix}{name}/" if self.directory_urls else f"{self.prefix}{name}.html"

    def file(self, name: str, product: str | None = None) -> str:
        """The path of a file beside a product's page, or at the root."""
        return f"{self.prefix}{_segment(product)}/{name}" if product else f"{self.prefix}{name}"

    @property
    def _index(self) -> str:
        return "" if self.directory_urls else "index.html"

    def absolute(self, path: str) -> str:
        """The whole address of a path; `base` must be known."""
        assert self.base is not None
        return self.base + path  # a path of ours is plain, and `urljoin` takes longer than all else about a link


@lru_cache(maxsize=4096)  # a product's id and its versions stand in every link of its pages
def _segment(text: str) -> str:
    return quote(text, safe="")


def relative(target: str, start: str) -> str:
    """The link to one path from another, both relative to the site's root."""
    here, there = start.split("/")[:-1], target.split("/")
    shared = 0
    for ours, theirs in zip(here, there[:-1], strict=False):
        if ours != theirs:
            break
        shared += 1
    return "../" * (len(here) - shared) + "/".join(there[shared:]) or "./"


def page_file(product: str, *folders: str) -> str:
    """The file of a page below a product's folder, seen from the site's root: raw names, always `index.html`."""
    return "/".join((product, *folders, "index.html"))


def anchor(version: str, prefix: str = "v") -> str:
    """A version as the id of its place on a page that shows several.

    As it is written, so that no two share a place: what a version may hold besides letters, digits, `.` and `-` (`+`,
    `~`) stands in ids and in fragments as itself (HTML, section 3.2.6; RFC 3986, section 3.5).
    """
    return f"{prefix}{version}"
