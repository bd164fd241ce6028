"""The console pack: the private pages from which a release manager submits a version to its marketplaces.

`pack` is the door: a library's products give files, and `write` puts them in place in one step. Between them `boxes`
fills the fields of each form, `checklist` says what stands in the way, `difference` compares with what was submitted
before, `announcements` writes the messages around an upgrade, and `pages` lays everything out. Nothing of it may ever
reach the public site.
"""
