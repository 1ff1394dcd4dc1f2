"""What a run has to do: which units need a new bundle, and that bundle in memory or the error in its way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from generator import lock
from generator.candidate import Candidate, build
from generator.errors import AnswerRejected, LockstepError
from generator.lock import State, Unchanged, Why
from generator.looking_on import looking_on
from generator.manifest import FILE_NAME, Manifest, ManifestInvalid, parse
from generator.options import Options
from generator.progress import Meter
from generator.project import Project
from generator.providers import Provider
from generator.reporting import Reporting, last_word
from generator.threads import Threads
from generator.units import Unit


@dataclass(frozen=True, slots=True)
class Work:
    """One unit: how it stands, and what it is to become.

    ``standing`` is the manifest in place, None when there is none that can be trusted or when it was not needed.
    Without a ``candidate`` there is nothing to render; with an ``error`` there is no telling what would be.
    """

    unit: Unit
    state: State
    standing: Manifest | None = None
    candidate: Candidate | None = None
    error: LockstepError | None = None

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why the unit is not unchanged, in words."""
        return () if isinstance(self.state, Unchanged) else tuple(str(reason) for reason in self.state.reasons)


def prepare(project: Project, units: Sequence[Unit], options: Options, provider: Provider) -> list[Work]:
    """Compare every unit with its manifest and build what has to be built, ``options.jobs`` units at once.

    The order of ``units`` is kept. An error of one unit stops none of the others: their answers are worth having.
    """
    states = list(lock.states(project, units))
    wanted = {unit for unit, state in states if _needs_rendering(state, options)}
    with looking_on(len(wanted)) as meter:

        def one(row: tuple[Unit, State]) -> Work:
            unit, state = row
            if unit not in wanted:
                return Work(unit, state)
            with meter.unit(str(unit)) as line:
                work = _built(
                    project, unit, state, options, Reporting(provider, line, project.settings.prices, options)
                )
                meter.end(line, last_word(work.candidate, line), good=work.error is None)
            return work

        return list(_each(one, states, options.jobs if len(wanted) > 1 else 1, meter))


def failure(work: Iterable[Work]) -> LockstepError | None:
    """Return one error that says what went wrong with every unit, of the first one's kind; None when all went well."""
    errors = [each.error for each in work if each.error is not None]
    if len(errors) < 2:
        return errors[0] if errors else None
    first, message = errors[0], "\n".join(str(error) for error in errors)
    if isinstance(first, AnswerRejected):
        findings = tuple(finding for error in errors if isinstance(error, AnswerRejected) for finding in error.findings)
        return AnswerRejected(message, findings)
    return type(first)(message)


def standing(project: Project, unit: Unit) -> Manifest | None:
    """Return the manifest in ``generated/``, None when there is none or it does not match itself."""
    file = project.generated(unit) / FILE_NAME
    try:
        return parse(file.read_bytes())
    except (FileNotFoundError, ManifestInvalid):
        return None


def _needs_rendering(state: State, options: Options) -> bool:
    """Hand edits alone ask for nothing, unless they are to go or a file is gone; a new parent only for a new link."""
    if options.fresh:
        return True
    if isinstance(state, Unchanged):
        return False
    if state.only_parent:
        return False
    missing = any(reason.why is Why.file_missing for reason in state.reasons)
    return not state.only_by_hand or missing or options.discard_edits or options.check


def _built(project: Project, unit: Unit, state: State, options: Options, provider: Provider) -> Work:
    manifest = standing(project, unit)
    try:
        return Work(unit, state, manifest, build(project, unit, options, provider, manifest, lambda _tokens: None))
    except LockstepError as error:
        return Work(unit, state, manifest, error=error)


def _each(
    one: Callable[[tuple[Unit, State]], Work], rows: Sequence[tuple[Unit, State]], jobs: int, meter: Meter
) -> Iterable[Work]:
    """Map in order; a single job stays in this thread, where an interrupt ends it at once."""
    if jobs == 1:
        return [one(row) for row in rows]
    with Threads(jobs, meter.interrupt) as threads:
        return list(threads.map(one, rows))
