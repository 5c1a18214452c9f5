"""What the tests of the formats share."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "verbs"))  # `project` is a module of those tests
