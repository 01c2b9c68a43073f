# SPDX-License-Identifier: MIT
"""Goal: nothing that was acked is ever lost in silence with the redo ring: without the right
one the gateway does not start, says what would be lost and changes nothing; once a person
accepts the loss it starts, says so in a task, and scanners send again what they still hold.

Method: a gateway with scans that are in the ring alone is killed, its ring is taken away,
emptied, exchanged for an older one or damaged, and it is started again.
"""

import collections
import re
import shutil
import subprocess

import pytest

from gateway_site import BIN, ENVIRONMENT, Site, fleet_barcode, some_items
from waiting import HUNG_S, wait_for


def scan(site, count):
    """A real scanner, whose journal keeps what it sent; all of it gets acked."""
    barcodes = ["SW:RECEIVE", "SW:LOC:MAIN/A-01", *[fleet_barcode(0)] * count]
    done = subprocess.run(
        [BIN / "shelfwire-scanner", "--node", "desk", "--broker", site.broker.url,
         "--journal", site.folder / "desk.journal"],
        input="\n".join(barcodes) + "\n",
        capture_output=True, text=True, timeout=HUNG_S, check=False,
    )
    assert done.returncode == 0, done.stderr


def start(site, *options):
    """A start that is refused: what it says."""
    done = subprocess.run(
        [BIN / "shelfwired", "--config", site.config_file, *map(str, options)],
        capture_output=True, text=True, timeout=HUNG_S, check=False, env=ENVIRONMENT,
    )
    assert done.returncode == 1, (done.returncode, done.stderr)
    return done.stderr + done.stdout


@pytest.fixture(name="site")
def fixture_site(tmp_path):
    """Entries 1 and 2 are in the data, 3 to 7 in the ring alone; killed."""
    with Site(tmp_path) as site:
        site.import_catalogue(some_items(1))
        scan(site, 1)
        shutil.copy(site.store / "journal.ring", tmp_path / "older.ring")
        site.stop_gateway()
        site.start_gateway()
        scan(site, 1)
        assert len(site.rows("ledger")) == 2  # makes a checkpoint
        scan(site, 5)
        site.kill_gateway()
        yield site


def files(site):
    return {path.name: path.read_bytes() for path in site.store.iterdir()
            if path.name in ("data.mdb", "journal.ring", "journal.ring.lost")}


def break_ring(site, how):
    ring = site.store / "journal.ring"
    if how == "missing":
        ring.unlink()
    elif how == "zeroed":
        ring.write_bytes(bytes(ring.stat().st_size))
    elif how == "older":
        shutil.copy(site.folder / "older.ring", ring)
    elif how == "cut":
        with open(ring, "r+b") as file:
            file.truncate(4096)
    elif how == "another":
        with Site(site.folder / "another") as another:
            another.stop_gateway()
            shutil.copy(another.store / "journal.ring", ring)


@pytest.mark.parametrize("how", ["missing", "zeroed", "older", "cut", "another"])
def test_without_its_ring_it_starts_only_once_the_loss_is_accepted(site, how):
    whole = files(site)
    if how == "another":
        (site.folder / "another").mkdir()
    break_ring(site, how)
    broken = files(site)
    for options in ([], ["--accept-loss-after", 1], ["--accept-loss-after", 7]):
        said = start(site, *options)
        assert "everything that was acked after ledger entry 2 of 20" in said, said
        assert "start it once with --accept-loss-after 2" in said, said
        assert "beside its other options" in said, said
        assert files(site) == broken
    # With the right one nothing is lost.
    (site.store / "journal.ring").write_bytes(whole["journal.ring"])
    site.start_gateway()
    assert len(site.rows("ledger")) == 7
    site.stop_gateway()
    for name, content in broken.items():
        (site.store / name).write_bytes(content)
    if "journal.ring" not in broken:
        (site.store / "journal.ring").unlink()

    site.start_gateway("--accept-loss-after", 2)
    assert [task["why"] for task in site.rows("tasks")] == ["acked_lost"]
    assert "after ledger entry 2 of 20" in site.rows("tasks")[0]["detail"]
    assert (site.store / "journal.ring.lost").exists() == (how in ("zeroed", "cut", "another"))
    scan(site, 1)
    wait_for(lambda: site.on_hand("ITEM-000", "MAIN/A-01") == 8, "what the scanner kept is there")
    assert [row["node_seq"] for row in site.rows("ledger")] == list(range(1, 9))
    site.verify()
    site.kill_gateway()
    site.start_gateway()  # nothing more to accept
    assert len(site.rows("ledger")) == 8
    assert len(site.rows("tasks")) == 1


Frame = collections.namedtuple("Frame", "number at payload_bytes")


def newest_frame(ring, below=2**64):
    """By docs/store-schema.md."""
    def number(at, size):
        return int.from_bytes(ring[at:at + size], "little")

    frames = [Frame(number(found.start() + 8, 8), found.start(), number(found.start() + 24, 8))
              for found in re.finditer(b"SWF1", ring)]
    return max(frame for frame in frames if frame.number < below)


def test_a_rotten_newest_commit_is_seen_a_second_after_it(site):
    site.start_gateway()
    # Its reads make checkpoints, and what one of them covers needs no proof.
    wait_for(lambda: not site.readiness()["topics"]["comparing"], "the topics are compared")
    ring = site.store / "journal.ring"
    before = newest_frame(ring.read_bytes())
    scan(site, 1)

    def is_proved():
        frame = newest_frame(ring.read_bytes())
        return frame.number > before.number and frame.payload_bytes == 0

    wait_for(is_proved, "the commit is proved")
    site.kill_gateway()
    proved = ring.read_bytes()
    # The frame that holds the newest scan: the last but one.
    last = newest_frame(proved, below=newest_frame(proved).number).at
    damaged = bytearray(proved)
    damaged[last + 40] ^= 1
    ring.write_bytes(damaged)
    said = start(site)
    assert "is damaged or missing, and later ones are there" in said, said
    assert "--accept-loss-after 7" in said, said
    ring.write_bytes(proved)
    site.start_gateway()
    assert len(site.rows("ledger")) == 8


def test_an_orderly_end_needs_no_ring(site):
    site.start_gateway()
    site.stop_gateway()
    (site.store / "journal.ring").unlink()
    site.start_gateway()
    assert len(site.rows("ledger")) == 7
    assert site.rows("tasks") == []
