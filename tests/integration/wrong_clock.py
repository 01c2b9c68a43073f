# SPDX-License-Identifier: MIT
"""The clocks of a gateway into which wrong_clock.cpp is loaded."""

import mmap
import struct

DAY_MS = 86_400_000
TO_2100_MS = 73 * 365 * DAY_MS


class WrongClock:
    """The clocks of the gateway: offsets from this machine's."""

    def __init__(self, path, synchronised=True, wall_ms=0, boot_ms=0):
        path.write_bytes(bytes(24))
        self._file = open(path, "r+b")
        self._memory = mmap.mmap(self._file.fileno(), 24)
        self._now = {"wall_ms": wall_ms, "boot_ms": boot_ms, "synchronised": int(synchronised)}
        self.set()

    def set(self, **values):
        self._now |= values
        self._memory[:] = struct.pack("=3q", *(int(self._now[key]) for key in
                                              ("wall_ms", "boot_ms", "synchronised")))
