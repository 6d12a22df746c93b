"""When people hear of a deadline; rows, so that each unit may set its own days."""

from django.db import migrations

RULES = {"part": [7, 3, 1], "inspection": [30, 14, 7, 3, 1]}


def add(apps, schema_editor):
    """Add the rules that are missing."""
    rule = apps.get_model("tasks", "ReminderRule")
    for kind, days_ahead in RULES.items():
        rule.objects.get_or_create(kind=kind, defaults={"days_ahead": days_ahead, "overdue_every": 3})


class Migration(migrations.Migration):
    dependencies = [("tasks", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
