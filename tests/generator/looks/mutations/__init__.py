"""Ways to break our own stories, and ways to write them otherwise that break nothing.

Each is a row of a table: :mod:`.names`, :mod:`.roles`, :mod:`.states`, :mod:`.keys`, :mod:`.looks`, :mod:`.layout`
break something that a visitor would meet; :mod:`.same` changes nothing that anybody could see, hear or press.
``python -m tests.benchmarks.mutations`` looks at all of them with every check.
"""

from __future__ import annotations

from tests.generator.looks.mutations import keys, layout, looks, names, roles, same, states
from tests.generator.looks.mutations.mutation import Mutation

BROKEN: list[Mutation] = [*names.ROWS, *roles.ROWS, *states.ROWS, *keys.ROWS, *looks.ROWS, *layout.ROWS]
"""Each of these must be found."""

SAME: list[Mutation] = same.ROWS
"""Nothing may be found in these."""
