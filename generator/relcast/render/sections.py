"""What only a release's own page shows: upgrade, rollback, tests, downloads, revisions, notices."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import tzinfo
from urllib.parse import quote

from markupsafe import Markup

from ..model.notice import Notice, Window
from ..model.product import Feedback
from ..model.release import TEST_KINDS, Artifact, Migration, Release, Rollback, Step
from ..words import duration_words, words
from .phrases import day_element, plain, say
from .shown import ArtifactView, Fact, MigrationView, NoticeView, ReleaseView, StepView, TestView
from .times import window_words


def complete(view: ReleaseView, release: Release, notices: Sequence[Notice], language: str, zone: tzinfo) -> None:
    """Fill in a release's sections; `notices` are those that announce it, `zone` is where bare dates begin."""
    table = words(language)
    if upgrade := release.upgrade:
        view.required_stop = upgrade.required_stop
        moments = (("before", upgrade.before), ("during", upgrade.during), ("after", upgrade.after))
        view.steps = [
            (table[f"upgrade.{moment}"], [_step(step, language) for step in steps])
            for moment, steps in moments
            if steps
        ]
        view.migrations = [_migration(migration, language) for migration in upgrade.migrations]
    if rollback := release.rollback:
        view.rollback_steps = [say(step, language) for step in rollback.steps]
    view.tests = _tests(release, language, zone)
    view.artifacts = [_artifact(artifact) for artifact in release.artifacts if artifact.url or artifact.image]
    view.revisions = [
        (day_element(revision.date, language, zone), say(revision.note, language)) for revision in release.revisions
    ]
    view.notices = [_notice(notice, language) for notice in notices]


def rollback_fact(rollback: Rollback, language: str) -> Fact:
    """Whether one can go back, and to which version."""
    table = words(language)
    tone = "yes" if rollback.possible else "no"
    value = table[f"rollback.{tone}"]
    if rollback.possible and rollback.to:
        value = table["rollback.to"].format(version=rollback.to)
    return Fact("rollback", table["rollback"], value, tone)


def _step(step: Step, language: str) -> StepView:
    table = words(language)
    conditions: list[Markup] = []
    if step.from_:
        conditions.append(
            Markup("{}{}<code>{}</code>").format(table["upgrade.coming_from"], table["colon"], step.from_)
        )
    if step.when:
        conditions.append(Markup("{}{}{}").format(table["upgrade.when"], table["colon"], say(step.when, language)))
    return StepView(say(step.text, language), Markup(" · ").join(conditions))


def _migration(migration: Migration, language: str) -> MigrationView:
    table, about, tone = words(language), [], ""
    if migration.reversible is not None:
        tone = "yes" if migration.reversible else "no"
        about.append(table["migration.reversible" if migration.reversible else "migration.irreversible"])
    if migration.duration is not None:
        about.append(duration_words(migration.duration, language))
    return MigrationView(say(migration.text, language), tone, table["list.comma"].join(about))


def _tests(release: Release, language: str, zone: tzinfo) -> list[TestView]:
    table, views = words(language), []
    for kind in TEST_KINDS if release.tests else ():
        test = getattr(release.tests, kind)
        if test is None:
            views.append(TestView(kind, table[f"test.{kind}"], "unknown", table["unknown"], "", "", None))
        else:
            views.append(
                TestView(
                    kind=kind,
                    label=table[f"test.{kind}"],
                    result=test.result,
                    result_label=table[f"result.{test.result}"],
                    date=day_element(test.date, language, zone) if test.date else "",
                    evidence=test.evidence or "",
                    note=say(test.note, language) if test.note else None,
                )
            )
    return views


def _artifact(artifact: Artifact) -> ArtifactView:
    url, image = artifact.url or "", artifact.image
    name = url.rstrip("/").rsplit("/", 1)[-1]
    return ArtifactView(
        name=name,
        href=url,
        platform=artifact.platform or "",
        size=_size(artifact.size),
        sha256=artifact.sha256 or "",
        md5=artifact.md5 or "",
        image=" ".join(filter(None, (image.kind.upper(), image.id, image.region))) if image else "",
        check=_check(name, artifact.sha256 or ""),
    )


def _check(name: str, sha256: str) -> str:
    """The command that checks a download where it lies; empty where the name is more than a plain file's, which a
    shell might read as something else."""
    if not _FILE_NAME.fullmatch(name) or not _SHA256.fullmatch(sha256):
        return ""
    return f"echo '{sha256.lower()}  {name}' | sha256sum -c"


_FILE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._+~-]*")
_SHA256 = re.compile(r"[0-9A-Fa-f]{64}")


def feedback_links(feedback: Feedback, language: str) -> list[tuple[str, str]]:
    """Where a reader answers: labels and addresses."""
    table, found = words(language), []
    if feedback.issues:
        found.append((table["feedback.issues"], feedback.issues))
    if feedback.email and _EMAIL.fullmatch(feedback.email):
        found.append((table["feedback.email"], f"mailto:{quote(feedback.email, safe='@')}"))
    return found


_EMAIL = re.compile(r"[^\s<>@,;:]+@[^\s<>@,;:]+")


def _size(size: int | None) -> str:
    """Bytes in binary units with one decimal (IEC 80000-13)."""
    if size is None:
        return ""
    amount = float(size)
    for unit in ("B", "KiB", "MiB", "GiB"):
        if amount < 1024 or unit == "GiB":
            break
        amount /= 1024
    return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"


def _notice(notice: Notice, language: str) -> NoticeView:
    table = words(language)
    return NoticeView(
        title=plain(notice.title, language) if notice.title else table["upgrade.planned"],
        status=notice.status.replace("_", "-"),
        status_label=table[f"notice.{notice.status}"],
        window=_window(notice.planned, language),
        impact=say(notice.impact, language) if notice.impact else None,
        benefit=say(notice.benefit, language) if notice.benefit else None,
    )


def _window(window: Window | None, language: str) -> Markup | str:
    if window is None:
        return ""
    text = window_words(window.start, window.end, language)
    return Markup('<time datetime="{}">{}</time>').format(window.start.isoformat(), text)
