"""The mail adapter against a real server: encryption, sign-in, and what each failure means."""

import asyncio
import datetime as dt
import ipaddress
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from leadx_app.adapters.mail_smtp import SmtpMailer
from leadx_app.config import Settings
from leadx_app.domain.ports import MailNotSent, OutgoingMail
from leadx_app.models import MailTrouble, new_id, utc_now
from tests.support.mails import mail_settings
from tests.support.smtp_sink import ACCOUNT, PASSWORD, SmtpSink

MONA = "mona@nordlys.example"
# The test's server forgets the plain line under one that it encrypts.
pytestmark = [
    pytest.mark.filterwarnings("ignore:unclosed:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for 127.0.0.1 that signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = utc_now()
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + dt.timedelta(1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "certificate.pem"
    plain = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(plain + signed.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    with SmtpSink() as sink:
        yield sink


def _mail(address: str = MONA, **fields: object) -> OutgoingMail:
    usual = {"subject": "Hei", "text": "Hei", "html": "<p>Hei</p>", "message_id": f"<{new_id()}@nordlys.example>"}
    return OutgoingMail(new_id(), 1, address, **{**usual, **fields}, written_at=utc_now())


def _send(sink: SmtpSink, *mails: OutgoingMail, **settings: object) -> list[MailTrouble | None]:
    """Send mails over one line; returns what went wrong with each."""

    async def send() -> list[MailTrouble | None]:
        troubles: list[MailTrouble | None] = []
        async with SmtpMailer(Settings(**mail_settings(sink, **settings))).line() as line:
            for mail in mails:
                try:
                    await line.send(mail)
                    troubles.append(None)
                except MailNotSent as failure:
                    troubles.append(failure.trouble)
        return troubles

    return asyncio.run(send())


def test_several_mails_go_over_one_line(sink: SmtpSink) -> None:
    assert _send(sink, _mail(), _mail(), _mail()) == [None, None, None]
    assert len(sink.mails) == 3


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_an_encrypted_line_with_a_sign_in(certificate: Path, security: str) -> None:
    account = {"smtp_user": ACCOUNT, "smtp_password": PASSWORD, "smtp_ca_file": certificate}
    with SmtpSink(certificate, tls=security == "tls", sign_in=True) as sink:
        assert _send(sink, _mail(), smtp_security=security, **account) == [None]
        assert sink.is_encrypted == [True]
        wrong = {**account, "smtp_password": "guessed"}
        assert _send(sink, _mail(), smtp_security=security, **wrong) == [MailTrouble.SIGN_IN_REFUSED]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for_is_refused(certificate: Path, security: str) -> None:
    with SmtpSink(certificate, tls=security == "tls") as sink:
        assert _send(sink, _mail(), smtp_security=security) == [MailTrouble.NOT_ENCRYPTED]
        assert sink.mails == []


def test_nothing_is_sent_in_the_clear_where_encryption_is_wanted(sink: SmtpSink) -> None:
    assert _send(sink, _mail(), smtp_security="starttls") == [MailTrouble.NOT_ENCRYPTED]
    assert sink.mails == []


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        ("450 4.2.0 Greylisted", MailTrouble.BUSY),
        ("452 4.2.2 Mailbox full", MailTrouble.BUSY),
        ("550 5.1.1 User unknown", MailTrouble.RECIPIENT_REFUSED),
        ("421 4.3.2 Closing", MailTrouble.BUSY),
    ],
)
def test_what_an_answer_means(sink: SmtpSink, answer: str, trouble: MailTrouble) -> None:
    sink.answers[MONA] = [answer]
    assert _send(sink, _mail(), _mail()) == [trouble, None]


def test_a_server_that_is_not_there(sink: SmtpSink) -> None:
    sink.stop()
    assert _send(sink, _mail()) == [MailTrouble.NOT_REACHED]


def test_a_server_that_hangs_is_left_in_time(sink: SmtpSink) -> None:
    sink.hanging = {MONA}
    began = time.monotonic()
    assert _send(sink, _mail(), _mail("ola@nordlys.example"), smtp_timeout_seconds=4) == [MailTrouble.TIMED_OUT, None]
    assert time.monotonic() - began < 30


def test_a_server_that_never_stops_answering_is_left_in_time() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while not reader.at_eof() and not writer.is_closing():
            writer.write(b"220-still here\r\n")
            await asyncio.sleep(0.05)
        writer.transport.abort()

    async def send() -> MailTrouble:
        server = await asyncio.start_server(talk, "127.0.0.1", 0)
        settings = {"smtp_port": server.sockets[0].getsockname()[1], "smtp_timeout_seconds": 1}
        usual = {"smtp_host": "127.0.0.1", "smtp_security": "none", "mail_reserved": True}
        usual |= {"mail_from": "leadx@nordlys.example"}
        try:
            async with SmtpMailer(Settings(**usual, **settings)).line() as line:
                with pytest.raises(MailNotSent) as failure:
                    await line.send(_mail())
            return failure.value.trouble
        finally:
            server.close()
            await asyncio.sleep(0.2)

    began = time.monotonic()
    assert asyncio.run(send()) in (MailTrouble.TIMED_OUT, MailTrouble.NOT_REACHED)
    assert time.monotonic() - began < 30


@pytest.mark.parametrize("address", ["", "nobody", "a@b@c", "mona@nordlys.example\r\nBcc: x@evil.example"])
def test_what_is_no_address_never_reaches_the_server(sink: SmtpSink, address: str) -> None:
    assert _send(sink, _mail(address)) == [MailTrouble.RECIPIENT_REFUSED]
    assert (sink.tries, sink.mails) == ([], [])


@pytest.mark.parametrize(
    "address", [MONA, "mona@example", "a@B.TEST", "a@x.invalid.", "a@localhost", "a@example.com", "a@mail.example.org"]
)
def test_nothing_goes_to_an_address_that_nobody_can_own(address: str, sink: SmtpSink) -> None:
    assert _send(sink, _mail(address), mail_reserved=False) == [MailTrouble.NOBODYS_ADDRESS]
    assert (sink.tries, sink.mails) == ([], [])


def test_what_only_looks_like_a_reserved_domain_is_mailed(sink: SmtpSink) -> None:
    real = ["a@myexample.com", "a@example.no", "a@test.no"]
    assert _send(sink, *map(_mail, real), mail_reserved=False) == [None] * 3
    assert sink.tries == real


def test_a_domain_in_other_letters_is_written_as_servers_read_it(sink: SmtpSink) -> None:
    assert _send(sink, _mail("mona@blåbær.no")) == [None]
    assert sink.tries == ["mona@xn--blbr-roah.no"]


def test_a_subject_cannot_bring_in_a_header(sink: SmtpSink) -> None:
    assert _send(sink, _mail(subject="Hei\r\nBcc: everybody@evil.example")) == [None]
    assert sink.tries == [MONA]
    assert sink.mails[0]["Bcc"] is None
    assert sink.mails[0]["Subject"] == "Hei Bcc: everybody@evil.example"
