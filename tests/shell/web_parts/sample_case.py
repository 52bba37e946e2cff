"""D2 as in the picture."""

# ruff: noqa: E501  (sentences and rows as they stand in the pictures)

from huiyin.web import pages
from huiyin.web import parts as p
from tests.shell.web_parts.sample_duties import (
    MIDNIGHT,
    NOW,
    act,
    at,
    clause,
    level,
    row,
    soon,
    today,
)


def case_page(**changes: object) -> pages.CasePage:
    filled: dict[str, object] = {
        "crumbs": [
            pages.Crumb(words="案件", href="#"),
            pages.Crumb(words="徐汇滨江店", href="#"),
            pages.Crumb(words="XH-2026-0417"),
        ],
        "number": "XH-2026-0417",
        "level": level(2),
        "tags": [
            p.Tag(words="服务相关"),
            p.Tag(words="6 位投诉人", icon="users"),
            p.Tag(words="徐汇滨江店 · 现场", icon="map-pin"),
        ],
        "headline": "DM 迟到 42 分钟、开场剧透凶手，6 人要求退还全部场次费并道歉",
        "line": "9月30日 16:12 接收 · 16:15 启动登记（第 3 分钟，按时）· 适用 制度 2026.1 版",
        "line_link": p.Action(label="关联 2 件", href="#related"),
        "actions": [act("凭证", icon="printer"), act("证据包", icon="shield-check")],
        "stepper": _stepper(),
        "owed": _owed(),
        "settled": pages.Settled(
            words="已了结 9：按时 8，",
            late_words="迟 1",
            late_who="内部审核，罗文彬，迟 39分，",
            clause=clause("第十一条(一)"),
            href="#settled",
        ),
        "facts": _facts(),
        "masked_words": "3 处已遮盖",
        "quote": p.MarkedText(
            spans=[
                p.Span(
                    text="“约的 13:30，DM 14:12 才到，没解释。开场念错阶段，把凶手名字念出来了，六个人的体验全毁了。要求退全款并道歉。”"
                )
            ]
        ),
        "quote_note": "顾客口述，唐可 9月30日 16:20 复述核对；原文含 1 处手机号，已遮盖。",
        "finding": p.Notice(
            title="初步核实：属实。",
            words="监控显示 DM 14:11 进店；主持记录确认阶段念错。佐证 3 份。唐可 09-30 17:20",
            icon="circle-check",
        ),
        "timeline": _timeline(),
        "filters": [
            p.FilterChip(words="全部", count=31, href="#", on=True),
            p.FilterChip(words="对顾客", count=6, href="#"),
            p.FilterChip(words="审批", count=4, href="#"),
            p.FilterChip(words="迟", count=1, href="#"),
        ],
        "documents": [
            pages.DocumentItem(
                title="顾客投诉登记凭证", words="XH-2026-0417 · 1 版 · 已签", href="#"
            ),
            pages.DocumentItem(title="分类分级认定表", words="顾晓岚签", href="#"),
            pages.DocumentItem(title="审核与流转单", words="两级签齐", href="#"),
            pages.DocumentItem(
                title="临时处理小组分工书", words="XZ-2026-031 · 3 部门已确认", href="#"
            ),
        ],
        "documents_link": p.Action(label="归档清单 4/7", href="#"),
        "evidence": [
            p.FileItem(name="大堂监控", words="14:11", kind="photo", href="#"),
            p.FileItem(name="主持记录", kind="photo", href="#"),
            p.FileItem(name="支付 6 笔", kind="receipt", href="#"),
            p.FileItem(name="0:48", kind="video", href="#"),
        ],
        "evidence_count": 7,
        "evidence_words": "另 3 份 · 全部已扫描 · 指纹已登记",
        "tabs": p.Tabs(
            label="我能做什么",
            tabs=[
                p.Tab(words="告知进度", href="#", on=True),
                p.Tab(words="补充证据", href="#"),
                p.Tab(words="记一次沟通", href="#"),
                p.Tab(words="更多", href="#"),
            ],
        ),
        "form": _form(),
        "refused": _refused(),
        "approvals": _approvals(),
        "related": [
            pages.Related(
                number="XH-2026-0392",
                href="#",
                words="同一 DM 迟到（8月30日）",
                tag=p.Tag(words="已归档"),
            ),
            pages.Related(
                number="GJ-2026-012",
                href="#",
                words="改进：DM 到岗签到",
                tag=p.Tag(words="系统建议", tone="accent"),
                note="30 天内同因 3 件，触发第十五条(三)",
            ),
        ],
    }
    return pages.CasePage(**(filled | changes))  # type: ignore[arg-type]


def _stepper() -> p.Stepper:
    past = [
        ("登记", "09-30 16:33"),
        ("初步核实", "17:20 按时"),
        ("分类分级", "17:41 顾晓岚"),
        ("内部审核", "19:31 迟39分"),
        ("二次审核", "19:58 按时"),
        ("流转", "20:10 临时小组"),
    ]
    coming = [("反馈", "客服部"), ("回访", "如被抽中"), ("归档", "保存 5 年")]
    return p.Stepper(
        stages=[
            *(
                p.Stage(name=name, state=p.StageState.PAST, words=words, late="迟" in words)
                for name, words in past
            ),
            p.Stage(name="处理中", state=p.StageState.NOW, words="今天 24:00 前"),
            *(p.Stage(name=name, state=p.StageState.NEXT, words=words) for name, words in coming),
        ]
    )


def _owed() -> list[p.DutyRow]:
    return [
        row(
            1,
            soon("1小时18分", at(12, 0), "今天 12:00"),
            "提交退费核算意见",
            "",
            "第十一条(三)2",
            bearer=p.Person(name="何静", post="财务部"),
            facts=["时限由临时小组分工书定"],
            action=act("催办"),
        ),
        row(
            2,
            today("7小时18分", at(18, 0), "今天 18:00"),
            "告知顾客进度",
            "",
            "第六条(三)5",
            bearer=p.Person(name="周敏", post="客服部"),
            mine=True,
            chosen=True,
            facts=["公司参数：处理中每工作日一次"],
            action_words="在右侧办理",
        ),
        row(
            3,
            today("13小时18分", MIDNIGHT, "今天 24:00"),
            "处理完成并提交结果",
            "",
            "第十条(三)2",
            bearer=p.Person(name="顾晓岚", post="运营部（牵头）"),
            facts=["3 个工作日，国庆 7 天不计，今天调休计入"],
        ),
    ]


def _facts() -> list[pages.FactLine]:
    look = p.Action(label="查看", href="#")
    return [
        pages.FactLine(label="牵头投诉人", words="林*舟", tags=[p.Tag(words="金卡会员")]),
        pages.FactLine(
            label="联系电话", value=p.Masked(masked="138****2071", label="联系电话", show="#reveal")
        ),
        pages.FactLine(
            label="其余投诉人",
            words="5 位：陈*、王*雨、赵*、许*宁、白*",
            link=p.Action(label="展开", href="#"),
        ),
        pages.FactLine(label="情绪状态", words="激动，接受次日电话沟通"),
        pages.FactLine(label="消费时间", words="2026-09-30 13:30—16:00"),
        pages.FactLine(
            label="剧本 / DM",
            words="《槐安镇旧事》 / 程澈",
            tags=[p.Tag(words="已回避", icon="user-off")],
        ),
        pages.FactLine(label="诉求", words="退费 2,148.00 元；当面道歉"),
        pages.FactLine(label="历史投诉", words="同店 90 天内 0 件；同一 DM 3 件", link=look),
    ]


def _timeline() -> p.Timeline:
    return p.Timeline(
        entries=[
            p.TimelineEntry(
                occurred="今天 09:15",
                act="财务部接收核算任务",
                who="何静",
                what="支付流水 6 笔已调取",
                tone="accent",
                at=NOW,
            ),
            p.TimelineEntry(
                occurred="10-09 16:40",
                act="告知顾客进度",
                who="周敏，电话",
                what="“已核实属实，退费方案在核算，最迟 10 日晚答复。”顾客：可以等。",
            ),
            p.TimelineEntry(
                occurred="10-09 11:02",
                act="补充证据",
                who="顾客经查询码上传",
                what="照片 2 张，已扫描，无异常",
            ),
            p.TimelineEntry(
                occurred="09-30 20:36",
                act="临时处理小组成立",
                who="顾晓岚签署",
                what="徐汇滨江店、财务部、客服部；分工书 XZ-2026-031",
            ),
            p.TimelineEntry(
                occurred="09-30 19:31",
                act="内部审核通过",
                who="罗文彬签署",
                late="迟 39分",
                clauses=[clause("第十一条(一)")],
                tone="late",
                note="18:52 到期时记入逾期，18:52 上报运营部。",
            ),
            p.TimelineEntry(
                occurred="09-30 16:12",
                recorded="16:15",
                act="接收投诉",
                who="徐汇滨江店服务台 唐可",
                what="发生与记录相差 3 分钟",
            ),
        ],
        chain="31 条事件首尾相连，最近封存 10:00，校验无误",
        chain_href="#",
    )


def _form() -> p.StepForm:
    return p.StepForm(
        action="#tell",
        once="k-1",
        target="#act",
        draft_action="#draft",
        draft=p.DraftState(saved="10:41"),
        submit="保存并签名",
        note="保存后这项义务了结，记“按时”",
        body=[
            p.Field(
                kind="choice",
                name="way",
                label="告知方式",
                required=True,
                choices=[
                    p.Choice(value="phone", label="电话", icon="phone", chosen=True),
                    p.Choice(value="wecom", label="企业微信", icon="message-2"),
                    p.Choice(value="page", label="查询页", icon="link"),
                ],
            ),
            p.Field(
                kind="longtext",
                name="said",
                label="说了什么",
                hint="顾客会在查询页看到这段",
                required=True,
                value="财务已调取 6 笔支付流水，正在核算退费金额，今晚 24:00 前给您方案。如果方案",
            ),
            p.Field(
                kind="choice",
                name="answer",
                label="顾客的回应",
                required=True,
                example="同意 / 不同意 / 未接通，并写一句",
                choices=[p.Choice(value=str(n), label=f"回应 {n}") for n in range(8)],
            ),
        ],
    )


def _refused() -> list[p.Refusal]:
    return [
        p.Refusal(
            title="归档：",
            missing=["缺处理结果、反馈记录。"],
            who=["由顾晓岚先提交结果。"],
            clauses=[clause("第十二条")],
            brief=True,
        ),
        p.Refusal(
            title="申请延期：",
            missing=["本制度没有延期。"],
            who=["二级最长 3 个工作日。"],
            clauses=[clause("第十条(三)2")],
            brief=True,
        ),
        p.Refusal(title="分派给程澈：", missing=["投诉涉及本人，须回避。"], brief=True),
    ]


def _approvals() -> p.ApprovalStrip:
    return p.ApprovalStrip(
        upright=True,
        steps=[
            p.ApprovalStep(
                name="店长审核", state=p.ApprovalState.DONE, words="罗文彬 09-30 19:31 · 迟 39分"
            ),
            p.ApprovalStep(
                name="二次审核", state=p.ApprovalState.DONE, words="周敏 09-30 19:58 · 按时"
            ),
            p.ApprovalStep(name="退费审批", state=p.ApprovalState.NOW, words="顾晓岚 · 等财务核算"),
        ],
    )
