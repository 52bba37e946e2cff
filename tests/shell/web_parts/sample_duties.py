"""D1 and D2 as in the pictures."""

# ruff: noqa: E501  (sentences and rows as they stand in the pictures)

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from huiyin.web import pages
from huiyin.web import parts as p
from huiyin.web.parts import CountdownState as State

NOW = datetime(2026, 10, 10, 10, 42, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


def at(hour: int, minute: int, second: int = 0) -> datetime:
    return NOW.replace(hour=hour, minute=minute, second=second)


def clause(label: str) -> p.Clause:
    return p.Clause(
        label=label,
        href="#clause",
        title="审核",
        demand="部门负责人收到凭证后 1 小时内审核完。",
        version="2026.1 版",
        figures="本季 502 笔，按时 454",
    )


def level(rank: int, *, short: bool = False) -> p.Level:
    words = ["一级 一般", "二级 较重大", "三级 重大"][rank - 1]
    return p.Level(rank=rank, of=3, words=words.split()[0] if short else words)


def late(amount: str, due: datetime, under: str, size: str = "") -> p.Countdown:
    return p.Countdown(
        state=State.OVERDUE,
        amount=amount,
        due=due,
        under=under,
        why="#why" if under else "",
        size=size,
    )


def soon(amount: str, due: datetime, under: str = "", size: str = "") -> p.Countdown:
    return p.Countdown(
        state=State.SOON,
        amount=amount,
        due=due,
        under=under,
        why="#why" if under else "",
        size=size,
    )


def today(amount: str, due: datetime, under: str = "") -> p.Countdown:
    return p.Countdown(
        state=State.TODAY, amount=amount, due=due, under=under, why="#why" if under else ""
    )


def later(words: str) -> p.Countdown:
    return p.Countdown(state=State.LATER, words=words)


def act(label: str, *, primary: bool = False, icon: str = "") -> p.Action:
    return p.Action(
        label=label, href="#act", small=True, style="primary" if primary else "", icon=icon
    )


MIDNIGHT = NOW.replace(hour=0, minute=0, second=0) + timedelta(days=1)


def my_duties() -> pages.MyDuties:
    return pages.MyDuties(
        summary="按到期时间排列。",
        late_words="2 项已逾期",
        summary_rest="，最近一项 5分48秒后到期。",
        chips=[
            p.FilterChip(words="全部", count=20, href="#", on=True),
            p.FilterChip(words="已逾期", count=2, href="#", icon="alert-triangle", tone="late"),
            p.FilterChip(words="1 小时内", count=3, href="#", icon="clock-exclamation"),
            p.FilterChip(words="今天", count=5, href="#"),
            p.FilterChip(words="以后", count=10, href="#"),
        ],
        narrow=[
            p.FilterChip(
                words=f"{name}：全部", choices=[p.FilterChoice(words="全部", href="#", on=True)]
            )
            for name in ("门店", "环节", "级别")
        ],
        deputies=[p.Tag(words="同时显示 沈嘉禾 的待办（代理至 10-12）", icon="user")],
        groups=[
            p.DutyGroup(
                kind="overdue",
                title="已逾期",
                count=2,
                words="做完仍记为“迟”，逾期记录不会消失",
                rows=_late_rows(),
            ),
            p.DutyGroup(kind="soon", title="1 小时内", count=3, rows=_soon_rows()),
            p.DutyGroup(kind="today", title="今天", count=5, rows=_today_rows()),
            p.DutyGroup(
                kind="later",
                title="以后",
                count=10,
                rows=_later_rows(),
                more="#",
                more_words="展开其余 8 项",
            ),
        ],
        waiting=_waiting(),
        waiting_count=6,
        waiting_href="#",
        shares_title="本月我的登记",
        shares_words="10月1日至今",
        shares=[
            p.Bar(label="按时启动登记", words="41 / 43", done=41, late=2, total=43),
            p.Bar(label="1 小时内初步核实", words="38 / 41", done=38, late=3, total=41),
        ],
        shares_note="斜纹为迟。另有 2 项未到期，不计入。",
        calendar=p.MarkedText(
            spans=[
                p.Span(text="今天是"),
                p.Span(text="调休上班日", kind="strong"),
                p.Span(
                    text="，计入工作日。明天 10月11日 周日不计。2027 年节假日尚未公布，跨年期限标为“暂定”。"
                ),
            ]
        ),
        register=p.Action(
            label="登记投诉", href="#register", icon="file-plus", style="primary", key="N"
        ),
        print_href="#print",
    )


def row(
    ident: int, countdown: p.Countdown, verb: str, case: str, cited: str, **more: object
) -> p.DutyRow:
    return p.DutyRow(
        ident=f"duty-{ident}",
        countdown=countdown,
        verb=verb,
        case=case,
        clauses=[clause(cited)],
        **more,  # type: ignore[arg-type]
    )


def _late_rows() -> list[p.DutyRow]:
    return [
        row(
            1,
            late("2小时14分", at(8, 28), "今天 08:28 到期"),
            "二次审核登记凭证",
            "静安寺店：《第七扇门》道具缺失，要求更换剧本",
            "第十一条(二)",
            number="JA-2026-0233",
            number_href="#case",
            level=level(1),
            facts=["已上报 客服部负责人 方黎 08:29"],
            action=act("去审核", primary=True),
        ),
        row(
            2,
            late("26分", at(10, 16), "今天 10:16 到期"),
            "联系顾客补充信息",
            "五角场店：缺消费时间、剧本名称",
            "第十条(一)",
            number="WJ-2026-0188",
            number_href="#case",
            level=level(1),
            facts=["已拨打 1 次，未接"],
            action=act("记一次联系", icon="phone"),
        ),
    ]


def _soon_rows() -> list[p.DutyRow]:
    return [
        row(
            3,
            soon("5分48秒", at(10, 48), "今天 10:48 到期"),
            "启动登记",
            "大众点评：“包间有积水，DM 中途换人，没有人解释”",
            "第七条(三)",
            number_words="未取号",
            tags=[p.Tag(words="大众点评 · 徐汇滨江店", icon="message-2")],
            facts=["发布 09:02，发现 10:18（间隔 1小时16分）"],
            chosen=True,
            action=act("开始登记", primary=True),
        ),
        row(
            4,
            soon("31分", at(11, 13), "今天 11:13 到期"),
            "二次审核登记凭证",
            "徐汇滨江店：充值余额扣错两次，要求退费",
            "第十一条(二)",
            number="XH-2026-0421",
            number_href="#case",
            level=level(2),
            facts=["第 2 次提交（首次退回：级别理由不足）"],
            action=act("去审核"),
        ),
        row(
            5,
            soon("52分", at(11, 34), "今天 11:34 到期"),
            "初步核实",
            "客服电话：预约两次被取消，无人通知",
            "第十条(一)",
            number="KF-2026-0096",
            number_href="#case",
            level_words="未分级",
            facts=["10:34 登记完成"],
            action=act("去核实"),
        ),
    ]


def _today_rows() -> list[p.DutyRow]:
    rows = [
        (6, "7小时18分", at(18, 0), "今天 18:00 到期", "告知顾客进度", "徐汇滨江店：DM 迟到 42 分钟且剧透，6 人要求退费", "第六条(三)5", "XH-2026-0417", 2, "上次告知 10月9日 16:40", "记录告知"),
        (7, "13小时18分", MIDNIGHT, "今天 24:00 到期", "核对流转台账", "10月10日，34 笔流转，自动比对 33 笔一致", "第十七条(一)2", "", 0, "1 笔需人工确认", "去核对"),
        (8, "13小时18分", MIDNIGHT, "今天 24:00 到期", "反馈处理结果并记录意见", "五角场店：空调异响，已更换风机", "第六条(三)5", "WJ-2026-0181", 1, "门店 10:05 报完成，照片 3 张", "记录反馈"),
        (9, "13小时18分", MIDNIGHT, "今天 24:00 到期", "核对归档清单", "静安寺店：座椅破损划伤，已赔付", "第十二条", "JA-2026-0219", 1, "清单 7 项，缺 1 项：监控截图", "去补齐"),
    ]  # fmt: skip
    drawn = [
        row(
            ident,
            today(amount, due, under),
            verb,
            case,
            cited,
            number=number,
            number_href="#case" if number else "",
            level=level(rank) if rank else None,
            tags=[] if number else [p.Tag(words="每日", icon="calendar-repeat")],
            facts=[fact],
            action=act(label),
        )
        for ident, amount, due, under, verb, case, cited, number, rank, fact, label in rows
    ]
    undetermined = p.Countdown(state=State.UNDETERMINED, under="待管理层核定", why="#why")
    return [
        *drawn,
        row(
            10,
            undetermined,
            "跟踪专项方案",
            "静安寺店：一车 11 人集体投诉《灯塔守夜人》疑为盗版",
            "第十条(三)3",
            number="JA-2026-0229",
            number_href="#case",
            level=level(3),
            facts=["方案 10-09 报陆明远，未批"],
            action=act("查看"),
        ),
    ]


def _later_rows() -> list[p.DutyRow]:
    return [
        row(
            11,
            later("10月12日 周一 12:00"),
            "月度回访抽样",
            "9 月已处理 86 件，抽 10%，由未经手人员回访",
            "第十七条(四)",
            tags=[p.Tag(words="每月", icon="calendar-repeat")],
            action=act("抽样"),
        ),
        row(
            12,
            later("10月13日 周二 24:00"),
            "处理完成",
            "徐汇滨江店：充值余额扣错两次，要求退费",
            "第十条(三)2",
            number="XH-2026-0421",
            number_href="#case",
            level=level(2),
            facts=["牵头：运营部 顾晓岚"],
            action=act("查看"),
        ),
    ]


def _waiting() -> list[pages.Waiting]:
    return [
        pages.Waiting(
            person=p.Person(name="何静", post="财务部"),
            what="退费核算",
            number="XH-2026-0417",
            number_href="#case",
            countdown=soon("1小时18分", at(12, 0), size="small"),
        ),
        pages.Waiting(
            person=p.Person(name="罗文彬", post="徐汇滨江店长"),
            what="内部审核",
            number="XH-2026-0423",
            number_href="#case",
            countdown=late("39分", at(10, 3), "", size="small"),
            note="10:30 系统已催",
            links=[p.Action(label="再催", href="#"), p.Action(label="发督办", href="#")],
        ),
        pages.Waiting(
            person=p.Person(name="顾晓岚", post="运营负责人"),
            what="二级认定",
            number="WJ-2026-0190",
            number_href="#case",
            moment="10-12 周一",
        ),
        pages.Waiting(
            person=p.Person(name="顾客", post="已发链接", sign="客"),
            what="对方案的答复",
            number="WJ-2026-0181",
            number_href="#case",
            moment="无时限",
            note="顾客不受时限约束，14 天未答再联系",
        ),
    ]
