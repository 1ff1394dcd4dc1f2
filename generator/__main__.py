"""``python -m generator`` is ``lockstep``."""

import sys

from generator.cli import main

sys.exit(main())
