"""A text for a console holds a password, a key or a token.

Why: a marketplace shows the text to everybody. It is withheld until the record no longer has the secret.

Bad: a change that says `token: ghp_…` in the text that is to be pasted

Good: the same change, which says where the token is kept
"""

from __future__ import annotations

from ...problems import Severity

CODE, NAME = "RC520", "secret-in-text"
SEVERITY: Severity = "error"
