"""The example system, choosing a system, and the tree with its tasks."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.decisions import Refused
from campaigns.models import ActivityKind, Indicator, IndicatorSystem
from campaigns.services.indicators import choose_example, load_example
from tasks.selectors.indicators import figures_of, tree_of
from tests.conftest import NOW


def test_the_example_has_a_hundred_basic_points_bonus_and_veto_and_is_marked(db):
    system = load_example(now=NOW)
    lines = system.indicators.leaves()
    assert system.is_example
    assert sum(line.points for line in lines if line.kind == "basic") == 100
    assert lines.count() >= 12
    assert {"basic", "bonus", "veto"} == set(lines.values_list("kind", flat=True))
    assert not lines.filter(kind="veto", points__isnull=False).exists()


def test_loading_again_gives_the_same_system(db, capsys):
    call_command("load_example_indicators")
    call_command("load_example_indicators")
    assert IndicatorSystem.objects.count() == 1
    assert "21 lines" in capsys.readouterr().out


def test_a_campaign_is_measured_by_the_example_once_chosen(campaign, cast, client_of):
    answer = client_of(cast.office).post(reverse("campaigns:indicator_choose"), {"system": "example"})
    campaign.refresh_from_db()
    assert answer.status_code == 302
    assert campaign.indicator_system.is_example


def test_only_the_office_chooses(campaign, cast, client_of):
    with pytest.raises(Refused):
        choose_example(actor=cast.leader, campaign=campaign, now=NOW)
    assert client_of(cast.lead).post(reverse("campaigns:indicator_choose"), {"system": "example"}).status_code == 403
    assert client_of(cast.office).post(reverse("campaigns:indicator_choose"), {"system": "77777"}).status_code == 404


def test_the_tree_counts_points_and_tasks(campaign, cast, task):
    [root] = tree_of(cast.office, campaign)
    assert (root.points, [line.tasks for line in root.lines], root.unserved) == (13, [0, 1], 1)
    assert (figures_of([root]).points, figures_of([root]).lines) == (13, 2)


def test_the_page_without_a_system_offers_the_example_to_the_office_only(campaign, cast, client_of):
    campaign.indicator_system = None
    campaign.save()
    url = reverse("tasks:indicator_list")
    assert 'value="example"' in client_of(cast.office).get(url).content.decode()
    assert 'value="example"' not in client_of(cast.staff).get(url).content.decode()


def test_ticking_tasks_on_the_mapping_page_saves_each_tick(campaign, cast, task, client_of):
    line = Indicator.objects.get(code="II-1")
    browser, url = client_of(cast.office), reverse("tasks:indicator_map", args=[line.pk])
    answer = browser.post(url, {"tasks": [task.pk]}, headers={"HX-Request": "true"})
    assert list(line.tasks.all()) == [task]
    assert answer.content.decode().strip().startswith('<span id="figure"')
    browser.post(url, {})
    assert not line.tasks.exists()
    assert task.indicators.get().code == "II-2"


@pytest.mark.parametrize(("who", "status"), [("office", 200), ("leader", 403), ("lead", 403), ("inspector", 404)])
def test_who_may_map(campaign, cast, client_of, who, status):
    line = Indicator.objects.get(code="II-1")
    assert client_of(getattr(cast, who)).get(reverse("tasks:indicator_map", args=[line.pk])).status_code == status


def test_a_line_of_another_system_is_not_mapped_here(campaign, cast, client_of):
    foreign = load_example(now=NOW).indicators.leaves().first()
    assert client_of(cast.office).get(reverse("tasks:indicator_map", args=[foreign.pk])).status_code == 404


def test_the_task_page_maps_to_lines_of_the_campaigns_system_only(campaign, cast, task, client_of):
    own, foreign = Indicator.objects.get(code="II-1"), load_example(now=NOW).indicators.leaves().first()
    client_of(cast.office).post(reverse("tasks:task_indicators", args=[task.pk]), {"indicators": [own.pk, foreign.pk, "x"]})
    assert list(task.indicators.all()) == [own]


def test_the_kinds_of_activity_come_with_the_house(db):
    kinds = set(ActivityKind.objects.values_list("name", flat=True))
    assert {"集中学习", "道德讲堂", "志愿服务", "我们的节日", "结对帮扶", "文体活动", "评选表彰", "公益广告", "环境检查", "宣传报道", "会议部署"} <= kinds
    assert ActivityKind.objects.get(name="志愿服务").wants_hours
