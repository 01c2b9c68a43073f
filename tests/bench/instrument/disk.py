# SPDX-License-Identifier: MIT
"""A file system of its own, on a loop device that counts what it is handed."""

import shutil
import subprocess
from pathlib import Path

from instrument.machine import is_root

SECTOR_BYTES = 512  # of /sys/block/*/stat, whatever the device's own are
TOOLS = ["losetup", "mkfs.ext4", "mount", "umount"]


class Unavailable(Exception):
    """This machine has no loop device for us; says why."""


def call(*arguments):
    done = subprocess.run([str(a) for a in arguments], capture_output=True, text=True)
    if done.returncode != 0:
        raise Unavailable(f"{arguments[0]}: {done.stderr.strip()}")
    return done.stdout.strip()


class LoopDisk:
    """ext4, mounted while inside `with`. `folder` takes its image and is removed with it."""

    def __init__(self, folder, mib):
        self.folder, self.mib = folder, mib
        self.root = folder / "mounted"
        self.image = folder / "image"
        self.device = None

    def __enter__(self):
        if not is_root():
            raise Unavailable("only root may mount a loop device")
        for tool in TOOLS:
            if shutil.which(tool) is None:
                raise Unavailable(f"there is no {tool}")
        self.root.mkdir(parents=True)
        try:
            self.make()
        except BaseException:
            self.__exit__()
            raise
        return self

    def make(self):
        with open(self.image, "wb") as image:  # zeros: a hole would be filled at its first write
            for _ in range(self.mib):
                image.write(bytes(1 << 20))
        self.device = call("losetup", "--find", "--show", "--direct-io=on", self.image)
        # Without these two the kernel would write tables in the background, for minutes.
        call("mkfs.ext4", "-q", "-E", "lazy_itable_init=0,lazy_journal_init=0", self.device)
        call("mount", self.device, self.root)

    def __exit__(self, *_):
        if self.root.is_mount():
            call("umount", "--lazy", self.root)  # nothing stays mounted, whoever looks at it
        if self.device:
            call("losetup", "--detach", self.device)
        shutil.rmtree(self.folder)

    def counts(self):
        """What the device was handed so far, nothing left in memory: (bytes, flushes)."""
        call("sync", "--file-system", self.root)
        fields = (Path("/sys/block") / Path(self.device).name / "stat").read_text().split()
        return int(fields[6]) * SECTOR_BYTES, int(fields[15])
