"""routes.py: the contract's operations as FastAPI routes, which call the model's handlers."""

from __future__ import annotations

from generator.contract import Contract, Operation
from generator.layout import laid_out
from generator.operation_head import HTML, SEE_OTHER

_MARKERS = {"path": "Path()", "query": "Query()", "headers": "Header()", "body": "Body()", "form": "Form()"}
_PHRASES = {
    200: "OK",
    201: "Created",
    202: "Accepted",
    204: "No Content",
    303: "See Other",
    400: "Bad Request",
    401: "Unauthorized",
    402: "Payment Required",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    406: "Not Acceptable",
    408: "Request Timeout",
    409: "Conflict",
    410: "Gone",
    412: "Precondition Failed",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    422: "Unprocessable Content",
    423: "Locked",
    428: "Precondition Required",
    429: "Too Many Requests",
    500: "Internal Server Error",
    501: "Not Implemented",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}
"""Written out, because Python's own phrases change with its version, and these bytes may not."""


def phrase(status: int) -> str:
    """Return RFC 9110's words for a status; for one it does not name, those for its class."""
    return _PHRASES.get(status, {2: "Success", 3: "Redirection", 4: "Client Error", 5: "Server Error"}[status // 100])


def render(contract: Contract) -> str:
    """Return the text of routes.py: an ``APIRouter`` named ``router`` with one route for each operation.

    The kernel comes from ``request.app.state.kernel``. Nothing is caught: the app around it turns errors into problems.
    """
    return laid_out("\n".join(_module(contract)))


def _module(contract: Contract) -> list[str]:
    if not contract.operations:
        return _without_operations(contract)
    used = {kind for operation in contract.operations for kind, _ in operation.parameters}
    classes = {name for operation in contract.operations for _, name in operation.parameters}
    classes |= {operation.response for operation in contract.operations if operation.response}
    problems = any(operation.errors for operation in contract.operations)
    drawn = any(operation.media for operation in contract.operations)
    pages = any(operation.media == HTML and operation.errors for operation in contract.operations)
    markers = {_MARKERS[kind].removesuffix("()") for kind in used} | ({"Response"} if drawn else set())
    lines = [
        f'"""The routes of {contract.unit}, rendered from its prompt and schemas: change those, not this."""',
        "",
        "from __future__ import annotations",
        "",
        *(["from typing import Annotated", ""] if used else []),
        f"from fastapi import {', '.join(sorted({'APIRouter', 'Request'} | markers))}",
        "",
        "from . import api",
        *(["from .components import INTERFACE", "from .markup import respond"] if drawn else []),
        *([f"from .models import {', '.join(sorted(classes))}"] if classes else []),
        *(["from .shapes import Problem"] if problems else []),
        "",
        f"router = APIRouter(tags=[{contract.unit.feature!r}])",
    ]
    if problems:
        lines += ["", '_PROBLEM = {"application/problem+json": {"schema": Problem.model_json_schema()}}']
    if pages:
        lines.append(f'_PROBLEM_PAGE = {{**_PROBLEM, "{HTML}": {{"schema": {{"type": "string"}}}}}}')
    for operation in sorted(contract.operations, key=_specific_first):
        lines += ["", "", *_route(operation)]
    return [*lines, ""]


def _without_operations(contract: Contract) -> list[str]:
    return [
        f'"""{contract.unit} has no operations: there is nothing to route."""',
        "",
        "from __future__ import annotations",
        "",
        "from fastapi import APIRouter",
        "",
        f"router = APIRouter(tags=[{contract.unit.feature!r}])",
        "",
    ]


def _specific_first(operation: Operation) -> tuple[bool, ...]:
    """Sort literal segments before ``{name}``: the first route that matches is taken."""
    return tuple("{" in segment for segment in operation.path.split("/"))


def _route(operation: Operation) -> list[str]:
    parameters = [f"    {name}: Annotated[{model}, {_MARKERS[name]}]," for name, model in operation.parameters]
    passed = ", ".join(["request.app.state.kernel", *(name for name, _ in operation.parameters)])
    call = f"await api.{operation.id}({passed})"
    if operation.media is not None:
        call = f"respond(INTERFACE, {call}, {operation.media!r})"
    answered = operation.response is not None or operation.media is not None
    documented = [*_good(operation), *(_documented(status, operation.media) for status in operation.errors)]
    return [
        f"@router.{operation.method.lower()}(",
        f"    {operation.path!r},",
        f"    operation_id={operation.id!r},",
        f"    summary={operation.summary!r},",
        *([f"    description={operation.description!r},"] if operation.description else []),
        f"    status_code={operation.status},",
        f"    response_description={phrase(operation.status)!r},",
        *(["    response_class=Response,"] if operation.media else []),
        *(["    response_model=None,"] if operation.response is None else []),
        *(["    responses={", *documented, "    },"] if documented else []),
        ")",
        f"async def {operation.id}(",
        "    request: Request,",
        *parameters,
        f") -> {'Response' if operation.media else operation.returns}:",
        f"    return {call}" if answered else f"    {call}",
    ]


def _good(operation: Operation) -> list[str]:
    """Document what a media operation answers with; FastAPI knows by itself what the others do."""
    if operation.media is None or operation.status == SEE_OTHER:
        return []
    status, content = operation.status, f'{{{operation.media!r}: {{"schema": {{"type": "string"}}}}}}'
    return [f'        {status}: {{"description": {phrase(status)!r}, "content": {content}}},']


def _documented(status: int, media: str | None) -> str:
    content = "_PROBLEM_PAGE" if media == HTML else "_PROBLEM"
    return f'        {status}: {{"description": {phrase(status)!r}, "content": {content}}},'
