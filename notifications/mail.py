"""The one room of SMTP: a message goes out, or the server's own words come back."""

import smtplib
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage

from notifications.models import Delivery


@dataclass(frozen=True)
class Answer:
    """What the mail server said: taken; or refused, for good or for now."""

    taken: bool
    for_good: bool
    words: str


def message_id(delivery: Delivery) -> str:
    """The same at every attempt (RFC 5322, 3.6.4), so that a mail sent twice is recognised as one."""
    return f"<message-{delivery.message_id}@{settings.BASE_URL.split('//')[-1].split(':')[0]}>"


def send(delivery: Delivery) -> Answer:
    """Hand the mail to the server; only its 250 counts as taken."""
    message = delivery.message
    link = f"\n\n{settings.BASE_URL}{message.path}" if message.path else ""
    mail = EmailMessage(
        subject=message.subject.replace("\n", " "),
        body=f"{message.body or message.subject}{link}",
        to=[delivery.address],
        headers={"Message-ID": message_id(delivery), "Auto-Submitted": "auto-generated"},
    )
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        return Answer(False, code >= 500, f"{code} {_text(words)}")
    except smtplib.SMTPResponseException as error:
        return Answer(False, error.smtp_code >= 500, f"{error.smtp_code} {_text(error.smtp_error)}")
    except (smtplib.SMTPException, OSError) as error:  # refused, hanging or dying connections: try again later
        return Answer(False, False, f"{type(error).__name__}: {error}")
    return Answer(True, False, "250")


def _text(words: bytes | str) -> str:
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else words
