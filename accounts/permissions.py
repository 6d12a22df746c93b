"""Who may keep accounts, departments and roles, and who may read the log."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

from accounts.decisions import ALLOWED, Decision, refuse
from accounts.models import IN_A_DEPARTMENT, Membership, Role, User

AUDIT_STANDS_ALONE = {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}
"""Roles that nobody holds together with that of the audit administrator (separation of the three administrators)."""


def can_see_people(user: User) -> Decision:
    """The office looks up colleagues; the system and security administrators keep them."""
    if user.standing.is_office or user.standing.administers:
        return ALLOWED
    return refuse(_("The list of people is open to the campaign office and to the administrators."))


def can_keep_accounts(user: User) -> Decision:
    """Create and edit accounts and departments."""
    return ALLOWED if user.standing.is_system_admin else refuse(_("Accounts and departments are kept by the system administrator."))


def can_name_departments(user: User) -> Decision:
    """Add departments that an imported plan names: the campaign office too, since only it knows what the plan means."""
    return ALLOWED if user.standing.is_office else can_keep_accounts(user)


def can_import_people(user: User) -> Decision:
    """Upload the workbook: the system administrator creates accounts with it, the security administrator gives roles."""
    return ALLOWED if user.standing.administers else refuse(_("The workbook of people is uploaded by the system or the security administrator."))


def can_keep_roles(user: User) -> Decision:
    """Give and end roles, lock and unlock."""
    return ALLOWED if user.standing.is_security_admin else refuse(_("Roles and locks are kept by the security administrator."))


def can_change_roles_of(user: User, person: User) -> Decision:
    """Give a role to this person or end one; nobody changes the own roles."""
    if not (may := can_keep_roles(user)):
        return may
    if user.pk == person.pk:
        return refuse(_("Nobody changes the own roles; ask another security administrator."))
    return ALLOWED


def can_hold(wanted: Membership, held: Iterable[Membership]) -> Decision:
    """Whether a role with its days fits the person, who holds or held the others."""
    person, role = wanted.user, wanted.role
    if person.left_on:
        return refuse(_("%(name)s has left; open the account again first.") % {"name": person.full_name})
    if wanted.starts_on and wanted.ends_on and wanted.ends_on < wanted.starts_on:
        return refuse(_("The last day lies before the first."))
    if role in IN_A_DEPARTMENT and wanted.department is None:
        return refuse(_("This role belongs to a department: name it."))
    if wanted.department is not None and wanted.department.closed_on:
        return refuse(_("“%(name)s” is closed.") % {"name": wanted.department.name})
    meanwhile = [other for other in held if other.overlaps(wanted.starts_on, wanted.ends_on)]
    roles = {other.role for other in meanwhile}
    if role == Role.AUDIT_ADMIN and roles & AUDIT_STANDS_ALONE:
        return refuse(_("%(name)s is a system or security administrator in that time; the audit administrator can be neither.") % {"name": person.full_name})
    if role in AUDIT_STANDS_ALONE and Role.AUDIT_ADMIN in roles:
        return refuse(_("%(name)s is the audit administrator in that time, who can be neither system nor security administrator.") % {"name": person.full_name})
    if any((other.role, other.department_id) == (role, wanted.department_id) for other in meanwhile):
        return refuse(_("%(name)s holds this role in that time already.") % {"name": person.full_name})
    return ALLOWED


def can_lock(user: User, person: User) -> Decision:
    """Lock an account; not the own one, not one that is closed anyway."""
    if not (may := can_keep_roles(user)):
        return may
    if user.pk == person.pk:
        return refuse(_("Nobody locks the own account."))
    if not person.is_active:
        return refuse(_("This account is locked or closed already."))
    return ALLOWED


def can_unlock(user: User, person: User) -> Decision:
    """Let somebody in again: after a lock, or after too many wrong passwords."""
    if not (may := can_keep_roles(user)):
        return may
    if person.left_on:
        return refuse(_("%(name)s has left; open the account again first.") % {"name": person.full_name})
    return ALLOWED


def can_issue_link(user: User, person: User) -> Decision:
    """Make a one-time link with which the person sets a password."""
    if not user.standing.administers:
        return refuse(_("Links for setting a password are made by the system or the security administrator."))
    if user.pk == person.pk:
        return refuse(_("Change the own password on the page about yourself."))
    if not person.is_active:
        return refuse(_("This account is locked or closed; a link would lead nowhere."))
    return ALLOWED


def can_hand_over(user: User, person: User) -> Decision:
    """Give somebody's open work to a colleague: the office, which deals it out, and whoever lets people leave."""
    if person.left_on:
        return refuse(_("%(name)s has left already.") % {"name": person.full_name})
    if user.standing.is_office or user.standing.is_system_admin:
        return ALLOWED
    return refuse(_("Work is handed over by the campaign office or the system administrator."))


def can_close_account(user: User, person: User, on: date) -> Decision:
    """Close the account of somebody who leaves; never the own, never the last one who could give roles."""
    if not (may := can_keep_accounts(user)):
        return may
    if user.pk == person.pk:
        return refuse(_("Nobody closes the own account."))
    if person.left_on:
        return refuse(_("%(name)s has left already.") % {"name": person.full_name})
    keepers = User.objects.holding(Role.SECURITY_ADMIN, on)
    if keepers.filter(pk=person.pk).exists() and not keepers.exclude(pk=person.pk).exists():
        return refuse(_("%(name)s is the last security administrator; first give this role to somebody else.") % {"name": person.full_name})
    return ALLOWED


def can_reopen_account(user: User, person: User) -> Decision:
    """Take somebody back who had left."""
    if not (may := can_keep_accounts(user)):
        return may
    return ALLOWED if person.left_on else refuse(_("This account is open."))


def can_delete_person(user: User, person: User) -> Decision:
    """Remove an account made by mistake; whether it left traces is asked by the service."""
    if not (may := can_keep_accounts(user)):
        return may
    return refuse(_("Nobody deletes the own account.")) if user.pk == person.pk else ALLOWED


def can_read_log(user: User) -> Decision:
    """The log is read by the audit administrator alone."""
    return ALLOWED if user.standing.is_audit_admin else refuse(_("The log is read by the audit administrator."))
