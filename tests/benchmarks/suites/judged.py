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
_LINES = "takes a dot for any character; in ECMA 262 it is none that ends a line"
_OLDER = "dependencies is no word of the newer drafts; reading it all the same is optional"
_WHOLE = (
    "says that 1.0 is no integer in draft 4; the engine reads all drafts as the newer ones do, which draft 4 allows"
)
_WORDS = "a meta-schema without the vocabulary of validation; the engine reads all words whatever the meta-schema"
_CYCLE = "a reference leads back to itself before it says anything, which the specification leaves undefined"
_GIVEN_UP = "says what its tool cannot decide, not what holds"

WRONG: dict[str, str] = {
    "nonvalid/format#": _REMARKS,
    "unions/format#": _REMARKS,
    "/valid/format#": _REMARKS,
    "test_object.TestObjectSubtype.test_tricky": _REMARKS,
    "format_annotation_changed": _REMARKS,
    "optional/unicode#": _UNICODE,
    "optional/content#": _CONTENT,
    "dependencies-compatibility.json#": _OLDER,
    "optional/zeroTerminatedFloats": _WHOLE,
    "test_equiv_multiple_case": _LINES,
    "unsupported_subset_pattern_properties_additional_fallback serializer": _GIVEN_UP,
    "pattern_properties_fall_back_to_additional_properties deserializer": '{"x": null} shows that it is no subset',
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
    "optional/dependencies-compatibility.json#": _OLDER,
    "optional/zeroTerminatedFloats.json#": _WHOLE,
    "vocabulary.json#0": _WORDS,
    "format_annotation_changed": _REMARKS,
    "recursive": _CYCLE,
    "consecutive hyphens (RFC1123)": "RFC 5890 and both validators refuse two hyphens in third place",
}
