"""The line through the house, from the first one-time link to an inspector's revoked one, as the people concerned walk it."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser import DESK, fits
from tests.journey import papers
from tests.journey.logging_steps import hand_in, log_activity
from tests.journey.stage import Stage, open_stage, until

pytestmark = pytest.mark.browser
PEOPLE = {
    "xuning": ("许宁", "office", "综合办公室"),
    "linyue": ("林月", "liaison_officer", "宣传利用科"),
    "shenchuan": ("沈川", "liaison_officer", "保管保护科"),
    "guyuan": ("顾远", "leader", "综合办公室"),
}
REASON = "第2张照片看不清活动内容，请补一张能看到讲堂标识的照片。"


@pytest.fixture(scope="module")
def today():
    return timezone.localdate()


def test_from_the_first_link_to_the_inspection(browser, tmp_path, today):
    with open_stage(browser, tmp_path) as stage:
        people_come_in(stage)
        campaign_is_opened(stage, today)
        plan_is_read(stage)
        record = activity_is_logged(stage, today)
        material_is_returned_and_amended(stage, record)
        reminders_arrive(stage, today)
        leader_looks(stage)
        files = dossier_is_built(stage)
        inspector_reads(stage, files)
        assert stage.watch.faults == []


def people_come_in(stage: Stage) -> None:
    """Line 0: two administrators set their passwords; one makes departments and accounts, the other gives roles."""
    system, security = stage.first_links
    admin = stage.set_password("sysadmin", system)
    for name in dict.fromkeys(department for _name, _role, department in PEOPLE.values()):
        admin.goto("/departments/add/")
        admin.fill("#id_name", name)
        admin.click("main form button:has-text('保存')")
        expect(admin.locator("main")).to_contain_text(name)
    links = {username: account_is_made(admin, username, name) for username, (name, _role, _department) in PEOPLE.items()}
    guard = stage.set_password("secadmin", security)
    for name, role, department in PEOPLE.values():
        guard.goto("/people/")
        guard.click(f"main a:has-text('{name}')")
        guard.select_option("#id_role", role)
        guard.select_option("#id_department", label=department)
        guard.click("button:has-text('授予')")
        expect(guard.locator("table.rows")).to_contain_text(department)
    for username, link in links.items():
        expect(stage.set_password(username, link).locator("h1")).to_be_visible()
    with stage.watch.expecting(404, 410):
        admin.goto(links["linyue"])
    expect(admin.locator("h1")).to_have_text("链接已失效")


def account_is_made(page: Page, username: str, name: str) -> str:
    """The one-time link of a new account."""
    page.goto("/people/add/")
    page.fill("#id_full_name", name)
    page.fill("#id_username", username)
    page.fill("#id_email", f"{username}@example.test")
    page.click("main form button:has-text('保存')")
    page.click("button:has-text('密码链接')")
    return page.locator("code.one-time").inner_text()


def campaign_is_opened(stage: Stage, today) -> None:
    """Line 1: the plan goes in, is read by the worker, checked, confirmed, broken down and launched."""
    office = stage.desk_of("xuning")
    lines = papers.plan(today)
    bring_in(office, "实施方案.txt", "text/plain", "\n".join(lines).encode())
    expect(office.locator("#review-head")).to_contain_text("3 个阶段")
    bring_in(office, "创建实施方案.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", papers.in_word(lines))
    assert fits(office)
    office.goto(office.url.split("?")[0] + "?show=tasks")
    expect(office.locator(".fd")).to_have_count(4)
    finding = office.locator(".fd", has_text="档案开放日")
    finding.locator("a:has-text('修改')").click()
    form = office.locator("form.fd")
    form.locator("[name$='-requirement']").fill("面向社区居民开放展厅，全年不少于两次。")
    form.locator("button:has-text('保存')").click()
    expect(form).to_have_count(0)
    office.goto(office.url.split("?")[0] + "?show=doubts")
    office.click(".fd[data-unsure] button:has-text('没有问题')")
    expect(office.locator(".fd[data-unsure]")).to_have_count(0)
    office.goto(office.url.split("?")[0] + "?show=departments")
    if office.locator("button:has-text('待定的全部新建')").count():
        office.click("button:has-text('待定的全部新建')")
    office.click("button:has-text('确认为创建活动')")
    expect(office.locator("h1")).to_have_text("分解任务")
    break_down(office, today)


def bring_in(page: Page, name: str, mime: str, content: bytes) -> None:
    """Upload a plan and wait until the worker has read it."""
    page.goto("/plans/add/")
    page.set_input_files("#id_file", {"name": name, "mimeType": mime, "buffer": content})
    page.click("button:has-text('上传并读取')")
    page.wait_for_url(re.compile(r"/plans/\d+/review/"), timeout=60_000)


def break_down(page: Page, today) -> None:
    """What has no lead or no time gets it, several tasks at once; then the plan is launched."""
    page.check("[data-mark-all]")
    page.fill("#id_deadline_on", papers.in_days(today, 3))
    page.click("button:has-text('保存到所选任务')")
    page.goto("/plan/break-down/?show=open")
    page.check("[data-mark-all]")
    page.select_option("#id_lead_department", label="综合办公室")
    page.click("button:has-text('保存到所选任务')")
    page.goto("/plan/break-down/?show=all")
    expect(page.locator(".page-head")).to_contain_text("任务都已明确牵头科室和时间")
    page.click("button:has-text('下达任务')")
    page.click("dialog button:has-text('确定')")
    page.wait_for_url(re.compile("/plan/$"))


def plan_is_read(stage: Stage) -> None:
    """Line 2: phases, organisation; the example indicators are chosen and a task is mapped by hand."""
    office = stage.desk_of("xuning")
    expect(office.locator("main")).to_contain_text("全面推进阶段")
    office.goto("/campaign/organisation/")
    expect(office.locator("main")).to_contain_text("馆长")
    office.goto("/indicators/")
    office.click("button:has-text('先用示例体系')")
    office.goto("/tasks/")
    office.click("main a:has-text('档案开放日')")
    office.click("#indicators summary")
    office.locator("#indicators input[type=checkbox]").first.check()
    office.click("#indicators button:has-text('保存')")
    expect(office.locator("#indicators a.num-link")).to_have_count(1)
    office.goto("/plan/")
    assert fits(office)


def activity_is_logged(stage: Stage, today) -> str:
    """Line 3: the liaison officer comes from the desk, logs, adds photos, sees what is missing grow less, hands in."""
    page = stage.desk_of("linyue")
    page.goto("/")
    page.click("#todo a:has-text('档案开放日')")
    page.click(".page-head a:has-text('记活动')")
    log_activity(page, "档案开放日首场活动", today)
    hand_in(page)
    return page.url


def material_is_returned_and_amended(stage: Stage, record: str) -> None:
    """Line 4: the office returns with a reason; it stands on the desk and in the inbox; amended, it is approved."""
    office, liaison = stage.desk_of("xuning"), stage.desk_of("linyue")
    office.goto("/records/review/")
    office.click("main h2 a:has-text('档案开放日首场活动')")
    office.fill("#id_reason", REASON)
    office.click("button:has-text('按此原因退回')")
    liaison.goto("/messages/")
    expect(liaison.locator("main")).to_contain_text(REASON)
    until(lambda: stage.post.to("linyue@example.test"), "the mail about the returned record")
    liaison.goto("/")
    expect(liaison.locator("#returned .quote")).to_contain_text(REASON)
    liaison.click("#returned a:has-text('修改重报')")
    liaison.set_input_files("#id_files", papers.photos("讲堂标识.jpg"))
    expect(liaison.locator("#shots .shot")).to_have_count(4)
    hand_in(liaison)
    office.goto("/records/review/")
    office.click("#main article button:has-text('通过')")
    expect(office.locator("article", has_text="档案开放日首场活动")).to_contain_text("已通过")


def reminders_arrive(stage: Stage, today) -> None:
    """Line 5: what is due in three days is said once, in the inbox and by mail."""
    before = len(stage.post.to("shenchuan@example.test"))
    assert int(stage.manage("send_reminders")) > 0
    assert int(stage.manage("send_reminders")) == 0
    page = stage.desk_of("shenchuan")
    page.goto("/messages/")
    expect(page.locator("main")).to_contain_text("库房环境整治")
    until(lambda: len(stage.post.to("shenchuan@example.test")) > before, "the reminder by mail")
    assert any("库房环境整治" in subject for subject in stage.post.to("shenchuan@example.test"))


def leader_looks(stage: Stage) -> None:
    """Line 6: one page for the leader, one sheet of A4 from the printer."""
    page = stage.desk_of("guyuan")
    page.goto("/leadership/")
    expect(page.locator("main")).to_contain_text("保管保护科")
    assert fits(page)
    sheet = pypdfium2.PdfDocument(page.pdf(format="A4", print_background=True))
    assert len(sheet) == 1


def dossier_is_built(stage: Stage) -> dict[str, bytes]:
    """Line 7: one click, the worker builds, PDF and ZIP can be downloaded and hold what was approved."""
    page = stage.desk_of("xuning")
    page.goto("/dossiers/")
    page.click("button:has-text('生成新版')")
    page.goto("/dossiers/")
    page.locator("main a:has-text('下载 ZIP')").first.wait_for(timeout=90_000)
    files = {kind: downloaded(page, f"main a:has-text('下载 {kind}')") for kind in ("PDF", "ZIP")}
    pdf = pypdfium2.PdfDocument(files["PDF"])
    text = "".join(sheet.get_textpage().get_text_range() for sheet in pdf)
    assert "档案开放日首场活动" in text
    with zipfile.ZipFile(io.BytesIO(files["ZIP"])) as archive:
        assert archive.testzip() is None
        originals = [archive.read(name) for name in archive.namelist() if name.endswith("讲堂标识.jpg")]
    assert originals == [papers.photos("讲堂标识.jpg")[0]["buffer"]]
    return files


def downloaded(page: Page, selector: str) -> bytes:
    """What a link gives."""
    with page.expect_download() as waiting:
        page.locator(selector).first.click()
    return Path(waiting.value.path()).read_bytes()


def inspector_reads(stage: Stage, files: dict[str, bytes]) -> None:
    """Line 8: an address without account opens the frozen version, and nothing after it is revoked."""
    office = stage.desk_of("xuning")
    office.goto("/dossiers/")
    office.click("main a:has-text('开链接'), main .page-head a[href*='/links/add/']")
    office.fill("#id_label", "区文明办检查组")
    office.click("button:has-text('开出链接')")
    address = office.locator("#address").inner_text()
    visitor = stage.watch.open(stage.browser, **DESK).new_page()
    visitor.goto(address)
    expect(visitor.locator("main")).to_contain_text("档案开放日首场活动")
    assert fits(visitor)
    for kind, content in files.items():
        assert hashlib.sha256(downloaded(visitor, f"a:has-text('下载 {kind}')")).digest() == hashlib.sha256(content).digest()
    office.goto("/dossiers/")
    office.click("#links a:has-text('区文明办检查组')")
    expect(office.locator("table.rows tbody tr")).to_have_count(3)
    office.click("button:has-text('收回')")
    office.click("dialog button:has-text('确定')")
    expect(office.locator("#links")).to_contain_text("已收回")
    with stage.watch.expecting(404):
        assert visitor.goto(address).status == 404
    visitor.context.close()
