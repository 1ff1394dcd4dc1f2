"""What mends a finding, in a form that can be copied: a command, or the lines of a waiver."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from generator.findings import Finding
from generator.gate.waivers import WAIVABLE
from generator.rules import RULES

_COMMAND = re.compile(
    r"(?P<words>.*?): (?P<command>(?:lockstep|lockstep-router|git|curl) .*?)(?P<rest>, or .*)?\.?\s*\Z", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Remedy:
    """``words`` say what to do, ``command`` is typed, ``rest`` follows it, ``edit`` goes into the file ``edited``."""

    words: str
    command: str = ""
    rest: str = ""
    edit: str = ""
    edited: str = ""


def remedy(finding: Finding) -> Remedy:
    """Return what mends ``finding``, with its feature's name filled in."""
    rule = RULES.get(finding.rule)
    said = finding.remedy or (rule.remedy if rule else "")
    edit, edited = _waiver(finding) if finding.rule in WAIVABLE and finding.unit else ("", "")
    found = _COMMAND.match(said)
    if found is None:
        return Remedy(said, edit=edit, edited=edited)
    command = found["command"].replace("FEATURE", finding.unit.partition("/")[0] or "FEATURE")
    words = "" if found["words"] == "Run" else f"{found['words']}:"
    return Remedy(words, command, (found["rest"] or "").removeprefix(", "), edit, edited)


def _waiver(finding: Finding) -> tuple[str, str]:
    rows = {"rule": finding.rule, "at": finding.place, "why": "…", "by": "…"}
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in rows.items()]
    return "\n".join(["[[waiver]]", *lines, "until = YYYY-MM-DD"]), f"schemas/{finding.unit}/widens.toml"
