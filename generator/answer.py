"""What a model returns: one JSON object with files and assumptions, read as a stranger's input."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from generator.canonical import Json
from generator.expectations import Expectations
from generator.findings import Finding
from generator.looping import find_loop
from generator.requests import Completion

MAX_ANSWER_CHARACTERS = 1_000_000
MAX_FILES = 50

_FENCE = re.compile(r"\s*```[A-Za-z0-9_-]*[ \t]*\n(?P<inside>.*?)(?:\n\s*```\s*)?\Z", re.DOTALL)
_CURLY = "\N{RIGHT SINGLE QUOTATION MARK}"
_HTML = re.compile(
    r"\s*(?:<!doctype\s+html|<html\b|<head\b|<body\b|<\?xml\b|<(?:div|p|h1|title|center|table)\b)", re.IGNORECASE
)
_REFUSAL = re.compile(
    r"\W*(?:i'?m (?:very |really )?sorry|i am sorry|sorry|i apologi[sz]e|unfortunately|as an ai|"
    r"i (?:can'?t|cannot|can not|won'?t|will not|am unable|am not able)|i'm (?:unable|not able))\b",
    re.IGNORECASE,
)


class AnsweredFile(BaseModel):
    """One file of the answer: ``path`` relative to the bundle's folder, ``content`` its whole text."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    path: str
    content: str


class Answer(BaseModel):
    """The whole answer. ``assumptions`` is what the model took for granted where the prompt was silent."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    files: Annotated[list[AnsweredFile], Field(min_length=1, max_length=MAX_FILES)]
    assumptions: list[str]


def answer_schema() -> dict[str, Json]:
    """Return the answer's JSON Schema: what stands in ``schemas/answer.schema.json`` and goes out with every request.

    Written out rather than derived from the classes, because every request digest depends on it: an upgrade of a
    library must not change it.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Answer",
        "description": "Every file you were asked to write, whole, and what you assumed.",
        "type": "object",
        "additionalProperties": False,
        "required": ["files", "assumptions"],
        "properties": {
            "files": {
                "description": "One entry for each path you may write; no other path.",
                "type": "array",
                "minItems": 1,
                "maxItems": MAX_FILES,
                "items": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["path", "content"],
                    "properties": {
                        "path": {"description": "The path exactly as given in the request.", "type": "string"},
                        "content": {"description": "The whole text of the file.", "type": "string"},
                    },
                },
            },
            "assumptions": {
                "description": "What you took for granted where the request was silent, one sentence each.",
                "type": "array",
                "items": {"type": "string"},
            },
        },
    }


class _Unreadable(Exception):
    """The text is no answer; carries the finding's rule, message and remedy."""

    def __init__(self, what: str, message: str, remedy: str = "Answer with the complete JSON object alone.") -> None:
        super().__init__(message)
        self.rule = f"answer/{what}"
        self.remedy = remedy


def parse(completion: Completion, expectations: Expectations) -> Answer | tuple[Finding, ...]:
    """Read a completion as an :class:`Answer`, or say why it is none.

    Never raises for anything a model can send. Paths are not looked at here: see :mod:`generator.answer_paths`.
    """
    try:
        return _validated(_object(completion))
    except _Unreadable as why:
        return (
            Finding(
                rule=why.rule,
                message=str(why),
                path=expectations.prompt_path,
                unit=str(expectations.unit),
                remedy=why.remedy,
            ),
        )


def _object(completion: Completion) -> Json:
    """Return the JSON value in the completion's text. Raises _Unreadable."""
    text = completion.text
    if completion.finish in {"refusal", "filter"}:
        raise _Unreadable("refused", f"the model refused: {_shown(text) or 'without a word'}", _REPHRASE)
    loop = find_loop(text[-MAX_ANSWER_CHARACTERS:])
    if loop is not None:
        raise _Unreadable("looping", f"the answer repeats {loop}", _SHORTER)
    if not text.strip():
        raise _Unreadable("empty", "the answer is empty")
    if len(text) > MAX_ANSWER_CHARACTERS:
        raise _Unreadable("too-large", f"the answer has more than {MAX_ANSWER_CHARACTERS:,} characters", _SHORTER)
    if completion.finish == "length":
        raise _Unreadable("cut-off", "the answer was cut off at the output limit", _SHORTER)
    fenced = _FENCE.match(text)
    return _json(fenced["inside"] if fenced else text)


_REPHRASE = "Change what the prompt asks for, or ask another model."
_SHORTER = "Answer with the complete JSON object, each file once, nothing repeated, shorter than before."


def _json(text: str) -> Json:
    try:
        value: Json = json.loads(text, object_pairs_hook=_without_duplicates, parse_constant=_no_constant)
    except _Unreadable:
        raise
    except json.JSONDecodeError as error:
        raise _not_json(text, error) from error
    except RecursionError as error:
        raise _Unreadable("not-json", "the JSON is nested too deeply") from error
    except ValueError as error:  # an integer of thousands of digits
        raise _Unreadable("not-json", "the JSON holds a number that cannot be read") from error
    if isinstance(value, dict) and set(value) == {"refusal"}:
        raise _Unreadable("refused", f"the model refused: {_shown(str(value['refusal']))}", _REPHRASE)
    return value


def _not_json(text: str, error: json.JSONDecodeError) -> _Unreadable:
    if _HTML.match(text):
        return _Unreadable("html", "the answer is an HTML page where a JSON object belongs")
    if _REFUSAL.match(text.replace(_CURLY, "'")):
        return _Unreadable("refused", f"the model refused: {_shown(text)}", _REPHRASE)
    if text.lstrip()[:1] in {"{", "["} and (error.msg.startswith("Unterminated") or error.pos >= len(text.rstrip())):
        return _Unreadable("cut-off", "the answer ends in the middle of the JSON object", _SHORTER)
    return _Unreadable("not-json", f"the answer is not JSON: {error.msg} at line {error.lineno}, column {error.colno}")


def _without_duplicates(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _Unreadable("not-json", f"the JSON names the key {_shown(twice)} twice in one object")
    return found


def _no_constant(name: str) -> Json:
    raise _Unreadable("not-json", f"the JSON holds {name}, which JSON does not have")


def _validated(value: Json) -> Answer:
    """Hold the value against the schema, then against the class. Raises _Unreadable."""
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - only when there is an answer to read
    from jsonschema.exceptions import best_match  # noqa: PLC0415 - as above

    error = best_match(Draft202012Validator(answer_schema()).iter_errors(value))
    if error is not None:
        where = "/".join(["", *(str(step) for step in error.absolute_path)])
        raise _Unreadable("schema", f"the JSON does not satisfy the schema at {where or '/'}: {_shown(error.message)}")
    try:
        answer = Answer.model_validate(value)
    except ValidationError as invalid:
        raise _Unreadable("schema", f"the JSON does not satisfy the schema: {invalid.errors()[0]['msg']}") from invalid
    for text in _texts(answer):
        if "\0" in text or not _is_encodable(text):
            raise _Unreadable("schema", "a text of the answer holds a NUL or half a surrogate pair")
    return answer


def _texts(answer: Answer) -> Iterator[str]:
    yield from answer.assumptions
    for file in answer.files:
        yield file.path
        yield file.content


def _is_encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _shown(text: str) -> str:
    """Return the start of a stranger's text, on one line and in ASCII, so that it can stand in a message."""
    line = " ".join(text.split())
    return ascii(line if len(line) <= 160 else f"{line[:160]}...")
