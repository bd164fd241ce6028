"""What the console pack remarks on a text."""

WORDS = {
    "remark.no_limit": (
        "No limit of this box is known. Once you have seen it in the console, state it in product.yaml.",
        "此栏的字数上限未公开。在控制台中看到后，请写入 product.yaml。",
    ),
    "remark.not_own": (
        "The limit is not stated by the marketplace itself: {status}.",
        "上限并非官方明确公布，来源：{status}。",
    ),
    "remark.unit": (
        "It is not certain what the console counts. Counted in another way, the text is over the limit.",
        "控制台的计数方式未明；若按其他方式计数，文本会超出上限。",
    ),
    "remark.crlf": (
        "A console that counts each line end twice counts {n}, over the limit of {limit}.",
        "若控制台将每个换行计为两次，则共计 {n}，超出上限 {limit}。",
    ),
    "remark.unfit": (
        "What must be kept takes {needed} {unit}, {allowed} are allowed. Write a `short:` for it.",
        "必须保留的内容需要 {needed} {unit}，上限为 {allowed}。请为较长的条目填写 `short:`。",
    ),
    "remark.date": ("AppStream wants a date, and this release has none.", "AppStream 要求填写日期，而此版本没有日期。"),
    "remark.planned": (
        "This release is planned: its date and content may still change.",
        "此版本尚在计划中，日期和内容可能调整。",
    ),
    "remark.languages": (
        "This form asks for {wanted}; the text is in {language}.",
        "此表单要求使用 {wanted}，而文本为 {language}。",
    ),
    "remark.no_field": (
        "product.yaml speaks of the field {field}, which this form does not have.",
        "product.yaml 中的字段 {field} 在此表单中不存在。",
    ),
    "remark.first": (
        "Nothing is live here yet: this box stays empty on the first submission.",
        "此渠道尚无线上版本，首次提交时此栏留空。",
    ),
    "remark.later": (
        "Came out after {version} and is not told of here: {versions}.",
        "以下版本晚于 {version} 发布，未纳入此文本：{versions}。",
    ),
    "remark.untranslated": (
        "Entries without a translation into {language}: {n}.",
        "有 {n} 项内容没有 {language} 译文。",
    ),
    "remark.not_own_site": (
        "{url} is not on your own site ({own}), so the text does not name it.",
        "{url} 不在您自己的网站（{own}）上，因此文本中没有写出。",
    ),
    "remark.withdrawn": ("{version} is withdrawn; use {other} instead.", "{version} 已撤回，请改用 {other}。"),
    "remark.withdrawn_alone": (
        "{version} is withdrawn, and no safe version is named yet.",
        "{version} 已撤回，暂无可替代的安全版本。",
    ),
    "remark.no_page": (
        "This box takes the address of the release's page, which is not known: set `site_url`.",
        "此栏填写版本页面的地址，但地址未知，请在 mkdocs.yml 中设置 `site_url`。",
    ),
    "remark.link_each": (
        "Each change needs a link: set `site_url`, so that the release's page can stand in for one.",
        "每项变更都需要链接，请设置 `site_url`，以便用版本页面的地址代替。",
    ),
    "remark.link_number": (
        "A link to github.com must end in the number of an issue or a pull request: {link}",
        "指向 github.com 的链接须以 issue 或 pull request 的编号结尾：{link}",
    ),
    "remark.why.summary": ("this box takes no summary", "此栏不写摘要"),
    "remark.why.action": ("this box does not tell what to do before upgrading", "此栏不写升级前的操作"),
    "remark.why.room": ("no room", "篇幅不足"),
    "remark.why.section": ("this box has no section for it", "此栏不含这一类内容"),
    "remark.why.counted": ("only counted here", "此处仅计数"),
    "remark.why.changes": ("this box takes changes only", "此栏只写变更"),
    "remark.why.only": ("only for {listings}", "仅用于 {listings}"),
    "remark.why.except": ("not for {listings}", "不用于 {listings}"),
    "remark.why.closed": ("closed in {version}", "已在 {version} 中解决"),
    "remark.why.affected": ("{version} is still affected", "{version} 仍受影响"),
    "remark.why.prerelease": ("told only in the pre-release {version}", "仅在预发布版本 {version} 中出现"),
    "remark.secret": ("The text is held back: it seems to contain {secret}.", "文本已扣留：其中似乎含有{secret}。"),
    "remark.secret.private_key": ("a private key", "私钥"),
    "remark.secret.access_key": ("an access key", "访问密钥"),
    "remark.secret.access_token": ("an access token", "访问令牌"),
    "remark.secret.password_in_address": ("a password in an address", "写在网址中的密码"),
    "remark.secret.password": ("a password or a key", "密码或密钥"),
    "remark.host": ("{host} is a host that no reader can reach.", "{host} 是读者无法访问的主机。"),
    "remark.address": ("{host} is a private address.", "{host} 是内网地址。"),
    "remark.placeholder": ("“{text}” is a placeholder.", "“{text}”是占位文字，尚未填写。"),
    "remark.link": ("This box does not take the address of {host}.", "此栏不能写入 {host} 的网址。"),
    "remark.mixed": ("This line is not all in {language}.", "这一行并非全部是 {language}。"),
}
