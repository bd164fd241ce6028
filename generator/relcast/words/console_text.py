"""What is pasted into a marketplace's form."""

WORDS = {
    "tail.one": ("and 1 more change: {url}", "另有 1 项更新，详见：{url}"),
    "tail.one.no_url": ("and 1 more change, see the changelog in the package", "另有 1 项更新，详见随包更新日志"),
    "tail.more": ("and {n} more changes: {url}", "另有 {n} 项更新，详见：{url}"),
    "tail.more.no_url": ("and {n} more changes, see the changelog in the package", "另有 {n} 项更新，详见随包更新日志"),
    "tail.told.one": ("and 1 more change ({kinds}): {url}", "另有 1 项更新（{kinds}），详见：{url}"),
    "tail.told.one.no_url": (
        "and 1 more change ({kinds}), see the changelog in the package",
        "另有 1 项更新（{kinds}），详见随包更新日志",
    ),
    "tail.told": ("and {n} more changes ({kinds}): {url}", "另有 {n} 项更新（{kinds}），详见：{url}"),
    "tail.told.no_url": (
        "and {n} more changes ({kinds}), see the changelog in the package",
        "另有 {n} 项更新（{kinds}），详见随包更新日志",
    ),
    "kind.count": ("{kind} {n}", "{kind} {n} 项"),
    "counts": ("In this release", "本次更新"),
    "since.note": ("Covers every change since {version}.", "涵盖 {version} 之后的全部更新。"),
    "required_stop.on_the_way": ("Required stop on the way: {version}", "途中必经版本：{version}"),
    "upgrade.steps_told": ("Upgrade steps: see the upgrade guide", "升级步骤：详见升级指南"),
    "upgrade.steps_told.url": ("Upgrade steps: {url}", "升级步骤：{url}"),
    "steps": ("How to upgrade", "升级步骤"),
    "steps.none": ("No steps are stated for this upgrade.", "此版本未说明升级步骤。"),
    "rollback.steps": ("To go back", "回滚步骤"),
    "review_notes": ("Review notes", "审核说明"),
    "how_to_test": ("How to test", "测试方法"),
    "test_account": ("Test account", "测试账号"),
    "test_account.ref": ("The credentials are kept at {ref}", "凭据存放于 {ref}"),
}
