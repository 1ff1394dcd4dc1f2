"""Agreement with oasdiff's own tests: ``python -m tests.benchmarks.oasdiff_agreement CHECKOUT [-v]``.

CHECKOUT is a working tree of oasdiff. Its Go tests in ``checker/`` open two documents of ``data/`` and state which of
its rules they expect; the rule's level is in ``checker/rules.go``. Read are the tests whose edits in code are plain
assignments. A test that expects an error or a warning says "this breaks clients": we must block it, too. One that
expects only information, with every check on, says "nothing breaks". Asserts nothing.
"""

from __future__ import annotations

import json
import posixpath
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from generator.canonical import Json
from generator.changes.openapi import ApiChange, Severity, compare_documents
from generator.errors import LockstepError
from tests.benchmarks._oasdiff_edits import Edit, edited, edits

OPENED = re.compile(
    r"(?P<name>\w+)(?:, err)?\s*:?=\s*"
    r"(?:open|loader\.LoadFromFile)\((?P<helper>\w+File)?\(?\"(?P<file>[^\"]+)\""
    r"|(?P<by>\w+)\s*:=\s*l\(t, (?P<number>\d+)"
)
ASKED = re.compile(
    r"GetWithOperationsSourcesMap\([^,]*?(?:\([^)]*\))?,\s*(?:&load\.SpecInfo\{Spec: )?(\w+)\}?,"
    r"\s*(?:&load\.SpecInfo\{Spec: )?(\w+)"
)
NUMBERED = re.compile(r"\bd\(t, \w+\.\w+\([^)]*\)(?:\.\w+\([^)]*\))*, (\d+), (\d+)")
RULE = re.compile(r"new\w*Rule\((\w+), (ERR|WARN|INFO)")
FOLDER = re.compile(r"(\w+)\s*=\s*dataFileFn\(\"([^\"]+)\"\)")
POLICY = re.compile(r"Sunset|Stability|Deprecat|XExtensible|Version")
"""Rules about how an API is governed, by extensions and dates of its document: not about what travels."""
CONSTANTS = {
    "securityScorePath": "/api/{domain}/{project}/badges/security-score",
    "installCommandPath": "/api/{domain}/{project}/install-command",
}


class Plain(yaml.SafeLoader):
    """YAML without dates: JSON has none."""


Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def loaded(checkout: Path, name: str) -> Json:
    """Return one of oasdiff's documents."""
    found: Json = yaml.load((checkout / name).read_text(encoding="utf-8"), Plain)  # noqa: S506  # a SafeLoader
    return found


def referred(checkout: Path, name: str, document: Json) -> dict[str, Json]:
    """Return the files that a document refers to, by path, and what those refer to."""
    found: dict[str, Json] = {}
    waiting = [(name, document)]
    while waiting:
        at, value = waiting.pop()
        for ref in re.findall(r'"\$ref": "([^"#]+)', json.dumps(value, default=str)):
            path = posixpath.normpath(posixpath.join(posixpath.dirname(at), ref))
            if "://" not in ref and path not in found and (checkout / path).is_file():
                found[path] = loaded(checkout, path)
                waiting.append((path, found[path]))
    return found


@dataclass(frozen=True, slots=True)
class Case:
    """One Go test: two files, the rules that it expects with their levels, and the operations that it names."""

    name: str
    old: str
    new: str
    expected: tuple[tuple[str, str], ...]
    all_checks: bool
    edits: tuple[tuple[Edit, ...], tuple[Edit, ...]]

    @property
    def breaks(self) -> bool:
        """Say whether clients break, in oasdiff's eyes."""
        return any(level != "INFO" for _, level in self.expected)


def cases(checkout: Path) -> Iterator[Case]:
    """Yield the tests that can be read."""
    levels = dict(RULE.findall((checkout / "checker/rules.go").read_text(encoding="utf-8")))
    files = sorted((checkout / "checker").glob("*_test.go"))
    texts = [path.read_text(encoding="utf-8") for path in files]
    folders = {name: folder for text in texts for name, folder in FOLDER.findall(text)}
    for text in texts:
        for body in re.split(r"(?m)^func ", text)[1:]:
            case = read(body, levels, folders)
            if case is not None:
                yield case


def read(body: str, levels: dict[str, str], folders: dict[str, str]) -> Case | None:
    """Return what one test says, None if it edits them in ways we cannot read or compares no two files."""
    if not body.startswith("Test") or "deleteParam(" in body or "deleteResponse" in body:
        return None
    made = edits(body, CONSTANTS)
    if made is None:
        return None
    found = {
        match["name"] or match["by"]: f"data/openapi-test{match['number']}.yaml"
        if match["number"]
        else f"data/{folders[match['helper']]}/{match['file']}"
        if match["helper"]
        else match["file"].removeprefix("../")
        for match in OPENED.finditer(body)
        if not match["helper"] or match["helper"] in folders
    }
    asked = [(old, new) for old, new in ASKED.findall(body) if old in found and new in found]
    numbered = [(f"data/openapi-test{old}.yaml", f"data/openapi-test{new}.yaml") for old, new in NUMBERED.findall(body)]
    if len(asked) + len(numbered) != 1:
        return None
    old, new = (found[name] for name in asked[0]) if asked else numbered[0]
    sides = [tuple(edit for edit in made if asked and edit.document == asked[0][side]) for side in (0, 1)]
    silent = set(re.findall(r"requireNoChange\(t, \w+, checker\.(\w+)", body))
    names = dict.fromkeys(re.findall(r"checker\.(\w+Id)\b", body))
    if any(POLICY.search(name) for name in names) or (old == new and names and not made):
        return None
    expected = tuple((name, levels[name]) for name in names if name in levels and name not in silent)
    all_checks = "singleCheckConfig" not in body and "checker.With" not in body and "require.Empty(t," in body
    return Case(body.partition("(")[0], old, new, expected, all_checks, (sides[0], sides[1]))


def ours(checkout: Path, case: Case) -> tuple[ApiChange, ...]:
    """Return what we say of a case."""
    old, new = loaded(checkout, case.old), loaded(checkout, case.new)
    files = referred(checkout, case.old, old) | referred(checkout, case.new, new)
    for document, changes in zip((old, new), case.edits, strict=True):
        edited(document, list(changes))
    return compare_documents(old, new, old_uri=case.old, new_uri=case.new, others=files)


def main() -> None:
    """Print how often we agree, and every case in which we do not."""
    if len(sys.argv) < 2:
        print("skipped: name a checkout of oasdiff")  # noqa: T201
        return
    checkout, verbose = Path(sys.argv[1]), "-v" in sys.argv
    agreed = {"breaks": 0, "harmless": 0}
    total = {"breaks": 0, "harmless": 0}
    for case in cases(checkout):
        if not case.breaks and not case.all_checks:
            continue
        kind = "breaks" if case.breaks else "harmless"
        total[kind] += 1
        try:
            changes = ours(checkout, case)
        except (LockstepError, LookupError, TypeError, yaml.YAMLError) as error:
            print(f"{kind}  {case.name}: {type(error).__name__}: {error}")  # noqa: T201
            continue
        # What they warn of may be a weaker request in our words; what they let pass may be, too.
        hits = [change.severity.blocks if case.breaks else change.severity is Severity.breaks for change in changes]
        hit = any(hits) == case.breaks
        agreed[kind] += hit
        if not hit or verbose:
            said = [f"{change.rule.value}/{change.severity.value}: {change.words}" for change in changes]
            names = ", ".join(f"{name} {level}" for name, level in case.expected)
            print(f"{'agree' if hit else 'DIFFER'} {kind}  {case.name} {case.old} {case.new}\n    them: {names}")  # noqa: T201
            for line in said[:5]:
                print(f"    ours: {line}")  # noqa: T201
    for kind, count in total.items():
        print(f"{kind}: {agreed[kind]} of {count} agreed")  # noqa: T201


if __name__ == "__main__":
    main()
