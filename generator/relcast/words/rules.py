"""The page of rules in the docs."""

WORDS = {
    "rules": ("Rules", "检查规则"),
    "rules.note": (
        (
            "What [`relcast check`](checks.md) looks for. `relcast explain RC203` shows the same in a terminal. A code "
            "never changes its meaning."
        ),
        (
            "[`relcast check`](checks.md) 检查的全部规则，也可执行 `relcast explain RC203` 在终端查看。"
            "错误码的含义永久不变。规则说明摘自程序内置的英文文档。"
        ),
    ),
    "rules.why": ("Why:", "原因："),
    "rules.bad": ("Bad:", "错误示例："),
    "rules.good": ("Good:", "正确示例："),
    "rules.error": ("Error.", "错误。"),
    "rules.warning": ("Warning.", "警告。"),
    "rules.advice": ("Advice.", "建议。"),
    "rules.RC1": ("Not readable, or text would be lost", "无法读取，或文字会丢失"),
    "rules.RC2": ("One value", "单个字段的值"),
    "rules.RC3": ("One record", "单份记录"),
    "rules.RC4": ("Between records", "记录之间"),
    "rules.RC5": ("Marketplaces", "云市场"),
    "rules.RC6": ("How often you release", "发布节奏"),
    "rules.RC7": ("Languages", "语言"),
    "rules.RC8": ("Looks", "外观"),
}
