"""One of everything, so that every address of the product leads somewhere."""

from __future__ import annotations

import io
import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from accounts.models import Department, Membership, User
from accounts.services.passwords import issue_link
from assessments.models import Inspection
from assessments.services import plan_inspection
from campaigns.models import Campaign, Indicator, LeadershipGroup, PlanDocument
from campaigns.services.plans import upload_plan
from campaigns.services.reading import read_plan
from evidence.models import ActivityRecord, Evidence, EvidenceFile
from evidence.services.files import add_file
from evidence.services.previews import make_preview
from evidence.services.records import create_record
from notifications.models import Message
from notifications.services import tell
from reports.models import Dossier, DossierEntry, InspectorLink
from reports.services.dossiers import request_dossier
from reports.services.links import open_link
from tasks.models import Occurrence, Part, Task
from tests.conftest import NOW, TODAY, Cast

PLAN = """示例局创建市级文明单位实施方案
一、指导思想
围绕服务大局开展创建。
二、主要任务
1．开展志愿服务。每季度组织一次志愿服务。（责任科室：宣传教育科）
2．举办道德讲堂。由综合科牵头，11月底前完成。
三、实施步骤
（一）宣传发动阶段（2026年1月—3月）
（二）全面创建阶段（2026年4月—12月）
"""


def photo(size: tuple[int, int] = (900, 700), colour: str = "#4488aa") -> bytes:
    """A small JPEG."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


@dataclass
class World:
    """The objects that addresses name."""

    cast: Cast
    campaign: Campaign
    task: Task
    occurrence: Occurrence
    part: Part
    record: ActivityRecord
    submitted: ActivityRecord
    file: EvidenceFile
    plan: PlanDocument
    dossier: Dossier
    entry: DossierEntry
    link: InspectorLink
    token: str
    password_token: str
    message: Message
    inspection: Inspection
    group: LeadershipGroup
    indicator: Indicator
    membership: Membership
    colleague: User
    department: Department

    @property
    def piece(self) -> Evidence:
        """The photo of the draft."""
        return self.file.evidence

    @property
    def finding(self) -> str:
        """Key of a task found in the plan."""
        return self.plan.findings["tasks"][0]["id"]


def make_record(cast: Cast, part: Part, title: str, **values: object) -> ActivityRecord:
    """A draft of the lead department that answers its part, with one photo."""
    record = create_record(
        actor=cast.lead,
        campaign=part.occurrence.task.campaign,
        department=part.department,
        ticket=uuid.uuid4(),
        values={"title": title, "held_on": TODAY, "place": "东湖大堤", "people_count": 12, "note": "分组清理河岸。", "part": part, **values},
        now=NOW,
    )
    add_file(
        actor=cast.lead, record=record, kind="photo", caption="集合", upload=ContentFile(photo(), name="清明祭扫活动照片.jpg"), ticket=uuid.uuid4(), now=NOW
    )
    return record


def _ready_dossier(cast: Cast, campaign: Campaign, approved: ActivityRecord) -> Dossier:
    """A version whose files stand as if it had been built; building itself is tested with the dossier."""
    file = EvidenceFile.objects.get(evidence__record=approved)
    dossier = request_dossier(actor=cast.office, campaign=campaign, ticket=uuid.uuid4(), now=NOW)
    assert dossier.entries.filter(file=file).exists()
    Dossier.objects.filter(pk=dossier.pk).update(
        state=Dossier.State.READY,
        built_at=NOW,
        pdf_name=file.stored_name,
        zip_name=file.stored_name,
        pdf_sha256="a" * 64,
        zip_sha256="b" * 64,
        pdf_size=file.size,
        zip_size=file.size,
        pages=3,
    )
    dossier.refresh_from_db()
    return dossier


def make_world(cast: Cast, campaign: Campaign, task: Task, occurrence: Occurrence) -> World:
    """Everything once: a draft, a record in review, an approved one in a ready dossier, a plan to check, links, a visit."""
    part = occurrence.parts.get(is_lead=True)
    record, submitted, approved = (make_record(cast, part, title) for title in ("护河志愿服务", "节水宣传", "道德讲堂"))
    ActivityRecord.objects.filter(pk=submitted.pk).update(state="submitted", submitted_by=cast.lead, submitted_at=NOW)
    ActivityRecord.objects.filter(pk=approved.pk).update(state="approved", submitted_by=cast.lead, submitted_at=NOW)
    file = EvidenceFile.objects.get(evidence__record=record)
    for waiting in EvidenceFile.objects.all():
        make_preview(waiting.pk, now=NOW)
    plan = upload_plan(actor=cast.office, upload=ContentFile(PLAN.encode(), name="方案.txt"), name="方案.txt", ticket=uuid.uuid4(), now=NOW)
    read_plan(plan.pk, now=NOW)
    dossier = _ready_dossier(cast, campaign, approved)
    link, token = open_link(
        actor=cast.office, dossier=dossier, label="市文明办", expires_at=timezone.now() + timedelta(days=7), user=None, ticket=uuid.uuid4(), now=timezone.now()
    )
    message = tell(recipient=cast.lead, kind="notice", subject="通知", path="/", dedupe_key="world", now=NOW)
    assert message is not None
    return World(
        cast=cast,
        campaign=campaign,
        task=task,
        occurrence=occurrence,
        part=part,
        record=record,
        submitted=ActivityRecord.objects.get(pk=submitted.pk),
        file=EvidenceFile.objects.get(pk=file.pk),
        plan=PlanDocument.objects.get(pk=plan.pk),
        dossier=dossier,
        entry=dossier.entries.first(),
        link=link,
        token=token,
        password_token=issue_link(actor=cast.system_admin, user=cast.staff, now=timezone.now()),
        message=message,
        inspection=plan_inspection(actor=cast.office, campaign=campaign, name="实地测评", planned_on=TODAY + timedelta(days=40), now=NOW),
        group=LeadershipGroup.objects.create(campaign=campaign, name="领导小组"),
        indicator=Indicator.objects.get(code="II-2"),
        membership=cast.staff.memberships.get(),
        colleague=cast.staff,
        department=cast.other_department,
    )
