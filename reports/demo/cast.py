"""The people and departments of the invented unit."""

from dataclasses import dataclass

UNIT = "明川市水利局"

DEPARTMENTS: list[tuple[str, str, str, str]] = [
    # name, short name, kind, belongs to
    ("党政办公室", "党办", "internal", ""),
    ("机关党委", "", "internal", ""),
    ("人事教育科", "人教科", "internal", ""),
    ("规划建设科", "", "internal", ""),
    ("河湖管理科", "", "internal", ""),
    ("水资源管理科", "", "internal", ""),
    ("计划财务科", "财务科", "internal", ""),
    ("水利工程质量中心", "质量中心", "subordinate", ""),
    ("城区供水服务中心", "供水中心", "subordinate", ""),
    ("东湖水利站", "", "field", "河湖管理科"),
    ("北山水利站", "", "field", "河湖管理科"),
]


@dataclass(frozen=True)
class Player:
    """One person of the demo: sign-in name, name, and the roles held."""

    username: str
    full_name: str
    roles: tuple[tuple[str, str], ...]
    post: str = ""


CAST = [
    Player("office", "叶清源", (("office", "党政办公室"),), "创建办主任"),
    Player("lead", "林晓荷", (("liaison_officer", "机关党委"),), "党务干事"),
    Player("supporter", "邵文博", (("liaison_officer", "计划财务科"),), "科员"),
    Player("head", "梁远航", (("department_head", "机关党委"),), "机关党委专职副书记"),
    Player("staff", "卢小满", (("staff", "机关党委"),), "科员"),
    Player("leader", "程立新", (("leader", "党政办公室"),), "党组书记、局长"),
    Player("inspector", "测评组", (("inspector", ""),), ""),
    Player("sysadmin", "罗启明", (("system_admin", ""),), "系统管理员"),
    Player("secadmin", "白安宁", (("security_admin", ""),), "安全管理员"),
    Player("auditor", "沈鉴", (("audit_admin", ""),), "审计管理员"),
    Player("office2", "钱若水", (("office", "党政办公室"),), "创建办干事"),
    Player("dangban", "温书言", (("liaison_officer", "党政办公室"),), "科员"),
    Player("leader2", "贺长河", (("leader", "机关党委"),), "党组成员、副局长"),
    Player("renjiao", "方一诺", (("liaison_officer", "人事教育科"),), "科员"),
    Player("guihua", "石磊", (("liaison_officer", "规划建设科"),), "科员"),
    Player("hehu", "江小舟", (("liaison_officer", "河湖管理科"),), "科员"),
    Player("ziyuan", "宋泉", (("liaison_officer", "水资源管理科"),), "科员"),
    Player("zhiliang", "高准", (("liaison_officer", "水利工程质量中心"),), "综合室主任"),
    Player("gongshui", "汪润", (("liaison_officer", "城区供水服务中心"),), "办公室副主任"),
    Player("donghu", "丁岸", (("liaison_officer", "东湖水利站"),), "站员"),
    Player("beishan", "崔岭", (("liaison_officer", "北山水利站"),), "站员"),
]
