# SPDX-License-Identifier: MIT
"""Goal: what a supplier's mail program shows is what was meant.

Method: mails delivered into a Maildir by gateway_mail's own code, read back with
Python's mailbox and email packages, which nobody here wrote.
"""

import csv
import email.header
import email.policy
import email.utils
import io
import mailbox

import mail_probe
import pytest

GERMAN = "Müller & Söhne – Größe"
TABLE = (
    "Lieferort: Hauptlager\n\n"
    "SKU        GTIN            Bezeichnung             Menge\n"
    "-------------------------------------------------------\n"
    "A-1        4006381333931   Größe M, 50 % = halb       12\n"
    ".5-MM      09501101530003  Feder                     144\n"
)
CSV = ("sku,gtin,name,quantity\r\n" + 'A-1,4006381333931,"Größe M, rot",12\r\n').encode()


@pytest.fixture
def read_back(tmp_path):
    """Delivers one mail into a fresh Maildir and returns it as its reader sees it."""

    def deliver(**options):
        folder = tmp_path / "mail"
        outcome = mail_probe.send(tmp_path, f"maildir:{folder}", **options)
        assert outcome.delivery == "sent", outcome.text
        box = mailbox.Maildir(folder, factory=parsed, create=False)
        (mail,) = list(box)
        assert mail.defects == []
        return mail

    return deliver


def parsed(file):
    return email.message_from_binary_file(file, policy=email.policy.default)


def test_an_order_has_a_table_to_read_and_a_file_to_import(read_back):
    mail = read_back(
        body=TABLE, attachments=[("PO-000017.csv", "text/csv; charset=utf-8", CSV)], to_name=GERMAN
    )
    assert mail.get_content_type() == "multipart/mixed"
    text, attachment = mail.iter_parts()

    assert text.get_content_type() == "text/plain"
    assert text.get_content_charset() == "utf-8"
    assert text.get_content_disposition() is None, "is shown, not offered as a file"
    assert text.get_content() == TABLE

    assert attachment.get_content_type() == "text/csv"
    assert attachment.get_content_charset() == "utf-8"
    assert attachment.get_content_disposition() == "attachment"
    assert attachment.get_filename() == "PO-000017.csv"
    assert attachment["Content-Type"].params["name"] == "PO-000017.csv"
    assert attachment.get_payload(decode=True) == CSV
    rows = list(csv.reader(io.StringIO(attachment.get_payload(decode=True).decode(), newline="")))
    assert rows[1] == ["A-1", "4006381333931", "Größe M, rot", "12"]

    assert mail.get_body().get_content() == TABLE
    assert [part.get_filename() for part in mail.iter_attachments()] == ["PO-000017.csv"]


def test_headers_say_who_what_when_and_that_no_person_wrote_it(read_back):
    mail = read_back(subject=f"Bestellung PO-000017 – {GERMAN}", to_name=GERMAN, from_name=GERMAN)
    assert mail["Subject"] == f"Bestellung PO-000017 – {GERMAN}"
    for header, address in (("From", "stock@shop.example"), ("To", "orders@acme.example")):
        (one,) = mail[header].addresses
        assert (one.display_name, one.addr_spec) == (GERMAN, address)
    assert mail["Message-ID"] == "<po-000017@shop.example>"
    assert mail["Date"].datetime.isoformat() == "2024-02-29T12:34:56+00:00"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["MIME-Version"] == "1.0"
    for header in ("From", "To", "Subject", "Message-ID", "Date", "Auto-Submitted"):
        assert len(mail.get_all(header)) == 1
        assert list(mail[header].defects) == []


@pytest.mark.parametrize(
    "subject",
    [
        "x",
        "plain",
        "a long plain subject that has to be folded somewhere because it goes on " * 4 + "end",
        "ä" * 190,
        "倉庫の注文書" * 15,
        "🚚 " * 60 + "end",
        "two  blanks and =?UTF-8?B?TQ==?= inside",
        '"quoted" <angle> (round) [square] , ; : @ \\',
    ],
)
def test_any_subject_reads_back_exactly(read_back, subject):
    assert read_back(subject=subject)["Subject"] == subject


@pytest.mark.parametrize(
    "name",
    [
        "Acme",
        'Acme, "Best" \\ Ltd. (UK)',
        "x@evil.example",
        "倉庫 🚚",
        "a" * 200,
        ("Söhne " * 25).strip(),
    ],
)
def test_any_name_reads_back_and_adds_no_address(read_back, name):
    mail = read_back(to_name=name)
    assert [one.addr_spec for one in mail["To"].addresses] == ["orders@acme.example"]
    # Through the package's older reader: the newer one keeps the blank between two
    # encoded-words of a name, against RFC 2047.
    (raw,) = [value for key, value in mail.raw_items() if key == "To"]
    shown, address = email.utils.parseaddr(raw)
    assert str(email.header.make_header(email.header.decode_header(shown))) == name
    assert address == "orders@acme.example"


@pytest.mark.parametrize(
    "name", ["Bestellung für Müller.csv", "注文書.csv", "100 % sicher; x=y.csv"]
)
def test_any_file_name_reads_back(read_back, name):
    mail = read_back(attachments=[(name, "text/csv; charset=utf-8", CSV)])
    (attachment,) = mail.iter_attachments()
    assert attachment.get_filename() == name
    assert attachment["Content-Type"].params["name"] == name


def test_several_attachments_and_an_empty_one_keep_their_order(read_back):
    files = [("a.csv", "text/csv", b""), ("b.bin", "application/octet-stream", bytes(range(256)))]
    mail = read_back(attachments=files, body="")
    parts = mail.iter_attachments()
    found = [(part.get_filename(), part.get_payload(decode=True)) for part in parts]
    assert found == [(name, content) for name, _, content in files]
