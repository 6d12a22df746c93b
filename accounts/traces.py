"""Whether anything in the product still speaks of a row, so that deleting it would leave a hole."""

from collections.abc import Iterable

from django.db import models


def leaves_traces(row: models.Model, *, besides: Iterable[type[models.Model]] = ()) -> bool:
    """True when any row of any app points to this one, tables named in ``besides`` not counted.

    Asks Django's own list of relations, hidden ones too, so a table added later is asked as well.
    """
    ignored = set(besides)
    for relation in row._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ForeignObjectRel) or relation.related_model in ignored:
            continue
        if relation.related_model._base_manager.filter(**{relation.field.name: row}).exists():
            return True
    return False
