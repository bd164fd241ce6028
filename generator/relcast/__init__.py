"""Relcast: one record per release, cast into changelog pages, feeds and console text."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("relcast")
except PackageNotFoundError:  # run from a checkout that was never installed
    __version__ = "0+unknown"
