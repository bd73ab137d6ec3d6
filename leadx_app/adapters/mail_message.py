"""A mail as it stands on the wire: headers without injection, a plain and an HTML part."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from email_validator import EmailNotValidError, validate_email

from leadx_app.domain.ports import MailNotSent, OutgoingMail
from leadx_app.domain.text import clean_line
from leadx_app.models import MailTrouble


def message(mail: OutgoingMail, sender: str, preferences_url: str) -> EmailMessage:
    """The mail with its headers; the recipient and the sender also as the envelope needs them.

    Raises:
        MailNotSent: an address that cannot stand in a header.
    """
    made = EmailMessage(policy=SMTP)
    made["From"] = _address(*parseaddr(sender))
    made["To"] = _address("", mail.address)
    made["Subject"] = " ".join(mail.subject.split())
    made["Date"] = format_datetime(mail.written_at)
    made["Message-ID"] = mail.message_id
    made["Auto-Submitted"] = "auto-generated"
    made["X-Auto-Response-Suppress"] = "All"
    made["List-Unsubscribe"] = f"<{preferences_url}>"
    made.set_content(mail.text)
    made.add_alternative(mail.html, subtype="html")
    return made


def _address(name: str, address: str) -> Address:
    try:
        checked = validate_email(address, check_deliverability=False, test_environment=True)
        return Address(clean_line(name), addr_spec=checked.ascii_email or checked.normalized)
    except (EmailNotValidError, ValueError) as error:
        raise MailNotSent(MailTrouble.RECIPIENT_REFUSED) from error
