"""Tell people things, once; carry messages out of the house; keep the heartbeat."""

import random
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from accounts.models import User
from notifications import doorbell, mail
from notifications.models import Delivery, Heartbeat, Message

LEASE = timedelta(minutes=3)
"""Longer than a hanging mail server is waited for, so a living worker never loses its claim."""
GIVE_UP_AFTER = timedelta(days=3)
RING_AT_MOST = 500


def tell(*, recipient: User, kind: str, subject: str, body: str = "", path: str = "", dedupe_key: str, now: datetime) -> Message | None:
    """Put a message into the person's inbox and, where mail is set up, into the outbox.

    Runs in the caller's transaction, so the message exists exactly when its cause does. Returns ``None`` when a
    message with this ``dedupe_key`` exists already.
    """
    with transaction.atomic():
        message, is_new = Message.objects.get_or_create(
            dedupe_key=dedupe_key,
            defaults={"recipient": recipient, "kind": kind, "subject": subject[:160], "body": body, "path": path, "created_at": now},
        )
        if not is_new:
            return None
        if settings.EMAIL_ENABLED and recipient.email:
            delivery = Delivery.objects.create(message=message, channel=Delivery.Channel.EMAIL, address=recipient.email, next_attempt_at=now)
            doorbell.ring("notifications.deliver", delivery.pk)
    return message


def open_message(*, actor: User, message: Message, now: datetime) -> None:
    """Mark one's own message as read; reading again changes nothing."""
    Message.objects.visible_to(actor).unread().filter(pk=message.pk).update(read_at=now)


def open_all_messages(*, actor: User, now: datetime) -> int:
    """Mark all one's own messages as read."""
    return Message.objects.visible_to(actor).unread().update(read_at=now)


def claim_delivery(delivery_id: int, *, now: datetime) -> Delivery | None:
    """Take a waiting delivery for this worker; ``None`` when another was first, or its time has not come."""
    taken = Delivery.objects.due(now).filter(pk=delivery_id).update(state=Delivery.State.SENDING, lease_until=now + LEASE, attempts=F("attempts") + 1)
    return Delivery.objects.select_related("message__recipient").get(pk=delivery_id) if taken == 1 else None


def deliver(delivery_id: int, *, now: datetime) -> bool:
    """Carry one message out; marked sent only after the server took it. Says whether it did."""
    delivery = claim_delivery(delivery_id, now=now)
    if delivery is None:
        return False
    answer = mail.send(delivery)  # outside any transaction: a slow server must not hold the database
    ours = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.SENDING, attempts=delivery.attempts)
    if answer.taken:
        ours.update(state=Delivery.State.SENT, sent_at=now, lease_until=None, last_answer=answer.words)
    elif answer.for_good or now - delivery.message.created_at > GIVE_UP_AFTER:
        ours.update(state=Delivery.State.FAILED, lease_until=None, last_answer=answer.words)
    else:
        ours.update(state=Delivery.State.WAITING, lease_until=None, last_answer=answer.words, next_attempt_at=now + pause_after(delivery.attempts))
    return answer.taken


def pause_after(attempts: int) -> timedelta:
    """One minute, two, four … at most an hour, with up to a quarter more so that retries do not come in step."""
    minutes = min(2 ** (attempts - 1), 60)
    return timedelta(minutes=minutes * (1 + random.random() / 4))


def sweep_deliveries(*, now: datetime) -> int:
    """Free deliveries whose worker died, and ring again for all that are due."""
    Delivery.objects.abandoned(now).update(state=Delivery.State.WAITING, lease_until=None, next_attempt_at=now)
    waiting = list(Delivery.objects.due(now).order_by("next_attempt_at").values_list("pk", flat=True)[:RING_AT_MOST])
    for delivery_id in waiting:
        doorbell.ring("notifications.deliver", delivery_id)
    return len(waiting)


def keep_heartbeat(name: str, *, now: datetime) -> None:
    """Write down that something regular has just happened."""
    Heartbeat.objects.update_or_create(name=name, defaults={"beat_at": now})


def undelivered() -> Q:
    """Deliveries a person has to look at: given up, or tried in vain more than twice."""
    return Q(state=Delivery.State.FAILED) | Q(state=Delivery.State.WAITING, attempts__gt=2)
