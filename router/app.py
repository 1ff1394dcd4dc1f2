"""The front: one ASGI application over all features, which hands each request to the version that shall answer it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from router import addresses, files, pages, policy, report, stories
from router.bodies import FORM, as_typed, read_body, replayed, unacceptable
from router.decision import Decision, choose, settle, unguided
from router.described import single, taken
from router.docs import Docs
from router.features import OWN_FOLDERS, Feature
from router.layers import layered
from router.loader import Bundle
from router.overview import front_page
from router.problems import STATUSES, Problem
from router.settings import Settings
from router.watch import Watch

_OWN_METHODS = frozenset({"GET", "HEAD"})


class Front:
    """Answers for all features of one project.

    ``kernel`` is handed to every bundle; ``watch`` knows the rollouts in force. The instance is the ASGI application.
    """

    def __init__(self, settings: Settings, features: Sequence[Feature], kernel: object, watch: Watch) -> None:
        self._settings = settings
        self._kernel = kernel
        self._watch = watch
        self._docs = Docs(settings.title)
        self._outermost = layered(self._answer)
        self.take_over(features)

    @property
    def features(self) -> tuple[Feature, ...]:
        """What is served now."""
        return self._features

    def take_over(self, features: Sequence[Feature]) -> None:
        """Serve ``features`` from the next request on; those under way end as they began."""
        for feature in features:
            for bundle in feature.bundles.values():
                bundle.app.state.kernel = self._kernel
        self._features = tuple(features)
        self._addresses = addresses.addresses(features)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; anything but HTTP is turned away."""
        if scope["type"] != "http":
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1000})
            return
        await self._outermost(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if why := policy.forged(scope):
            await Problem(403, f"{STATUSES[403][1]} {why}").response()(scope, receive, send)
            return
        answer = self._own(scope)
        if answer is not None:
            if scope["method"] not in _OWN_METHODS:
                answer = _not_allowed(_OWN_METHODS)
            await answer(scope, receive, send)
            return
        feature = addresses.find(self._addresses, scope["path"])
        if feature is None:
            await Problem(404).response()(scope, receive, send)
            return
        decision = self.decide(feature, scope)
        if decision is None:
            detail = f"No version of {feature.name} is sound."
            await Problem(503, detail).response()(scope, receive, send)
            return
        await _serve(feature.bundles[decision.version], decision, scope, receive, send)

    def decide(self, feature: Feature, scope: Scope) -> Decision | None:
        """Return which version of a feature answers this request, None when there is no sound one."""
        entry = self._watch.entries.get(feature.name)
        if entry is None:
            return unguided(feature.known, feature.bundles.keys())
        wanted = choose(entry.rollout, targeting_key(scope, self._settings.targeting_key))
        return settle(wanted, entry.rollout.stable, feature.bundles.keys())

    def _own(self, scope: Scope) -> Response | None:
        """Return the router's own answer to a request, None when the address is not the router's."""
        path = scope["path"]
        if path.startswith(OWN_FOLDERS):
            return files.answer(self._settings.root, self._features, scope) or self._stories(scope)
        if path == "/":
            page = front_page(self._settings, self._features, self._watch)
            return Response(page, headers={"Cache-Control": "no-store"}, media_type="text/html")
        if path == "/stories":
            return self._stories(scope)
        if path == "/report":
            return report.answer(self._settings.root) or Problem(404, report.MISSING).response()
        return self._told(path) or self._docs.answer(path)

    def _stories(self, scope: Scope) -> Response:
        return stories.answer(self._features, self._watch, scope) or Problem(404).response()

    def _told(self, path: str) -> Response | None:
        """Return what programs are told of this process at ``path``, None for any other path."""
        if path == "/healthz":
            return _json({"status": "ok"})
        if path == "/readyz":
            reasons = pages.unready(self._features, self._watch)
            return Problem(503, extensions={"reasons": reasons}).response() if reasons else _json({"status": "ready"})
        if path == "/versions":
            return _json(pages.versions(self._features, self._watch))
        if path == "/openapi.json":
            return _json(pages.openapi(self._settings, self._features, self._watch))
        return None


def targeting_key(scope: Scope, names: Sequence[str]) -> str:
    """Return what names the client: the first present header of ``names``, else the address it calls from."""
    for name in names:
        wanted = name.lower().encode("latin-1")
        for key, value in scope["headers"]:
            if key == wanted and value.strip():
                text: str = value.strip().decode("latin-1")
                return text
    client = scope.get("client")
    return str(client[0]) if client else ""


async def _serve(bundle: Bundle, decision: Decision, scope: Scope, receive: Receive, send: Send) -> None:
    """Let one bundle answer, after the checks that are the same for all."""
    headers = {
        "Lockstep-Feature": bundle.feature,
        "Lockstep-Version": f"v{decision.version}",
        "Lockstep-Reason": decision.reason.value,
        "Lockstep-Bundle": bundle.bundle_id[:12],
    }
    method = scope["method"]
    signed = _signed(send, headers)
    allowed = addresses.allowed_methods(bundle, scope["path"])
    if not allowed:
        await Problem(404).response()(scope, receive, signed)
        return
    if method not in allowed:
        await _not_allowed(allowed)(scope, receive, signed)
        return
    body = await read_body(scope, receive)
    refusal = body if isinstance(body, Problem) else _unacceptable(bundle, scope, body)
    if refusal is not None:
        await refusal.response()(scope, receive, signed)
        return
    scope, typed = as_typed(scope, bytes(body))  # type: ignore[arg-type]  # a Problem was refused
    await bundle.app(scope, replayed(typed, receive), signed)


def _unacceptable(bundle: Bundle, scope: Scope, body: bytes) -> Problem | None:
    fitting = addresses.operations(bundle, scope["path"])
    operation = next(operation for operation in fitting if operation.method == scope["method"])
    return unacceptable(scope, body, taken(bundle, operation), single(bundle, operation, FORM))


def _signed(send: Send, headers: Mapping[str, str]) -> Send:
    """Return a ``send`` that says which version answered."""

    async def signed(message: Message) -> None:
        if message["type"] == "http.response.start":
            policy.unpolicied(MutableHeaders(scope=message))
            MutableHeaders(scope=message).update(headers)
        await send(message)

    return signed


def _not_allowed(allowed: frozenset[str]) -> Response:
    return Problem(405, headers={"Allow": ", ".join(sorted(allowed))}).response()


def _json(value: Mapping[str, Any]) -> Response:
    body = json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n"
    return Response(body, headers={"Cache-Control": "no-store"}, media_type="application/json")
