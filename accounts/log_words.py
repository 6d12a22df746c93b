"""The log in words: what was done, to what kind of thing, and the particulars an administrator looks for."""

from __future__ import annotations

import json

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import AuditEntry, Role

VERBS: dict[str, str | Promise] = {
    # coming in
    "sign_in": _("Signed in"),
    "sign_in_failed": _("Failed to sign in"),
    "locked": _("Turned away after too many failures"),
    "sign_out": _("Signed out"),
    "set_password": _("Set a password"),
    "issue_password_link": _("Issued a link for setting a password"),
    "make_first_administrator": _("Made a first administrator"),
    "update_contact": _("Changed own contact data"),
    # people and departments
    "create_person": _("Created an account"),
    "update_person": _("Changed an account"),
    "lock_person": _("Locked an account"),
    "unlock_person": _("Unlocked an account"),
    "close_account": _("Closed an account"),
    "reopen_account": _("Opened an account again"),
    "delete_person": _("Deleted an account"),
    "give_role": _("Gave a role"),
    "end_role": _("Ended a role"),
    "hand_over": _("Handed over open work"),
    "import_people": _("Imported people"),
    "create_department": _("Created a department"),
    "update_department": _("Changed a department"),
    "close_department": _("Closed a department"),
    "reopen_department": _("Opened a department again"),
    "delete_department": _("Deleted a department"),
    "read_log": _("Read the log"),
    # campaign and plan
    "create_campaign": _("Created a campaign"),
    "update_campaign": _("Changed a campaign"),
    "launch_campaign": _("Launched a campaign"),
    "upload_plan": _("Uploaded a plan"),
    "download_plan": _("Downloaded a plan"),
    "read_plan": _("Read a plan"),
    "settle_finding": _("Settled a finding"),
    "correct_finding": _("Corrected a finding"),
    "add_finding": _("Added a finding"),
    "drop_finding": _("Dropped a finding"),
    "restore_finding": _("Restored a finding"),
    "decide_departments": _("Decided on departments in the plan"),
    "confirm_plan": _("Confirmed a plan"),
    "save_phases": _("Saved the phases"),
    "save_group": _("Saved a leadership group"),
    "remove_group": _("Removed a leadership group"),
    "choose_indicator_system": _("Chose an indicator system"),
    "load_example_indicators": _("Loaded the example indicators"),
    "map_tasks": _("Mapped tasks to indicators"),
    "map_indicators": _("Mapped indicators to a task"),
    # tasks
    "create_task": _("Created a task"),
    "update_task": _("Changed a task"),
    "break_down": _("Broke tasks down"),
    "bin_task": _("Moved a task to the bin"),
    "restore_task": _("Restored a task"),
    "extend_occurrences": _("Extended the occurrences"),
    "move_occurrence": _("Moved a due date"),
    "ask_again": _("Asked for a part again"),
    "waive_part": _("Waived a part"),
    # records and evidence
    "create_record": _("Logged an activity"),
    "update_record": _("Changed a record"),
    "submit_record": _("Handed in a record"),
    "withdraw_record": _("Withdrew a record"),
    "approve_record": _("Approved a record"),
    "return_record": _("Returned a record"),
    "bin_record": _("Moved a record to the bin"),
    "restore_record": _("Restored a record"),
    "map_record": _("Mapped a record to an indicator"),
    "unmap_record": _("Took a record from an indicator"),
    "add_file": _("Added a file"),
    "replace_file": _("Replaced a file"),
    "update_evidence": _("Changed a piece of evidence"),
    "bin_evidence": _("Moved evidence to the bin"),
    "restore_evidence": _("Restored evidence"),
    "download_file": _("Downloaded a file"),
    "adopt_leftover": _("Took over a file left without its row"),
    # inspections and dossiers
    "plan_inspection": _("Entered an inspection"),
    "change_inspection": _("Changed an inspection"),
    "cancel_inspection": _("Cancelled an inspection"),
    "request_dossier": _("Asked for a dossier"),
    "cancel_dossier": _("Cancelled a dossier"),
    "dossier_ready": _("Built a dossier"),
    "dossier_failed": _("Failed to build a dossier"),
    "download_dossier": _("Downloaded a dossier"),
    "open_link": _("Issued a link for inspectors"),
    "revoke_link": _("Revoked a link for inspectors"),
    "use_link": _("Used a link for inspectors"),
}

OBJECTS: dict[str, str | Promise] = {
    "accounts.user": _("account"),
    "accounts.department": _("department"),
    "campaigns.campaign": _("campaign"),
    "campaigns.plandocument": _("plan"),
    "campaigns.phase": _("phase"),
    "campaigns.leadershipgroup": _("leadership group"),
    "campaigns.indicatorsystem": _("indicator system"),
    "campaigns.indicator": _("indicator"),
    "tasks.task": _("task"),
    "tasks.occurrence": _("occurrence"),
    "tasks.part": _("part"),
    "evidence.activityrecord": _("activity record"),
    "evidence.evidence": _("piece of evidence"),
    "evidence.evidencefile": _("file"),
    "assessments.inspection": _("inspection"),
    "reports.dossier": _("dossier"),
    "reports.inspectorlink": _("link for inspectors"),
}

ROLES = dict(Role.choices)
PARTICULARS: dict[str, str | Promise] = {
    "reason": _("reason"),
    "role": _("role"),
    "department": _("department"),
    "post": _("post"),
    "username": _("sign-in name"),
    "starts_on": _("from"),
    "ends_on": _("until"),
    "left_on": _("left on"),
    "people": _("People"),
    "departments": _("Departments"),
    "roles": _("Roles"),
    "faults": _("Faults"),
    "successor": pgettext_lazy("log", "handed to"),
}
"""Particulars worth reading at a glance; all of them stand in the entry's raw data."""


def verb_in_words(entry: AuditEntry) -> str:
    """What was done; a verb without words stands as it is."""
    return str(VERBS.get(entry.verb, entry.verb))


def object_in_words(entry: AuditEntry) -> str:
    """The kind of thing it was done to, or nothing."""
    return str(OBJECTS.get(entry.object_type, entry.object_type))


def particulars(entry: AuditEntry) -> list[tuple[str, str]]:
    """Label and value of the particulars that are filled in."""
    filled = [(label, entry.details[key]) for key, label in PARTICULARS.items() if entry.details.get(key)]
    return [(str(label), str(ROLES.get(value, value)) if isinstance(value, str) else str(value)) for label, value in filled]


def raw(entry: AuditEntry) -> str:
    """All particulars as they are stored and hashed, or nothing."""
    return json.dumps(entry.details, ensure_ascii=False, sort_keys=True) if entry.details else ""
