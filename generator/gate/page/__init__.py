"""The gate's report as one HTML file that a reviewer reads.

:func:`generator.gate.page.leave.leave` keeps ``.lockstep/report.html`` true; :mod:`generator.gate.page.changes` says
what changed, :mod:`generator.gate.page.draw` turns that and the findings into markup. Whatever is shown is a stranger's
text: :mod:`generator.gate.page.visible` escapes all of it.
"""
