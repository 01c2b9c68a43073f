# SPDX-License-Identifier: MIT
"""Promise: what shelfwire-scanner shows as stored survives it, what it shows as safe
is with the gateway, and its exit code tells whether everything is.

Method: the real program and a real broker, a gateway in Python that keeps what
arrived; the program is starved of its broker, killed and fed through a pty.
"""

import json
import os
import pathlib
import signal
import struct
import tty
import zlib

import pytest
from acking_gateway import AckingGateway
from mosquitto import HUNG_S, Mosquitto, kept_port, wait_for
from programs import run, start, states

GOLDEN = pathlib.Path(os.environ["SHELFWIRE_SOURCE"]) / "tests" / "golden" / "journal"
SCANS = "SW:RECEIVE\nSW:LOC:MAIN/A-01\n5901234123457\nSW:QTY:12\n5901234123457\nSW:UNDO\n"


@pytest.fixture
def broker(tmp_path):
    with Mosquitto(tmp_path) as running:
        yield running


@pytest.fixture
def gateway(broker):
    with AckingGateway(broker.port) as running:
        yield running


@pytest.fixture
def scanner(broker, tmp_path):
    """Arguments of a scanner with a journal of its own."""
    return ["shelfwire-scanner", "--node", "desk-1", "--broker", broker.url,
            "--journal", tmp_path / "journal"]


def test_shows_each_scan_stored_sent_and_safe_and_ends_with_0(scanner, gateway):
    done = run(*scanner, "--status", "json", text=SCANS + "SW:FLY\nno-newline-at-the-end")
    assert done.returncode == 0, done.stderr
    for seq in range(1, 5):
        shown = [state for number, state in states(done.stdout) if number == seq]
        assert shown == ["stored", "sent", "safe"], seq
    assert "SW:FLY: unknown command barcode" in done.stderr
    (ledger,) = gateway.ledger().values()
    assert [movement["op"] for movement in ledger] == ["receive", "receive", "undo", "receive"]
    assert [movement.get("qty") for movement in ledger] == [1, 12, None, 1]
    assert ledger[0]["to"] == "MAIN/A-01"
    assert ledger[2]["undoes"] == 2
    epoch = json.loads(done.stdout.splitlines()[0])["epoch"]
    assert ("desk-1", epoch) in gateway.ledger()


def test_keeps_its_backlog_without_a_broker_and_delivers_it_later(tmp_path):
    port = kept_port()
    scanner = ["shelfwire-scanner", "--node", "desk-1", "--broker", f"mqtt://127.0.0.1:{port}",
               "--journal", tmp_path / "journal"]
    alone = run(*scanner, "--drain-timeout", "1", text=SCANS)
    assert alone.returncode == 1
    assert "3 movements are not safe yet" in alone.stderr
    with Mosquitto(tmp_path) as broker, AckingGateway(broker.port) as gateway:
        scanner[4] = broker.url
        later = run(*scanner, text="")
        assert later.returncode == 0, later.stderr
        assert gateway.movements() == 3


def test_what_the_broker_kept_of_a_gateway_that_was_restored_since_is_not_believed(
        scanner, broker):
    with AckingGateway(broker.port):
        assert run(*scanner, text=SCANS).returncode == 0
    alone = run(*scanner, "--drain-timeout", "1", text="")
    assert alone.returncode == 1
    assert "the gateway did not say that it still has" in alone.stderr
    with AckingGateway(broker.port) as restored:  # to before it
        again = run(*scanner, text="")
        assert again.returncode == 0, again.stderr
        assert restored.movements() == 3


def test_ends_with_its_input_when_its_journal_is_full(tmp_path):
    (tmp_path / "journal").write_bytes((GOLDEN / "v1" / "journal").read_bytes())
    scanner = ["shelfwire-scanner", "--node", "desk-1", "--broker",
               f"mqtt://127.0.0.1:{kept_port()}", "--journal", tmp_path / "journal"]
    done = run(*scanner, "--drain-timeout", "1", text="")
    assert done.returncode == 1
    assert "6 movements are not safe yet" in done.stderr
    assert "memory full" in done.stderr


def empty_journal(capacity):
    """By docs/journal-format.md."""
    headers = b""
    for generation in (1, 2):
        header = struct.pack("<4sBxxxIII", b"SWJH", 1, generation, 0x9F3C01AA, capacity)
        header += bytes(508 - len(header))
        headers += header + struct.pack("<I", zlib.crc32(header))
    return headers + bytes(512 * capacity)


def test_barcodes_wait_until_there_is_room_for_them(scanner, tmp_path, gateway):
    (tmp_path / "journal").write_bytes(empty_journal(capacity=4))
    items = [f"item-{number}" for number in range(20)]
    done = run(*scanner, text="SW:PICK\nSW:LOC:MAIN\n" + "\n".join(items))
    assert done.returncode == 0, done.stderr
    (ledger,) = gateway.ledger().values()
    assert [movement["code"] for movement in ledger] == items


def test_loses_nothing_it_showed_as_stored_when_killed(scanner, gateway):
    gateway.silent = True
    shown = 0
    for _ in range(3):
        running = start(*scanner, "--status", "json")
        running.stdin.write("SW:PICK\nSW:LOC:MAIN\n" + "item\n" * 40)
        running.stdin.flush()
        shown += sum('"stored"' in running.stdout.readline() for _ in range(25))
        running.kill()
        shown += sum('"stored"' in line for line in running.communicate()[0].splitlines())
    gateway.silent = False
    done = run(*scanner, "--status", "json", text="SW:PICK\nSW:LOC:MAIN\nlast\n")
    assert done.returncode == 0, done.stderr
    (ledger,) = gateway.ledger().values()
    assert len(ledger) >= shown + 1, "something stored is missing"
    assert len(ledger) <= 3 * 40 + 1, "something was invented"
    assert ledger[-1]["code"] == "last"


def test_goes_on_after_the_broker_was_killed_and_wiped(scanner, broker, gateway):
    running = start(*scanner, "--status", "json")
    running.stdin.write("SW:PICK\nSW:LOC:MAIN\none\n")
    running.stdin.flush()
    wait_for(lambda: gateway.movements() == 1, "the first scan arrives")
    broker.kill()
    running.stdin.write("two\n")
    running.stdin.flush()
    broker.start()
    running.stdin.write("three\n")
    out, err = running.communicate(timeout=HUNG_S)
    assert running.returncode == 0, err
    (ledger,) = gateway.ledger().values()
    assert [movement["code"] for movement in ledger] == ["one", "two", "three"]
    assert (3, "safe") in states(out)


def test_says_which_scans_were_refused_and_how_many_more(scanner, gateway):
    gateway.refuses = {"bad": "unknown_code"}
    done = run(*scanner, "--status", "json",
               text="SW:PICK\nSW:LOC:MAIN\ngood\n" + "bad\n" * 20)
    assert done.returncode == 0, "refused is safe: a person will look at it"
    refused = [line for line in map(json.loads, done.stdout.splitlines())
               if line["state"] == "refused"]
    assert [line["seq"] for line in refused] == list(range(14, 22))
    assert {line["why"] for line in refused} == {"unknown_code"}
    assert "12 more refused, see the gateway" in done.stderr


def test_works_on_and_says_so_when_another_device_has_its_name(scanner, gateway):
    epochs = []

    def twist(ack):  # in the first epoch alone
        epochs.append(ack["e"])
        return {**ack, "acked": ack["acked"] + 5} if ack["e"] == epochs[0] else ack

    gateway.twist = twist
    done = run(*scanner, "--status", "json", text=SCANS)
    assert done.returncode == 0, done.stderr
    assert "second device with this name" in done.stderr
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    fork = next(line for line in lines if "fork" in line)
    assert [fork["epoch"], fork["fork"], fork["first"]] == [epochs[0], epochs[-1], 1]
    safe = {(line["epoch"], line["seq"]) for line in lines if line.get("state") == "safe"}
    count = len(gateway.rows[("desk-1", epochs[-1])].ledger)
    assert safe == {(epochs[-1], seq + 1) for seq in range(count)}


def test_reads_a_serial_device_until_told_to_stop(scanner, gateway):
    engine, device = os.openpty()
    tty.setraw(engine)
    running = start(*scanner, "--input", f"serial:{os.ttyname(device)}")
    wait_for(lambda: gateway.state_of("desk-1").get("online"), "the scanner is online")
    os.write(engine, b"SW:PICK\r\nSW:LOC:MAIN\r\n]C10109501101530003\x1d10AB\r\n")
    wait_for(lambda: gateway.movements() == 1, "the scan arrives")
    (ledger,) = gateway.ledger().values()
    assert ledger[0]["code"] == "]C10109501101530003\x1d10AB"
    assert running.poll() is None
    running.send_signal(signal.SIGTERM)
    _, err = running.communicate(timeout=HUNG_S)
    assert running.returncode in (0, 1)  # 1 when it was faster than the ack
    assert (running.returncode == 0) == ("not safe yet" not in err)
    os.close(engine)
    os.close(device)


def test_state_is_online_then_offline_by_goodbye_and_by_last_will(scanner, gateway):
    running = start(*scanner)
    wait_for(lambda: gateway.state_of("desk-1").get("online"), "online is published")
    assert gateway.state_of("desk-1")["kind"] == "linux"
    running.send_signal(signal.SIGTERM)
    running.communicate(timeout=HUNG_S)
    assert running.returncode == 0
    wait_for(lambda: gateway.state_of("desk-1").get("online") is False, "good-bye")

    running = start(*scanner)
    wait_for(lambda: gateway.state_of("desk-1").get("online"), "online again")
    running.kill()
    running.communicate()
    wait_for(lambda: gateway.state_of("desk-1").get("online") is False, "the Last Will")


def test_says_hello_so_that_the_gateway_knows_it(scanner, gateway):
    running = start(*scanner)
    wait_for(lambda: gateway.hellos > 0, "a hello comes")
    running.kill()
    running.communicate()


def test_shows_a_status_line_on_a_terminal(scanner, gateway):
    terminal, device = os.openpty()
    running = start(*scanner, stdin=device, stdout=device)
    os.close(device)
    os.write(terminal, b"SW:PICK\nSW:LOC:MAIN/A-01\nitem\n")
    shown = b""

    def safe_is_shown():
        nonlocal shown
        shown += os.read(terminal, 4096)
        return b"1 safe" in shown

    wait_for(safe_is_shown, "the green light")
    assert b"online | pick | MAIN/A-01" in shown
    running.send_signal(signal.SIGTERM)
    running.communicate(timeout=HUNG_S)
    os.close(terminal)


@pytest.mark.parametrize("content", [
    b"sku,name\nBOLT,Bolt M8\n", b"x" * 5000, b"x" * (1 << 20), b"\0" * 20480 + b"x" * 512,
    b"\0" * 20480 + b"x"], ids=["csv", "no whole sectors", "1 MiB", "late", "behind the sectors"])
def test_leaves_a_file_that_is_no_journal_as_it_is(scanner, tmp_path, content):
    (tmp_path / "journal").write_bytes(content)
    refused = run(*scanner, text=SCANS)
    assert refused.returncode == 1
    assert "journal" in refused.stderr and "holds something else" in refused.stderr
    assert (tmp_path / "journal").read_bytes() == content


@pytest.mark.parametrize("size", [512, 1023])
def test_leaves_a_journal_that_was_cut_short_as_it_is(scanner, tmp_path, size):
    content = (GOLDEN / "v1" / "journal").read_bytes()[:size]
    (tmp_path / "journal").write_bytes(content)
    refused = run(*scanner, text=SCANS)
    assert refused.returncode == 1
    assert "too small for a journal" in refused.stderr
    assert "nothing was changed" in refused.stderr
    assert (tmp_path / "journal").read_bytes() == content


@pytest.mark.parametrize("size", [1 << 32, 1 << 40])
def test_does_not_read_a_file_that_is_larger_than_any_journal(scanner, tmp_path, size):
    (tmp_path / "journal").touch()
    os.truncate(tmp_path / "journal", size)
    refused = run(*scanner, text=SCANS)
    assert refused.returncode == 1
    assert "larger than any journal" in refused.stderr
    assert "nothing was changed" in refused.stderr
    assert (tmp_path / "journal").stat().st_blocks == 0


def test_refuses_a_journal_in_use_or_damaged(scanner, tmp_path, gateway):
    running = start(*scanner)
    wait_for(lambda: gateway.state_of("desk-1").get("online"), "the first one runs")
    second = run(*scanner, text="")
    assert second.returncode == 1
    assert "another program has it open" in second.stderr
    running.stdin.write(SCANS)
    running.communicate(timeout=HUNG_S)
    with open(tmp_path / "journal", "r+b") as journal:
        journal.write(b"\0" * 1024)
    damaged = run(*scanner, text="")
    assert damaged.returncode == 1
    assert "damaged" in damaged.stderr and "journal" in damaged.stderr


@pytest.mark.parametrize("wrong, named", [
    ([], "--node"),
    (["--node", "a b", "--broker", "mqtt://h", "--journal", "j"], "a b"),
    (["--node", "a", "--broker", "http://h", "--journal", "j"], "http://h"),
    (["--node", "a", "--broker", "mqtt://h", "--journal", "j", "--input", "x"], "--input"),
    (["--node", "a", "--broker", "mqtt://h", "--journal", "j", "--status", "xml"], "--status"),
    (["--node", "a", "--broker", "mqtt://h", "--journal", "j", "--password-file", "/no"], "/no"),
    (["--node", "a", "--broker", "mqtt://h", "--journal", "j", "--site", "+"], "site"),
    (["--node", "a", "--broker", "mqtt://h", "--journal", "j", "--prefix", "#"], "prefix"),
    (["--fly"], "--"),
])
def test_wrong_usage_ends_with_2_and_names_what_is_wrong(wrong, named, tmp_path):
    done = run("shelfwire-scanner", *wrong, text="")
    assert done.returncode == 2
    assert named in done.stderr
    assert done.stdout == ""


def test_help_and_version_end_with_0():
    for option in ("--help", "--version"):
        done = run("shelfwire-scanner", option)
        assert done.returncode == 0 and done.stdout


def test_help_says_what_an_export_does_not_need():
    told = " ".join(run("shelfwire-scanner", "--help").stdout.split())
    assert "REQUIRED" not in told
    assert told.count("(required, but not with --export)") == 3
