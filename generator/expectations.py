"""What one prompt may write and must write: the yardstick a stranger's answer is held against."""

from __future__ import annotations

from dataclasses import dataclass, field

from generator.interface import Interface
from generator.units import Unit

HANDLERS_FILE = "api.py"


@dataclass(frozen=True, slots=True)
class Handler:
    """One operation's function: ``async def <id>(<parameters>) -> <returns>``.

    ``parameters`` are (name, annotation) pairs in order, the kernel first: ``(("kernel", "Kernel"), ("query",
    "AvailabilityQuery"))``; ``returns`` is the annotation as written, ``"None"`` when there is no body to answer.
    """

    id: str
    parameters: tuple[tuple[str, str], ...]
    returns: str

    @property
    def signature(self) -> str:
        """The exact first line of the function, as prompts show it."""
        shown = ", ".join(f"{name}: {annotation}" for name, annotation in self.parameters)
        return f"async def {self.id}({shown}) -> {self.returns}:"


@dataclass(frozen=True, slots=True)
class Expectations:
    """Everything the checks need to know about a prompt and its contract, as plain data.

    ``writes`` are the paths the answer may hold, relative to the bundle's folder; ``required`` those it must hold
    (empty: all of them). ``rendered`` maps the bundle's own rendered files (``models.py``, ``routes.py``,
    ``__init__.py``) to their text: imports from ``.models`` are checked against it, and mypy reads all of it.
    ``kernel`` is the text of the kernel's ``.pyi``: its public names are what may be imported from
    ``kernel_package`` (only ``Kernel`` when the text is empty). ``extra_imports`` maps further modules to the names
    that may be imported from them, also the bundle's own (``.components``). ``interface`` is what the answer must
    draw, None when it is to draw nothing.
    """

    unit: Unit
    writes: tuple[str, ...]
    kernel_package: str
    handlers: tuple[Handler, ...]
    rendered: dict[str, str]
    kernel: str = ""
    prompt: str = "api"
    required: tuple[str, ...] = ()
    extra_imports: dict[str, tuple[str, ...]] = field(default_factory=dict)
    interface: Interface | None = None

    @property
    def must_write(self) -> tuple[str, ...]:
        """The paths without which an answer is not complete."""
        return self.required or self.writes

    @property
    def prompt_path(self) -> str:
        """The prompt file, relative to the project's root: where a finding about the whole answer points."""
        return f"prompts/{self.unit.place.as_posix()}/{self.prompt}.prompt"

    def place_of(self, path: str) -> str:
        """Return where ``path`` of the answer will lie, relative to the project's root."""
        return f"generated/{self.unit.place.as_posix()}/{path}"
