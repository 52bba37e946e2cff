"""The 77 clauses that were hardest to carry as data: each is held by named scenarios of its pack.

They were chosen before the first pack was written, because they were thought to break the format or
the core; thirteen of the first scenarios did (rounds, the two times, identity). The table names, for
each clause, the scenarios of the delivered pack that show it: a part of the name that is that
scenario's alone. A clause without a scenario that holds, says that it proves the clause and really
touches what carries it, fails here. `tests/core/study` keeps the first excerpts and their scenarios.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from huiyin.obligations.packrun import Played, play_all
from huiyin.obligations.proof import places_cited, touched_clauses
from tests.packs.test_packs import ROOT, loaded, written_for

HARD: dict[str, dict[str, tuple[str, ...]]] = {
    "jubensha": {
        "7.3.b": ("19:05:00 按时", "19:05:01 就迟", "7 月 1 日起改 3 分钟"),
        "8.5": ("八类核心信息缺一样都不能完成登记",),
        "9.1b": ("纸质凭证断网时手写", "事后补说按时也不抹去逾期"),
        "9.2.1b": ("含糊的话要改或写成顾客原话",),
        "9.3.3b": ("多人与群体：人数与名单要相符",),
        "10.3.1b": ("每一步都过一秒",),
        "10.3.2b": ("二级 3 个工作日跨国庆", "10 月 10 日零点一到"),
        "10.3.3b": ("整点还按时", "三级：过一秒就迟", "三级降为二级"),
        "10.4.c": ("三级只有管理层能定", "管理层自己登记的"),
        "10.4.e": ("三级降为二级", "一级在处理中升二级"),
        "11.1.c": ("店长自己登记的，由上一级审", "店长核实过的，不能审"),
        "11.1.e": ("18:30 按时，18:31 迟", "旧的核实和级别不再算数"),
        "11.2.c": ("二次审核退回，重新走部门审核",),
        "11.3.1b": ("要求、时限、接收人缺一不可",),
        "11.3.2b": ("不晚于总时限",),
        "11.3.2c": ("二级分工都完成",),
        "11.3.3b": ("三级报两次", "三级处理中改方案"),
        "13.3.2": ("到期处置：清单要两级批准",),
        "14.1.1.2": ("三级档案要两级批",),
        "14.1.2a": ("没有证明、没有管理层批准",),
        "14.1.2b": ("没有证明、没有管理层批准",),
        "14.1.2c": ("没有证明、没有管理层批准", "外部查阅当天最后一秒"),
        "14.2.4b": ("缺页立违规案", "期满没收回的那一刻起就是逾期"),
        "14.3.b": ("事由只能是五项",),
        "17.4.a": ("每月随机回访", "四月没有抽"),
        "13.1.2c": ("名字是档案规则给的",),
    },
    "robotics": {
        "8.2.1": ("登记有号，标明缺项，不得分流",),
        "11.0.1": ("一般改紧急：从第一次接到起重算", "一般→复杂→一般"),
        "11.1.2": ("紧急跨周末", "各晚一分钟都违期；普通确认不能代替响应"),
        "11.1.3": ("紧急跨周末", "各晚一分钟都违期；普通确认不能代替响应"),
        "11.1.4": ("紧急跨周末", "各晚一分钟都违期；普通确认不能代替响应"),
        "11.3.3": ("没有节点不算",),
        "11.3.4": ("向客服部、向客户的进展各报各的", "过了零点违期；节点过了零点违期"),
        "12.4.3": ("三点都是才合格",),
        "13.2.1": ("由人提出须两家以上客户", "线索自动开案"),
        "14.3.1": ("恰在提前一个工作日的最后一刻", "延期晚一分钟申请"),
        "14.3.3": ("延期违期后才批：不治愈", "第二次延期须高层再批"),
        "15.2.3": ("不满意就重来", "例外结束：联系不上满次"),
        "15.3.1": ("太早的不算", "窗口最后一天还来得及"),
        "18.2.3": ("窗口第一天的回访算数", "一般、非重大的没有专项回访"),
        "18.4.1": ("销毁：没到期的不收",),
        "18.4.3": ("销毁：没到期的不收",),
        "20.3.3": ("逐人指定的受理人核实", "举报客服部：由审计部核实"),
        "21.1.3": ("百分之五、十可以，四、十二不行",),
    },
    "cinema": {
        "2.c": ("未联系到只算一次尝试",),
        "6.5.b": ("一轮一轮做到认可", "不算客户认可"),
        "9.3.a": ("第二次验收不合格即开专项品质核查",),
        "11.1.c": ("周三漏，周二两次不抵", "零点就是第二天"),
        "11.2.c": ("每两日跟踪一次，从上次起算", "两日跟踪过一刻也逾期"),
        "11.2.d": ("周日最后一刻报告算本周", "上报须有新的跟踪作依据"),
        "11.3.b": ("没有核定时限就不能报告完成", "过了核定的时刻一刻即逾期"),
        "11.3.d": ("到整改完成为止；不合格又恢复",),
        "13.1.a": ("发现滞后，督办通知当即发出",),
        "13.3.b": ("督办没有结果不得结案",),
        "14.1.b": ("未联系到只算一次尝试", "过了 2 个工作日一刻才启动"),
        "14.2.a": ("可以在整改过程中回访，但不代替结果回访",),
        "6.2.c": ("时限过 70% 预警",),
    },
    "general": {
        "0.j": ("被投诉的专员不能经手", "当事人是总监的"),
        "1.2.a": ("周一同一刻以前答复都算按时", "过了七十二小时一秒"),
        "3.1.c": ("财务部驳回即止", "一个人不能签两次"),
        "3.1.d": ("三级签字依次来",),
        "3.1.e": ("三级签字依次来", "第三个工作日过完还没签齐"),
        "3.1.g": ("少写一件就没有做完", "周五过完没有检查"),
        "3.2.m": ("周一开会、二十四小时内归档和指定", "纪要一改签名作废"),
        "4.1.b": ("拆出的第二笔使合计超过一分", "被驳回的退款不计入合计", "退款上限空着"),
        "4.1.d": ("危机中总监写明理由可以直接执行", "复核过了第三个工作日"),
        "4.2.g": ("周一开会、二十四小时内归档和指定", "纪要一改签名作废"),
        "4.2.h": ("有决议没办结的不得散会办结", "季度战略会的决议二十四小时内指定"),
        "4.1.e": ("提示的激增由总监判断",),
    },
    "bizcentre": {
        "m1.3.a": ("范围内来电当时答复",),
        "m1.4.a": ("电话笔录的必填项",),
        "m1.6.c": ("当时告知、立即反映",),
        "m1.7": ("未解决退回部门，编号和起始日不变",),
        "m1.8.b": ("协助到底，一样没做不得存档", "走访和上报过了期限一刻"),
        "m2.4.a": ("先后颠倒不行",),
        "m2.5": ("先后颠倒不行",),
        "m2.7": ("最终解决后由首接部门书面解释并致歉",),
    },
}


@cache
def played(slug: str) -> tuple[tuple[Played, frozenset[str]], ...]:
    """Each scenario of a pack as it was played, with the clauses whose carriers it touched."""
    folder: Path = ROOT / "policy_packs" / slug / "2026.1"
    pack = loaded(folder).pack
    places = places_cited(pack)
    runs = play_all(pack, written_for(folder))
    return tuple((one, frozenset(touched_clauses(pack, one, places))) for one in runs)


def rows() -> Iterator[Any]:
    for slug, clauses in HARD.items():
        for clause, names in clauses.items():
            yield pytest.param(slug, clause, names, id=f"{slug} {clause}")


@pytest.mark.parametrize(("slug", "clause", "names"), list(rows()))
def test_a_hard_clause_is_held_by(slug: str, clause: str, names: tuple[str, ...]) -> None:
    for name in names:
        found = [(one, touched) for one, touched in played(slug) if name in one.scenario.name]
        assert len(found) == 1, f"“{name}” names {len(found)} scenarios of {slug}"
        one, touched = found[0]
        assert one.holds, str(one)
        assert clause in one.scenario.proves, f"“{one.scenario.name}” does not claim {clause}"
        assert clause in touched, f"“{one.scenario.name}” does not touch what carries {clause}"


def test_all_seventy_seven_are_there() -> None:
    assert {slug: len(clauses) for slug, clauses in HARD.items()} == {
        "jubensha": 26,
        "robotics": 18,
        "cinema": 13,
        "general": 12,
        "bizcentre": 8,
    }
