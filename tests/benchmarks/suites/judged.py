"""Labels and trials of the public suites that are wrong by the specification, or mean another reading, with reasons.

A key is a part of a question's name, or of a trial's.
"""

from __future__ import annotations

_REMARKS = "takes formats for remarks, as the specification lets it; the engine asserts them"
_UNICODE = "reads \\d and \\w as all of Unicode's digits and letters; in ECMA 262 they are ASCII's"
_HALF = "the suite negates a part of the schema where it means to negate the whole: both branches demand the rest"
_NAMED = "the suite renames a text in one copy of the schema that is a value there, so the copies differ"
_WITHIN = "the suite negates a schema that refers to itself, so that the reference leads to the negation"
_CONTENT = "asserts contentMediaType and contentEncoding, which is optional in draft 7 and forbidden later"

WRONG: dict[str, str] = {
    "nonvalid/format#": _REMARKS,
    "unions/format#": _REMARKS,
    "/valid/format#": _REMARKS,
    "test_object.TestObjectSubtype.test_tricky": _REMARKS,
    "format_annotation_changed": _REMARKS,
    "optional/unicode#": _UNICODE,
    "optional/content#": _CONTENT,
    "universal/items#": _HALF,
    "universal/ref#11 ": _HALF,
    "universal/ref#13 ": _HALF,
    "universal/ref#14 ": _HALF,
    "universal/unevaluatedItems#15 ": _HALF,
    "universal/unevaluatedProperties#19 ": _HALF,
    "universal/dynamicRef#": _HALF,
    "unsatisfiable/dynamicRef#": _HALF,
    "nonvalid/dynamicRef#": _HALF,
    "universal/id#": _NAMED,
    "unsatisfiable/id#": _NAMED,
    "universal/anchor#4 ": _NAMED,
    "unsatisfiable/anchor#4 ": _NAMED,
    "universal/ref#": _NAMED,
    "unsatisfiable/ref#": _NAMED,
    "nonvalid/ref#": _WITHIN,
    "nonvalid/recursiveRef#": _WITHIN,
    "universal/recursiveRef#": _WITHIN,
    "unsatisfiable/recursiveRef#": _WITHIN,
    "test_numeric.TestCompositeNumericSubtype.test_all_all_3:650": "3 is 10 times 0.3 exactly, so all of 3's are 0.3's",
}

TRIALS: dict[str, str] = {
    "/format.json#": _REMARKS,
    "optional/format-assertion.json#": _REMARKS,
    "optional/content.json#": _CONTENT,
}
