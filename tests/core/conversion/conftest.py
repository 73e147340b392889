"""What the tests of conversions share besides the fixtures of all of core: `saved_oracle`."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
