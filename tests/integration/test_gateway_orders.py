# SPDX-License-Identifier: MIT
"""Goal: a customer's order is answered once, whatever door it came through and whatever
breaks meanwhile: promised only what is there, invoiced once, told once.

Method: the real gateway, broker and mail server; orders over MQTT, HTTP and the command
line while goods are scanned in; the gateway killed in the middle of it.
"""

import contextlib
import http.client
import itertools
import json
import random
import signal
import subprocess
import threading
import time

import pytest
from gateway_site import BIN, Site
from mqtt_peers import P, Scanner
from smtp_server import SmtpServer, never_answer
from waiting import HUNG_S, wait_for

ITEMS = (
    "sku,name,unit,threshold,price_minor,currency,tax_percent\n"
    "TABLE,Tisch „Köln“,pc,0,19999,EUR,19\n"
    "CHAIR,Stuhl,pc,0,4950,EUR,19\n"
    "BOOK,Ελληνικά,pc,0,1500,EUR,7\n"
)
COMPANY = {
    "name": "Möbel Łódź",
    "address": "Street 1\nTown",
    "tax_id": "DE123456789",
    "currency": "EUR",
}
OPEN = ("received",)


@pytest.fixture
def mail_server():
    with SmtpServer() as server:
        yield server


@pytest.fixture
def site(tmp_path, mail_server):
    mail = {
        "url": f"smtp://127.0.0.1:{mail_server.port}",
        "tls": "none",
        "from": "shop@shop.example",
    }
    with Site(tmp_path, {"mail": mail, "company": COMPANY, "log": {"format": "json"}}) as running:
        running.import_catalogue(ITEMS)
        yield running
        running.verify()


def receive(site, sku, qty, location="MAIN/A-01"):
    done = site.shelfctl("move", "receive", sku, qty, "--to", location)
    assert done.returncode == 0, done.stderr


def by_mqtt(site, order):
    with site.client() as client:
        client.publish(f"{P}order/new", json.dumps(order), qos=1).wait_for_publish(HUNG_S)


def state_of(site, order):
    done = site.shelfctl("--json", "order", "show", order)
    return json.loads(done.stdout)["state"] if done.returncode == 0 else None


def wait_state(site, order, state):
    wait_for(lambda: state_of(site, order) == state, f"order {order} is {state}")
    return site.json("order", "show", order)


def an_order(name, *lines, **fields):
    return {"order": name, "lines": [{"sku": sku, "qty": qty} for sku, qty in lines], **fields}


def test_the_shortest_order_is_rejected_in_words_when_nothing_is_there(site):
    by_mqtt(site, {"order": "4", "lines": [{"sku": "TABLE"}]})
    wait_state(site, "4", "rejected")
    shown = json.loads(site.subscribed("order/#")[f"{P}order/4"])
    assert (shown["state"], shown["reason"]) == ("rejected", "TABLE not in stock")
    assert [(line["sku"], line["qty"]) for line in shown["lines"]] == [("TABLE", 1)]
    assert "invoice" not in shown
    lines = [json.loads(line) for line in site.log_file.read_text().splitlines()]
    said = [line for line in lines if line.get("order") == "4"]
    assert [line["stage"] for line in said] == ["receive", "check", "notify"]
    assert said[1]["message"] == "order 4 check rejected: TABLE not in stock"


def test_a_confirmed_order_is_reserved_invoiced_and_mailed(site, mail_server, tmp_path):
    receive(site, "TABLE", 3)
    receive(site, "BOOK", 10)
    customer = {"name": "Zoë", "email": "zoe@customer.example", "address": "Łąkowa 7\nŁódź"}
    by_mqtt(site, {**an_order("1007", ("TABLE", 2), ("BOOK", 3)), "v": 1, "customer": customer})
    order = wait_state(site, "1007", "confirmed")
    # 2 x 199.99 + 19 % and 3 x 15.00 + 7 %, each line rounded.
    assert order["total_minor"] == 39998 + 7600 + 4500 + 315
    assert (order["invoice"], order["currency"]) == ("INV-000001", "EUR")
    (row,) = [row for row in site.rows("stock") if row["sku"] == "TABLE"]
    assert (row["on_hand"], row["reserved"], row["available"]) == (3, 2, 1)
    wait_for(lambda: mail_server.mails, "the mail")
    wait_for(lambda: not site.rows("outbox"), "the mail is noted as sent")
    (mail,) = mail_server.mails
    assert mail.recipients == ["zoe@customer.example"]
    assert mail.message["Subject"] == "Order 1007 confirmed"
    (document,) = mail.message.iter_attachments()
    assert (document.get_filename(), document.get_content_type()) == (
        "INV-000001.pdf",
        "application/pdf",
    )
    check_document(site, document.get_content(), tmp_path)
    retained = json.loads(site.subscribed("order/#")[f"{P}order/1007"])
    assert [(line["sku"], line["reserved"]) for line in retained["lines"]] == [
        ("TABLE", 2),
        ("BOOK", 3),
    ]


def check_document(site, pdf, folder):
    """The mailed document is the one shelfctl shows, and says what the invoice says."""
    (folder / "mailed.pdf").write_bytes(pdf)
    done = site.shelfctl("invoice", "show", "INV-000001", "--format", "pdf", "--output",
                         folder / "shown.pdf")
    assert done.returncode == 0, done.stderr
    assert (folder / "shown.pdf").read_bytes() == pdf
    text = subprocess.run(["pdftotext", "-layout", folder / "mailed.pdf", "-"],
                          capture_output=True, text=True, check=True).stdout
    for expected in ("INV-000001", "Möbel Łódź", "Łąkowa 7", "Tisch „Köln“", "Ελληνικά",
                     "399.98", "524.13"):
        assert expected in text, text
    plain = site.shelfctl("invoice", "show", "INV-000001").stdout
    assert "524.13 EUR" in plain


def test_an_order_sent_again_is_one_order_and_other_content_a_task(site):
    receive(site, "CHAIR", 10)
    order = an_order("1007", ("CHAIR", 2))
    by_mqtt(site, order)
    by_mqtt(site, order)
    wait_state(site, "1007", "confirmed")
    by_mqtt(site, an_order("1007", ("CHAIR", 3)))
    wait_for(lambda: site.rows("tasks"), "the task")
    (task,) = site.rows("tasks")
    assert task["why"] == "key_reused"
    (shown,) = site.rows("orders")
    assert shown["order"] == "1007"
    assert site.json("order", "show", "1007")["lines"][0]["qty"] == 2
    # A repeat is told again, to whoever lost the answer.
    with site.client(f"{P}order/1007") as client:
        wait_for(lambda: client.messages, "what the broker keeps")
        before = len(client.messages)
        by_mqtt(site, order)
        wait_for(lambda: len(client.messages) > before, "the answer again")


def test_a_backorder_is_filled_by_a_receipt_and_shipped_by_scans(site, mail_server):
    receive(site, "CHAIR", 4)
    path = site.folder / "order.json"
    customer = {"email": "jo@customer.example"}
    order = an_order("B-1", ("CHAIR", 6), policy="backorder", customer=customer)
    path.write_text(json.dumps(order))
    site.json("order", "new", path)
    shown = wait_state(site, "B-1", "backordered")
    assert shown["lines"][0]["reserved"] == 4
    assert not site.rows("invoices")
    receive(site, "CHAIR", 1)
    assert site.json("order", "show", "B-1")["lines"][0]["backordered"] == 1
    receive(site, "CHAIR", 5, "EAST/1")
    wait_state(site, "B-1", "confirmed")
    with Scanner(site, "dock-1") as scanner:
        picks = [
            scanner.movement(op="pick", sku="CHAIR", qty=5, **{"from": "MAIN/A-01"}, ref="B-1"),
            scanner.movement(op="pick", sku="CHAIR", qty=1, **{"from": "EAST/1"}, ref="B-1"),
        ]
        scanner.send(scanner.batch(picks, 1))
        scanner.wait_ack(2)
    shown = wait_state(site, "B-1", "shipped")
    assert shown["lines"][0]["reserved"] == 0
    steps = [step["stage"] for step in shown["history"]]
    assert steps[:3] == ["receive", "check", "notify"]
    wait_for(lambda: len(mail_server.mails) == 2, "both mails")
    subjects = [mail.message["Subject"] for mail in mail_server.mails]
    assert subjects == ["Order B-1 backordered", "Order B-1 confirmed"]


def test_a_mail_server_that_hangs_delays_no_stage(site, mail_server):
    receive(site, "CHAIR", 1000)
    mail_server.on_stored = never_answer
    customer = {"email": "jo@customer.example"}
    by_mqtt(site, an_order("first", ("CHAIR", 1), customer=customer))
    assert mail_server.mail_stored.wait(HUNG_S)
    for number in range(50):
        by_mqtt(site, an_order(f"o{number}", ("CHAIR", 1), customer=customer))
    told = lambda: [row for row in site.rows("orders") if row["state"] == "confirmed"]  # noqa: E731
    wait_for(lambda: len(told()) == 51, "all outcomes")
    assert len(mail_server.mails) == 1, "all while the first mail was on its way"
    assert len(site.rows("outbox")) == 51
    assert len(site.rows("invoices")) == 51


class Doors:
    """Submits orders through all three doors at once, each until it is answered, while a
    scanner books goods in. Its threads are daemons: a failed test ends with them at work."""

    def __init__(self, site):
        self.site = site
        self.stop = threading.Event()
        self.failed = []
        self.scanned = 0

    def http(self, order):
        while not self.stop.is_set():
            with contextlib.suppress(OSError, http.client.HTTPException, ValueError):
                if self.site.post("/api/v1/orders", order)[0] in (200, 201):
                    return
        self.failed.append(order["order"])

    def cli(self, order):
        path = self.site.folder / f"{order['order']}.json"
        path.write_text(json.dumps(order))
        while not self.stop.is_set():
            done = self.site.shelfctl("order", "new", path)
            if done.returncode == 0:
                return
        self.failed.append(order["order"])

    def scans(self):
        """Goods come in, piece by piece, each scanned until it is acked."""
        with Scanner(self.site, "dock-1") as scanner:
            while not self.stop.is_set():
                piece = scanner.movement(op="receive", sku="CHAIR", to="MAIN/A-01", qty=1)
                seq = len(scanner.checks) - 1
                message = scanner.batch([piece], seq)
                while not any(ack["acked"] == seq for ack in scanner.acks()):
                    scanner.send(message)
                    time.sleep(0.01)  # the scanner's patience: a dead gateway answers nothing
                self.scanned = seq

    def mqtt(self, order):
        by_mqtt(self.site, order)

    def run(self, orders):
        """The threads that submit them."""
        queues = [[], [], []]
        for order, queue in zip(orders, itertools.cycle(queues)):
            queue.append(order)
        ways = [self.mqtt, self.http, self.cli]
        threads = [
            threading.Thread(
                target=lambda way=way, queue=queue: [way(order) for order in queue], daemon=True
            )
            for way, queue in zip(ways, queues)
        ]
        for thread in threads:
            thread.start()
        return threads


def random_orders(count, dice):
    policies = ["all_or_nothing", "partial", "backorder"]
    for number in range(count):
        lines = {dice.choice(["TABLE", "CHAIR", "BOOK"]): dice.randint(1, 9) for _ in range(2)}
        yield an_order(
            f"c{number}",
            *lines.items(),
            policy=dice.choice(policies),
            customer={"email": f"c{number}@customer.example"},
        )


def test_nothing_is_promised_twice_invoiced_twice_or_lost_when_the_gateway_dies(site, mail_server):
    dice = random.Random(11)
    for sku in ("TABLE", "CHAIR", "BOOK"):
        receive(site, sku, 100)
    doors = Doors(site)
    orders = list(random_orders(60, dice))
    threads = doors.run(orders)
    scanning = threading.Thread(target=doors.scans, daemon=True)
    scanning.start()
    for _ in range(5):
        counter = len(site.rows("orders"))
        wait_for(
            lambda: len(site.rows("orders")) > counter + 4 or not any(map(alive, threads)),
            "some more orders",
        )
        site.kill_gateway()
        site.start_gateway()
    for thread in threads:
        thread.join(HUNG_S)
    doors.stop.set()
    scanning.join(HUNG_S)
    assert not doors.failed
    assert sum(row["op"] == "receive" for row in site.rows("ledger")) == 3 + doors.scanned > 3
    # An order whose PUBACK a dead gateway never gave is the sender's to repeat.
    known = {order["order"] for order in site.rows("orders")}
    for order in orders:
        if order["order"] not in known:
            by_mqtt(site, order)
    wait_for(
        lambda: len(site.rows("orders")) == len(orders)
        and all(order["state"] not in OPEN for order in site.rows("orders")),
        "all outcomes",
    )
    receive(site, "CHAIR", 500)  # fills what waits
    wait_for(lambda: not any(order["waits_for"] for order in site.rows("orders")), "all stages")
    wait_for(lambda: not site.rows("outbox"), "all mails")
    check_books(site, orders, mail_server)


def alive(thread):
    return thread.is_alive()


def check_books(site, orders, mail_server):
    rows = {order["order"]: order for order in site.rows("orders")}
    assert sorted(rows) == sorted(order["order"] for order in orders)
    confirmed = {n for n, o in rows.items() if o["state"] in ("confirmed", "partly_confirmed")}
    invoices = site.rows("invoices")
    assert sorted(i["order"] for i in invoices) == sorted(confirmed)
    numbers = [f"INV-{n:06d}" for n in range(1, len(invoices) + 1)]
    assert sorted(i["invoice"] for i in invoices) == numbers
    for row in site.rows("stock"):
        assert 0 <= row["reserved"] <= row["on_hand"], row
    told = {}
    for mail in mail_server.mails:
        told.setdefault(mail.message["Message-ID"], mail.message["Subject"])
    outcomes = {name: [s for s in told.values() if s.split()[1] == name] for name in rows}
    for name, subjects in outcomes.items():
        last = rows[name]["state"].replace("_", " ")
        expected = [f"Order {name} {last}"]
        if len(subjects) == 2:  # it had to wait first
            expected.insert(0, f"Order {name} backordered")
        assert subjects == expected, (name, subjects)


def test_all_stages_work_at_the_same_time(site):
    burst = 1000
    receive(site, "CHAIR", 1_000_000)

    def all_four():
        """In one snapshot: a page is read in one."""
        status, page = site.get(f"/api/v1/orders?state=received&limit={burst}")
        assert status == 200
        waiting = {order["waits_for"] for order in page["rows"]}
        return {"receive", "check", "invoice", "notify"} <= waiting

    def received():
        return site.get("/readyz")[1]["counters"]["orders_received"]

    def order_while_it_stands_still(client, number):
        """However slow this machine is, to the gateway they come at once."""
        site.gateway.send_signal(signal.SIGSTOP)
        for each in range(burst):
            order = an_order(f"n{number}-{each}", ("CHAIR", 1))
            sent = client.publish(f"{P}order/new", json.dumps(order))
        sent.wait_for_publish(HUNG_S)
        site.gateway.send_signal(signal.SIGCONT)

    with site.client() as client:
        seen = False
        for number in range(10):  # the first shows it as a rule
            order_while_it_stands_still(client, number)
            wait_for(lambda: received() > number * burst, "the first of them")
            while not seen and not all_told(site):
                seen = all_four()
            if seen:
                break
        assert seen, "never in all four stages"
        wait_for(lambda: all_told(site), "all outcomes", every_s=0.5)


def all_told(site):
    return not site.get("/api/v1/orders?state=received&limit=1")[1]["rows"]


def test_takes_what_the_order_senders_send(site):
    receive(site, "CHAIR", 50)
    catalogue = site.folder / "item.csv"
    done = subprocess.run(
        [BIN / "order_sender", "--broker", site.broker.url, "--rate", "50", "--orders", "40",
         "--catalogue", catalogue],
        capture_output=True, text=True, timeout=HUNG_S, check=False)
    assert done.returncode == 0, done.stderr
    assert len(site.rows("orders")) == 40
