"""Who does it: fields, brackets, words of assignment, and what is no assignment."""

import pytest

from campaigns.plan_reader import read_plan
from campaigns.plan_reader.people import split_names
from campaigns.plan_reader.responsibility import read_duty


@pytest.mark.parametrize(
    ("text", "lead", "support"),
    [
        ("牵头科室：宣教科配合科室：工会、团委", "宣教科", ("工会", "团委")),
        ("责任部门：财务部、人事部、审计部", "财务部", ("人事部", "审计部")),
        ("责任科室：后勤科、办公室（牵头）", "办公室", ("后勤科",)),
        ("（责任单位：图书馆；配合单位：各系部）", "图书馆", ("各系部",)),
        ("【牵头：医务科；配合：信息科】", "医务科", ("信息科",)),
        ("由机关党委（人事处）牵头，各处室配合。", "机关党委（人事处）", ("各处室",)),
        ("（工会牵头、各科室参与）", "工会", ("各科室",)),
        ("后勤中心具体负责。", "后勤中心", ()),
        ("配合单位(科室):各直属单位、各科室", None, ("各直属单位", "各科室")),
        ("牵头部门：人力资源和社会保障科", "人力资源和社会保障科", ()),
        ("责任科室：工会，8月底前完成", "工会", ()),
        ("责任科室  保卫科、总务科", "保卫科", ("总务科",)),
        ("组织健步走，牵头单位为工会，配合单位为各科室。", "工会", ("各科室",)),
        ("每月25日前由统计科报送数据。", "统计科", ()),
        ("（责任科室：监察室，联系人：张伟）", "监察室", ()),
    ],
)
def test_an_assignment_names_who_leads_and_who_helps(text, lead, support):
    duty = read_duty(text)
    assert (duty.lead, duty.support) == (lead, support)


@pytest.mark.parametrize(
    "text",
    [
        "各科室要高度重视，认真落实。",
        "牵头科室：",
        "责任领导",
        "完善首问负责制，明确责任单位。",
        "实行部门负责人述职。",
        "牵头科室：—",
        "由我局负责。",
        "由分管领导负责组织实施。",
        "发挥工会、妇联作用，落实“谁主管谁负责”。",
        "加强与有关部门配合。",
        "实行党支部书记负责制。",
    ],
)
def test_what_assigns_nothing_leaves_departments_empty(text):
    assert not read_duty(text).has_departments()


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("李晓梅王大勇", ["李晓梅", "王大勇"]),
        ("张强李敏", ["张强", "李敏"]),
        ("高 飞、孙立新", ["高飞", "孙立新"]),
        ("副主任 何平", ["何平"]),
        ("陈明（办公室）", ["陈明"]),
        ("欧阳文", ["欧阳文"]),
        ("—", []),
        ("", []),
    ],
)
def test_names_are_separated_and_freed_of_posts(value, names):
    assert split_names(value) == names


def test_a_leader_is_named_without_the_post():
    assert read_duty("责任领导：副局长林晓东").leader == "林晓东"


def tasks_of(text):
    return read_plan(text).tasks


def test_a_field_of_a_heading_reaches_the_items_that_have_none():
    first, second = tasks_of("一、主要任务\n（一）环境建设（牵头科室：总务科）\n1.清理楼道。\n2.更新橱窗。牵头科室：宣传科")
    assert (first.lead_department, second.lead_department) == ("总务科", "宣传科")


def test_a_sentence_after_a_list_speaks_for_every_item_without_a_field():
    first, second = tasks_of("一、主要任务\n1.清理楼道。\n2.更新橱窗。责任科室：宣传科\n以上各项工作均由后勤科牵头，各科室配合。")
    assert (first.lead_department, first.supporting_departments) == ("后勤科", ("各科室",))
    assert (second.lead_department, second.supporting_departments) == ("宣传科", ())


def test_fields_on_several_lines_belong_to_one_item():
    (task,) = tasks_of("一、主要任务\n1.清理楼道\n牵头科室：总务科\n配合科室：保卫科\n责任领导：马宏\n责任人：田野、方圆\n完成时限：5月底前")
    assert task.lead_department == "总务科"
    assert task.supporting_departments == ("保卫科",)
    assert (task.responsible_leader, task.responsible_persons, task.deadline) == ("马宏", ("田野", "方圆"), "05")
    assert task.sure


def test_an_assignment_in_words_is_marked_as_unsure():
    (task,) = tasks_of("一、主要任务\n1.清理楼道。由总务科负责。")
    assert not task.sure
    assert task.unsure_of == ("lead_department",)


def test_the_leader_of_a_working_group_answers_for_its_duties():
    text = "一、工作机构\n（一）宣传组\n组长：沈洁\n职责：\n1.办好专栏。\n2.编发简报。"
    assert [(task.title, task.parent, task.responsible_leader) for task in tasks_of(text)] == [
        ("办好专栏", "宣传组", "沈洁"),
        ("编发简报", "宣传组", "沈洁"),
    ]
