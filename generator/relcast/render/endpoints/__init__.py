"""Files for buyers' tools: JSON of releases and advisories, a badge, security.txt; see docs/guide/endpoints.md.

The same records give the same bytes: keys have a fixed order, nothing is dated by the build. Version 1 of a file may
gain keys; none goes or changes its meaning. The schemas that say so are beside this module, and are published with the
site.
"""
