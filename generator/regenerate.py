"""From changed prompts and schemas to bundles in place: everything is prepared beside the tree, then swapped in.

Either every changed unit of a run lands, or nothing in ``generated/`` changes. What was paid for is not lost by that:
answers are stored as they arrive, so the next run replays them.
"""

from __future__ import annotations

from collections.abc import Sequence

from generator import bundles
from generator.claim import claim
from generator.landing import carried, land
from generator.options import Options
from generator.outcomes import Outcome, Result
from generator.project import Project
from generator.providers import open_provider
from generator.units import Unit
from generator.work import failure, prepare


def run(project: Project, units: Sequence[Unit], options: Options) -> list[Result]:
    """Regenerate ``units`` (sorted by feature and version), and return their results in the same order.

    Raises the error of the units that failed, or HandEdited; then nothing in ``generated/`` has changed.
    """
    if options.check:
        return _check(project, units, options)
    provider = open_provider(options.provider, project)
    with claim(project):
        bundles.recover(project)
        work = prepare(project, units, options, provider)
        error = failure(work)
        if error is not None:
            raise error
        trees = carried(project, work, options)
        for each in work:
            if each.candidate is not None:
                each.candidate.keep_answers()
        landings = land(project, work, trees, options)
        staged = [
            bundles.stage(project, each.result.unit, each.files, each.manifest)
            for each in landings
            if each.manifest is not None
        ]
        if staged:
            bundles.swap_in(project, staged)
    return [each.result for each in landings]


def _check(project: Project, units: Sequence[Unit], options: Options) -> list[Result]:
    """Say what :func:`run` would change with stored answers alone. Writes nothing, so it takes no claim either."""
    work = prepare(project, units, options, open_provider("recordings", project))
    known = [each for each in work if each.error is None]
    landed = {each.result.unit: each.result for each in land(project, known, carried(project, known, options), options)}
    return [
        landed[each.unit]
        if each.error is None
        else Result(each.unit, Outcome.stale, reasons=each.reasons, note=str(each.error))
        for each in work
    ]
