"""The kinds of activity offices have; a unit may change them, so they are written only where none of the name stands."""

from django.db import migrations

KINDS = [
    # name, icon, photos at least, hours, people, further pieces
    ("集中学习", "book", 2, False, True, ["notice", "sign_in"]),
    ("道德讲堂", "mic", 3, False, True, ["notice", "sign_in"]),
    ("志愿服务", "heart", 3, True, True, ["notice", "sign_in"]),
    ("我们的节日", "lamp", 3, False, True, ["notice"]),
    ("结对帮扶", "people", 2, False, True, ["notice"]),
    ("文体活动", "trophy", 3, False, True, ["notice"]),
    ("评选表彰", "award", 2, False, False, ["notice", "report"]),
    ("公益广告", "megaphone", 2, False, False, []),
    ("环境检查", "clipboard-check", 2, False, False, ["report"]),
    ("宣传报道", "newspaper", 0, False, False, ["screenshot"]),
    ("会议部署", "calendar-event", 1, False, True, ["notice", "sign_in", "minutes"]),
]


def add(apps, schema_editor):
    """Add the kinds that are missing."""
    kind = apps.get_model("campaigns", "ActivityKind")
    for position, (name, icon, photos, hours, people, pieces) in enumerate(KINDS, start=1):
        kind.objects.get_or_create(
            name=name,
            defaults={
                "icon": icon,
                "minimum_photos": photos,
                "wants_hours": hours,
                "wants_people": people,
                "wanted_pieces": pieces,
                "position": position,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0002_ticket_of_a_campaign")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
