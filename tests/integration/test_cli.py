# SPDX-License-Identifier: MIT
"""Promise: shelfctl is fit for programs: the keys it prints are the golden ones, its
exit codes are 0, 1 and 2, results go to stdout and complaints to stderr.
Method: run the real program against a gateway's inside in a process of its own."""

import json
import os
import pathlib
import signal
import subprocess

import pytest

from cli_probe import Probe, Shelfctl
from waiting import HUNG_S

KEYS = json.loads(
    (pathlib.Path(os.environ["SHELFWIRE_SOURCE"]) / "tests/golden/json/keys.json").read_text()
)


@pytest.fixture(name="probe")
def fixture_probe(tmp_path):
    with Probe(tmp_path) as probe:
        yield probe


@pytest.fixture(name="shelfctl")
def fixture_shelfctl(probe):
    return Shelfctl(probe.socket)


def fill(shelfctl, folder):
    """One object of each kind."""
    suppliers = folder / "suppliers.csv"
    suppliers.write_text("id,name,email\nACME,Acme,o@acme.example\n")
    items = folder / "items.csv"
    items.write_text("sku,name,supplier,threshold\nBOLT,Bolt M8,ACME,10\n")
    shelfctl.ok("supplier", "import", str(suppliers))
    shelfctl.ok("item", "import", str(items))
    shelfctl.ok("move", "receive", "BOLT", "5", "--to", "MAIN/A-01")
    shelfctl.ok("reorder", "run")


def test_json_has_the_keys_integrators_rely_on(probe, shelfctl, tmp_path):
    fill(shelfctl, tmp_path)
    probe.tell("scan 1")
    for words, kind in (
        (["stock"], "stock"),
        (["ledger"], "ledger"),
        (["item", "list"], "item"),
        (["supplier", "list"], "supplier"),
        (["location", "list"], "location"),
        (["tasks", "list"], "task"),
        (["po", "list"], "po"),
        (["outbox", "list"], "outbox"),
        (["doctor"], "doctor"),
    ):
        rows = shelfctl.json(*words)
        assert isinstance(rows, list) and rows, words
        for row in rows:
            assert list(row) == KEYS[kind], words
    assert list(shelfctl.json("po", "list")[0]["lines"][0]) == KEYS["po_line"]
    assert list(shelfctl.json("item", "show", "BOLT")) == KEYS["item"]
    assert list(shelfctl.json("supplier", "show", "ACME")) == KEYS["supplier"]
    assert list(shelfctl.json("po", "show", "PO-000001")) == KEYS["po"]
    assert list(shelfctl.json("verify")) == KEYS["verify"]
    booked = shelfctl.json("move", "receive", "BOLT", "1", "--to", "MAIN")
    assert list(booked) == KEYS["movement_answer"]


def test_json_of_what_is_done_has_its_keys_too(probe, shelfctl, tmp_path):
    fill(shelfctl, tmp_path)
    probe.tell("scan 2")
    order = shelfctl.json("po", "show", "PO-000001")
    assert list(order["mail"]) == KEYS["po_mail"]
    why = shelfctl.json("po", "why", "PO-000001")
    assert list(why) == KEYS["po_why"]
    assert list(why["lines"][0]) == KEYS["po_why_line"]
    assert list(why["lines"][0]["crossed"]) == KEYS["ledger"]
    for words in (["send"], ["confirm"], ["receive", "BOLT", "3"], ["cancel", "--why", "enough"]):
        answer = shelfctl.json("po", words[0], "PO-000001", *words[1:])
        assert list(answer) == KEYS["po_answer"], words
        assert list(answer["order"]) == KEYS["po"], words
    settled = shelfctl.json("tasks", "settle", "1", "--sku", "BOLT", "--by", "JANE")
    assert list(settled) == [*KEYS["task_answer"], "op", "sku", "qty", "from", "to"]
    dismissed = shelfctl.json("tasks", "dismiss", "2", "--why", "torn label")
    assert list(dismissed) == KEYS["task_answer"]
    assert shelfctl.json("reorder", "run", "BOLT")["changed"] > 0
    assert list(shelfctl.json("outbox", "retry", "2")) == KEYS["outbox"]
    assert list(shelfctl.json("outbox", "drop", "2")) == KEYS["outbox"]


def test_a_customer_s_order_lives_from_its_file_to_its_invoice(probe, shelfctl, tmp_path):
    fill(shelfctl, tmp_path)
    shelfctl.ok("item", "set", "BOLT", "price_minor=25", "currency=EUR", "tax_percent=19")
    order = tmp_path / "order.json"
    order.write_text('{"order":"1007","customer":{"email":"e@example.org"},"lines":[{"sku":"BOLT"}]}')
    taken = shelfctl.json("order", "new", str(order))
    assert list(taken) == KEYS["order_answer"]
    assert list(taken["order"]) == KEYS["order_in_full"]
    typed = shelfctl.run("order", "new", "-", "--json", typed=order.read_text())
    assert json.loads(typed.out)["repeated"] is True, typed
    probe.tell("work")
    (row,) = shelfctl.json("order", "list", "--state", "confirmed")
    assert list(row) == KEYS["order"]
    shown = shelfctl.json("order", "show", "1007")
    assert list(shown) == KEYS["order_in_full"]
    assert shown["reservations"] == [{"sku": "BOLT", "loc": "MAIN/A-01", "qty": 1}]
    shipped = shelfctl.json("order", "ship", "1007", "--by", "JANE")
    assert list(shipped) == KEYS["order_answer"] and shipped["order"]["state"] == "shipped"
    (invoice,) = shelfctl.json("invoice", "list")
    assert list(invoice) == KEYS["invoice"]
    assert shelfctl.json("invoice", "show", "INV-000001") == invoice
    assert "0.30 EUR" in shelfctl.ok("invoice", "show", "INV-000001")
    pdf = tmp_path / "a.pdf"
    shelfctl.ok("invoice", "show", "INV-000001", "--format", "pdf", "--output", str(pdf))
    assert pdf.read_bytes() == b"%PDF\0\xFFINV-000001"
    piped = subprocess.check_output(
        shelfctl.arguments("invoice", "show", "INV-000001", "--format", "pdf"),
        env=shelfctl.environment,
        timeout=HUNG_S,
    )
    assert piped == pdf.read_bytes()
    full = shelfctl.run("invoice", "show", "INV-000001", "--output", "/dev/full")
    assert full.code == 1 and "No space left on device" in full.err
    assert os.path.exists("/dev/full")
    assert shelfctl.json("verify")["ok"]


def test_an_order_lives_from_the_alert_to_its_receipt(probe, shelfctl, tmp_path):
    fill(shelfctl, tmp_path)
    why = shelfctl.ok("po", "why", "PO-000001")
    assert "5 on hand + 0 on order = 5, below the threshold of 10" in why
    assert "entry 1: receive 5 " in why
    probe.tell("refuse 1")
    assert "550 no such user" in shelfctl.ok("po", "show", "PO-000001")
    doctor = shelfctl.run("doctor")
    assert doctor.code == 1
    assert "1 waits for you" in doctor.out and "shelfctl outbox retry" in doctor.out
    assert "o@acme.example is tried again" in shelfctl.ok("outbox", "retry", "1")
    assert shelfctl.run("doctor").code == 0
    again = shelfctl.run("po", "approve", "PO-000001")
    assert (again.code, again.out) == (1, "")
    assert "PO-000001 is approved" in again.err
    assert "ACME has promised it" in shelfctl.ok("po", "confirm", "PO-000001")
    booked = shelfctl.ok("po", "receive", "PO-000001", "BOLT", "10", "--to", "MAIN/A-01")
    assert booked == "PO-000001: booked as ledger entry 2. 5 are still to come.\n"
    assert shelfctl.json("po", "list", "--open")[0]["state"] == "partly_received"
    assert shelfctl.ok("po", "receive", "PO-000001", "--by", "JANE").endswith("Everything is in.\n")
    assert shelfctl.json("po", "list", "--open") == []
    assert shelfctl.json("verify")["ok"]


def test_a_cancelled_order_is_not_made_again_by_itself(probe, shelfctl, tmp_path):
    fill(shelfctl, tmp_path)
    shelfctl.ok("po", "confirm", "PO-000001")
    told = shelfctl.ok("po", "cancel", "PO-000001", "--why", "too dear")
    assert "The supplier already has it: tell them." in told
    assert shelfctl.ok("reorder", "run") == "Nothing new to order.\n"
    shelfctl.ok("reorder", "run", "BOLT")
    assert [row["po"] for row in shelfctl.json("po", "list", "--open")] == ["PO-000002"]
    probe.tell("scan 1")
    shelfctl.ok("tasks", "dismiss", "1", "--why", "torn label", "--by", "JANE")
    assert "by JANE: torn label" in shelfctl.ok("tasks", "list")
    assert shelfctl.json("tasks", "list", "--open") == []
    assert shelfctl.json("verify")["ok"]


def test_json_lists_are_arrays_even_when_empty(shelfctl):
    for words in (["stock"], ["ledger"], ["item", "list"], ["po", "list"], ["outbox", "list"]):
        assert shelfctl.ok(*words, "--json") == "[]\n"


def test_exit_codes_and_streams(probe, shelfctl, tmp_path):
    fill(shelfctl, tmp_path)
    assert shelfctl.run("stock").code == 0
    refused = shelfctl.run("undo", "99")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith("shelfctl: ")
    usage = shelfctl.run("move", "borrow", "BOLT", "1")
    assert (usage.code, usage.out) == (2, "")
    assert "receive" in usage.err
    assert shelfctl.run("--help").code == 0
    assert shelfctl.run("--help").err == ""
    probe.tell("ill")
    assert shelfctl.run("doctor").code == 1
    probe.tell("hold")
    held = shelfctl.run("move", "receive", "BOLT", "1", "--to", "MAIN")
    assert held.code == 1 and "shelfctl doctor" in held.err
    assert shelfctl.run("stock").code == 0, "a gateway on hold still shows its stock"
    probe.tell("go")
    assert shelfctl.run("move", "receive", "BOLT", "1", "--to", "MAIN").code == 0


def test_without_a_gateway_it_says_so(tmp_path):
    done = Shelfctl(str(tmp_path / "api.sock")).run("stock")
    assert (done.code, done.out) == (1, "")
    assert "Is the gateway running?" in done.err
    assert str(tmp_path / "api.sock") in done.err


def test_a_socket_one_may_not_open_is_named_as_such(probe, shelfctl):
    if os.geteuid() == 0:
        pytest.skip("root may open every socket")
    os.chmod(probe.socket, 0)
    done = shelfctl.run("stock")
    assert done.code == 1 and "You may not open" in done.err


def test_follow_prints_new_entries_as_they_come(shelfctl, tmp_path):
    fill(shelfctl, tmp_path)
    with subprocess.Popen(
        shelfctl.arguments("ledger", "--follow", "--json"),
        env=shelfctl.environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as follower:
        try:
            assert json.loads(follower.stdout.readline())["seq"] == 1
            shelfctl.ok("move", "pick", "BOLT", "2", "--from", "MAIN/A-01")
            assert json.loads(follower.stdout.readline())["seq"] == 2
            shelfctl.ok("undo", "2")
            assert json.loads(follower.stdout.readline())["op"] == "undo"
        finally:
            follower.send_signal(signal.SIGINT)
            follower.wait(HUNG_S)


def test_output_that_cannot_be_written_is_a_failure(shelfctl, tmp_path):
    fill(shelfctl, tmp_path)
    with open("/dev/full", "w", encoding="ascii") as full:
        done = subprocess.run(
            shelfctl.arguments("stock", "--json"),
            env=shelfctl.environment,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=HUNG_S,
            check=False,
        )
    assert done.returncode == 1
    assert "could not be written" in done.stderr
