"""Rules: one module each, found by walking this package, in a folder for its family.

A rule has `CODE`, `NAME`, `SEVERITY` (error, warning or advice) and a docstring: what is wrong in a sentence,
a paragraph that starts with `Why: `, and under `Bad:` and `Good:` a record each, indented by four. It is also
`relcast explain`, a page of the docs and a test: the bad record gives exactly this code, the good one nothing.

In an example, `---` stands between files; each is a record, called as its version, unless its first line says other:
`# product.yaml`, `# vendor.yaml`, `# notices/move.yaml`, or `# analytics/product.yaml` of another product. What no
record can show is said on the line of `Bad:` itself.

What reading and parsing find has a module without a function here. Every other rule has one or more of these; each
yields problems that carry the record's path below the records' folder and `where` in it. Lines and columns are looked
up afterwards, for files that have problems.

- `check_text(passage)`, with `SIGNS`: patterns, one of which is in every text that the rule minds, and hardly ever in
  others. All texts of a release are searched for all signs at once, with `\\0` around each text; for speed, a sign
  begins with a rare character: no small letter, no full stop, no hyphen. What no pattern can find, a function
  `find_suspects(texts)` does: the positions of texts that the rule might mind;
- `check_release(entry, history)`, `check_product(history)`, `check_vendor(vendor)`;
- `check_products(aliases)`, for what products are to one another: the earlier ids of each, by its id;
- `check_language(spoken)`, for all texts of a file in one language together, taken apart only where a sign is found;
- `check_at(history, now)` for what depends on the day, with `turning_points(history)`: the instants at which it may
  find something else although no file has changed.

`SUBJECTS` names keys of a record or of its changes: a rule with some is asked only about releases that have one of
them, or, if it looks at products alone, about products with such a release. `IS_POLICY` marks what is off until a
vendor sets its level.
"""
