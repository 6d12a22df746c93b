"""The frame of every page: what it shows to whom, what it never carries, and how faults are said."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client
from django.urls import include, path, reverse
from django.utils import timezone

from accounts.decisions import Refused, refuse
from accounts.middleware import open_to_all
from accounts.views import errors
from notifications.models import Heartbeat

pytestmark = pytest.mark.django_db


def broken(request: HttpRequest) -> HttpResponse:
    """A page with a fault inside."""
    raise RuntimeError("the inside")


def refusing(request: HttpRequest) -> HttpResponse:
    """A page whose service refuses."""
    raise Refused(refuse("不能审核自己交的材料。"))


@open_to_all
def expired(request: HttpRequest) -> HttpResponse:
    """A link that works no more, opened by a stranger."""
    raise Http404


def telling(request: HttpRequest) -> HttpResponse:
    """A page with messages."""
    for level in (messages.SUCCESS, messages.WARNING, messages.ERROR, messages.INFO):
        messages.add_message(request, level, f"话 <b>{level}</b>")
    return render(request, "404.html")


urlpatterns = [path("broken/", broken), path("refusing/", refusing), path("expired/", expired), path("telling/", telling), path("", include("config.urls"))]
handler404, handler500 = errors.not_found, errors.server_error


class Inline(HTMLParser):
    """Collects scripts, styles and handlers that stand in the page itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.nonces: set[str] = set()
        self.foreign: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = dict(attrs)
        if tag == "style" or (tag == "script" and not have.get("src")):
            self.found.append(tag)
        if tag == "script":
            self.nonces.add(have.get("nonce") or "")
        self.found += [f"{tag} {name}" for name in have if name.startswith("on") or name == "style"]
        self.foreign += [value for name, value in attrs if name in {"src", "href", "action"} and re.match(r"(?:https?:)?//", value or "")]


def look_at(response) -> Inline:
    """The page, looked through."""
    seen = Inline()
    seen.feed(response.content.decode())
    return seen


def pages(client: Client, client_of, cast) -> list[HttpResponse]:
    """One of each kind of frame: gate, bare, full, faults."""
    inside = client_of(cast.office)
    strict = Client(enforce_csrf_checks=True)
    return [
        client.get(reverse("accounts:sign_in")),
        client.get(reverse("accounts:set_password", args=["gone"])),
        client.get("/expired/"),
        strict.post(reverse("accounts:sign_in"), {"username": "a"}),
        *(inside.get(u) for u in (reverse("accounts:me"), reverse("accounts:change_password"), "/nowhere/", "/refusing/", "/telling/")),
    ]


@pytest.mark.urls(__name__)
def test_no_page_carries_script_style_or_foreign_addresses(client, client_of, cast):
    for response in pages(client, client_of, cast):
        seen = look_at(response)
        assert seen.found == [] and seen.foreign == [], response.request["PATH_INFO"]


@pytest.mark.urls(__name__)
def test_every_page_has_a_policy_whose_nonce_its_scripts_carry(client, client_of, cast):
    nonces = set()
    for response in pages(client, client_of, cast):
        policy = response.headers["Content-Security-Policy"]
        nonce = re.search(r"script-src[^;]*'nonce-([^']+)'", policy)[1]
        assert look_at(response).nonces == {nonce}
        assert "'unsafe-inline'" not in re.sub(r"style-src-attr[^;]*", "", policy) and "unsafe-eval" not in policy
        assert "frame-ancestors 'none'" in policy and "base-uri 'none'" in policy
        nonces.add(nonce)
    assert len(nonces) == len(pages(client, client_of, cast))


def test_the_look_finds_what_it_is_for():
    seen = Inline()
    seen.feed("<script>1</script><style></style><a onclick='x()' style='color:red' href='//cdn.example/x'>")
    assert seen.found == ["script", "style", "a onclick", "a style"] and seen.foreign == ["//cdn.example/x"]


def nouns(client: Client) -> list[str]:
    """The names in the side navigation."""
    page = client.get(reverse("accounts:me")).content.decode()
    side = page[page.index("<aside") : page.index("</aside>")]
    return re.findall(r"</i>([^<]+)", side)


def test_the_navigation_shows_what_the_person_may_open(client_of, cast, campaign):
    office, lead, inspector, sysadmin = (nouns(client_of(p)) for p in (cast.office, cast.lead, cast.inspector, cast.system_admin))
    assert office[:2] == ["工作台", "驾驶舱"] and office[-2:] == ["消息", "设置"]
    assert "档案输出" in office and "档案输出" not in lead and "驾驶舱" not in lead
    assert {"工作台", "任务", "活动与材料"} <= set(lead)
    assert set(inspector) <= {"档案输出", "消息", "设置"}
    assert set(sysadmin) <= {"消息", "设置"}


@pytest.mark.parametrize("who", ["office", "lead", "head", "staff", "leader", "inspector", "system_admin", "security_admin", "audit_admin"])
@pytest.mark.parametrize("under_way", [True, False], ids=["with a campaign", "before the first campaign"])
def test_every_address_in_the_frame_opens(client_of, cast, request, who, under_way):
    if under_way:
        request.getfixturevalue("campaign")
    client = client_of(getattr(cast, who))
    page = client.get(reverse("accounts:me")).content.decode()
    frame = page[page.index("<aside") : page.index("<main")] + page[page.index('<nav class="bottom"') :]
    for address in set(re.findall(r'href="(/[^"#]*)"', frame)) - {"/start/"}:
        if not address.startswith("/static/"):
            assert client.get(address).status_code == 200, address


def test_the_page_one_is_on_is_marked_for_readers(client_of, cast):
    page = client_of(cast.lead).get(reverse("accounts:me")).content.decode()
    assert re.search(r'<a href="/me/" aria-current="page">', page)


def test_names_are_escaped_everywhere_in_the_frame(client_of, cast, campaign):
    cast.office.full_name = "<i>许</i>"
    cast.office.save()
    campaign.name = "<script>1</script>"
    campaign.save()
    page = client_of(cast.office).get(reverse("accounts:me")).content.decode()
    assert "<i>许</i>" not in page and "<script>1</script>" not in page


def test_the_office_reads_in_red_that_background_work_has_stopped_and_what_to_do(client_of, cast):
    assert "后台任务已停止" in client_of(cast.office).get(reverse("accounts:me")).content.decode()
    assert "后台任务已停止" not in client_of(cast.lead).get(reverse("accounts:me")).content.decode()
    Heartbeat.objects.create(name="sweep", beat_at=timezone.now())
    assert "后台任务已停止" not in client_of(cast.office).get(reverse("accounts:me")).content.decode()


@pytest.mark.urls(__name__)
def test_a_refusal_says_its_sentence_and_leads_on(client_of, cast):
    response = client_of(cast.lead).get("/refusing/")
    assert response.status_code == 403 and "不能审核自己交的材料。" in response.content.decode()
    assert reverse("accounts:start") in response.content.decode()


@pytest.mark.urls(__name__)
def test_a_refusal_of_a_fragment_comes_as_a_line_at_the_top_of_the_page(client_of, cast):
    response = client_of(cast.lead).get("/refusing/", HTTP_HX_REQUEST="true")
    assert response.status_code == 403 and response.headers["HX-Retarget"] == "#alerts"
    assert "不能审核自己交的材料。" in response.content.decode() and "<html" not in response.content.decode()


@pytest.mark.urls(__name__)
def test_a_broken_page_says_so_and_shows_nothing_of_the_inside(client_of, cast, django_assert_num_queries):
    client = client_of(cast.office)
    client.raise_request_exception = False
    response = client.get("/broken/")
    page = response.content.decode()
    assert response.status_code == 500 and "系统出错了" in page
    assert "the inside" not in page and "许宁" not in page and "Traceback" not in page


def test_the_page_for_broken_pages_asks_no_database(rf, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert errors.server_error(rf.get("/")).status_code == 500


@pytest.mark.urls(__name__)
def test_messages_are_said_in_four_tones_and_escaped(client_of, cast):
    page = client_of(cast.lead).get("/telling/").content.decode()
    assert page.count("话 &lt;b&gt;") == 4
    assert all(f"find-{tone}" in page for tone in ("done", "soon", "late", "act"))


def test_a_form_too_old_says_that_the_words_are_kept(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.lead, backend="django.contrib.auth.backends.ModelBackend")
    response = client.post(reverse("accounts:me"), {"phone": "110"}, HTTP_REFERER="http://testserver/me/?from=desk")
    assert response.status_code == 403 and "自动恢复" in response.content.decode()
    assert 'href="/me/?from=desk"' in response.content.decode()
    fragment = client.post(reverse("accounts:me"), {"phone": "110"}, HTTP_HX_REQUEST="true")
    assert fragment.headers["HX-Retarget"] == "#alerts"


def test_htmx_swaps_faults_and_runs_nothing(client):
    page = client.get(reverse("accounts:sign_in")).content.decode()
    assert '"includeIndicatorStyles":false,"allowEval":false,"allowScriptTags":false,"selfRequestsOnly":true' in page
    assert '{"code":"40[39]|422","swap":true}' in page


def test_every_view_asks_for_an_account_unless_it_says_otherwise(client, db):
    assert client.get(reverse("accounts:me")).status_code == 302
    assert settings.MIDDLEWARE.index("accounts.middleware.SignInRequiredMiddleware") > settings.MIDDLEWARE.index(
        "django.contrib.auth.middleware.AuthenticationMiddleware"
    )


def test_without_the_door_a_stranger_would_reach_the_page(client, db, settings):
    settings.MIDDLEWARE = [m for m in settings.MIDDLEWARE if "SignInRequired" not in m]
    client.raise_request_exception = False
    assert client.get(reverse("accounts:me")).status_code != 302


def test_a_forged_host_is_answered_in_chinese_with_what_an_administrator_can_do(client):
    response = client.get("/sign-in/", HTTP_HOST="evil.example")
    page = response.content.decode()
    assert response.status_code == 400
    assert "请求无法处理" in page and "ALLOWED_HOSTS" in page and "evil" not in page
