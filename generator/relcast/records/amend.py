"""What a value that can't be read was meant to be, where there is hardly a doubt: the hint then says what to write."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..model.scalars import read_moment

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"), 1
    )
    for name in names.split()
}  # fmt: skip
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-./年 ]\s*(\d{1,2})\s*[-./月 ]\s*(\d{1,2})\s*[日号]?")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ -]([A-Za-z]{3,9})\.?,?[ -](\d{4})")
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_NUMBERS = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
_NO_DATE = re.compile(
    r"(?:unreleased|tbd|tba|next|upcoming|soon|yyyy-mm-dd|todo|\?+|xxxx-xx-xx|未发布|待定)", re.IGNORECASE
)
_LOCAL_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?")

_HOST = r"(?:[a-z0-9][a-z0-9-]*\.)+[a-z]{2,}"
_REST = r"[^\s<>\"\\^`{|}]*"

_UNITS = {
    "d": "d day days 天 日", "h": "h hr hrs hour hours 小时 时 个小时", "m": "m min mins minute minutes 分 分钟",
    "s": "s sec secs second seconds 秒 秒钟",
}  # fmt: skip
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_PART = re.compile(r"(\d{1,4})\s*([A-Za-z]+|[\u4e00-\u9fff]+)")

_WORDS: Mapping[str, Sequence[str]] = {
    "low": ("minor", "低", "低危"),
    "medium": ("moderate", "normal", "中", "中危"),
    "high": ("important", "major", "高", "高危", "严重"),
    "critical": ("blocker", "emergency", "紧急", "致命", "危急", "超危"),
    "pass": ("passed", "ok", "success", "successful", "green", "通过", "成功"),
    "fail": ("failed", "failure", "red", "失败", "不通过", "未通过"),
    "skipped": ("skip", "not run", "n/a", "跳过", "未执行"),
    "planned": ("draft", "upcoming", "unreleased", "计划", "计划中"),
    "released": ("published", "final", "stable", "已发布", "发布"),
    "scheduled": ("planned", "已计划", "计划中"),
    "in_progress": ("started", "running", "进行中"),
    "completed": ("done", "finished", "已完成", "完成"),
    "cancelled": ("canceled", "已取消", "取消"),
    "required": ("yes", "true", "mandatory", "必须", "需要"),
    "recommended": ("optional", "建议", "推荐"),
    "none": ("no", "false", "无", "不需要"),
    "numeric": ("number", "numbers", "dotted"),
    "calver": ("calendar", "date"),
    "off": ("no", "false", "ignore", "disabled", "none"),
    "advice": ("info", "hint", "note"),
    "warning": ("warn",),
    "error": ("err", "fatal", "strict"),
}
"""What people write where one of these words is expected."""

_LOOK_ALIKES = dict(zip("аеорсхуікмнтвАВЕКМНОРСТХ", "aeopcxyikmhtbABEKMHOPCTX", strict=True))
"""Cyrillic letters that nobody can tell from Latin ones."""


def find_amended(kind: str, value: Any, known: Sequence[str] = ()) -> str | None:
    """The hint for a value that was refused, by the kind of refusal; None where nobody could be sure."""
    amend = _AMENDS.get(kind)
    if kind == "unknown_language":
        return _language(value, known) if isinstance(value, str) else None
    return amend(value.strip()) if amend and isinstance(value, str) and len(value) < 150 else None


def find_word(value: str, expected: Sequence[str]) -> str | None:
    """The word among those expected that was meant."""
    word = value.strip().lower()
    for one in expected:
        if word == one or word in _WORDS.get(one, ()):
            return one
    return next(iter(difflib.get_close_matches(word[:60], expected, n=1)), None)


def _date(text: str) -> str | None:
    if _NO_DATE.fullmatch(text):
        return "leave the date out and write `status: planned`"
    if match := _LOCAL_TIME.fullmatch(text):
        return f"add how far from UTC it is: {match[1]}T{match[2]}+08:00, or Z for UTC itself"
    if match := _YEAR_FIRST.fullmatch(text):
        return _written(*map(int, match.groups()))
    if (match := _DAY_FIRST.fullmatch(text)) and (month := _MONTHS.get(match[2].lower())):
        return _written(int(match[3]), month, int(match[1]))
    if (match := _MONTH_FIRST.fullmatch(text)) and (month := _MONTHS.get(match[1].lower())):
        return _written(int(match[3]), month, int(match[2]))
    if match := _NUMBERS.fullmatch(text):
        one, other, year = map(int, match.groups())
        if one > 12 or one == other:
            return _written(year, other, one)
        return _written(year, one, other) if other > 12 else None  # 7/3/2026 is in March or in July
    return None


def _written(year: int, month: int, day: int) -> str | None:
    try:
        return f"write {read_moment(f'{year:04}-{month:02}-{day:02}').isoformat()}"
    except ValueError:  # no such day, or none that a release can have
        return None


def _duration(text: str) -> str | None:
    parts = _PART.findall(text.lower())
    units = [_UNIT_OF.get(unit) for _, unit in parts]
    rest = re.sub(r"[\s,，、]|and", "", _PART.sub("", text.lower()))
    if not parts or rest or None in units or len(set(units)) < len(units):
        return None
    if units != sorted(units, key=lambda unit: "dhms".index(unit or "d")):
        return None
    return "write " + "".join(f"{int(number)}{unit}" for (number, _), unit in zip(parts, units, strict=True))


def _link(text: str) -> str | None:
    if re.fullmatch(r"(?:tbd|todo|n/?a|none|\?+|-+|xxx+|foobar|link|url|待定|无)", text, re.IGNORECASE):
        return "leave the link out until there is an address"
    if match := re.fullmatch(rf"h+t+ps?:?/*({_HOST}(?:[/?#]{_REST})?)", text, re.IGNORECASE | re.ASCII):
        return f"write https://{match[1]}"
    if "：" in text or "。" in text:
        return "write the signs of the address in half width: ':' and '.'"
    if re.fullmatch(rf"{_HOST}(?:[/?#]{_REST})?", text, re.IGNORECASE | re.ASCII):
        return f"write https://{text}"
    if re.fullmatch(r"\S+@\S+\.\S+", text):
        return "an e-mail address can't stand here; give the address of a page"
    if re.fullmatch(r"#\d+", text):
        return "give the whole address of the issue"
    return None


def _id(text: str) -> str | None:
    if twins := [sign for sign in text if sign in _LOOK_ALIKES]:
        return f"'{twins[0]}' is a Cyrillic letter that looks like a Latin one; type it again"
    plain = unicodedata.normalize("NFKC", text).lower()
    plain = re.sub(r"[^a-z0-9.]+", "-", plain, flags=re.ASCII).strip("-.")
    whole = len(re.sub(r"[\W_]", "", text))
    return f"write {plain}" if plain and len(plain) <= 80 and len(re.sub(r"[-.]", "", plain)) == whole else None


def _flag(text: str) -> str | None:
    word = text.lower()
    if word in ("yes", "y", "on", "1", "是", "true"):
        return "write true"
    return "write false" if word in ("no", "n", "off", "0", "否", "false") else None


def _language(tag: str, known: Sequence[str]) -> str | None:
    """A declared language that is the same but for its script or region, or how it is written."""
    wanted = tag.lower().replace("_", "-")
    base = {"cn": "zh", "chinese": "zh", "english": "en", "中文": "zh", "英文": "en"}.get(wanted, wanted.split("-")[0])
    same = [one for one in known if one.lower() == wanted] or [
        one for one in known if one.lower().split("-")[0] == base
    ]
    return f"did you mean '{same[0]}'?" if len(same) == 1 else None


_AMENDS: Mapping[str, Callable[[str], str | None]] = {
    "date_form": _date,
    "instant_form": _date,
    "duration": _duration,
    "link": _link,
    "id": _id,
    "flag": _flag,
}
