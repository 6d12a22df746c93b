"""The plan of the invented unit: phases, leadership, and what each department does by when."""

from dataclasses import dataclass

CAMPAIGN = "创建省级文明单位"
GUIDING_IDEOLOGY = (
    "以习近平新时代中国特色社会主义思想为指导，围绕“节水优先、护水为民”的工作主线，把文明创建融入水利工作全过程，"
    "用干部职工的文明素养带动服务质量提升，用整洁优美的河湖环境展示单位形象。"
)
GOALS = "三年内各项测评指标全部有据可查，职工对创建工作的知晓率和参与率达到95%以上，注册志愿者不少于在职职工的60%，争创省级文明单位。"

PHASES: list[tuple[str, int, int]] = [
    # name, first and last month counted from the month of today
    ("准备部署", -9, -9),
    ("宣传发动", -8, -7),
    ("全面创建", -6, 0),
    ("自检自查", 1, 1),
    ("整改提高", 2, 3),
    ("迎检验收", 4, 5),
]

LEADERSHIP: list[tuple[str, str, str]] = [
    ("leader", "组长", "党组书记、局长程立新"),
    ("deputy", "副组长", "党组成员、副局长贺长河"),
    ("member", "成员", "各科室、直属单位和水利站主要负责人"),
    ("office", "办公室主任", "创建办主任叶清源"),
    ("liaison", "联络员", "各科室、直属单位和水利站联络员"),
]


@dataclass(frozen=True)
class Line:
    """One task: a single deadline is ``due`` (month from today's, day) or ``due_in`` days from today; ``every`` makes it come back."""

    heading: str
    title: str
    requirement: str
    kind: str
    lead: str
    indicators: tuple[str, ...]
    supports: tuple[tuple[str, str, bool], ...] = ()
    every: str = ""
    due: tuple[int, int] | None = None
    due_in: int | None = None
    persons: tuple[str, ...] = ()


IDEOLOGY, MORALS, SERVICE, CULTURE, PLACE, WORK = "理想信念", "道德实践", "志愿服务", "文化生活", "优美环境", "组织保障"

LINES = [
    Line(WORK, "召开创建工作动员会", "印发实施方案，部署三年任务，明确牵头科室和联络员。", "会议部署", "党政办公室", ("II-1",), due=(-9, 20)),
    Line(WORK, "领导小组专题研究创建工作", "领导小组每季度至少研究一次创建工作，形成会议纪要。", "会议部署", "党政办公室", ("II-1",), every="quarter"),
    Line(WORK, "编发创建工作简报", "每月编发一期简报，报送市文明办。", "宣传报道", "党政办公室", ("II-16",), every="month"),
    Line(
        WORK,
        "整理创建工作台账",
        "按指标建立台账，做到一事一档、图文对应。",
        "环境检查",
        "党政办公室",
        ("II-1",),
        (("机关党委", "提供党务台账", True),),
        due_in=4,
    ),
    Line(IDEOLOGY, "党组理论学习中心组学习", "每季度集中学习，有通知、有签到、有记录。", "集中学习", "机关党委", ("II-4",), every="quarter"),
    Line(
        IDEOLOGY,
        "职工理论学习日",
        "每月组织一次职工集中学习。",
        "集中学习",
        "机关党委",
        ("II-4",),
        (("人事教育科", "登记学时", False),),
        every="month",
        persons=("lead",),
    ),
    Line(IDEOLOGY, "爱国主义教育基地参观", "组织党员到爱国主义教育基地参观学习。", "集中学习", "机关党委", ("II-4",), due=(-4, 28)),
    Line(IDEOLOGY, "法治宣传进科室", "开展宪法、水法等法律法规宣传。", "集中学习", "水资源管理科", ("II-13",), due_in=14),
    Line(
        MORALS,
        "道德讲堂",
        "每两个月举办一期，由身边人讲身边事。",
        "道德讲堂",
        "机关党委",
        ("II-5",),
        (("计划财务科", "保障讲堂经费", False),),
        every="two_months",
        persons=("lead", "staff"),
    ),
    Line(IDEOLOGY, "职工文明素养测试", "组织全体职工参加文明素养测试，登记成绩。", "集中学习", "机关党委", ("II-3",), due_in=0),
    Line(MORALS, "“身边好人”评选", "每半年评选一次，张榜公布事迹。", "评选表彰", "人事教育科", ("II-6",), every="half_year"),
    Line(MORALS, "文明科室评选", "对照标准评选文明科室并表彰。", "评选表彰", "人事教育科", ("II-6",), due_in=3),
    Line(MORALS, "诚信建设主题宣传", "结合窗口服务开展诚信宣传，公开服务承诺。", "宣传报道", "城区供水服务中心", ("II-6",), due=(-2, 15)),
    Line(MORALS, "家庭家教家风活动", "举办家风故事分享会。", "道德讲堂", "机关党委", ("II-5",), due_in=2),
    Line(
        SERVICE,
        "学雷锋志愿服务月",
        "三月集中开展学雷锋志愿服务。",
        "志愿服务",
        "机关党委",
        ("II-7",),
        (("东湖水利站", "组织护河小队", True), ("计划财务科", "采购志愿服务物资", False)),
        due=(-8, 25),
    ),
    Line(
        SERVICE,
        "护河净滩志愿服务",
        "每月到责任河段清理垃圾、劝导不文明行为。",
        "志愿服务",
        "河湖管理科",
        ("II-7", "II-14"),
        (("东湖水利站", "提供清理照片和时长截图", True),),
        every="month",
    ),
    Line(SERVICE, "社区“双报到”服务", "在职党员到社区报到并认领服务事项。", "志愿服务", "机关党委", ("II-7",), every="quarter"),
    Line(SERVICE, "节水宣传进校园", "为中小学生讲节水课，发放宣传册。", "志愿服务", "水资源管理科", ("II-7",), due=(-5, 22)),
    Line(
        SERVICE,
        "结对共建村帮扶",
        "每季度到共建村开展帮扶，有项目、有照片、有投入证明。",
        "结对帮扶",
        "规划建设科",
        ("II-10",),
        (("计划财务科", "提供资金凭证", True),),
        every="quarter",
    ),
    Line(CULTURE, "我们的节日", "在传统节日前后开展主题活动，有方案、有照片。", "我们的节日", "机关党委", ("II-8",), every="two_months"),
    Line(CULTURE, "职工读书分享", "每季度举办一次读书分享会。", "集中学习", "人事教育科", ("II-9",), every="quarter"),
    Line(CULTURE, "职工运动会", "举办年度职工运动会。", "文体活动", "人事教育科", ("II-9",), (("水利工程质量中心", "组队参赛", False),), due=(-3, 18)),
    Line(CULTURE, "迎新春文艺联欢", "组织职工自编自演节目。", "文体活动", "机关党委", ("II-9",), due=(2, 12)),
    Line(PLACE, "公益广告更新", "办公区和服务窗口公益广告不少于5处，每半年更新一次。", "公益广告", "党政办公室", ("II-15",), every="half_year"),
    Line(PLACE, "办公环境卫生检查", "每月检查一次办公环境，公布结果。", "环境检查", "党政办公室", ("II-14",), every="month", persons=("office2",)),
    Line(PLACE, "文明交通劝导", "组织职工到责任路口开展文明交通劝导。", "志愿服务", "水利工程质量中心", ("II-7",), every="quarter"),
    Line(PLACE, "食堂节约检查", "检查“光盘行动”落实情况。", "环境检查", "计划财务科", ("II-14",), due_in=-3),
    Line(PLACE, "水利站环境整治", "整治站区环境，设置文明标识。", "环境检查", "北山水利站", ("II-14",), due_in=-9),
    Line(PLACE, "窗口优质服务提升", "规范窗口用语，公开办事流程，开展满意度测评。", "环境检查", "城区供水服务中心", ("II-11",), due_in=2),
]
