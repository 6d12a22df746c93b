"""Where a person begins: not everybody has a desk."""

from django.urls import NoReverseMatch, reverse

from accounts.models import Standing


def first_page(standing: Standing) -> str:
    """Path of the page that suits the person's roles; the page about oneself for somebody who has none."""
    if standing.works_here:
        name = "reports:desk"
    elif standing.is_inspector:
        name = "reports:dossier_list"
    elif standing.administers:
        name = "accounts:person_list"
    elif standing.is_audit_admin:
        name = "accounts:audit_list"
    else:
        name = "accounts:me"
    try:
        return reverse(name)
    except NoReverseMatch:  # an office may run without the app that has this page
        return reverse("accounts:me")
