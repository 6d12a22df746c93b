"""Sections, tasks, phases, leadership, header and quantities, behaviour by behaviour."""

import pytest

from campaigns.plan_reader import read_plan
from campaigns.plan_reader.numbering import read_number
from campaigns.plan_reader.sections import known_kind
from campaigns.plan_reader.wording import clip, subitems_of


@pytest.mark.parametrize(
    ("line", "number"),
    [("一、目标", "一"), ("(二)原则", "(二)"), ("3.任务", "3"), ("(4)措施", "(4)"), ("⑤检查", "⑤"), ("㈥宣传", "㈥"), ("7)评比", "7)"), ("2.3 读书", "2.3")],
)
def test_a_number_at_the_beginning_of_a_line_is_read_as_written(line, number):
    assert read_number(line).text == number


@pytest.mark.parametrize("line", ["2023年工作", "12月底前", "3月5日", "一是学习", "首先宣传", "十九大精神"])
def test_other_beginnings_are_no_numbers(line):
    assert read_number(line) is None


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("指导思想", "guiding_ideology"),
        ("指导思想和目标", "guiding_ideology"),
        ("创建目标", "goals"),
        ("工作原则", "principles"),
        ("重点任务及责任分工", "tasks"),
        ("方法步骤", "phases"),
        ("组织领导", "organization"),
        ("工作要求", "safeguards"),
        ("保障措施", "safeguards"),
        ("考核奖惩", "appraisal"),
    ],
)
def test_a_heading_announces_its_kind(heading, kind):
    assert known_kind(heading) == kind


def kinds_of(text):
    return {section.heading: section.kind for section in read_plan(text).sections}


def test_headings_without_numbers_count_where_a_plan_has_no_numbered_ones():
    assert kinds_of("指导思想\n服务读者。\n主要任务\n1.办读书月。") == {"指导思想": "guiding_ideology", "主要任务": "tasks"}
    assert kinds_of("一、主要任务\n1.办读书月。\n工作要求\n加强领导。") == {"主要任务": "tasks"}


def test_a_heading_ends_where_its_text_begins_in_the_same_line():
    assert kinds_of("一、指导思想 坚持以人为本，服务读者。\n二、创建目标：争创先进。") == {"指导思想": "guiding_ideology", "创建目标": "goals"}


def test_measures_are_the_work_of_a_plan_that_has_no_other():
    assert kinds_of("一、目标\n争先。\n二、工作措施\n1.学习。") == {"目标": "goals", "工作措施": "tasks"}


def test_measures_are_safeguards_beside_a_section_of_tasks():
    assert kinds_of("一、主要任务\n1.学习。\n二、工作措施\n1.加强领导。") == {"主要任务": "tasks", "工作措施": "safeguards"}


def tasks_of(text):
    return read_plan(text).tasks


def test_the_smallest_numbered_item_is_the_task_and_the_item_above_its_parent():
    found = tasks_of("一、主要任务\n（一）学习教育\n1、读书活动\n①办读书角\n②评读书之星\n2、专题讲座\n（二）环境整治。打扫庭院。")
    assert [(task.number, task.title, task.parent) for task in found] == [
        ("①", "办读书角", "读书活动"),
        ("②", "评读书之星", "读书活动"),
        ("2", "专题讲座", "学习教育"),
        ("（二）", "环境整治", "主要任务"),
    ]


def test_counting_words_inside_a_paragraph_make_no_tasks_but_subitems():
    (task,) = tasks_of("一、主要任务\n1.加强学习。一是办好讲堂；二是评选标兵。")
    assert task.subitems == ("办好讲堂", "评选标兵")


def test_a_section_without_items_is_one_task_and_one_pointing_to_an_annex_is_none():
    assert [task.title for task in tasks_of("一、主要任务\n开展读书活动。")] == ["主要任务"]
    assert tasks_of("一、主要任务\n具体任务见附件。") == ()


def test_items_of_other_sections_are_no_tasks():
    assert tasks_of("一、目标\n1.争先。\n二、工作要求\n1.提高认识。各科室要重视。\n三、实施步骤\n1.启动（3月）。由办公室负责。") == ()


def test_an_item_anywhere_with_a_responsibility_field_is_a_task():
    (task,) = tasks_of("一、主要任务\n见附件。\n二、保障措施\n1.提高认识。\n2.落实经费。责任科室：财务科")
    assert (task.title, task.lead_department) == ("落实经费", "财务科")


def test_criteria_are_no_tasks():
    assert [task.title for task in tasks_of("一、创建措施\n（一）开展评比\n（二）评选条件\n1.遵纪守法。")] == ["开展评比"]


def test_an_item_without_words_of_its_own_takes_the_content_stated_above_it():
    (task,) = tasks_of("一、主要任务\n1、道德讲堂\n测评内容：场所固定，流程规范。\n①第一期\n牵头科室：工会")
    assert task.requirement == "场所固定，流程规范。"


def test_a_long_title_ends_at_its_first_comma_and_a_long_text_at_a_sign():
    (task,) = tasks_of("一、主要任务\n1.充分利用楼道走廊和宣传橱窗等阵地设置内容积极向上的宣传标语，引导职工养成良好习惯，营造浓厚的文明氛围。")
    assert task.title == "充分利用楼道走廊和宣传橱窗等阵地设置内容积极向上的宣传标语"
    assert clip("开展学习，" * 40, 120) == ("开展学习，" * 24)[:-1]


def test_fewer_than_two_counted_pieces_are_no_subitems():
    assert subitems_of("一是学习。") == ()


def test_a_month_heading_gives_its_items_their_deadline():
    found = tasks_of("一、主要任务\n3月份\n1.植树活动。\n2.报送总结，3月20日前完成。\n7—8月\n1.消夏晚会。")
    assert [task.deadline for task in found] == ["03", "03-20", "08"]


def test_rows_of_a_table_in_plain_text_are_tasks():
    found = tasks_of("一、任务分解\n| 序号 | 任务 | 责任科室 | 时限 |\n|---|---|---|---|\n| 1 | 办讲堂 | 工会 | 5月底 |\n| 2 | 植树 | 后勤科、工会 | 3月 |")
    assert [(task.number, task.title, task.lead_department, task.deadline) for task in found] == [
        ("1", "办讲堂", "工会", "05"),
        ("2", "植树", "后勤科", "03"),
    ]


def test_a_paragraph_on_its_own_that_states_who_and_by_when_is_a_task_without_a_number():
    text = "一、主要工作\n3月：开展植树活动。责任科室：后勤科\n6月15日前，完成橱窗更新，由宣传科负责。\n营造良好氛围。"
    assert [(task.number, task.title, task.lead_department, task.deadline) for task in tasks_of(text)] == [
        (None, "开展植树活动", "后勤科", "03"),
        (None, "6月15日前，完成橱窗更新，由宣传科负责", "宣传科", "06-15"),
    ]


def test_a_schedule_in_one_paragraph_has_one_stage_for_each_date():
    text = "一、时间安排\n3月份为动员阶段；4月至9月为实施阶段；10月为验收阶段。"
    assert [name for name, _, _ in phases_of(text)] == ["动员阶段", "实施阶段", "验收阶段"]


def phases_of(text):
    return [(phase.name, phase.start, phase.end) for phase in read_plan(text).phases]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("（一）动员阶段（2023年3月）。开会。", ("动员阶段", "2023-03", "2023-03")),
        ("第一阶段：宣传发动（3月—4月）", ("宣传发动", "XXXX-03", "XXXX-04")),
        ("1、为普查阶段(7~8月)。逐项核对。", ("普查阶段", "XXXX-07", "XXXX-08")),
        ("9月上旬，组织互查。", ("组织互查", "XXXX-09-01", "XXXX-09-10")),
        ("（二）巩固阶段（2024年10月起）", ("巩固阶段", "2024-10", None)),
        ("（三）验收阶段（11月20日前）", ("验收阶段", None, "XXXX-11-20")),
        ("（三）自查阶段（即日起至5月底）", ("自查阶段", None, "XXXX-05")),
        ("（四）总结阶段（xx月份）", ("总结阶段", None, None)),
    ],
)
def test_a_stage_has_a_name_and_its_own_time(lines, found):
    assert phases_of(f"一、实施步骤\n{lines}") == [found]


def test_a_stage_without_a_time_is_not_listed():
    assert phases_of("一、实施步骤\n（一）动员阶段\n开会。") == []


def members_of(text):
    return [(member.role, member.name_or_post) for member in read_plan(text).leadership]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("组 长: 田 野", [("组长", "田野")]),
        ("副组长：高峰、林涛（副局长）", [("副组长", "高峰"), ("副组长", "林涛（副局长）")]),
        ("成员：", []),
        ("成立领导小组，由党委书记、局长江波任组长，各科室负责人为成员。", [("组长", "党委书记、局长江波"), ("成员", "各科室负责人")]),
        ("成立领导小组，办公室、财务科、工会负责人为成员。", [("成员", "办公室、财务科、工会负责人")]),
        ("领导小组办公室设在综合科，由方敏同志兼任办公室主任。", [("办公室主任", "方敏"), ("办公室", "综合科")]),
        ("领导小组日常工作由方敏负责。", [("日常工作", "方敏")]),
        ("以院长为组长，副院长为副组长的领导小组。", [("组长", "院长"), ("副组长", "副院长")]),
    ],
)
def test_the_leading_group_is_read_from_lines_and_from_sentences(text, found):
    assert members_of(f"一、组织领导\n{text}") == found


def header_of(text):
    reading = read_plan(text)
    return [stated.value if stated else None for stated in (reading.title, reading.unit, reading.level, reading.year_or_cycle)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "明州市水利局2024年创建省级文明单位实施方案\n（征求意见稿）\n一、目标",
            ["明州市水利局2024年创建省级文明单位实施方案", "明州市水利局", "省级", "2024"],
        ),
        ("创建文明单位工作方案 3\n我局力争年内建成县级文明单位。\n一、目标", ["创建文明单位工作方案", None, "县级", None]),
        ("为做好工作，特制定本年度文明创建工作方案。\n一、目标\n争先。", ["本年度文明创建工作方案", None, None, None]),
        ("关于印发《创建方案》的通知\n各科室：\n文明校园创建实施方案\n一、目标", ["文明校园创建实施方案", None, None, None]),
        ("20xx年文明单位创建计划\n一、目标\n在保持市级文明单位基础上争创省级文明单位。", ["20xx年文明单位创建计划", None, "省级", "XXXX"]),
        ("文明创建计划\n根据《关于做好2020年创建工作的意见》，制定本方案。\n一、目标", ["文明创建计划", None, None, None]),
    ],
)
def test_the_header_says_only_what_stands_there(text, found):
    assert header_of(text) == found


def quantities_of(text):
    return [(found.operator, found.value, found.unit, found.per) for found in read_plan(f"一、主要任务\n1.{text}").quantities]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("注册志愿者不低于职工总数的30%。", [(">=", 30, "%", None)]),
        ("参与率达到百分之九十以上。", [(">=", 90, "%", None)]),
        ("每年人均服务超过40小时。", [(">", 40, "小时", "person·year")]),
        ("设置宣传牌5处以上。", [(">=", 5, "处", None)]),
        ("候诊时间不超过20分钟。", [("<=", 20, "分钟", None)]),
        ("每季度召开一次例会。", [("=", 1, "次", "quarter")]),
        ("坚持每天一清扫。", [("=", 1, "次", "day")]),
        ("每个科室至少有2盆绿植。", [(">=", 2, "盆", "科室")]),
        ("结对帮扶一个村。", [("=", 1, "个", None)]),
        ("增强“四个意识”，开展“20元早餐行动”。", []),
        ("努力营造一个优美的环境。", []),
        ("目前已更换路灯40盏。", []),
        ("杜绝一起安全事故。", []),
        ("落实三会一课，开通24小时自助服务。", []),
        ("推进新一轮创建，落实十个一标准。", []),
        ("橱窗每半年更新一次。", [("=", 1, "次", "half-year")]),
        ("未完成任务的扣5分。", []),
        ("于2024年5月30日前完成。", []),
    ],
)
def test_what_is_required_with_a_numeral_is_a_quantity(text, found):
    assert quantities_of(text) == found


def test_a_repeated_requirement_is_listed_once():
    text = "一、主要任务\n1.全年活动不少于3次。\n2.全年活动不少于3次。"
    assert len(read_plan(text).quantities) == 1


def test_thresholds_of_an_appraisal_are_no_quantities():
    assert read_plan("一、考核办法\n1.得分不低于85分的评为优秀科室，名额不超过3个。").quantities == ()


def test_a_paragraph_about_who_or_when_that_no_finding_took_in_is_kept_for_the_reviewer():
    left = read_plan("一、工作要求\n1.各科室要密切配合。\n2.经费由财务科负责。\n3.联系电话另行通知。").not_understood
    assert [(entry.text, entry.reason) for entry in left] == [("1.各科室要密切配合。", "department"), ("2.经费由财务科负责。", "responsibility")]
