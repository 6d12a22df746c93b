"""Messages: told once, carried out by a real mail server, never lost, never claimed twice."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from celery import Celery

from notifications import doorbell, services
from notifications.models import Delivery, Heartbeat, Message
from tests.conftest import NOW

REAL_RINGER = doorbell._ringer
"""As it is before the suite puts its notebook in the place."""


class Mailbox:
    """A real SMTP server on loopback; ``answer`` is what it says to DATA, ``refuse`` to RCPT."""

    def __init__(self) -> None:
        self.mails: list = []
        self.answer = "250 OK"
        self.refuse = ""

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        if self.refuse:
            return self.refuse
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.answer.startswith("250"):
            self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return self.answer


@pytest.fixture
def mailbox(settings) -> Iterator[Mailbox]:
    """The unit's mail server."""
    box = Mailbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_ENABLED = "127.0.0.1", port, True
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield box
    controller.stop()


def tell_lead(cast, key: str = "k-1") -> Message | None:
    return services.tell(
        recipient=cast.lead, kind=Message.Kind.REMINDER, subject="还有 3 天：开展志愿服务", body="请按时报送。", path="/occurrences/1/", dedupe_key=key, now=NOW
    )


def test_a_message_with_a_known_key_is_not_told_again(cast):
    assert tell_lead(cast) is not None
    assert tell_lead(cast) is None
    assert Message.objects.count() == 1


def test_without_a_mail_server_the_message_stands_in_the_inbox_alone(cast, settings):
    settings.EMAIL_ENABLED = False
    tell_lead(cast)
    assert Delivery.objects.count() == 0
    assert Message.objects.visible_to(cast.lead).unread().count() == 1


def test_nobody_sees_another_persons_messages(cast):
    tell_lead(cast)
    assert not Message.objects.visible_to(cast.office).exists()


def test_the_mail_arrives_with_its_chinese_subject_and_a_link_from_the_configured_address(cast, mailbox, settings):
    settings.BASE_URL = "http://wenming.example.test"
    tell_lead(cast)
    assert services.deliver(Delivery.objects.get().pk, now=NOW)
    mail = mailbox.mails[0]
    assert mail["Subject"] == "还有 3 天：开展志愿服务"
    assert "http://wenming.example.test/occurrences/1/" in mail.get_content()
    assert Delivery.objects.get().state == Delivery.State.SENT


def test_the_door_is_rung_only_after_the_commit(cast, mailbox, rung, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        tell_lead(cast)
        assert rung == []
    assert len(callbacks) == 1


def test_a_delivery_is_claimed_by_one_worker_only(cast, mailbox):
    tell_lead(cast)
    delivery = Delivery.objects.get()
    assert services.claim_delivery(delivery.pk, now=NOW) is not None
    assert services.claim_delivery(delivery.pk, now=NOW) is None


def test_a_temporary_refusal_is_tried_again_later_with_the_same_message_id(cast, mailbox):
    tell_lead(cast)
    delivery = Delivery.objects.get()
    mailbox.answer = "450 mailbox busy"
    assert not services.deliver(delivery.pk, now=NOW)
    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.WAITING
    assert "450" in delivery.last_answer
    mailbox.answer = "250 OK"
    assert services.deliver(delivery.pk, now=NOW + timedelta(minutes=3))
    assert mailbox.mails[0]["Message-ID"] == f"<message-{delivery.message_id}@127.0.0.1>"


def test_a_final_refusal_is_given_up_with_the_servers_own_words(cast, mailbox):
    tell_lead(cast)
    mailbox.refuse = "550 no such user here"
    services.deliver(Delivery.objects.get().pk, now=NOW)
    delivery = Delivery.objects.get()
    assert delivery.state == Delivery.State.FAILED
    assert "no such user here" in delivery.last_answer


def test_a_dead_mail_server_loses_nothing(cast, mailbox, settings):
    tell_lead(cast)
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    delivery = Delivery.objects.get()
    services.deliver(delivery.pk, now=NOW)
    settings.EMAIL_PORT = port
    assert services.deliver(delivery.pk, now=NOW + timedelta(hours=24))
    assert len(mailbox.mails) == 1


def test_a_delivery_whose_worker_died_is_freed_and_rung_again(cast, mailbox, rung, django_capture_on_commit_callbacks):
    tell_lead(cast)
    delivery = services.claim_delivery(Delivery.objects.get().pk, now=NOW)
    with django_capture_on_commit_callbacks(execute=True):
        assert services.sweep_deliveries(now=NOW + timedelta(minutes=1)) == 0
        assert services.sweep_deliveries(now=NOW + services.LEASE + timedelta(seconds=1)) == 1
    assert ("notifications.deliver", (delivery.pk,)) in rung


def test_without_the_sweep_a_dead_workers_delivery_would_stay_unsent(cast, mailbox):
    tell_lead(cast)
    services.claim_delivery(Delivery.objects.get().pk, now=NOW)
    assert not services.deliver(Delivery.objects.get().pk, now=NOW + timedelta(days=1))
    assert mailbox.mails == []


def test_pauses_grow_and_stay_under_an_hour_and_a_quarter():
    assert services.pause_after(1) < timedelta(minutes=2)
    assert timedelta(minutes=60) <= services.pause_after(20) <= timedelta(minutes=75)


def test_opening_a_message_marks_ones_own_only(cast):
    message = tell_lead(cast)
    services.open_message(actor=cast.office, message=message, now=NOW)
    assert Message.objects.unread().count() == 1
    services.open_message(actor=cast.lead, message=message, now=NOW)
    assert Message.objects.unread().count() == 0


def test_the_heartbeat_is_one_row(db):
    services.keep_heartbeat("sweep", now=NOW)
    services.keep_heartbeat("sweep", now=NOW + timedelta(minutes=1))
    assert Heartbeat.objects.get().beat_at == NOW + timedelta(minutes=1)


def test_a_dead_broker_neither_fails_nor_holds_up_the_page(settings, caplog, monkeypatch):
    """The worker's absence costs a log line; the waiting between tries is what would hold a request."""
    waits: list[float] = []
    monkeypatch.setattr("kombu.utils.functional.sleep", waits.append)
    with Celery("dead", broker="redis+socket:///nowhere/broker.sock") as dead:
        dead.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
        dead.conf.task_publish_retry = settings.CELERY_TASK_PUBLISH_RETRY
        monkeypatch.setattr("notifications.doorbell.current_app", dead)
        REAL_RINGER("notifications.sweep", ())()
    assert "not heard" in caplog.text
    assert sum(waits) == 0
