"""What front matter is made of: paths, names and sentences, each refused with the way to write it right."""

from __future__ import annotations

import keyword
from pathlib import PurePosixPath
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from generator.units import is_feature_name


class Strict(BaseModel):
    """A block whose unknown keys are refused, and whose values are taken as written."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


def identifier(value: str) -> str:
    """Return ``value`` if Python can take it as a name as it stands. Raises ValueError."""
    if not is_feature_name(value) or keyword.iskeyword(value) or keyword.issoftkeyword(value):
        raise ValueError("must be a snake_case Python identifier that is no keyword")
    return value


def safe_path(value: str) -> str:
    """Return ``value`` if it is a plain relative path. Raises ValueError."""
    parts = PurePosixPath(value).parts
    wrong = value != "/".join(parts) or not parts or "\\" in value or ":" in value or not value.isprintable()
    if wrong or value.startswith("/") or any(part in {".", ".."} or part.startswith(".") for part in parts):
        raise ValueError("must be a relative path with forward slashes, without '.', '..' or hidden parts")
    return value


def _sentence(value: str) -> str:
    if not value.strip() or "\n" in value.strip():
        raise ValueError("must be one sentence on one line")
    return value.strip()


SafePath = Annotated[str, AfterValidator(safe_path)]
SchemaFile = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.-]*\.schema\.json$")]
Sentence = Annotated[str, AfterValidator(_sentence)]
