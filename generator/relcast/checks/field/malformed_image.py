"""The id of an image can't be one of its cloud.

Why: customers copy it into their templates; a slip is found when their next machine does not start.

Bad:

    version: 1.0.0
    date: 2026-11-20
    artifacts:
      - image:
          kind: ami
          id: ami-0123456789abcdeg0
          region: us-east-1

Good:

    version: 1.0.0
    date: 2026-11-20
    artifacts:
      - image:
          kind: ami
          id: ami-0123456789abcdef0
          region: us-east-1
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...library.product import ProductHistory, VersionedRelease
from ...problems import Problem, Severity

CODE, NAME = "RC235", "malformed-image"
SEVERITY: Severity = "error"

_FORMS = {
    "ami": (re.compile(r"ami-(?:[0-9a-f]{8}|[0-9a-f]{17})"), "ami- and 17 characters of 0-9 and a-f"),
    "ecs": (re.compile(r"m-[0-9a-z]{10,}"), "m- and small letters and digits"),
    "cvm": (re.compile(r"img-[0-9a-z]{8}"), "img- and 8 small letters and digits"),
    "ims": (re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "a UUID, of 0-9 and a-f in five groups"),
    "container": (
        re.compile(r"[\w.-]+(?::\d+)?(?:/[a-z0-9._-]+)*(?::[\w][\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?"),
        "host/name:tag or host/name@sha256:…, without https://",
    ),
}  # fmt: skip
"""By kind, what an id of this cloud looks like; other kinds are not known here and pass."""
_SAME = {"aws": "ami", "alibaba": "ecs", "aliyun": "ecs", "docker": "container", "oci": "container", "tencent": "cvm"}
_REGION = re.compile(r"[a-z]{2,}(?:-[a-z0-9]+)+|[a-z]+[0-9]*|global")


def check_release(entry: VersionedRelease, history: ProductHistory) -> Iterator[Problem]:
    """The id of each image has the form that its cloud gives to ids, and its region that of a region."""
    for number, artifact in enumerate(entry.release.artifacts):
        image = artifact.image
        if image is None:
            continue
        kind = image.kind.lower()
        pattern, form = _FORMS.get(_SAME.get(kind, kind), (None, ""))
        where = ("artifacts", number, "image")
        if pattern and not pattern.fullmatch(image.id):
            message = f"'{image.id[:60]}' can't be the id of an image of the kind '{image.kind[:20]}'"
            yield Problem(CODE, NAME, message, f"such an id is {form}", SEVERITY, path=entry.file, where=(*where, "id"))
        if pattern and image.region and not _REGION.fullmatch(image.region):
            yield Problem(
                CODE, NAME, f"'{image.region[:40]}' is no region", "write its code, such as us-east-1 or cn-hangzhou",
                SEVERITY, path=entry.file, where=(*where, "region"),
            )  # fmt: skip
