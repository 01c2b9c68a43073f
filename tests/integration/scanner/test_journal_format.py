# SPDX-License-Identifier: MIT
"""Promise: docs/journal-format.md tells all that a recovery tool needs.

Method: a reader written from that page alone reads the golden journal, and the one
that shelfwire-scanner has just written without a broker.
"""

import os
import pathlib

from journal_reader import read_journal
from mosquitto import kept_port
from programs import run

GOLDEN = pathlib.Path(os.environ["SHELFWIRE_SOURCE"]) / "tests" / "golden" / "journal"


def test_the_golden_journal_reads_by_the_page():
    header, content = read_journal(GOLDEN / "v1" / "journal")
    assert header["epoch"] == 0x9F3C01AA and header["node"] == ""
    assert [seq for seq, _, _ in content] == [4, 5, 6, 7, 8, 9]
    assert content[-1][1] == 0xA5160A44
    movements = {seq: movement for seq, _, movement in content}
    assert movements[7] == {"op": "undo", "qty": 0, "undoes": 6}
    assert movements[8] == {"op": "receive", "qty": 80, "code": b"]C10109501101530003\x1d10AB\xe98",
                            "from": b"MAIN/A-01/03", "to": b"MAIN/B-02", "by": b"anna",
                            "ref": b"1007", "at_ms": 1_790_000_000_008}
    assert movements[9]["sku"] == b"SCR-3X20" and movements[9]["lot"] == b"L-2026"
    assert movements[9]["serial"] == b"S1" and movements[9]["exp"] == 20261231


def test_the_golden_journal_with_forks_reads_by_the_page():
    header, content = read_journal(GOLDEN / "v2" / "journal")
    assert header["epoch"] == 0x55667788 and header["node"] == "hall-2"
    assert [(note["node"], note["e"]) for note in header["notes"]] == [
        ("dock-1", 0x9F3C01AA), ("dock-1", 0x11223344)]
    assert [movement.get("at_ms", 0) % 100 for _, _, movement in content] == [4, 5, 6, 0, 8, 9]


def test_the_journal_of_the_program_reads_by_the_page(tmp_path):
    journal = tmp_path / "journal"
    done = run("shelfwire-scanner", "--node", "a", "--broker", f"mqtt://127.0.0.1:{kept_port()}",
               "--journal", journal, "--drain-timeout", "0",
               text="SW:BY:anna\nSW:PICK\nSW:LOC:MAIN/A-01\nitem\nSW:QTY:3\nitem\nSW:UNDO\n")
    assert done.returncode == 1, "nothing can be safe without a broker"
    header, content = read_journal(journal)
    assert header["node"] == "a" and header["notes"] == []
    assert [(seq, movement) for seq, _, movement in content] == [
        (1, {"op": "pick", "qty": 1, "code": b"item", "from": b"MAIN/A-01", "by": b"anna"}),
        (2, {"op": "pick", "qty": 3, "code": b"item", "from": b"MAIN/A-01", "by": b"anna"}),
        (3, {"op": "undo", "qty": 0, "undoes": 2, "by": b"anna"}),
    ]
    assert journal.stat().st_size == 32770 * 512
