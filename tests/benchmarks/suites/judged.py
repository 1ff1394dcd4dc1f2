"""Labels and trials of the public suites that are wrong by the specification, or mean another reading, with reasons.

A key is a part of a question's name, or of a trial's.
"""

from __future__ import annotations

_REMARKS = "takes formats for remarks, as the specification lets it; the engine asserts them"
_UNICODE = "reads \\d and \\w as all of Unicode's digits and letters; in ECMA 262 they are ASCII's"

WRONG: dict[str, str] = {
    "nonvalid/format#": _REMARKS,
    "unions/format#": _REMARKS,
    "/valid/format#": _REMARKS,
    "test_object.TestObjectSubtype.test_tricky": _REMARKS,
    "format_annotation_changed": _REMARKS,
    "optional/unicode#": _UNICODE,
    "test_numeric.TestCompositeNumericSubtype.test_all_all_3:650": "3 is 10 times 0.3 exactly, so all of 3's are 0.3's",
}

TRIALS: dict[str, str] = {
    "/format.json#": _REMARKS,
    "optional/format-assertion.json#": _REMARKS,
}
