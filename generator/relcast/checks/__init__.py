"""Rules: one module each, found by walking this package, in a folder for its family.

A rule has `CODE`, `NAME`, `SEVERITY` (error, warning or advice) and a docstring: what is wrong in a sentence,
a paragraph that starts with `Why: `, and under `Bad:` and `Good:` a record each, indented by four. It is also
`relcast explain`, a page of the docs and a test: the bad record gives exactly this code, the good one nothing.

In an example, `---` stands between files; each is a record, called as its version, unless its first line says other:
`# product.yaml`, `# vendor.yaml`, `# notices/move.yaml`. What no record can show is said on the line of `Bad:` itself.

What reading and parsing find has a module without a function here. Every other rule has `check_release(entry, history)`
or `check_product(history)`, or both; each yields problems that carry the record's path below the records' folder and
`where` in it. Lines and columns are looked up afterwards, for files that have problems.
"""
