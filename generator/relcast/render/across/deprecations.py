"""Everything that will go or is gone, in all products."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from ...words import words
from ..views import Views
from .page import AcrossPage, AcrossText, ProductRows, Row, Setting


def _rows(views: Views) -> Iterable[Row]:
    return ()


def _text(setting: Setting, products: Sequence[ProductRows]) -> AcrossText:
    table = words(setting.language)
    lead = f'<p class="rc-lead">{escape(table["across.deprecations.description"])}</p>\n'
    return AcrossText(lead, f'<p class="rc-empty">{escape(table["across.deprecations.none"])}</p>\n')


DEPRECATIONS = AcrossPage("deprecations", _rows, _text)
