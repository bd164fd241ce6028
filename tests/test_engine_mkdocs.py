"""The plugin in a MkDocs site: whatever theme, option or plugin it meets, pages come out whole and safe."""

from __future__ import annotations

import json
import posixpath
import re
import shutil
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import pytest
from built_site import STEM, Site
from conftest import CONFIG, MakeProject
from jinja2 import UndefinedError
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.structure.files import Files
from sample_records import ATTACK, GATEWAY, dump, sample_records

from relcast import plugin
from relcast.cli import main
from relcast.engines.mkdocs.templates import quicken
from relcast.markup import plain_text

MINIFY = {
    "minify": {
        "minify_html": True,
        "htmlmin_opts": {
            "remove_comments": True,
            "remove_empty_space": True,
            "remove_optional_attribute_quotes": True,
            "reduce_boolean_attributes": True,
            "reduce_empty_attributes": True,
        },
    }
}

MACROS = """
def on_page_markdown(markdown, **_):
    return markdown.replace("{{ site }}", "quarry")

def on_post_page(output, **_):
    return output.replace("</body>", "<p class=hooked>hooked</p></body>")
"""

OTHER_FORM = """
from mkdocs.plugins import event_priority

@event_priority(-10)
def on_post_build(config):
    with open(config.site_dir + "/search/search_index.json", "w") as stream:
        stream.write('{"docs": [], "index": {}}')
"""

CUSTOM_MAIN = """{% extends "base.html" %}
{% block extrahead %}{% if page %}
<script type="application/ld+json">
{"@type": "TechArticle", "headline": {{ page.title | tojson }}, "url": "{{ page.canonical_url }}"}
</script>
<meta property="og:title" content="{{ page.title }}">
<script>var pageTitle = "{{ page.title }}";</script>
{% endif %}{% endblock %}
"""


def material(*features: str, **options: Any) -> dict[str, Any]:
    return {"theme": {"name": "material", "font": False, "features": list(features), **options}}


def plugins(*names: Any) -> dict[str, Any]:
    return {"plugins": list(names)}


def at(prefix: str) -> dict[str, Any]:
    return plugins("search", {"relcast": {"at": prefix}})


NAV = {"nav": [{"Home": "index.md"}, {"Guide": ["guide/index.md", "guide/more.md"]}]}
SECTION = {
    "nav": [
        {"Home": "index.md"},
        {"Changes": ["changes.md", {"Gateway": "gateway/index.html"}]},
        {"Guide": ["guide/index.md"]},
    ],
    "plugins": ["search", {"relcast": {"products_page": "changes.md"}}],
}
GUIDE = {
    "docs/guide/index.md": "# Guide\n\n[Gateway](../gateway/index.html), [1.10.0](../gateway/1.10.0/index.html#tls)\n",
    "docs/guide/more.md": "# More\n\n## Deep\n\n[Home](../index.md)\n",
}
CHANGES = {"docs/changes.md": "# Changes\n", **GUIDE}

MATRIX: dict[str, tuple[Mapping[str, Any], Mapping[str, str]]] = {
    "base": ({}, {}),
    "file addresses": ({"use_directory_urls": False}, GUIDE),
    "no site_url": ({"site_url": None}, GUIDE),
    "site_url with a path": ({"site_url": "https://quarry.example/docs/v2"}, GUIDE),
    "mounted": (at("changelog/x"), {}),
    "mounted, file addresses, path": (
        {**at("/changelog/x/"), "use_directory_urls": False, "site_url": "https://quarry.example/docs/"}, {},
    ),
    "tabs": ({**material("navigation.tabs"), **NAV}, GUIDE),
    "sticky tabs": ({**material("navigation.tabs", "navigation.tabs.sticky"), **NAV}, GUIDE),
    "tabs, products in a section": ({**material("navigation.tabs", "navigation.path"), **SECTION}, CHANGES),
    "sections": ({**material("navigation.sections", "navigation.indexes", "navigation.expand"), **NAV}, GUIDE),
    "sections and tabs": (
        {**material("navigation.sections", "navigation.tabs", "navigation.indexes"), **SECTION}, CHANGES,
    ),
    "prune": ({**material("navigation.prune"), **SECTION}, CHANGES),
    "toc.integrate": ({**material("toc.integrate", "navigation.tabs"), **NAV}, GUIDE),
    "instant": (
        material("navigation.instant", "navigation.instant.prefetch", "navigation.instant.progress"), {},
    ),
    "zh": (material(language="zh"), {}),
    "zh-CN": (material(language="zh-CN"), {}),
    "minify before": (plugins("search", MINIFY, "relcast"), {}),
    "minify after": (plugins("search", "relcast", MINIFY), {}),
    "offline before": (plugins("search", "offline", "relcast"), {}),
    "offline after": ({**plugins("relcast", "search", "offline"), "site_url": None}, {}),
    "tags": (plugins("search", "tags", "relcast"), {"docs/t.md": "---\ntags: [a]\n---\n# T\n"}),
    "custom main.html": (
        {**material(custom_dir="overrides")}, {"overrides/main.html": CUSTOM_MAIN},
    ),
    "custom main.html, minified": (
        {**material(custom_dir="overrides"), **plugins("search", MINIFY, "relcast")},
        {"overrides/main.html": CUSTOM_MAIN},
    ),
    "hooks": ({"hooks": ["macros.py"]}, {"macros.py": MACROS}),
    "theme mkdocs": ({"theme": {"name": "mkdocs", "highlightjs": False}, **NAV}, GUIDE),
    "theme readthedocs": ({"theme": {"name": "readthedocs", "highlightjs": False}, **NAV}, GUIDE),
    "no search": (plugins("relcast"), {}),
    "search after": (plugins("relcast", "search"), {}),
    "repository": (
        {"repo_url": "https://code.example/q", "edit_uri": "edit/main/docs/", **material("content.action.edit")}, {},
    ),
    "narrow toc": ({"markdown_extensions": [{"toc": {"toc_depth": "2-3", "permalink": True}}]}, {}),
    "all validation": (
        {"validation": dict.fromkeys(["omitted_files", "absolute_links", "unrecognized_links", "anchors"], "warn")}, {},
    ),
    "README as home": ({}, {"docs/README.md": "# Home\n"}),
    "no docs page": ({}, {}),
}  # fmt: skip


@pytest.mark.parametrize("case", MATRIX)
def test_site_is_whole_and_safe(case: str, project: MakeProject) -> None:
    config, files = MATRIX[case]
    made = project(config, files)
    if case in ("README as home", "no docs page"):
        (made.root / "docs/index.md").unlink()
    site = made.build()
    site.check()
    assert site.base == (made.config["site_url"] and made.config["site_url"].rstrip("/") + "/")
    prefix = "changelog/x/" if case.startswith("mounted") else ""
    for name in ("gateway", "gateway/1.10.0", "gateway/2.0.0-rc.1", "hostile", "hostile/1.0.0", "not-yet"):
        _check_page(site, f"{prefix}{name}/index.html", case)
    home = site.page("changes.html" if "changes.html" in site else "index.html")
    if "changes/index.html" in site:
        home = site.page("changes/index.html")
    assert len(home.select("//*[contains(@class, 'rc-card ') or @class='rc-card']")) == 3
    if site.base is not None:
        for name in (f"{prefix}atom.xml", f"{prefix}gateway/security.rss.xml"):
            text = site.text(name)
            style = re.findall(r'<\?xml-stylesheet type="text/css" href="([^"]+)"\?>', text)
            assert [site.find(link, name) for link in style]
        assert b"<entry>" in (site.root / prefix / "atom.xml").read_bytes()


def _check_page(site: Site, file: str, case: str) -> None:
    page = site.page(file)
    assert page.one("//html/@lang") == {"zh": "zh", "zh-CN": "zh-CN"}.get(case, "en")
    assert len(page.select("//h1")) == 1
    canonical = page.select("//link[@rel='canonical']/@href")
    assert [site.find(address) for address in canonical] == ([file] if site.base else [])
    if site.base is not None:
        feeds = page.select("//link[contains(@rel, 'alternate')][contains(@type, 'xml')]/@href")
        assert len(feeds) == 3
    if not case.startswith("theme"):
        assert len(page.select("//meta[@name='description']")) == 1
        contents = page.select("//nav[contains(@class, 'md-nav--secondary')]//a/@href")
        assert contents
        assert page.select("//*[contains(@class, 'md-nav__item--active')]")
    if case == "custom main.html":
        data = page.one("//script[@type='application/ld+json'][contains(., 'headline')]")
        assert '"headline"' in data
    if case == "hooks":
        assert page.one("//p[@class='hooked']") == "hooked"


def test_tab_of_the_products_page_is_active_and_alone(project: MakeProject) -> None:
    site = project({**material("navigation.tabs", "navigation.path"), **SECTION}, CHANGES).build()
    for file in ("gateway/index.html", "gateway/1.10.0/index.html", "hostile/1.0.0/index.html"):
        page = site.page(file)
        tabs = [" ".join(tab.text_content().split()) for tab in page.select("//li[contains(@class, 'md-tabs__item')]")]
        assert tabs == ["Home", "Changes", "Guide"]
        active = page.one("//li[contains(@class, 'md-tabs__item--active')]")
        assert active.strip() == "Changes"
    path = [
        " ".join(a.text_content().split())
        for a in site.page("gateway/1.10.0/index.html").select("//*[@class='md-path__link']")
    ]
    assert path[-1] == "Gate & Way"
    assert "Changes" in path


def test_breadcrumb_names_products_once(project: MakeProject) -> None:
    site = project(material("navigation.path")).build()
    path = [
        " ".join(a.text_content().split())
        for a in site.page("gateway/1.10.0/index.html").select("//*[@class='md-path__link']")
    ]
    assert path == ["Products", "Gate & Way"]


def test_edit_link_leads_to_the_record(project: MakeProject) -> None:
    site = project(
        {"repo_url": "https://code.example/q", "edit_uri": "edit/main/docs/", **material("content.action.edit")}
    ).build()
    for file, record in (
        ("gateway/1.10.0/index.html", "releases/gateway/1.10.0.yaml"),
        ("gateway/index.html", "releases/gateway/product.yaml"),
        ("index.html", "docs/index.md"),
    ):
        links = site.page(file).select("//a[contains(@href, '/edit/')]/@href")
        assert links == [f"https://code.example/q/edit/main/{record}"]


def test_edit_template_leads_to_the_record(project: MakeProject) -> None:
    template = {"edit_uri_template": "https://code.example/edit/docs/{path}", **material("content.action.edit")}
    links = project(template).build().page("gateway/1.10.0/index.html").select("//a[contains(@href, '/edit/')]/@href")
    assert [posixpath.normpath(urlsplit(link).path) for link in links] == ["/edit/releases/gateway/1.10.0.yaml"]


def test_contents_name_every_part_of_a_release(project: MakeProject) -> None:
    page = project().build().page("gateway/1.10.0/index.html")
    runs = page.select("//nav[contains(@class, 'md-nav--secondary')]//ul")
    assert runs
    links = page.select(
        "(//nav[contains(@class, 'md-nav--secondary')])[last()]//a[contains(@class, 'md-nav__link')]/@href"
    )
    assert links == ["#breaking", "#security", "#features", "#upgrade", "#rollback", "#tests"]


def test_contents_show_in_the_drawer_with_toc_integrate(project: MakeProject) -> None:
    page = (
        project({**material("toc.integrate", "navigation.tabs"), **NAV}, GUIDE)
        .build()
        .page("gateway/1.10.0/index.html")
    )
    inside = page.select("//nav[contains(@class, 'md-nav--primary')]//a[@href='#upgrade']")
    assert len(inside) == 1


def test_custom_template_gets_each_value_as_data(project: MakeProject) -> None:
    site = project(material(custom_dir="overrides"), {"overrides/main.html": CUSTOM_MAIN}).build()
    page = site.page("hostile/1.0.0/index.html")
    data = json.loads(page.one("//script[@type='application/ld+json'][contains(., 'headline')]"))
    assert data["headline"] == plain_text(f"Hostile {ATTACK}") + " 1.0.0"
    assert data["url"] == "https://quarry.example/hostile/1.0.0/"
    assert page.select("//meta[@property='og:title']/@content")[0] == data["headline"], "the vendor's own comes first"


def test_structured_data_names_the_latest_release(project: MakeProject) -> None:
    site = project().build()
    latest = json.loads(site.text("gateway/latest.json"))["channels"]["stable"]["version"]
    for file in ("gateway/index.html", "gateway/1.10.0/index.html"):
        said = json.loads(site.page(file).one("//script[@type='application/ld+json']"))
        assert said["@type"] == "SoftwareApplication"
        assert said["softwareVersion"] == latest
        assert site.find(said["releaseNotes"]) == f"gateway/{latest}/index.html"


def test_structured_data_and_previews_hold_hostile_text_as_text(project: MakeProject) -> None:
    page = project().build().page("hostile/1.0.0/index.html")
    said = json.loads(page.one("//script[@type='application/ld+json']"))
    assert said["name"] == plain_text(f"Hostile {ATTACK}")
    assert page.one("//meta[@property='og:title']/@content").startswith(said["name"])


@pytest.mark.parametrize("own", ["", "https://quarry.example/own.png"])
def test_every_page_has_a_preview_with_a_picture(own: str, project: MakeProject) -> None:
    """Acceptance check 28: og:title and og:image, whole addresses; the vendor's own picture where one is named."""
    made = project()
    if own:
        vendor = made.root / "releases/vendor.yaml"
        vendor.write_text(f"{vendor.read_text(encoding='utf-8')}image: {own}\n", encoding="utf-8")
    site = made.build()
    for file, page in site.pages.items():
        if file == "404.html":
            continue
        picture = page.one("//meta[@property='og:image']/@content")
        assert picture == own or site.find(picture) == "assets/relcast/share.png", file
        assert page.one("//meta[@property='og:title']/@content")
        assert page.one("//meta[@property='og:url']/@content") == page.one("//link[@rel='canonical']/@href")
        assert page.one("//meta[@name='twitter:card']/@content") == "summary_large_image"
    assert (site.root / "assets/relcast/share.png").stat().st_size < 50_000


def test_side_nav_names_each_thing_once(project: MakeProject) -> None:
    page = project().build().page("gateway/1.10.0/index.html")
    items = page.select("//nav[contains(@class, 'md-nav--primary')]//li/a")
    names = [" ".join(item.text_content().split()) for item in items]
    assert names.count("All products") == names.count("All releases") == 1
    assert "Products" not in names


def test_search_finds_versions_advisories_and_words_as_text(project: MakeProject) -> None:
    site = project().build()
    release = next(entry for entry in site.search if entry["location"] == "gateway/1.10.0/")
    assert "1.10.0" in release["title"]
    assert "Gate &amp; Way" in release["title"]
    assert "CVE-2026-1234" in release["text"]
    change = next(entry for entry in site.search if entry["location"] == "gateway/1.10.0/#smuggling")
    assert "&lt;in&gt;" in change["text"]
    for entry in site.search:
        if entry["location"].startswith("hostile"):
            assert "<" not in entry["title"] + entry["text"]


def test_search_finds_chinese_words_within_a_sentence(project: MakeProject) -> None:
    site = project(material(language="zh-CN")).build()
    change = next(entry for entry in site.search if entry["location"] == "gateway/1.10.0/#hot-reload")
    assert "\u200b".join("热加载") in change["text"]
    assert site.text("search/search_index.json").startswith('{"config":{"lang":["zh"]')


@pytest.mark.parametrize("order", [("search", "relcast"), ("relcast", "search")])
def test_theme_knows_our_language_whatever_the_order_of_plugins(order: tuple[str, ...], project: MakeProject) -> None:
    site = project({**material(language="zh-CN"), **plugins(*order)}).build()
    assert site.page("index.html").one("//html/@lang") == "zh-CN"


def test_an_index_we_cannot_extend_is_said(project: MakeProject, caplog: pytest.LogCaptureFixture) -> None:
    made = project({"hooks": ["other_form.py"]}, {"other_form.py": OTHER_FORM})
    with pytest.raises(SystemExit):
        made.build()
    assert "the site's search won't find releases" in caplog.text


# --- links between docs and records ---


def test_docs_may_link_to_products_releases_and_feeds(project: MakeProject) -> None:
    files = {
        "docs/guide.md": "# Guide\n\n[a](gateway/index.html) [b](gateway/1.10.0/index.html)\n"
        "[c](atom.xml) [d](gateway/rss.xml)\n"
    }
    page = project({}, files).build().page("guide/index.html")
    links = page.select("//article//p/a/@href")
    assert links == ["../gateway/", "../gateway/1.10.0/", "../atom.xml", "../gateway/rss.xml"]


@pytest.mark.parametrize("entry", [{"Gateway": "gateway/index.html"}, "gateway/index.html"])
def test_nav_may_name_a_product(entry: object, project: MakeProject) -> None:
    site = project({"nav": [{"Products": "index.md"}, entry]}).build()
    site.check()
    links = site.page("index.html").select("//nav[contains(@class, 'md-nav--primary')]//a[@href='gateway/']")
    assert [" ".join(link.text_content().split()) for link in links] == [
        "Gateway" if isinstance(entry, dict) else "Gate & Way"
    ]


@pytest.mark.parametrize(
    "clash",
    [
        "docs/gateway.md",
        "docs/gateway/index.md",
        "docs/gateway/1.0.0/index.html",
        "docs/atom.xml",
        "docs/gateway/rss.xml",
    ],
)
def test_docs_at_the_address_of_a_page_stop_the_build(
    clash: str, project: MakeProject, caplog: pytest.LogCaptureFixture
) -> None:
    made = project({}, {clash: "# Mine\n"})
    with pytest.raises(SystemExit):
        made.build()
    assert clash.removeprefix("docs/") in caplog.text
    assert "hint:" in caplog.text


def test_docs_beside_a_product_survive_every_build(project: MakeProject) -> None:
    made = project({}, {"docs/gateway/guide.md": "# Gateway guide\n", "docs/gateway/picture.txt": "x"})
    for _ in range(3):
        site = made.build()
        assert "gateway/guide/index.html" in site
        assert "gateway/picture.txt" in site
        site.check()


@pytest.mark.parametrize("bad", ["../out", "/../out", "a/../../b", "a b", "a//b", "<x>", "."])
def test_pages_are_never_mounted_outside_the_site(
    bad: str, project: MakeProject, caplog: pytest.LogCaptureFixture
) -> None:
    made = project(at(bad))
    with pytest.raises(SystemExit):
        made.build()
    assert "option 'at'" in caplog.text
    assert not list(made.root.parent.glob("out*"))


# --- other plugins ---

WITNESS = """
import json
seen = {"context": [], "post": [], "files": [], "pages": [], "nav": []}

def on_page_context(context, page, config, nav):
    seen["context"].append(page.url)
    context["witness"] = "seen"
    seen["pages"].append([file.src_uri for file in context["pages"]])
    return context

def on_post_page(output, page, config):
    seen["post"].append(page.url)
    return output.replace("</body>", "<i class='witness'></i></body>")

def on_env(env, config, files):
    seen["files"] = [file.src_uri for file in files]
    return env

def on_nav(nav, config, files):
    seen["nav"] = nav
    return nav

from mkdocs.plugins import event_priority

@event_priority(-200)
def on_post_build(config):
    seen["nav"] = [repr(item) for item in seen["nav"]] + [repr(page) for page in seen["nav"].pages]
    with open(config.site_dir + "/witness.json", "w") as stream:
        json.dump(seen, stream)
"""


def test_hooks_of_others_work_on_frames_and_their_lists_stay_clean(project: MakeProject) -> None:
    site = project({"hooks": ["witness.py"]}, {"witness.py": WITNESS}).build()
    for page in site.pages.values():
        if page.file != "404.html":
            assert len(page.select("//i[@class='witness']")) == 1, page.file
    seen = json.loads((site.root / "witness.json").read_text(encoding="utf-8"))
    assert not STEM.search(json.dumps([seen["pages"], seen["files"], seen["nav"]]))
    assert any(STEM.search(url) for url in seen["context"])


def test_extra_alternates_are_as_the_user_wrote_them_after_the_build(project: MakeProject) -> None:
    links = [{"name": "English", "link": "/", "lang": "en"}, {"name": "中文", "link": "/zh/", "lang": "zh"}]
    site = project({"extra": {"alternate": links}, "hooks": ["keep.py"]}, {
        "keep.py": "from mkdocs.plugins import event_priority\n@event_priority(-200)\ndef on_post_build(config):\n"
        f"    assert config.extra['alternate'] == {links!r}\n"
    }).build()  # fmt: skip
    head = site.page("gateway/1.0.0/index.html").select("//link[@hreflang]")
    assert [(link.get("hreflang"), link.get("href")) for link in head] == [
        ("en", "https://quarry.example/gateway/1.0.0/"),
        ("zh", "https://quarry.example/zh/gateway/1.0.0/"),
        ("x-default", "https://quarry.example/gateway/1.0.0/"),
    ]


# --- MkDocs' own ways ---


def test_second_build_in_place_keeps_pages_that_did_not_change(project: MakeProject) -> None:
    made = project()
    first = made.build()
    before = {name: (first.root / name).stat().st_mtime_ns for name in first.pages}
    made.write({"releases/gateway/1.0.0.yaml": "version: 1.0.0\ndate: 2026-01-10\nfixes: [Something else]\n"})
    second = made.build()
    second.check()
    kept = {name for name, time in before.items() if (second.root / name).stat().st_mtime_ns == time}
    assert "hostile/1.0.0/index.html" in kept
    assert "gateway/1.0.0/index.html" not in kept
    assert "Something else" in second.page("gateway/1.0.0/index.html").words


LATE = """
from mkdocs.exceptions import PluginError
from mkdocs.plugins import event_priority

@event_priority(-900)
def on_post_build(config):
    raise PluginError("late")
"""

INTERRUPTED = LATE.replace('raise PluginError("late")', "raise KeyboardInterrupt")

RENAMED = {**sample_records(), "releases/gateway/product.yaml": dump({**GATEWAY, "aliases": ["old-gate"]})}


@pytest.mark.parametrize("mounted", [False, True])
@pytest.mark.parametrize(
    "fault", ["records", "strict", "template", "another plugin", "interrupted", "alias"],
)  # fmt: skip
def test_a_build_that_fails_in_place_leaves_the_earlier_site_as_it_was(
    fault: str, mounted: bool, project: MakeProject
) -> None:
    """Whenever it fails: before a page is written, while one is, or when all are and the counted warnings end it."""
    made = project(at("log/of") if mounted else {}, {"docs/guide.md": "# Guide\n"}, RENAMED)
    before = made.build()
    times = {name: (before.root / name).stat().st_mtime_ns for name in before.files}
    made.write({"releases/gateway/1.0.0.yaml": "version: 1.0.0\ndate: 2026-01-10\nfixes: [Something else]\n"})
    made.write({"docs/index.md": "# Products\n\nOther words.\n", "docs/new.md": "# New\n"})
    match fault:
        case "records":
            made.write({"releases/gateway/1.0.0.yaml": "version: [\n"})
        case "strict":
            made.write({"docs/guide.md": "# Guide\n\n[nowhere](nowhere.md)\n"})
        case "template":
            made.configure(theme={**CONFIG["theme"], "custom_dir": "o"})
            made.write({"o/main.html": '{% extends "base.html" %}{% block content %}{% endblock %}'})
        case "alias":
            made.write({"docs/log/of/old-gate/index.md" if mounted else "docs/old-gate/index.md": "# Mine\n"})
        case _:
            made.configure(hooks=["hook.py"])
            made.write({"hook.py": INTERRUPTED if fault == "interrupted" else LATE})
    with pytest.raises((SystemExit, KeyboardInterrupt)):
        made.build()
    after = Site(before.root, before.base)
    assert after.files == before.files
    assert {name: (after.root / name).stat().st_mtime_ns for name in after.files} == times


def test_the_build_after_one_that_failed_is_whole(project: MakeProject) -> None:
    made = project({}, {"docs/guide.md": "# Guide\n\n[nowhere](nowhere.md)\n"}, RENAMED)
    with pytest.raises(SystemExit):
        made.build()
    made.write({"docs/guide.md": "# Guide\n"})
    first = made.build()
    made.write({"docs/guide.md": "# Guide\n\n[nowhere](nowhere.md)\n"})
    with pytest.raises(SystemExit):
        made.build()
    made.write({"docs/guide.md": "# Guide\n"})
    second = made.build()
    second.check()
    assert second.files == first.files


WITHIN = """
from mkdocs import utils
from mkdocs.commands import build
from mkdocs.plugins import event_priority

within = False

@event_priority(-100)
def on_post_build(config):
    global within
    if within:
        return
    within = True
    clean, utils.clean_directory = utils.clean_directory, lambda folder: None
    try:
        build.build(config)
    finally:
        utils.clean_directory = clean
"""


def test_a_plugin_that_builds_again_from_within_loses_nothing(project: MakeProject) -> None:
    """As plugins for several languages do, which keep MkDocs from emptying its folder meanwhile."""
    once = project({}, {"docs/guide.md": "# Guide\n"}).build().files
    made = project({"hooks": ["within.py"]}, {"within.py": WITHIN})
    site = made.build()
    assert site.files.keys() == once.keys()
    site.check()


def test_dirty_build_keeps_pages_of_docs_beside_a_product(
    project: MakeProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = project({"strict": False}, {"docs/gateway/guide.md": "# Guide\n"})
    made.build()
    config = load_config(str(made.root / "mkdocs.yml"))
    config.plugins.on_startup(command="build", dirty=True)
    build(config, dirty=True)
    # A process keeps the plugin, and after a dirty build it would put these entries into every later site's index too.
    config.plugins["material/search"].search_index_prev = None  # type: ignore[attr-defined]
    site = Site(made.root / "site", config.site_url)
    assert "gateway/guide/index.html" in site
    site.check_tokens()
    site.check_links()
    site.check_injection()


def test_removed_release_and_product_leave_nothing_behind(project: MakeProject) -> None:
    made = project()
    made.build()
    (made.root / "releases/gateway/1.0.0.yaml").unlink()
    (made.root / "releases/gateway/1.10.0.yaml").write_text("version: 1.10.0\ndate: 2026-02-10\n", encoding="utf-8")
    shutil.rmtree(made.root / "releases/hostile")
    site = made.build()
    assert "gateway/1.0.0/index.html" not in site
    assert not [name for name in site.files if name.startswith("hostile")]
    site.check()


def test_static_files_of_the_theme_are_found_as_mkdocs_finds_them(project: MakeProject) -> None:
    theme = {"o/a/b/style.css": "", "o/a/.hidden/x.css": "", "o/.icons/y.svg": "", "o/.z.css": "", "o/plain.css": ""}
    made = project(material(custom_dir="o"), theme)
    found = []
    for quick in (False, True):
        config = load_config(str(made.root / "mkdocs.yml"))
        if quick:
            quicken(config.theme, None)
        files = Files([])
        files.add_files_from_theme(config.theme.get_env(), config)
        found.append([file.src_uri for file in files])
    assert found[0] == found[1]
    assert {"a/b/style.css", "plain.css"} <= set(found[1])


def test_template_that_leaves_out_the_content_is_named(project: MakeProject, caplog: pytest.LogCaptureFixture) -> None:
    made = project(
        material(custom_dir="o"), {"o/main.html": '{% extends "base.html" %}{% block content %}{% endblock %}'}
    )
    with pytest.raises(SystemExit):
        made.build()
    assert "CONTENT stands 0 times" in caplog.text


def test_template_that_looks_at_a_value_is_a_warning(project: MakeProject, caplog: pytest.LogCaptureFixture) -> None:
    title = "<title>{{ page.title }} {{ page.title | length }}</title>"
    main = '{% extends "base.html" %}{% block htmltitle %}' + title + "{% endblock %}"
    made = project(material(custom_dir="o"), {"o/main.html": main})
    with pytest.raises(SystemExit):
        made.build()
    assert "looks at a value" in caplog.text


def test_hidden_folders_of_the_site_are_not_ours_to_move(project: MakeProject) -> None:
    names = ["releases/.git/HEAD", "releases/_drafts/a.txt", "site/.git/HEAD"]
    made = project({}, dict.fromkeys(names, "x"))
    for _ in range(2):
        assert (made.build().root / ".git/HEAD").read_text() == "x"


def test_every_docs_page_names_the_feeds_of_all_in_its_head(project: MakeProject) -> None:
    for config in ({}, at("changelog")):
        prefix = "changelog/" if config else ""
        site = project(config, {"docs/guide/index.md": "# Guide\n"}).build()
        for page, start in (("index.html", ""), ("guide/index.html", "../"), ("404.html", "https://quarry.example/")):
            links = site.page(page).select("//head/link[contains(@rel, 'feed')]")
            assert [(link.get("href"), link.get("type"), link.get("title")) for link in links] == [
                (f"{start}{prefix}atom.xml", "application/atom+xml", "Quarry Works releases (Atom)"),
                (f"{start}{prefix}rss.xml", "application/rss+xml", "Quarry Works releases (RSS)"),
                (f"{start}{prefix}feed.json", "application/feed+json", "Quarry Works releases (JSON Feed)"),
                (
                    f"{start}{prefix}security.atom.xml", "application/atom+xml",
                    "Quarry Works security fixes and withdrawals (Atom)",
                ),
            ]  # fmt: skip


def test_language_switch_is_the_user_s_again_when_a_page_cannot_be_drawn(project: MakeProject) -> None:
    links = [{"name": "English", "link": "/", "lang": "en"}, {"name": "中文", "link": "/zh/", "lang": "zh"}]
    broken = '{% extends "base.html" %}{% block content %}{{ nothing.at.all if page.url }}{% endblock %}'
    config_file = {**material(custom_dir="o"), **SECTION, "extra": {"alternate": links}}
    made = project(config_file, {**CHANGES, "o/main.html": broken})
    config = load_config(str(made.root / "mkdocs.yml"))
    config.plugins.on_startup(command="build", dirty=False)
    with pytest.raises(UndefinedError):
        build(config)
    assert config.extra["alternate"] == links


def test_a_broken_epoch_is_said_in_plain_words(
    project: MakeProject, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    made = project()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(SystemExit):
        made.build()
    assert "SOURCE_DATE_EPOCH is no number" in caplog.text
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780000000")
    monkeypatch.setattr(plugin, "_now", lambda: pytest.fail("a time that was stated needs no other"))
    assert main(["build", "-f", str(made.root / "mkdocs.yml"), "--now", "2026-06-01"]) == 0
