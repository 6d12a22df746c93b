"""The table of who meets what at every address: i gets in, r is refused with a sentence, n finds nothing, s is led to sign in.

Columns: a stranger; an outsider to the task, staff, liaison officer (lead) and head of the lead department, the supporter's
liaison officer; office and leader; inspector, system, security and audit administrator. An empty form that is answered
with its faults has got in.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.house.world import World

ROLES = ("outsider", "staff", "lead", "head", "supporter", "office", "leader", "inspector", "system_admin", "security_admin", "audit_admin")
WORDS = {"i": "in", "r": "refused", "n": "nothing", "s": "sign in"}

TABLE = """
GET  accounts:audit_list              s  n n n n n  n n  n n n i
GET  accounts:change_password         s  i i i i i  i i  i i i i
POST accounts:change_password         s  i i i i i  i i  i i i i
POST accounts:demo_sign_in            n  n n n n n  n n  n n n n
GET  accounts:department_add          s  r r r r r  r r  n i r n
POST accounts:department_add          s  r r r r r  r r  n i r n
POST accounts:department_close        s  r r r r r  r r  n i r n
POST accounts:department_delete       s  r r r r r  r r  n i r n
GET  accounts:department_edit         s  r r r r r  r r  n i r n
POST accounts:department_edit         s  r r r r r  r r  n i r n
GET  accounts:department_list         s  i i i i i  i i  n i i n
POST accounts:department_reopen       s  r r r r r  r r  n i r n
GET  accounts:me                      s  i i i i i  i i  i i i i
POST accounts:me                      s  i i i i i  i i  i i i i
GET  accounts:person_add              s  n n n n n  r n  n i r n
POST accounts:person_add              s  n n n n n  r n  n i r n
POST accounts:person_delete           s  n r n n n  r n  n i r n
GET  accounts:person_detail           s  n i n n n  i n  n i i n
GET  accounts:person_edit             s  n r n n n  r n  n i r n
POST accounts:person_edit             s  n r n n n  r n  n i r n
GET  accounts:person_import           s  n n n n n  r n  n i i n
POST accounts:person_import           s  n n n n n  r n  n i i n
POST accounts:person_link             s  n r n n n  r n  n i i n
GET  accounts:person_list             s  n n n n n  i n  n i i n
POST accounts:person_lock             s  n r n n n  r n  n r i n
POST accounts:person_reopen           s  n r n n n  r n  n r r n
GET  accounts:person_template         s  n n n n n  r n  n i i n
POST accounts:person_unlock           s  n r n n n  r n  n r i n
POST accounts:role_end                s  n r n n n  r n  n r i n
POST accounts:role_give               s  n r n n n  r n  n r i n
POST accounts:set_language            i  i i i i i  i i  i i i i
GET  accounts:set_password            i  i i i i i  i i  i i i i
POST accounts:set_password            i  i i i i i  i i  i i i i
GET  accounts:sign_in                 i  i i i i i  i i  i i i i
POST accounts:sign_in                 i  i i i i i  i i  i i i i
POST accounts:sign_out                s  s s s s s  s s  s s s s
GET  accounts:start                   s  i i i i i  i i  i i i i
GET  notifications:message_list       s  i i i i i  i i  i i i i
POST notifications:message_open       s  n n i n n  n n  n n n n
POST notifications:message_read_all   s  i i i i i  i i  i i i i
GET  campaigns:campaign_add           s  n n n n n  i r  n n n n
POST campaigns:campaign_add           s  n n n n n  i r  n n n n
GET  campaigns:campaign_edit          s  r r r r r  i r  n n n n
POST campaigns:campaign_edit          s  r r r r r  i r  n n n n
GET  campaigns:campaign_list          s  i i i i i  i i  n n n n
POST campaigns:campaign_switch        s  n n n n n  n n  n n n n
GET  campaigns:group_add              s  r r r r r  i r  n n n n
POST campaigns:group_add              s  r r r r r  i r  n n n n
GET  campaigns:group_edit             s  r r r r r  i r  n n n n
POST campaigns:group_edit             s  r r r r r  i r  n n n n
POST campaigns:group_remove           s  r r r r r  i r  n n n n
POST campaigns:indicator_choose       s  n n n n n  n n  n n n n
GET  campaigns:organisation           s  i i i i i  i i  n n n n
GET  campaigns:phase_list             s  r r r r r  i r  n n n n
POST campaigns:phase_list             s  r r r r r  i r  n n n n
GET  campaigns:plan_detail            s  n n n n n  i i  n n n n
GET  campaigns:plan_download          s  n n n n n  i i  n n n n
GET  campaigns:plan_upload            s  n n n n n  i r  n n n n
POST campaigns:plan_upload            s  n n n n n  i r  n n n n
GET  tasks:break_down                 s  n n n n n  i i  n n n n
POST tasks:break_down                 s  n n n n n  i r  n n n n
POST tasks:break_down_task            s  r r r r r  i r  n n n n
POST tasks:department_decide          s  n n n n n  i r  n n n n
POST tasks:finding_add                s  n n n n n  n r  n n n n
GET  tasks:finding_edit               s  n n n n n  i r  n n n n
POST tasks:finding_edit               s  n n n n n  i r  n n n n
POST tasks:finding_mark               s  n n n n n  i r  n n n n
GET  tasks:indicator_list             s  i i i i i  i i  n n n n
GET  tasks:indicator_map              s  r r r r r  i r  n n n n
POST tasks:indicator_map              s  r r r r r  i r  n n n n
POST tasks:launch                     s  r r r r r  i r  n n n n
GET  tasks:occurrence_detail          s  n i i i i  i i  n n n n
POST tasks:occurrence_move            s  n r r r r  i r  n n n n
POST tasks:part_ask_again             s  n r r r r  r r  n n n n
POST tasks:part_waive                 s  n r r r r  i r  n n n n
GET  tasks:plan                       s  i i i i i  i i  n n n n
POST tasks:plan_confirm               s  n n n n n  r r  n n n n
GET  tasks:plan_review                s  n n n n n  i i  n n n n
GET  tasks:task_add                   s  r r r r r  i r  n n n n
POST tasks:task_add                   s  r r r r r  i r  n n n n
POST tasks:task_bin                   s  r r r r r  i r  n n n n
GET  tasks:task_detail                s  i i i i i  i i  n n n n
GET  tasks:task_edit                  s  r r r r r  i r  n n n n
POST tasks:task_edit                  s  r r r r r  i r  n n n n
POST tasks:task_indicators            s  r r r r r  i r  n n n n
GET  tasks:task_list                  s  i i i i i  i i  n n n n
POST tasks:task_restore               s  r r r r r  i r  n n n n
GET  evidence:bin                     s  i i i i i  i i  n n n n
POST evidence:evidence_bin            s  n i i i n  n n  n n n n
POST evidence:evidence_edit           s  n i i i n  n n  n n n n
GET  evidence:evidence_piece          s  n i i i n  n n  n n n n
POST evidence:evidence_restore        s  n i i i n  n n  n n n n
POST evidence:file_add                s  n i i i n  n n  n n n n
GET  evidence:file_download           s  n i i i n  n n  n n n n
GET  evidence:file_preview            s  n i i i n  n n  n n n n
POST evidence:file_replace            s  n i i i n  n n  n n n n
GET  evidence:hand_over               s  n n n n n  i n  n i r n
POST evidence:hand_over               s  n n n n n  i n  n i r n
GET  evidence:occurrence_panel        s  n i i i i  i i  n n n n
GET  evidence:record_add              s  i i i i i  i r  n n n n
POST evidence:record_add              s  i i i i i  i r  n n n n
POST evidence:record_approve          s  n r r r n  i r  n n n n
POST evidence:record_bin              s  n r i i n  n n  n n n n
GET  evidence:record_checks           s  n i i i n  n n  n n n n
GET  evidence:record_detail           s  n i i i n  n n  n n n n
GET  evidence:record_edit             s  n i i i n  n n  n n n n
POST evidence:record_edit             s  n i i i n  n n  n n n n
GET  evidence:record_list             s  i i i i i  i i  n n n n
POST evidence:record_map              s  n i i i n  n n  n n n n
POST evidence:record_restore          s  n r r r n  n n  n n n n
POST evidence:record_return           s  n r r r n  i r  n n n n
GET  evidence:record_submit           s  n r i r n  n n  n n n n
POST evidence:record_submit           s  n r i r n  n n  n n n n
POST evidence:record_unmap            s  n i i i n  n n  n n n n
POST evidence:record_withdraw         s  n r i r n  i r  n n n n
GET  evidence:review_list             s  r r r r r  i i  r r r r
GET  assessments:inspection_add       s  r r r r r  i r  n n n n
POST assessments:inspection_add       s  r r r r r  i r  n n n n
POST assessments:inspection_cancel    s  r r r r r  i r  n n n n
GET  assessments:inspection_edit      s  i i i i i  i i  n n n n
POST assessments:inspection_edit      s  r r r r r  i r  n n n n
GET  assessments:inspection_list      s  i i i i i  i i  n n n n
GET  reports:desk                     s  i i i i i  i i  i i i i
POST reports:dossier_add              s  r r r r r  i r  n n n n
POST reports:dossier_cancel           s  n n n n n  r r  n n n n
GET  reports:dossier_detail           s  n n n n n  i i  n n n n
GET  reports:dossier_download         s  n n n n n  i i  n n n n
GET  reports:dossier_file             s  n n n n n  i i  n n n n
GET  reports:dossier_list             s  n n n n n  i i  i n n n
GET  reports:dossier_original         s  n n n n n  i i  n n n n
GET  reports:dossier_progress         s  n n n n n  i i  n n n n
GET  reports:inspect                  i  i i i i i  i i  i i i i
GET  reports:inspect_download         i  i i i i i  i i  i i i i
GET  reports:inspect_file             i  i i i i i  i i  i i i i
GET  reports:inspect_original         i  i i i i i  i i  i i i i
GET  reports:leadership               s  r r r r r  i i  n n n n
GET  reports:link_add                 s  n n n n n  i r  n n n n
POST reports:link_add                 s  n n n n n  i r  n n n n
GET  reports:link_detail              s  n n n n n  i i  n n n n
POST reports:link_revoke              s  n n n n n  i r  n n n n
"""


@dataclass(frozen=True)
class Step:
    """One row: an address, a verb, and what each meets."""

    name: str
    verb: str
    letters: str

    def expected(self) -> dict[str, str]:
        """Role by role, in words."""
        return dict(zip(("stranger", *ROLES), (WORDS[letter] for letter in self.letters), strict=True))


def rows() -> list[Step]:
    """The table, read."""
    return [Step(name, verb, "".join(letters)) for verb, name, *letters in (line.split() for line in TABLE.strip().splitlines())]


def kwargs(name: str, world: World) -> dict:
    """What an address needs to lead to the world's objects."""
    app, noun = name.split(":")
    special = {
        "reports:dossier_download": {"pk": world.dossier.pk, "which": "pdf"},
        "reports:dossier_file": {"pk": world.dossier.pk, "entry_pk": world.entry.pk},
        "reports:dossier_original": {"pk": world.dossier.pk, "entry_pk": world.entry.pk},
        "reports:link_add": {"pk": world.dossier.pk},
        "reports:inspect": {"token": world.token},
        "reports:inspect_download": {"token": world.token, "which": "pdf"},
        "reports:inspect_file": {"token": world.token, "entry_pk": world.entry.pk},
        "reports:inspect_original": {"token": world.token, "entry_pk": world.entry.pk},
        "evidence:file_add": {"pk": world.record.pk},
        "evidence:file_replace": {"pk": world.file.evidence_id},
        "evidence:hand_over": {"pk": world.colleague.pk},
        "tasks:finding_edit": {"pk": world.plan.pk, "key": world.finding},
        "tasks:finding_mark": {"pk": world.plan.pk, "key": world.finding, "verb": "drop"},
        "accounts:set_password": {"token": world.password_token},
        "accounts:role_end": {"pk": world.membership.pk},
    }
    if name in special:
        return special[name]
    if noun in WITHOUT_OBJECT:
        return {}
    if noun in IN_REVIEW:
        return {"pk": world.submitted.pk}
    found = next(objects for prefix, objects in OBJECTS.items() if noun.startswith(prefix))
    return {"pk": getattr(world, found).pk}


IN_REVIEW = {"record_withdraw", "record_approve", "record_return"}
OBJECTS = {
    "dossier": "dossier",
    "link": "link",
    "inspection": "inspection",
    "record": "record",
    "evidence": "piece",
    "file": "file",
    "occurrence": "occurrence",
    "plan": "plan",
    "finding": "plan",
    "department_decide": "plan",
    "department": "department",
    "task": "task",
    "break_down_task": "task",
    "part": "part",
    "indicator": "indicator",
    "group": "group",
    "message": "message",
    "person": "colleague",
    "role_give": "colleague",
}
WITHOUT_OBJECT = {
    "audit_list",
    "change_password",
    "demo_sign_in",
    "department_add",
    "department_list",
    "me",
    "person_add",
    "person_import",
    "person_list",
    "person_template",
    "set_language",
    "sign_in",
    "sign_out",
    "start",
    "inspection_add",
    "inspection_list",
    "campaign_add",
    "campaign_edit",
    "campaign_list",
    "campaign_switch",
    "group_add",
    "indicator_choose",
    "organisation",
    "phase_list",
    "plan_upload",
    "bin",
    "record_add",
    "record_list",
    "review_list",
    "message_list",
    "message_read_all",
    "desk",
    "dossier_add",
    "dossier_list",
    "leadership",
    "break_down",
    "indicator_list",
    "launch",
    "plan",
    "task_add",
    "task_list",
}
