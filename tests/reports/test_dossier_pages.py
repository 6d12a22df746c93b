"""Archive output in the browser: who gets in, what the page says, how a link is given out and taken back."""

import uuid

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from reports.models import Dossier, InspectorLink, LinkOpening
from reports.services.dossiers import claim_dossier
from reports.services.links import open_link
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("quick_pages")
LIST = "/dossiers/"


@pytest.fixture
def office(cast, client_of):
    """The office's browser."""
    return client_of(cast.office)


def link_form(**more: object) -> dict:
    return {"label": "市检查组", "days": 7, "user": "", "ticket": uuid.uuid4(), **more}


def token_in(response) -> str:
    return response.context["address"].rstrip("/").rpartition("/")[2]


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("office", 200),
        ("leader", 200),
        ("inspector", 200),
        ("lead", 404),
        ("head", 404),
        ("staff", 404),
        ("outsider", 404),
        ("system_admin", 404),
        ("audit_admin", 404),
    ],
)
def test_who_sees_the_page_of_archives(campaign, cast, client_of, who, status):
    assert client_of(getattr(cast, who)).get(LIST).status_code == status


@pytest.mark.parametrize("name", ["dossier_detail", "dossier_progress"])
@pytest.mark.parametrize(("who", "status"), [("office", 200), ("leader", 200), ("inspector", 404), ("staff", 404)])
def test_who_reads_a_version(ready, cast, client_of, name, who, status):
    assert client_of(getattr(cast, who)).get(reverse(f"reports:{name}", args=[ready.pk])).status_code == status


@pytest.mark.parametrize(("who", "status"), [("office", 200), ("leader", 200), ("inspector", 404), ("staff", 404)])
def test_who_downloads(ready, cast, client_of, who, status):
    entry = ready.entries.last()
    for address in (reverse("reports:dossier_download", args=[ready.pk, "zip"]), reverse("reports:dossier_original", args=[ready.pk, entry.pk])):
        assert client_of(getattr(cast, who)).get(address).status_code == status


def test_a_stranger_is_led_to_sign_in(ready, client):
    for name, args in (("dossier_list", []), ("dossier_detail", [ready.pk]), ("dossier_download", [ready.pk, "pdf"])):
        assert client.get(reverse(f"reports:{name}", args=args)).status_code == 302


@pytest.mark.parametrize(("who", "status"), [("office", 302), ("leader", 403)])
def test_who_starts_a_build(record, cast, client_of, who, status):
    response = client_of(getattr(cast, who)).post(reverse("reports:dossier_add"), {"ticket": uuid.uuid4()})
    assert response.status_code == status
    assert Dossier.objects.count() == (status == 302)


def test_staff_post_in_vain(ready, cast, client_of):
    staff = client_of(cast.staff)
    assert staff.post(reverse("reports:dossier_cancel", args=[ready.pk])).status_code == 404
    assert staff.post(reverse("reports:link_add", args=[ready.pk]), link_form()).status_code == 404
    assert not InspectorLink.objects.exists()


def test_the_empty_page_teaches(campaign, office):
    page = office.get(LIST).content.decode()
    assert "生成好的档案列在这里" in page
    assert "还没有开过链接" in page


def test_the_page_names_indicators_without_material_and_links_to_their_records(record, office):
    page = office.get(LIST).content.decode()
    assert "理论学习" in page
    assert f"{reverse('evidence:record_list')}?indicator=" in page


def test_a_running_build_is_shown_with_its_percent_and_asks_for_news(record, ask, office):
    dossier = ask()
    claim_dossier(dossier.pk, now=NOW)
    Dossier.objects.update(step="pages", done_units=30, all_units=60)
    page = office.get(LIST).content.decode()
    assert 'aria-valuenow="50"' in page
    assert f'hx-get="{reverse("reports:dossier_progress", args=[dossier.pk])}"' in page


def test_when_the_build_is_over_the_panel_asks_for_the_whole_page(ready, office):
    assert office.get(reverse("reports:dossier_progress", args=[ready.pk])).headers["HX-Refresh"] == "true"


def test_cancelling_from_the_page(record, ask, office):
    dossier = ask()
    assert "已取消生成" in office.post(reverse("reports:dossier_cancel", args=[dossier.pk]), follow=True).content.decode()
    dossier.refresh_from_db()
    assert dossier.state == Dossier.State.CANCELLED


def test_a_missing_original_is_said_in_red_on_the_page(ready, office):
    Dossier.objects.update(left_out=[{"record": 1, "title": "活动", "day": "", "department": "科室", "file": "图.jpg", "reason": "missing"}])
    page = office.get(LIST).content.decode()
    assert "find-late" in page
    assert "原件在存储中缺失" in page


def test_a_download_has_its_chinese_name_and_stands_in_the_log(ready, office):
    response = office.get(reverse("reports:dossier_download", args=[ready.pk, "pdf"]))
    assert "%E7%A4%BA%E4%BE%8B%E5%B1%80" in response.headers["Content-Disposition"]
    assert response.headers["ETag"] == f'"{ready.pdf_sha256}"'
    assert AuditEntry.objects.filter(verb="download_dossier", details__what="pdf").count() == 1


def test_a_file_of_another_version_is_not_served_under_this_one(ready, ask, office):
    other = ask()
    assert office.get(reverse("reports:dossier_original", args=[ready.pk, other.entries.first().pk])).status_code == 404


def test_the_address_of_a_link_is_shown_once_and_only_its_hash_is_kept(ready, office):
    form = link_form()
    first = office.post(reverse("reports:link_add", args=[ready.pk]), form)
    token = token_in(first)
    assert len(token) >= 43
    assert token in first.content.decode()
    link = InspectorLink.objects.get()
    assert token not in str(link.__dict__)
    again = office.post(reverse("reports:link_add", args=[ready.pk]), form)
    assert again.context["address"] == ""
    assert InspectorLink.objects.count() == 1
    for page in (LIST, reverse("reports:link_detail", args=[link.pk])):
        assert token not in office.get(page).content.decode()


@pytest.mark.parametrize("fault", [{"days": 8}, {"days": 0}, {"label": ""}])
def test_a_faulty_link_form_answers_422_and_keeps_the_words(ready, office, fault):
    response = office.post(reverse("reports:link_add", args=[ready.pk]), link_form(**fault))
    assert response.status_code == 422
    assert not InspectorLink.objects.exists()


def test_leaders_see_links_and_cannot_open_or_revoke(ready, cast, client_of):
    link, _token = open_link(actor=cast.office, dossier=ready, label="检查组", expires_at=NOW.replace(day=25), user=None, ticket=uuid.uuid4(), now=NOW)
    leader = client_of(cast.leader)
    assert leader.get(reverse("reports:link_detail", args=[link.pk])).status_code == 200
    assert leader.get(reverse("reports:link_add", args=[ready.pk])).status_code == 403
    assert leader.post(reverse("reports:link_revoke", args=[link.pk])).status_code == 403


def test_an_inspector_with_an_account_reads_what_was_given_and_it_is_logged(ready, office, cast, client_of):
    office.post(reverse("reports:link_add", args=[ready.pk]), link_form(user=cast.inspector.pk))
    inspector = client_of(cast.inspector)
    assert "第 1 版" in inspector.get(LIST).content.decode()
    assert "学雷锋志愿服务" in inspector.get(reverse("reports:dossier_detail", args=[ready.pk])).content.decode()
    assert inspector.get(reverse("reports:dossier_download", args=[ready.pk, "zip"])).status_code == 200
    assert list(LinkOpening.objects.values_list("what", flat=True)) == ["zip", "page"]
    office.post(reverse("reports:link_revoke", args=[InspectorLink.objects.get().pk]))
    assert inspector.get(reverse("reports:dossier_detail", args=[ready.pk])).status_code == 404


def test_the_page_of_archives_asks_a_fixed_number_of_queries(ready, office, cast, django_assert_max_num_queries):
    for number in range(5):
        open_link(actor=cast.office, dossier=ready, label=f"检查组{number}", expires_at=NOW.replace(day=25), user=None, ticket=uuid.uuid4(), now=NOW)
    with django_assert_max_num_queries(22):
        office.get(LIST)
