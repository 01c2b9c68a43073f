# SPDX-License-Identifier: MIT
"""Goal: low stock reaches the supplier as one mail with the right content, whatever
the mail server does, and the warehouse works on meanwhile.

Method: the real gateway and a real SMTP server with STARTTLS and AUTH that is down, or
misbehaves. The courier's first repeat comes about five seconds after a failure, so
those tests take that long.
"""

import csv
import io
import json

import pytest
from gateway_site import Site, some_items
from smtp_server import SmtpServer, abort, answer, never_answer
from tls_files import Authority
from waiting import HUNG_S, kept_port, wait_for

LOGIN = ("stock@shop.example", "open-sesame-17")
SUPPLIERS = "id,name,email\nACME,Müller & Söhne,orders@acme.example\n"


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def start_server(authority):
    """Starts the mail server on its one port; ends with the test."""
    running = []

    def start(port, **behaviour):
        server = SmtpServer(
            tls=authority.server_context(), login=LOGIN, port=port, **behaviour
        )
        running.append(server)
        return server.__enter__()

    yield start
    for server in running:
        server.__exit__()


@pytest.fixture
def site(tmp_path, authority):
    """A site that mails to a port where nobody listens yet: site.mail_port."""
    port = kept_port()
    password = tmp_path / "password"
    password.write_text(LOGIN[1] + "\n")
    mail = {
        "url": f"smtp://127.0.0.1:{port}",
        "from": LOGIN[0],
        "username": LOGIN[0],
        "password_file": str(password),
        "ca_file": str(authority.ca_file),
    }
    with Site(tmp_path, {"mail": mail}) as running:
        running.mail_port = port
        yield running
        running.verify()


def import_some(site):
    site.import_catalogue(some_items(3, supplier="ACME", threshold=10), SUPPLIERS)


def run_low(site, sku="ITEM-000"):
    """One piece of an item that is ordered up to 20: 19 are ordered."""
    receive(site, sku, 1)


def receive(site, sku, qty):
    done = site.shelfctl("move", "receive", sku, qty, "--to", "MAIN/A-01")
    assert done.returncode == 0, done.stderr


def wait_sent(site, count=1):
    def all_sent():
        orders = site.json("po", "list")
        return len(orders) == count and all(order["state"] == "sent" for order in orders)

    wait_for(all_sent, "the order is sent")
    assert site.rows("outbox") == []


def test_low_stock_reaches_the_supplier_as_one_mail(site, start_server):
    server = start_server(site.mail_port)
    import_some(site)
    run_low(site)
    wait_sent(site)
    (mail,) = server.mails
    assert (mail.sender, mail.recipients) == (LOGIN[0], ["orders@acme.example"])
    assert server.logins[0][1:] == LOGIN
    assert b"AUTH" not in server.clear_text
    message = mail.message
    assert message["Subject"] == "Purchase order PO-000001 for MAIN"
    assert "Müller & Söhne" in str(message["To"])
    text = message.get_body(("plain",)).get_content()
    (line,) = [line for line in text.splitlines() if "ITEM-000" in line]
    assert line.split()[:3] == ["19", "pc", "ITEM-000"]
    (attachment,) = message.iter_attachments()
    assert attachment.get_filename() == "PO-000001.csv"
    header, row = csv.reader(io.StringIO(attachment.get_content()))
    order = dict(zip(header, row))
    assert (order["order"], order["sku"], order["quantity"]) == ("PO-000001", "ITEM-000", "19")
    # What is on its way is not ordered again.
    run_low(site)
    site.shelfctl("reorder", "run")
    assert [order["po"] for order in site.json("po", "list")] == ["PO-000001"]
    assert len(server.mails) == 1


def test_with_the_server_down_stock_and_orders_go_on_and_the_mail_goes_out_later(
    site, start_server
):
    import_some(site)
    run_low(site)
    wait_for(lambda: any(row["attempts"] for row in site.rows("outbox")), "a failed attempt")
    (row,) = site.rows("outbox")
    assert row["state"] == "queued"
    assert row["error"]
    run_low(site, "ITEM-001")
    receive(site, "ITEM-002", 50)
    assert site.on_hand("ITEM-002", "MAIN/A-01") == 50
    wait_for(lambda: len(site.rows("outbox")) == 2, "the second order is made out")
    server = start_server(site.mail_port)
    wait_sent(site, 2)
    ids = [mail.message["Message-ID"] for mail in server.mails]
    assert len(ids) == len(set(ids)) == 2


def test_a_server_that_takes_the_mail_and_breaks_off_gets_it_again_with_the_same_id(
    site, start_server
):
    server = start_server(site.mail_port, on_stored=abort)
    import_some(site)
    run_low(site)
    wait_for(lambda: any(r["state"] == "maybe_sent" for r in site.rows("outbox")), "the failure")
    server.on_stored = None
    wait_sent(site)
    assert len(server.mails) >= 2
    assert len({mail.message["Message-ID"] for mail in server.mails}) == 1


def test_a_gateway_killed_while_the_server_has_the_mail_sends_the_same_again(site, start_server):
    server = start_server(site.mail_port, on_stored=never_answer)
    import_some(site)
    run_low(site)
    assert server.mail_stored.wait(HUNG_S)
    site.kill_gateway()
    server.on_stored = None
    site.start_gateway()
    wait_sent(site)
    assert len(server.mails) == 2
    assert len({mail.message["Message-ID"] for mail in server.mails}) == 1


def test_a_gateway_killed_while_the_mail_waits_sends_it_once(site, start_server):
    import_some(site)
    run_low(site)
    wait_for(lambda: site.rows("outbox"), "the order is made out")
    site.kill_gateway()
    server = start_server(site.mail_port)
    site.start_gateway()
    wait_sent(site)
    site.stop_gateway()
    site.start_gateway()
    run_low(site, "ITEM-001")
    wait_sent(site, 2)
    ids = [mail.message["Message-ID"] for mail in server.mails]
    assert len(ids) == len(set(ids)) == 2


def test_a_mail_to_a_refused_recipient_fails_until_a_person_sends_it_again(site, start_server):
    server = start_server(site.mail_port)
    server.refused["orders@acme.example"] = "550 no such user"
    import_some(site)
    site.import_csv("supplier", "id,name,email\nBETA,Beta,orders@beta.example\n")
    site.json("item", "set", "ITEM-001", "supplier=BETA")
    run_low(site)
    wait_for(lambda: [r["state"] for r in site.json("outbox", "list")] == ["failed"], "it fails")
    (failed,) = site.json("outbox", "list")
    assert "550" in failed["error"] and failed["to"] == "orders@acme.example"
    run_low(site, "ITEM-001")
    wait_for(lambda: server.mails, "the other supplier gets its order")
    assert server.mails[0].recipients == ["orders@beta.example"]
    assert [r["state"] for r in site.json("outbox", "list")] == ["failed"], "it is not tried again"
    server.refused.clear()
    site.shelfctl("outbox", "retry", failed["id"])
    wait_sent(site, 2)
    assert [mail.recipients for mail in server.mails[1:]] == [["orders@acme.example"]]


def restart(site):
    site.stop_gateway()
    site.start_gateway()


def order_from(site, *suppliers):
    """An order to each of them."""
    rows = "".join(f"{each},{each},orders@{each.lower()}.example\n" for each in suppliers)
    site.import_csv("supplier", "id,name,email\n" + rows)
    for number, supplier in enumerate(suppliers):
        site.json("item", "set", f"ITEM-{number:03}", f"supplier={supplier}")
        run_low(site, f"ITEM-{number:03}")


def open_tasks(site):
    return [task for task in site.rows("tasks") if task["state"] == "open"]


def mail_finding(site):
    findings = json.loads(site.shelfctl("doctor", "--json").stdout)  # others may be warnings
    return next((each for each in findings if each["check"] == "mail"), None)


async def full_names_only(server, session):
    if "." in session.host_name:
        return None
    return (
        f"504 5.5.2 <{session.host_name}>: Helo command rejected: need fully-qualified hostname"
    )


ABOUT_US = {
    "Postfix, our name": ({"on_rcpt": full_names_only}, "mail.hello"),
    "Postfix, our sender": (
        {
            "on_rcpt": answer(
                "553 5.7.1 <stock@shop.example>: Sender address rejected: not owned by user shop"
            )
        },
        "mail.from",
    ),
    "Exchange, our sender": (
        {"on_stored": answer("554 5.2.252 SendAsDenied; shop not allowed to send as stock")},
        "mail.from",
    ),
    "Exchange, our limit": (
        {"on_mail": answer("550 5.1.90 daily limit for message recipients reached")},
        "limit",
    ),
}


@pytest.mark.parametrize("case", ABOUT_US.values(), ids=ABOUT_US.keys())
def test_what_is_about_us_ends_no_mail_and_is_said_until_mail_goes_again(
    site, start_server, case
):
    behaviour, setting = case
    site.config["mail"]["hello"] = "raspberrypi"
    restart(site)
    server = start_server(site.mail_port, **behaviour)
    import_some(site)
    order_from(site, "ALPHA", "BETA", "GAMMA")
    wait_for(lambda: open_tasks(site), "a person is told")
    (task,) = open_tasks(site)
    assert task["why"] == "outbox_blocked"
    assert setting in task["detail"]
    wait_for(lambda: len(site.rows("outbox")) == 3, "the last order is written")
    assert [row["state"] for row in site.rows("outbox")] == ["queued"] * 3
    finding = mail_finding(site)
    assert finding["state"] == "failed"
    assert setting in finding["advice"]
    refused = len(server.mails)
    for step in behaviour:
        setattr(server, step, None)
    wait_sent(site, 3)
    assert len(server.mails) - refused == 3
    assert open_tasks(site) == []
    assert mail_finding(site) is None


def test_a_name_that_is_put_right_sends_what_waited(site, start_server):
    site.config["mail"]["hello"] = "raspberrypi"
    restart(site)
    start_server(site.mail_port, on_rcpt=full_names_only)
    import_some(site)
    order_from(site, "ALPHA", "BETA", "GAMMA")
    wait_for(lambda: open_tasks(site), "a person is told")
    site.config["mail"]["hello"] = "gateway.shop.example"
    restart(site)
    wait_sent(site, 3)
    assert open_tasks(site) == []


def test_a_full_mailbox_is_tried_again(site, start_server):
    server = start_server(site.mail_port, on_rcpt=answer("552 5.2.2 mailbox full"))
    import_some(site)
    run_low(site)
    wait_for(lambda: any("5.2.2" in row["error"] for row in site.rows("outbox")), "an attempt")
    assert [row["state"] for row in site.rows("outbox")] == ["queued"]
    assert open_tasks(site) == []
    server.on_rcpt = None
    wait_sent(site)


def test_after_two_lost_answers_a_person_decides(site, start_server):
    server = start_server(site.mail_port, on_stored=abort)
    import_some(site)
    run_low(site)
    wait_for(lambda: open_tasks(site), "a person is asked")
    (task,) = open_tasks(site)
    assert task["why"] == "outbox_unsure"
    assert len(server.mails) == 2
    server.on_stored = None
    restart(site)
    run_low(site, "ITEM-001")
    wait_for(lambda: len(server.mails) == 3, "another order goes out")
    (row,) = site.json("outbox", "list")
    assert row["state"] == "maybe_sent"
    site.shelfctl("outbox", "retry", row["id"])
    wait_sent(site, 2)
    assert open_tasks(site) == []


def test_a_server_that_asks_for_patience_gets_the_mail_later(site, start_server):
    server = start_server(site.mail_port, on_rcpt=answer("451 try again later"))
    import_some(site)
    run_low(site)
    wait_for(lambda: any("451" in row["error"] for row in site.rows("outbox")), "a failed attempt")
    assert [row["state"] for row in site.rows("outbox")] == ["queued"]
    server.on_rcpt = None
    wait_sent(site)
    assert len(server.mails) == 1


def test_a_server_that_hangs_holds_up_no_stock_no_order_and_no_stop(site, start_server):
    server = start_server(site.mail_port, on_stored=never_answer)
    import_some(site)
    run_low(site)
    assert server.mail_stored.wait(HUNG_S)
    receive(site, "ITEM-002", 50)
    assert site.on_hand("ITEM-002", "MAIN/A-01") == 50
    run_low(site, "ITEM-001")
    wait_for(lambda: len(site.rows("outbox")) == 2, "the second order is made out")
    site.stop_gateway()
    server.on_stored = None
    site.start_gateway()
    wait_sent(site, 2)
    ids = [mail.message["Message-ID"] for mail in server.mails]
    assert (len(ids), len(set(ids))) == (3, 2), "the first one twice under its one id"


LINE_BREAKS = {"CR LF": "\r\n", "LF": "\n", "CR": "\r", "NUL": "\0"}


@pytest.mark.parametrize("line_break", LINE_BREAKS.values(), ids=LINE_BREAKS.keys())
def test_a_header_smuggled_into_a_file_is_refused_and_nothing_is_sent(
    site, start_server, line_break
):
    server = start_server(site.mail_port)
    import_some(site)
    evil = f"{line_break}Bcc: everybody@evil.example"
    before = site.rows("items"), site.rows("suppliers")
    files = (
        ("item", f'sku,name,supplier,threshold\nEVIL,"Bolt{evil}",ACME,10\n', "name"),
        ("item", f'sku,name,unit,supplier,threshold\nEVIL,Bolt,"pc{evil}",ACME,10\n', "unit"),
        ("supplier", f'id,name,email\nEVIL,Evil,"a@evil.example{evil}"\n', "email"),
        ("supplier", f'id,name,email\nEVIL,"Evil{evil}",a@evil.example\n', "name"),
        ("supplier", f'id,name,email\nACME,"Acme{evil}",orders@acme.example\n', "name"),
    )
    for kind, text, field in files:
        done = site.import_csv(kind, text)
        assert done.returncode == 1, (text, done)
        assert "line 2" in done.stderr + done.stdout, done
        assert field in done.stderr + done.stdout, done
    assert (site.rows("items"), site.rows("suppliers")) == before
    run_low(site)
    wait_sent(site)
    (mail,) = server.mails
    assert mail.recipients == ["orders@acme.example"]
    assert b"evil" not in mail.content


NO_ADDRESS = (
    "a@b.example\r\nBcc: c@d.example",
    "a@b.example, c@d.example",
    "<a@b.example>",
    "nobody",
)


@pytest.mark.parametrize("email", NO_ADDRESS)
def test_an_address_that_is_more_than_one_address_is_refused(site, email):
    import_some(site)
    before = site.rows("suppliers")
    done = site.shelfctl("supplier", "set", "ACME", f"email={email}")
    assert done.returncode == 1, done
    assert "email" in done.stderr
    assert site.rows("suppliers") == before
