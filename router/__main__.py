"""``python -m router`` is ``lockstep-router``."""

from router.cli import main

main()
