"""Runs in a child: says the JSON Schema of one Python type. Stands alone, beside pydantic and the user's own modules.

    python -P model_child.py MODULE NAME MODE ANSWER [FORBIDDEN]

writes ``{"schema", "file"}`` or ``{"error"}`` into the file ANSWER. Modules are looked for in the current folder first.
Where FORBIDDEN is named, no module may come from that folder: the current one is a commit's copy of it.
"""

from __future__ import annotations

import difflib
import importlib
import json
import os
import sys
import traceback
from typing import Any


def main(module: str, name: str, mode: str, answer: str, forbidden: str = "") -> None:
    """Write what came of it into ``answer``."""
    os.dup2(2, 1)  # what the user's modules print is no answer
    sys.path.insert(0, os.getcwd())  # noqa: PTH109  # as `python -m` does it
    sys.argv = [module]
    try:
        said = _said(module, name, mode)
        said |= _strangers(forbidden) if forbidden else {}
    except (Exception, SystemExit) as error:  # noqa: BLE001  # whatever importing a stranger's module may raise
        said = {"error": _in_one_line(error)}
    with open(answer, "w", encoding="utf-8", errors="surrogatepass") as file:  # noqa: PTH123  # stands alone
        json.dump(said, file)


def _said(module: str, name: str, mode: str) -> dict[str, Any]:
    loaded = importlib.import_module(module)
    found: Any = loaded
    for part in name.split("."):
        if not hasattr(found, part):
            near = difflib.get_close_matches(part, [each for each in vars(found) if not each.startswith("_")], 3)
            hint = f"; near: {', '.join(near)}" if near else ""
            return {"error": f"{getattr(found, '__name__', module)} has no {part!r}{hint}"}
        found = getattr(found, part)
    from pydantic import TypeAdapter  # noqa: PLC0415  # that it is missing is told like any other failure

    schema = TypeAdapter(found).json_schema(
        mode="serialization" if mode == "serialization" else "validation", schema_generator=_closing()
    )
    return {"schema": schema, "file": getattr(loaded, "__file__", None) or ""}


def _closing() -> Any:  # noqa: ANN401  # a class made of a class that is imported late
    """Return pydantic's generator, told to close a dict whose keys have a pattern: other keys are refused."""
    from pydantic.json_schema import GenerateJsonSchema  # noqa: PLC0415  # as above

    class Closing(GenerateJsonSchema):
        def dict_schema(self, schema: Any) -> Any:  # noqa: ANN401  # pydantic's own signature
            found = super().dict_schema(schema)
            if "patternProperties" in found:
                found.setdefault("additionalProperties", False)
            return found

    return Closing


def _strangers(forbidden: str) -> dict[str, str]:
    """Return an error where a module was loaded from the working tree: it would be compared with itself."""
    for name, module in sorted(sys.modules.items()):
        file = getattr(module, "__file__", None) or ""
        if file.startswith(forbidden + os.sep) and f"{os.sep}site-packages{os.sep}" not in file:
            return {"error": f"{name} is loaded from {file}, not from the commit: run in the folder that holds it"}
    return {}


def _in_one_line(error: BaseException) -> str:
    """Return the error's kind, its first line, and the line of the user's file that raised it."""
    lines = str(error).strip().splitlines()
    said = f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__
    here = os.getcwd() + os.sep  # noqa: PTH109  # stands alone
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.startswith(here):
            return f"{said} ({frame.filename.removeprefix(here)}:{frame.lineno})"
    return said


if __name__ == "__main__":
    main(*sys.argv[1:])
