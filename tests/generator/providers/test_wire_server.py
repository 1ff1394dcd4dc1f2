from __future__ import annotations

import pydantic
import pytest
from openai.types.chat import ChatCompletionChunk
from openai.types.responses import ResponseStreamEvent

from tests.generator.providers import wire_dialects


@pytest.mark.parametrize("kind", ["output_text", "refusal"])
@pytest.mark.parametrize("finish", ["stop", "length", "filter"])
def test_test_server_speaks_as_the_sdk_expects(kind: str, finish: str):
    """Every event satisfies the SDK's own types, checked strictly: our test server is no invention of ours."""
    said = {"model": "gpt-5", "kind": kind, "finish": finish, "usage": (3, 4), "size": 2}
    event_type: pydantic.TypeAdapter[object] = pydantic.TypeAdapter(ResponseStreamEvent)
    for number, event in enumerate(wire_dialects.responses("hello", **said)):
        parsed = event_type.validate_python(event)
        assert type(parsed).model_fields["type"].annotation.__args__ == (
            event["type"],
        )  # the variant meant, not another
        assert event["sequence_number"] == number
    for chunk in wire_dialects.chat("hello", **said):
        ChatCompletionChunk.model_validate(chunk)
