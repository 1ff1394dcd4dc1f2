"""A project: a root folder with ``pyproject.toml`` and the four folders that mirror one another."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from generator.errors import UsageInvalid
from generator.units import Unit, is_feature_name, version_number


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars for a million tokens."""

    input_usd_per_million: float
    output_usd_per_million: float


@dataclass(frozen=True, slots=True)
class Settings:
    """The ``[tool.lockstep]`` table.

    ``kernel`` is the import name of the hand-written package that generated code may import; ``main_branch`` is
    what ``gate`` compares with; ``prices`` maps a model to its price.
    """

    kernel: str
    main_branch: str = "main"
    prices: dict[str, Price] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Project:
    """Where everything of one project lies. All paths are absolute; files name one another relative to ``root``."""

    root: Path
    settings: Settings

    def prompts(self, unit: Unit) -> Path:
        """``prompts/<feature>/v<N>``: what we ask."""
        return self.root / "prompts" / unit.place

    def schemas(self, unit: Unit) -> Path:
        """``schemas/<feature>/v<N>``: what is promised."""
        return self.root / "schemas" / unit.place

    def generated(self, unit: Unit) -> Path:
        """``generated/<feature>/v<N>``: what came back."""
        return self.root / "generated" / unit.place

    def snapshots(self, unit: Unit) -> Path:
        """``snapshots/<feature>/v<N>``: what was accepted."""
        return self.root / "snapshots" / unit.place

    def recordings(self, unit: Unit) -> Path:
        """``snapshots/<feature>/v<N>/recordings``: stored answers by request digest."""
        return self.snapshots(unit) / "recordings"

    @property
    def private(self) -> Path:
        """``.lockstep``: caches, staging, locks; never in Git, may be deleted at any time."""
        return self.root / ".lockstep"

    def relative(self, path: Path) -> str:
        """Return ``path`` relative to the root, with forward slashes: how files are named in every output."""
        return path.relative_to(self.root).as_posix()

    def units(self) -> Iterator[Unit]:
        """Yield every unit that has a folder in ``prompts/``, sorted by feature and number."""
        yield from sorted(_units_below(self.root / "prompts"))

    def chosen(self, features: tuple[str, ...]) -> list[Unit]:
        """Return all versions of the named features (all features when none is named).

        ``feature/vN`` names one version. Raises UsageInvalid for a name that has no folder.
        """
        units = list(self.units())
        if not features:
            return units
        known = {unit.feature for unit in units} | {str(unit) for unit in units}
        for name in features:
            if name not in known:
                raise UsageInvalid(
                    f"there is no {'version' if '/' in name else 'feature'} {name!r} in prompts/. {_known(name, units)}"
                )
        return [unit for unit in units if unit.feature in features or str(unit) in features]


def _known(name: str, units: list[Unit]) -> str:
    """Return what there is instead of ``name``, and how to make it where it could be made."""
    feature = name.partition("/")[0]
    versions = [f"v{unit.version}" for unit in units if unit.feature == feature]
    if versions:
        return f"Known versions: {', '.join(versions)}. Make the next one with: lockstep new-version {feature}"
    known = f"Known: {', '.join(sorted({unit.feature for unit in units})) or 'none'}."
    return f"{known} Create it with: lockstep new {name}" if is_feature_name(name) else known


def _units_below(folder: Path) -> Iterator[Unit]:
    if not folder.is_dir():
        return
    with os.scandir(folder) as features:
        for feature in features:
            if not (feature.is_dir() and is_feature_name(feature.name)):
                continue
            with os.scandir(feature.path) as versions:
                for version in versions:
                    number = version_number(version.name)
                    if number is not None and version.is_dir():
                        yield Unit(feature.name, number)


def open_project(start: Path) -> Project:
    """Find the project that ``start`` lies in: the nearest folder upwards whose pyproject.toml has [tool.lockstep].

    Raises UsageInvalid when there is none or when the table cannot be read.
    """
    for folder in (start.resolve(), *start.resolve().parents):
        file = folder / "pyproject.toml"
        if file.is_file():
            table = _table(file)
            if table is not None:
                return Project(folder, table)
    raise UsageInvalid(
        f"no Lockstep project at or above {start}: no pyproject.toml with a [tool.lockstep] table. "
        'Add one with: kernel = "<your package>"'
    )


def _table(file: Path) -> Settings | None:
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8")).get("tool", {}).get("lockstep")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageInvalid(f"{file.name}: {error}. Mend the file and run again.") from error
    if table is None:
        return None
    try:
        prices = {
            model: Price(float(row["input_usd_per_million"]), float(row["output_usd_per_million"]))
            for model, row in table.get("prices", {}).items()
        }
        return Settings(str(table["kernel"]), str(table.get("main_branch", "main")), prices)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageInvalid(f"{file.name}: [tool.lockstep] is missing or has a wrong value at {error}.") from error
