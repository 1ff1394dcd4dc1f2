"""The gate: everything that must hold before a change may be merged.

:func:`generator.gate.order.run` checks a project and returns a :class:`~generator.gate.report.Report`;
:mod:`generator.gate.text` and :mod:`generator.gate.documents` say it to people and to programs.
"""

from generator.gate.order import run

__all__ = ["run"]
