"""The installed PySide6 does not lose references to None (6.12.0 does, on Python 3.10 and 3.11)."""

from __future__ import annotations

import subprocess
import sys


def test_twenty_thousand_calls_that_return_nothing_do_not_abort():
    program = (
        "from PySide6.QtWidgets import QApplication, QLabel\n"
        "app = QApplication([])\n"
        "label = QLabel()\n"
        "for i in range(20_000):\n"
        "    label.setText('a')\n"
        "print('alive')\n"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == "alive"
