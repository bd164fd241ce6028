"""How a language writes dates, lists and durations."""

WORDS = {
    "language.name": ("English", "简体中文"),
    "date.form": ("{day} {month} {year}", "{year}年{month}月{day}日"),
    "list.comma": (", ", "、"),
    "colon": (": ", "："),
    "brackets": (" ({})", "（{}）"),
    "unknown": ("Not stated", "未说明"),
    "none": ("None", "无"),
    "unit.d": ("{n} d", "{n} 天"),
    "unit.h": ("{n} h", "{n} 小时"),
    "unit.m": ("{n} min", "{n} 分钟"),
    "unit.s": ("{n} s", "{n} 秒"),
    "title.version": ("{product} {version}", "{product} {version}"),
}
