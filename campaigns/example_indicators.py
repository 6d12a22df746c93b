"""An example of an indicator system, in our own words: to try the product with, until the unit's own edition is at hand.

It copies no issued edition. Basic lines make 100 points; bonus lines come on top; a veto line costs the title.
"""

from __future__ import annotations

from typing import NamedTuple

NAME = "文明单位创建测评体系（示例）"
YEAR = "示例版"


class Line(NamedTuple):
    """One line below a group: ``points`` None where nothing is counted (a veto), ``method`` how it is looked at."""

    code: str
    title: str
    points: int | None
    method: str


class Group(NamedTuple):
    """A heading with its lines, all of one kind (a value of ``Indicator.Kind``)."""

    code: str
    title: str
    kind: str
    lines: tuple[Line, ...]


PAPERS, VISIT, SURVEY = "材料审核", "实地考察", "问卷调查"

GROUPS = (
    Group(
        "I-1",
        "组织领导",
        "basic",
        (
            Line("II-1", "领导小组和办事机构健全，年初有方案、年中有调度、年末有总结", 6, PAPERS),
            Line("II-2", "创建工作纳入单位年度目标，经费和人员有保障", 5, PAPERS),
            Line("II-3", "职工知晓创建内容，主动参与创建活动", 5, SURVEY),
        ),
    ),
    Group(
        "I-2",
        "思想道德建设",
        "basic",
        (
            Line("II-4", "理论学习有计划、有记录，干部职工集中学习经常开展", 8, PAPERS),
            Line("II-5", "道德讲堂、先进典型学习宣传等道德实践活动定期举办", 7, PAPERS),
            Line("II-6", "诚信教育、家庭家教家风建设和身边好人评选有成效", 6, PAPERS),
        ),
    ),
    Group(
        "I-3",
        "文化生活与志愿服务",
        "basic",
        (
            Line("II-7", "志愿服务队伍健全，活动常态开展，服务时长有登记", 10, PAPERS),
            Line("II-8", "“我们的节日”主题活动在传统节日期间开展", 6, PAPERS),
            Line("II-9", "职工文体活动丰富，有活动场所和阅读阵地", 6, VISIT),
            Line("II-10", "结对帮扶、共建共创有协议、有走访、有成果", 6, PAPERS),
        ),
    ),
    Group(
        "I-4",
        "业务水平与内部管理",
        "basic",
        (
            Line("II-11", "窗口服务规范，办事公开，群众评价良好", 8, VISIT),
            Line("II-12", "规章制度完善，民主管理、政务公开落实到位", 6, PAPERS),
            Line("II-13", "安全生产、普法和网络文明责任落实", 5, PAPERS),
        ),
    ),
    Group(
        "I-5",
        "环境与氛围",
        "basic",
        (
            Line("II-14", "办公区和责任区整洁有序，垃圾分类、控烟和节约落实", 6, VISIT),
            Line("II-15", "公益广告和创建标识设置规范，内容及时更新", 5, VISIT),
            Line("II-16", "创建动态宣传及时，在本级以上媒体刊发", 5, PAPERS),
        ),
    ),
    Group(
        "I-6",
        "特色加分",
        "bonus",
        (
            Line("III-1", "创建经验在本级以上会议交流或被推广", 3, PAPERS),
            Line("III-2", "单位或个人获得精神文明建设方面的表彰", 2, PAPERS),
        ),
    ),
    Group(
        "I-7",
        "否决事项",
        "veto",
        (
            Line("IV-1", "主要负责人在周期内发生严重违纪违法", None, PAPERS),
            Line("IV-2", "发生负主要责任的安全、环境或信访重大事件", None, PAPERS),
            Line("IV-3", "申报材料弄虚作假", None, PAPERS),
        ),
    ),
)
