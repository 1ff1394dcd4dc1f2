"""Where a finding's rule is explained: a criterion, or a page that the finding names itself."""

from __future__ import annotations

import re

from generator.findings import Finding
from generator.looks.criteria import CRITERIA, Criterion

_ADDRESS = re.compile(r"https://(?P<host>[a-z0-9.-]+)(?:/[!-~]*)?")
_BY_ADDRESS = {criterion.url: criterion for criterion in CRITERIA.values()}


def explained(finding: Finding) -> Criterion | None:
    """Return the page that explains ``finding``, None when there is none. Only https is ever linked."""
    if not finding.link:
        return CRITERIA.get(finding.rule)
    found = _ADDRESS.fullmatch(finding.link)  # a link may be a stranger's
    return _BY_ADDRESS.get(finding.link) or Criterion(found["host"], finding.link) if found else None
