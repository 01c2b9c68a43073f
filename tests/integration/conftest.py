# SPDX-License-Identifier: MIT
"""The path of a socket has at most 107 bytes: where $TMPDIR is long, folders of the
tests are made in /tmp."""
import tempfile

if len(tempfile.gettempdir()) > 40:
    tempfile.tempdir = "/tmp"
