"""The child of :mod:`generator.quarantine`: limits itself, then reads one JSON object and answers by lines of JSON.

The order is the point: size, then ``compile``, then depth, then policy on the tree; libcst comes last and only for
text that passed all that. Before each file the child says ``{"at": path}``, so that a crash can be blamed.
"""

from __future__ import annotations

import ast
import json
import resource
import sys
import warnings

from generator.complexity import MAX_FILE_BYTES, too_complex
from generator.expectations import Expectations, Handler
from generator.policy import Breach, check, check_text, siblings
from generator.policy.source import Source
from generator.units import Unit

_MEMORY_BYTES = 1 << 30
_PROCESSOR_SECONDS = 20
_FLATTER = "Name intermediate values, and write it flatter."
_LIMITS = (
    (resource.RLIMIT_AS, _MEMORY_BYTES),
    (resource.RLIMIT_CPU, _PROCESSOR_SECONDS),
    (resource.RLIMIT_FSIZE, 0),
    (resource.RLIMIT_CORE, 0),
    (resource.RLIMIT_NPROC, 0),
)


def main() -> None:
    """Answer one task from stdin on stdout."""
    _limit()
    asked = json.load(sys.stdin.buffer)
    files: dict[str, str] = asked["files"]
    _say({"at": next(iter(files), "")})
    if asked["task"] == "surface":
        from generator.surface.child import answer  # noqa: PLC0415 - only for this task

        _say({"result": answer(asked)})
        return
    expectations = _expectations(asked["expectations"])
    result = _examine(files, expectations) if asked["task"] == "examine" else _digest(files, expectations)
    _say({"result": result})


def _limit() -> None:
    """Lower every limit that the system lets us lower; a limit it does not know is no reason to stop."""
    for limit, value in _LIMITS:
        try:
            resource.setrlimit(limit, (value, value))
        except (ValueError, OSError):
            continue


def _say(value: dict[str, object]) -> None:
    print(json.dumps(value), flush=True)  # noqa: T201 - stdout is the way back to the parent


def _expectations(asked: dict[str, object]) -> Expectations:
    values = dict(asked)
    unit, handlers = values.pop("unit"), values.pop("handlers")
    assert isinstance(unit, dict)  # noqa: S101 - our own bug if not
    assert isinstance(handlers, list)  # noqa: S101 - our own bug if not
    return Expectations(
        unit=Unit(**unit),
        handlers=tuple(
            Handler(each["id"], tuple((name, kind) for name, kind in each["parameters"]), each["returns"])
            for each in handlers
        ),
        **values,  # type: ignore[arg-type]  # the parent wrote them with asdict
    )


def _row(path: str, breach: Breach) -> dict[str, object]:
    return {
        "rule": breach.rule,
        "path": path,
        "line": breach.line or None,
        "message": breach.message,
        "remedy": breach.remedy,
    }


def _examine(files: dict[str, str], expectations: Expectations) -> list[dict[str, object]]:
    rows, trees = [], {}
    for path, text in sorted(files.items()):
        _say({"at": path})
        read = _read(text)
        if isinstance(read, ast.Module):
            trees[path] = read
        else:
            rows += [_row(path, breach) for breach in read]
    offered = siblings(expectations, trees)
    for path, tree in trees.items():
        _say({"at": path})
        rows += [_row(path, each) for each in check(Source(path, files[path], tree, expectations, offered))]
    return rows


def _read(text: str) -> ast.Module | list[Breach]:
    """Compile one file without running it; return its tree, or why there is none."""
    hidden = [breach for breach in check_text(text[: MAX_FILE_BYTES + 1]) if breach.rule == "safety/hidden-text"]
    if hidden:
        return hidden
    if len(text.encode()) > MAX_FILE_BYTES:
        return [Breach("code/too-complex", 0, f"the file has more than {MAX_FILE_BYTES:,} bytes", "Write less.")]
    try:
        return _compiled(text)
    except SyntaxError as error:
        reason = f"the file is not valid Python 3.11: {error.msg}"
        return [Breach("code/syntax", error.lineno or 0, reason[:300])]
    except (RecursionError, MemoryError, OverflowError):
        return [Breach("code/too-complex", 0, "the code nests too deeply to be compiled", _FLATTER)]
    except ValueError as error:
        return [Breach("code/syntax", 0, f"the file is not valid Python 3.11: {error}"[:300])]


def _compiled(text: str) -> ast.Module | list[Breach]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # an invalid escape or `is 1` is a slip, too
        tree = ast.parse(text, "answer", feature_version=(3, 11))
        deep = too_complex(text, tree)
        if deep is not None:
            return [Breach("code/too-complex", 0, deep, _FLATTER)]
        compile(tree, "answer", "exec", dont_inherit=True)  # finds what the grammar lets through: `return` outside
    return tree


def _digest(files: dict[str, str], expectations: Expectations) -> dict[str, str] | list[dict[str, object]]:
    """Digest files; those that we rendered ourselves need no guard, and may be long."""
    import libcst  # noqa: PLC0415 - 0.15 s, and only for this task

    from generator.semantic import digest  # noqa: PLC0415 - as above

    found = {}
    for path, text in sorted(files.items()):
        _say({"at": path})
        read = [] if expectations.rendered.get(path) == text else _read(text)
        if isinstance(read, list) and read:
            return [_row(path, breach) for breach in read]
        try:
            found[path] = digest(text)
        except (libcst.ParserSyntaxError, RecursionError, UnicodeError, ValueError):
            return [_row(path, Breach("code/unparsable", 0, "the file cannot be read with its layout", "Simplify it."))]
    return found
