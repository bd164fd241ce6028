"""What the author did when YAML breaks, in the author's words rather than the parser's."""

from __future__ import annotations

import yaml


def explain(error: yaml.MarkedYAMLError, text: str) -> tuple[str, str | None, int, int]:
    """Message, hint, line and column (from 1) for a YAML error.

    The usual causes in real records are text that starts with a sign YAML keeps for itself, a second `: ` in plain text,
    a quoted word followed by more text, and wrong indentation.
    """
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    lines = text.split("\n")
    here = lines[line] if line < len(lines) else ""
    sign = here[column : column + 1]
    problem = error.problem or "unreadable"
    message, hint = f"YAML can't read this: {problem}", None
    if "cannot start any token" in problem:
        if sign == "\t":
            message, hint = "a tab stands where YAML wants blanks", "indent with blanks"
        else:
            message, hint = f"text can't start with {sign}", "put the whole text in quotes"
    elif "tab character" in problem:
        message, hint = "a tab stands where YAML wants blanks", "indent with blanks"
    elif "mapping values are not allowed" in problem:
        message, hint = "a second ': ' in this text makes YAML see another key", "put the whole text in quotes, or write it below `|`"
    elif "could not find expected ':'" in problem:
        start = error.context_mark
        if start is not None:
            line, column = start.line, start.column
        message, hint = (
            "this line is neither a key with ':' nor part of the text above",
            "indent it as deep as the text it belongs to, or quote that text",
        )
    elif "did not find expected key" in problem or "did not find expected '-' indicator" in problem:
        before = here[:column].rstrip()
        if before.endswith(('"', "'")) or here.lstrip().startswith(('"', "'")):
            message, hint = "text goes on after the closing quote", "put the whole text in quotes, with \\\" or '' inside"
        else:
            message, hint = "this line is indented unlike its neighbours, or follows unclosed text", "align it with the lines it belongs to"
    elif "unexpected end of stream" in problem or "found unexpected end" in problem:
        start = error.context_mark
        if start is not None:
            line, column = start.line, start.column
        message, hint = "a quoted text that starts here never ends", "close the quote"
    elif "unknown escape character" in problem:
        message, hint = "'\\' in double quotes starts an escape, and this one does not exist", "write \\\\ for a backslash, or use single quotes"
    elif "expected ',' or" in problem:
        message, hint = "a bracket that opens before this is not closed", "close it, or quote text that starts with [ or {"
    elif "did not find expected <document start>" in problem:
        message, hint = "the document has ended above this line", "indent this line, or quote the text before it"
    elif "undefined alias" in problem or "did not find expected alphabetic" in problem:
        message, hint = "text can't start with * or &", "put the whole text in quotes"
    return message, hint, line + 1, column + 1
