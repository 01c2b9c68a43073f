# SPDX-License-Identifier: MIT
"""Promise: the demo shows what it says: nothing lost, nothing doubled, every order
mailed once though the mail server is away at first, and leaves nothing running and nothing
behind.
"""

import os
import re
import subprocess

from gateway_site import BIN, SOURCE
from waiting import HUNG_S


def test_the_demo_loses_and_doubles_nothing(tmp_path):
    done = subprocess.run([SOURCE / "toolchain" / "demo"], capture_output=True, text=True,
                          env={**os.environ, "SHELFWIRE_BIN": str(BIN), "TMPDIR": str(tmp_path)},
                          timeout=4 * HUNG_S)
    assert done.returncode == 0, done.stdout + done.stderr
    last = done.stdout.rstrip().splitlines()[-1]
    found = re.fullmatch(r"demo: scans=(\d+) committed=(\d+) lost=0 duplicated=0 "
                         r"reorder_mails=(\d+) verify=ok", last)
    assert found, last
    assert found[1] == found[2] and int(found[1]) > 500 and int(found[3]) >= 3
    assert "the mail server is back" in done.stdout
    assert "Please quote PO-" in done.stdout or "auf dem Lieferschein" in done.stdout
    assert "below the threshold" in done.stdout, "an order is explained"
    assert not list(tmp_path.iterdir()), "the demo left something behind"
