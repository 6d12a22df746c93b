"""Names of persons: told from posts and departments, and separated where they run together."""

import re

from .departments import is_department, split_list
from .lines import flatten

SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗"
    "毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟"
    "徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧"
    "隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘斜厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉"
    "宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷"
    "訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公仉岳帅缑亢况有琴商佘佟伯赏墨哈谯笪年爱阳肖闫付代涂覃邸苑冼植占仝兰苟"
)
COMPOUND = ("欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "司徒", "令狐", "夏侯", "端木")
POST = (
    r"(?:书记|局长|处长|科长|股长|主任|主席|校长|院长|园长|行长|总经理|经理|董事长|部长|队长|组长|所长|站长|馆长|会长|干事|委员|县长|市长|镇长|区长|乡长"
    r"|调研员|巡视员|负责人|负责同志|领导|助理|专员|秘书长|秘书|主管|教师|老师|教导员|政委|指导员|大队长|支队长|中队长|班主任|护士长|总监|厂长|工程师|总工|检察长|庭长|科员|职员|理事长)"
)
POST_END = re.compile(rf"{POST}(?:\([^()]{{1,20}}\))?$")
POST_BEFORE = re.compile(rf"^.*{POST}\s*[:]?\s*")
PERSON_NOUN = re.compile(rf"(?:{POST}|人员|干部|同志|代表|职工|党员|骨干|成员|联络员|信息员)(?:\([^()]{{1,20}}\))?$")
HONORIFIC = re.compile(r"(?:等)?同志$|等$")
ANONYMOUS = re.compile(r"[一-龥]?[某xX*]{1,3}$")
SPACED_NAME = re.compile(r"(?<![一-龥])([一-龥]) +([一-龥])(?![一-龥])")


def is_name(text: str) -> bool:
    """True for a personal name of two to four signs (王某某 and X某 too)."""
    flat = flatten(text).replace(" ", "")
    if not 2 <= len(flat) <= 4 or POST_END.search(flat) or is_department(flat):
        return False
    if ANONYMOUS.fullmatch(flat):
        return True
    if flat[:2] in COMPOUND:
        return len(flat) > 2 and flat.isalpha()
    return flat[0] in SURNAMES and len(flat) <= 3 and flat.isalpha()


def join_spaced(text: str) -> str:
    """ "黄 伟" is one name: the space typed to align two-sign names goes."""
    return re.sub(r"(?<![一-龥])([一-龥])[ \u3000\xa0]+([一-龥])(?![一-龥])", r"\1\2", text)


def split_names(raw: str) -> list[str]:
    """The persons of a field: separators, posts and brackets taken off, run-together names cut."""
    names: list[str] = []
    for chunk in split_list(join_spaced(raw), spaces=False):
        found = [_names_of(token) for token in chunk.split()]
        plain = [name for group in found for name in group if is_name(name)]
        names.extend(plain or [name for group in found for name in group])
    return names


def _names_of(piece: str) -> list[str]:
    bare = re.sub(r"[(（][^()（）]*[)）]", "", piece).strip()
    bare = HONORIFIC.sub("", bare)
    if not bare:
        return []
    if is_name(bare):
        return [bare]
    if PERSON_NOUN.search(flatten(bare)):
        return [bare]
    rest = POST_BEFORE.sub("", flatten(bare))
    if rest and rest != bare and is_name(rest):
        return [bare[-len(rest) :]]
    run = cut_run(bare)
    if run:
        return run
    return [] if is_department(bare) or len(bare) > 4 else [bare]


def cut_run(text: str) -> list[str]:
    """ "李晓梅王大勇" as two names; [] when it cannot be cut into names. Three signs are preferred to two."""
    if not 4 <= len(text) <= 24 or not text.isalpha():
        return []
    best: list[list[str] | None] = [None] * (len(text) + 1)
    best[len(text)] = []
    for start in range(len(text) - 1, -1, -1):
        options = []
        for size in (3, 2, 4):
            rest = best[start + size] if start + size <= len(text) else None
            if rest is not None and is_name(text[start : start + size]):
                options.append([text[start : start + size], *rest])
        best[start] = min(options, key=len, default=None)
    return best[0] or []


def without_post(text: str) -> str:
    """ "副局长高山" as "高山"; the text itself when no name can be told apart."""
    bare = HONORIFIC.sub("", re.sub(r"[(（][^()（）]*[)）]", "", join_spaced(text)).strip())
    if is_name(bare):
        return bare
    rest = POST_BEFORE.sub("", flatten(bare)).strip()
    if rest and is_name(rest):
        return bare[-len(rest) :]
    first = re.split(r"[\s、,，]", bare)[0]
    return first if is_name(first) else bare
