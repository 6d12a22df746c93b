"""What a stranger with a link can do: read one frozen version until it ends, everything logged, nothing else."""

import io
import uuid
import zipfile
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.decisions import Refused
from accounts.models import AuditEntry
from evidence.models import EvidenceFile
from reports.models import Dossier, InspectorLink, LinkOpening
from reports.querysets import InspectorLinkQuerySet
from reports.services.links import open_link, revoke_link

pytestmark = pytest.mark.usefixtures("quick_pages")
DAY = timedelta(days=1)


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def give(cast, dossier: Dossier, **more: object) -> tuple[InspectorLink, str]:
    now = timezone.now()
    return open_link(
        actor=cast.office, dossier=dossier, label="市检查组", expires_at=more.pop("expires_at", now + 7 * DAY), user=None, ticket=uuid.uuid4(), now=now
    )


@pytest.fixture
def given(cast, ready) -> tuple[InspectorLink, str]:
    """A link valid for a week, with its token."""
    return give(cast, ready)


@pytest.fixture
def stranger(db) -> Client:
    """A browser without an account."""
    return Client()


def addresses(token: str, dossier: Dossier) -> dict[str, str]:
    entry = dossier.entries.first()
    return {
        "page": reverse("reports:inspect", args=[token]),
        "pdf": reverse("reports:inspect_download", args=[token, "pdf"]),
        "zip": reverse("reports:inspect_download", args=[token, "zip"]),
        "file": reverse("reports:inspect_original", args=[token, entry.pk]),
    }


def test_an_inspector_reads_without_an_account(given, ready, stranger):
    page = stranger.get(addresses(given[1], ready)["page"]).content.decode()
    for word in ("示例局", "学雷锋志愿服务", "滨河社区", "清理&lt;b&gt;楼道&lt;/b&gt;", "关于开展志愿服务的通知.docx", "龘"):
        assert word in page


@pytest.mark.parametrize(("reason", "is_told"), [("returned", False), ("submitted", False), ("missing", True)])
def test_inspectors_are_told_what_was_lost_and_not_what_the_office_works_on(given, ready, stranger, client_of, cast, reason, is_told):
    line = {"record": 1, "title": "退回的座谈会", "day": "", "department": "科室", "file": "", "reason": reason}
    Dossier.objects.update(left_out=[line])
    assert ("退回的座谈会" in stranger.get(addresses(given[1], ready)["page"]).content.decode()) is is_told
    assert "退回的座谈会" in client_of(cast.office).get(reverse("reports:dossier_detail", args=[ready.pk])).content.decode()


def test_the_downloads_are_the_stored_bytes(given, ready, stranger):
    links = addresses(given[1], ready)
    assert body(stranger.get(links["pdf"])).startswith(b"%PDF")
    archive = zipfile.ZipFile(io.BytesIO(body(stranger.get(links["zip"]))))
    assert archive.read(ready.entries.first().archive_path) == body(stranger.get(links["file"]))


def test_every_opening_and_download_is_logged_with_time_and_address(given, ready, stranger):
    for address in addresses(given[1], ready).values():
        stranger.get(address)
    openings = list(given[0].openings.order_by("pk"))
    assert [opening.what for opening in openings] == ["page", "pdf", "zip", "file"]
    assert {opening.address for opening in openings} == {"127.0.0.1"}
    assert AuditEntry.objects.filter(verb="use_link", actor=None, actor_name="市检查组").count() == 4


def test_nothing_is_cached_indexed_or_told_to_other_sites(given, ready, stranger):
    for address in addresses(given[1], ready).values():
        response = stranger.get(address)
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize("ending", ["expired", "revoked", "unknown", "not ready"])
def test_expired_revoked_and_unknown_links_answer_the_same_404_and_log_no_opening(given, ready, stranger, cast, ending):
    link, token = given
    links = addresses(token, ready)
    if ending == "expired":
        InspectorLink.objects.update(expires_at=timezone.now() - DAY)
    if ending == "revoked":
        revoke_link(actor=cast.office, link=link, now=timezone.now())
    if ending == "not ready":
        Dossier.objects.update(state="failed")
    if ending == "unknown":
        links = addresses("x" * 43, ready)
    nowhere = stranger.get("/inspect/never-given/").content
    for address in links.values():
        response = stranger.get(address)
        assert response.status_code == 404
        assert _without_nonces(response) == _without_nonces(stranger.get("/inspect/never-given/"))
    assert nowhere
    assert not LinkOpening.objects.exists()


def _without_nonces(response) -> bytes:
    nonce = response.context["csp_nonce"]
    token = str(response.context["csrf_token"])
    return response.content.replace(str(nonce).encode(), b"").replace(token.encode(), b"").replace(response.request["PATH_INFO"].encode(), b"")


def test_without_the_guard_an_expired_link_would_open(given, ready, stranger, monkeypatch):
    InspectorLink.objects.update(expires_at=timezone.now() - DAY)
    monkeypatch.setattr(InspectorLinkQuerySet, "live", lambda self, now: self)
    assert stranger.get(addresses(given[1], ready)["page"]).status_code == 200


def test_a_link_opens_files_of_its_own_version_only(given, ready, ask, stranger):
    other = ask()
    for name in ("inspect_file", "inspect_original"):
        assert stranger.get(reverse(f"reports:{name}", args=[given[1], other.entries.first().pk])).status_code == 404


def test_photos_are_served_as_print_copies(given, ready, stranger):
    entry = ready.entries.first()
    EvidenceFile.objects.filter(pk=entry.file_id).update(print_name=ready.pdf_name)
    response = stranger.get(reverse("reports:inspect_file", args=[given[1], entry.pk]))
    assert response.headers["Content-Type"] == "image/jpeg"
    assert body(response) == body(stranger.get(addresses(given[1], ready)["pdf"]))


def test_a_link_changes_nothing(given, ready, stranger):
    for address in addresses(given[1], ready).values():
        assert stranger.post(address).status_code == 405


def test_a_link_opens_no_other_page(given, ready, stranger):
    stranger.get(addresses(given[1], ready)["page"])
    assert stranger.get("/dossiers/").status_code == 302
    assert stranger.get(reverse("reports:dossier_download", args=[ready.pk, "zip"])).status_code == 302


def test_a_link_lasts_seven_days_at_most(cast, ready):
    with pytest.raises(Refused, match="7"):
        give(cast, ready, expires_at=timezone.now() + 9 * DAY)
    with pytest.raises(Refused):
        give(cast, ready, expires_at=timezone.now() - DAY)


def test_only_a_ready_version_is_given_out(cast, record, ask):
    with pytest.raises(Refused):
        give(cast, ask())
