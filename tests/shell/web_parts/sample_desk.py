"""D3, D4, D5, D10 and smaller desk pages, as in the pictures."""

# ruff: noqa: E501  (sentences and rows as they stand in the pictures)

from huiyin.web import message_pages, pages
from huiyin.web import parts as p
from huiyin.web.parts import CountdownState as State
from tests.shell.web_parts.sample_duties import act, at, clause, late, later, level, soon, today


def _weeks() -> list[list[p.Day]]:
    def skipped(date: str, words: str = "国庆节") -> p.Day:
        return p.Day(date=date, kind="skipped", words=words)

    def counted(date: str, number: int, **more: object) -> p.Day:
        return p.Day(date=date, kind="counted", ordinal=number, **more)  # type: ignore[arg-type]

    return [
        [
            p.Day(date="9月28日", kind="start", words="15:20 登记\n首日不计"),
            counted("29日", 1),
            counted("30日", 2),
            skipped("10月1日"),
            *(skipped(f"{day}日") for day in (2, 3, 4)),
        ],
        [
            *(skipped(f"{day}日") for day in (5, 6, 7)),
            counted("8日", 3),
            counted("9日", 4),
            counted("10日", 5, makeup=True, today=True, words="今天"),
            skipped("11日", "周日"),
        ],
        [
            p.Day(date="12日", kind="paused", words="暂停"),
            p.Day(date="13日", kind="paused", words="暂停"),
            counted("14日", 6),
            counted("15日", 7, due=True, words="24:00 到期"),
            *(p.Day(date=f"{day}日", kind="outside") for day in (16, 17, 18)),
        ],
    ]


def _stretches() -> list[p.Stretch]:
    ninth = clause("第九条二款")
    return [
        p.Stretch(
            span="9月28日 15:20 起",
            how="起点：登记完成。首日不计",
            sum="0",
            clauses=[ninth],
            source="事件 14",
        ),
        p.Stretch(
            span="9月29日—30日", how="2 个工作日，计入", sum="2", source="公司日历，周一至周五"
        ),
        p.Stretch(
            span="10月1日—7日",
            how="国庆节放假，跳过 7 天",
            sum="2",
            source="国务院办公厅 2026 年放假安排",
        ),
        p.Stretch(span="10月8日—9日", how="2 个工作日，计入", sum="4", source="公司日历"),
        p.Stretch(
            span="10月10日 周六", how="调休上班，计入", sum="5", source="同上，调休", makeup=True
        ),
        p.Stretch(span="10月11日 周日", how="跳过", sum="5", source="公司日历"),
        p.Stretch(
            span="10月12日 00:00—13日 24:00",
            how="顾客出差，家中无人，约 14 日上门",
            sum="5",
            kind="paused",
            clauses=[clause("第十条")],
            source="叶知秋批，顾客 10-09 短信同意",
            source_href="#",
        ),
        p.Stretch(
            span="10月14日—15日",
            how="2 个工作日，第 7 日 24:00 到期",
            sum="7",
            clauses=[ninth],
            last=True,
        ),
    ]


def why_due() -> pages.DuePage:
    explanation = p.DueExplanation(
        title="为什么“完成整改”的时限是 10月15日 周四 24:00？",
        case="HC-2026-01163 · 厨下净水器换芯后漏水，橱柜泡胀",
        case_href="#case",
        clause=clause("第九条二款"),
        quote="“较重投诉自登记次日起 7 个工作日内完成整改”",
        facts=[
            p.Fact(label="从", value="9月28日 周一 15:20", note="登记完成（第 14 号事件）"),
            p.Fact(label="计", value="7 个工作日", note="首日不计，末日到 24:00"),
            p.Fact(label="跳过", value="8 天", note="国庆 7 天，周日 1 天"),
            p.Fact(label="暂停", value="2 个工作日", note="顾客书面同意", tone="pause"),
            p.Fact(
                label="到",
                value="10月15日 周四 24:00",
                tone="strong",
                countdown=p.Countdown(state=State.TODAY, amount="5天13小时", size="small"),
            ),
        ],
        weeks=_weeks(),
        stretches=_stretches(),
        changes=[
            p.TimelineEntry(occurred="09-28 15:20", act="首次算出 10月13日 24:00"),
            p.TimelineEntry(
                occurred="10-09 14:05",
                act="暂停 2 个工作日 → 10月15日 24:00",
                note="到期前批准，时限后移；顾客已知悉",
                tone="accent",
            ),
        ],
        changes_words="两个日期都保留。报表中“按时”同时给出含暂停与不含暂停两个数。",
        what_if=[
            ("10月13日 24:00 前没有恢复：自动恢复，不再延长", clause("第十条")),
            ("级别调为“重大”：按公司核定日期重算，已发生的逾期不取消", None),
            ("制度换版：本案留在 1.2 版", None),
        ],
        customer_words="最迟 10月15日 24:00 答复：从 9月29日起算 7 个工作日，国庆假期和约好的两天不算。",
        print_href="#print",
    )
    crumbs = [
        pages.Crumb(words="案件", href="#"),
        pages.Crumb(words="HC-2026-01163", href="#"),
        pages.Crumb(words="到期说明"),
    ]
    return pages.DuePage(crumbs=crumbs, explanation=explanation)


def why_due_in_minutes() -> pages.DuePage:
    explanation = p.DueExplanation(
        title="为什么“启动登记”的时限是 今天 10:48？",
        facts=[
            p.Fact(label="从", value="今天 10:18", note="我们发现点评"),
            p.Fact(label="计", value="30 分钟"),
            p.Fact(label="到", value="今天 10:48", tone="strong"),
        ],
        stretches=[
            p.Stretch(span="10:18—10:40", how="计入 22 分钟", sum="22", minutes=22),
            p.Stretch(span="10:40—10:48", how="计入 8 分钟", sum="30", minutes=8, last=True),
        ],
        provisional="2027 年节假日安排尚未公布，公布后可能改变。",
    )
    return pages.DuePage(crumbs=[pages.Crumb(words="到期说明")], explanation=explanation)


def register() -> pages.RegisterPage:
    return pages.RegisterPage(
        title="登记投诉",
        tag="草稿，未取号",
        draft=p.DraftState(saved="10:42:36"),
        paper_href="#paper",
        discard=act("放弃草稿"),
        form=_register_form(),
        promises=[
            pages.Promise(
                label="启动登记时限",
                countdown=p.Countdown(state=State.MET, words="第 24 分钟启动，按时"),
                before_clause="非现场 30 分钟",
                clause=clause("第七条(三)"),
            ),
            pages.Promise(
                label="登记完成后开始计",
                words="1 小时内初步核实",
                clause=clause("第十条(一)"),
                after_clause="由您办理",
            ),
        ],
        duplicates=[
            pages.Duplicate(
                number="XH-2026-0424",
                href="#",
                when="今天 09:40 · 店长登记",
                what="同场次 10-09 19:30《长汀渡口》，顾客称地面积水滑倒",
                same="相同：门店、场次、剧本、“积水”",
                actions=[
                    act("并入这一件"),
                    act("关联"),
                    p.Action(label="不是", href="#", small=True, style="plain"),
                ],
            )
        ],
        criteria=[
            pages.Criterion(text=p.MarkedText(spans=[p.Span(text="单个顾客")]), met=True),
            pages.Criterion(
                text=p.MarkedText(spans=[p.Span(text="诉求明确，一家门店能解决")]), met=True
            ),
            pages.Criterion(
                text=p.MarkedText(
                    spans=[
                        p.Span(text="点评已公开：会不会引出"),
                        p.Span(text="少量差评", kind="strong"),
                        p.Span(text="？如会，二级"),
                    ]
                )
            ),
        ],
        criteria_note="分级由店长或客服部负责人认定",
        criteria_clause=clause("第十条(四)"),
        after=[
            "签名那一刻取凭证编号（连号，不跳号）",
            "给顾客回执与查询码",
            "生成《顾客投诉登记凭证》，您签名",
        ],
    )


def _choices(labels: str, *chosen: str) -> list[p.Choice]:
    return [p.Choice(value=label, label=label, chosen=label in chosen) for label in labels.split()]


def _register_form() -> p.StepForm:
    field = p.Field
    where = p.Section(
        title="1 从哪里来",
        ident="where",
        rows=[
            [
                field(
                    kind="choice",
                    name="channel",
                    label="渠道",
                    required=True,
                    choices=_choices("大众点评 美团 现场 客服电话 企业微信 邮件 其他", "大众点评"),
                ),
                field(
                    kind="choice",
                    name="store",
                    label="门店",
                    required=True,
                    choices=_choices("徐汇滨江店 静安寺店 五角场店 总部 a b c", "徐汇滨江店"),
                ),
            ],
            [
                field(
                    kind="moment",
                    name="posted",
                    label="顾客发布",
                    hint="平台上的时间",
                    value="2026-10-10T09:02",
                ),
                field(
                    kind="moment",
                    name="found",
                    label="我们发现",
                    hint="30 分钟从这里起算",
                    required=True,
                    value="2026-10-10T10:18",
                ),
                field(
                    kind="shown",
                    name="begun",
                    label="启动登记",
                    hint="系统记录，不可改",
                    value="2026-10-10 10:42",
                ),
            ],
        ],
    )
    who = p.Section(
        title="2 谁在投诉",
        ident="who",
        rows=[
            [
                field(
                    kind="text",
                    name="name",
                    label="姓名或称呼",
                    required=True,
                    value="点评用户 “阿柚不吃糖”",
                ),
                field(
                    kind="phone",
                    name="phone",
                    label="手机号",
                    value="1380017207",
                    error="少 1 位：现有 10 位，手机号是 11 位。",
                    marks=[
                        p.Mark(name="phone_mark", value="refused", label="顾客拒绝提供联系方式")
                    ],
                ),
            ],
            [field(kind="check", name="many", label="多位投诉人（填人数与牵头人）")],
        ],
        words="联系方式加密保存，页面与打印只显示遮盖后的号码",
    )
    return p.StepForm(
        action="#register",
        ident="register-form",
        once="k-2",
        draft_action="#draft",
        foot=True,
        shortcut=True,
        files=True,
        submit="签名并登记",
        keep="只存草稿",
        problems=p.ErrorSummary(brief=True, problems=[p.Problem(label="手机号", anchor="f-phone")]),
        body=[where, who, _what_section(), _evidence_section()],
    )


def _what_section() -> p.Section:
    field = p.Field
    story = "10 月 9 日 19:30 场，包间地面有积水，顾客鞋袜打湿。21:00 DM 可能有事离开，由另一名 DM 接手，大概 20 分钟没人主持，没有说明原因。"
    return p.Section(
        title="3 发生了什么",
        ident="what",
        rows=[
            [
                field(
                    kind="moment",
                    name="visit",
                    label="消费时间",
                    required=True,
                    value="2026-10-09T19:30",
                ),
                field(
                    kind="text", name="script", label="剧本", required=True, value="《长汀渡口》"
                ),
                field(
                    kind="text",
                    name="staff",
                    label="涉及人员",
                    hint="选中的人不能经办本案",
                    value="DM 柳青",
                ),
            ],
            [
                field(
                    kind="longtext",
                    name="story",
                    label="经过",
                    required=True,
                    hint="按顾客说的写清时间、地点、人、事",
                    value=story,
                    warning=p.Caution(
                        words="“可能”“大概”是含糊用语",
                        clauses=[clause("第九条(二)1")],
                        action=p.Action(label="是原话，加引号", href="#"),
                        excerpt=[
                            p.Span(text="21:00 DM "),
                            p.Span(text="可能", kind="vague"),
                            p.Span(text="有事离开，由另一名 DM 接手，"),
                            p.Span(text="大概", kind="vague"),
                            p.Span(text=" 20 分钟没人主持"),
                        ],
                    ),
                )
            ],
            [
                field(
                    kind="multi",
                    name="wishes",
                    label="诉求",
                    required=True,
                    choices=_choices("道歉 退费 赔偿 更换剧本 改进服务 其他", "道歉", "退费"),
                )
            ],
            [
                field(
                    kind="money",
                    name="refund",
                    label="退费金额",
                    required=True,
                    value="198.00",
                    width="narrow",
                ),
                field(
                    kind="choice",
                    name="category",
                    label="类别建议",
                    hint="可改，认定人最后定",
                    choices=_choices("服务相关 环境相关 剧本相关 收费相关 其他", "服务相关"),
                ),
            ],
        ],
    )


def _evidence_section() -> p.Section:
    field = p.Field
    return p.Section(
        title="4 证据与补充",
        ident="proof",
        rows=[
            [
                field(
                    kind="file",
                    name="evidence",
                    label="证据",
                    hidden_label=True,
                    example="拖入或粘贴截图，单个 ≤ 200 MB",
                    unit="也可让顾客用查询码自己上传",
                    files=[
                        p.FileItem(
                            name="点评截图_1.png",
                            words="412 KB · 已扫描",
                            kind="photo",
                            remove="e.1",
                        ),
                        p.FileItem(
                            name="包间积水.mp4",
                            words="68 / 96 MB · 断网可续传",
                            kind="video",
                            percent=71,
                        ),
                    ],
                )
            ],
            [
                field(
                    kind="choice",
                    name="mood",
                    label="顾客情绪",
                    required=True,
                    choices=_choices("平静 不满 激动 无法判断", "不满"),
                ),
                field(
                    kind="shown",
                    name="history",
                    label="历史投诉",
                    value="系统查到 0 件（按手机号，补全后再查）",
                ),
            ],
        ],
    )


def review() -> pages.ReviewPage:
    mine = p.Tag(words="您的", tone="accent")
    return pages.ReviewPage(
        summary="5 份等客服部审核，2 份已分给您，1 份已逾期",
        tabs=p.Tabs(
            label="审核队列",
            tabs=[
                p.Tab(words="二次审核", href="#", count=4, on=True),
                p.Tab(words="内部审核", href="#", count=1),
                p.Tab(words="我退回的", href="#", count=3),
            ],
        ),
        queue=[
            pages.QueueEntry(
                countdown=late("2小时14分", at(8, 28), ""),
                number="JA-2026-0233",
                href="#",
                level=level(1, short=True),
                tags=[mine],
                what="《第七扇门》道具缺失，要求更换剧本",
                words="静安寺店 · 店长 卢静怡 07:28 通过",
            ),
            pages.QueueEntry(
                countdown=soon("31分", at(11, 13)),
                number="XH-2026-0421",
                href="#",
                level=level(2, short=True),
                tags=[mine, p.Tag(words="第 2 次提交")],
                what="充值余额扣错两次，要求退费",
                words="徐汇滨江店 · 店长 罗文彬 10:13 通过",
                current=True,
            ),
            pages.QueueEntry(
                countdown=soon("44分", at(11, 26)),
                number="WJ-2026-0191",
                href="#",
                level=level(1, short=True),
                what="预约时间被改，未通知",
                words="五角场店 · 店长 高远 10:26 通过",
            ),
        ],
        number="XH-2026-0421",
        tags=[p.Tag(words="收费相关")],
        level=level(2),
        open_href="#",
        returned=p.Notice(
            title="上次退回（您，10月9日 15:20）：",
            words="级别理由不足，没有写为什么需要跨部门。",
            icon="arrow-back-up",
        ),
        returned_changes=p.MarkedText(
            spans=[
                p.Span(text="这次改了 2 处，", kind="strong"),
                p.Span(text="用"),
                p.Span(text="下划线", kind="added"),
                p.Span(text="标出。"),
            ]
        ),
        facts=_review_facts(),
        evidence=[
            p.FileItem(name="凭证 2 版", href="#"),
            p.FileItem(name="收银流水", kind="receipt", href="#"),
            p.FileItem(name="会员余额", kind="table", href="#"),
            p.FileItem(name="小票 2 张", kind="photo", href="#"),
            p.FileItem(name="门店说明", href="#"),
        ],
        countdown=soon("31分", at(11, 13)),
        form=_review_form(),
    )


def _review_facts() -> list[pages.FactLine]:
    return [
        pages.FactLine(label="投诉人", words="吴*凡 159****6634 银卡会员"),
        pages.FactLine(label="接收 / 启动", words="10月9日 11:05 / 11:09（现场，第 4 分钟，按时）"),
        pages.FactLine(
            label="经过",
            words="9 月 26 日、10 月 3 日两次消费各 328.00 元，会员余额分别扣 656.00 元、先后扣 328.00 元两笔。顾客 10 月 9 日到店核对发现。",
        ),
        pages.FactLine(label="诉求", words="退回多扣 656.00 元；说明原因"),
        pages.FactLine(
            label="初步核实",
            value=p.MarkedText(
                spans=[
                    p.Span(text="属实。收银流水与会员系统差 "),
                    p.Span(text="656.00 元，两次均发生在断网重传之后", kind="added"),
                    p.Span(text="。佐证 4 份"),
                ]
            ),
            link=p.Action(label="查看", href="#"),
        ),
        pages.FactLine(
            label="分类分级",
            value=p.MarkedText(
                spans=[
                    p.Span(text="收费相关；二级。"),
                    p.Span(
                        text="理由：退费需财务部，接口修复需信息系统管理人员，门店一家不能解决。",
                        kind="added",
                    ),
                ]
            ),
        ),
        pages.FactLine(label="内部审核", words="罗文彬 10:13 通过：“已补级别理由，同意二级。”"),
    ]


def _review_form() -> p.StepForm:
    def question(name: str, label: str, answer: str, **more: object) -> p.Field:
        choices = [
            p.Choice(value="是", label="是", chosen=answer == "是"),
            p.Choice(value="否", label="否", chosen=answer == "否", bad=True),
        ]
        if answer == "不适用":
            choices = [p.Choice(value="不适用", label="不适用", chosen=True)]
        return p.Field(kind="choice", name=name, label=label, choices=choices, **more)  # type: ignore[arg-type]

    return p.StepForm(
        action="#review",
        once="k-3",
        submit="通过",
        submit_refused="有一项为“否”，不能通过",
        others=[p.Action(label="退回", href="#", style="danger", icon="arrow-back-up")],
        signs="提交即以 周敏 名义电子签名，需再次验证身份；签名只能由新的决定更正。",
        body=[
            p.Checklist(
                title="审核重点",
                clause=clause("第十一条(二)"),
                fields=[
                    question("q1", "1 登记流程是否按规定", "是"),
                    question("q2", "2 分类分级是否准确", "是"),
                    question("q3", "3 重大投诉是否已报管理层", "不适用"),
                    question(
                        "q4", "4 金额等关键数据是否无误", "否", clauses=[clause("第九条(二)2")]
                    ),
                ],
            ),
            p.Field(
                kind="longtext",
                name="wrong",
                label="哪里不对",
                required=True,
                value="经过写“先后扣 328.00 元两笔”，与多扣 656.00 元对不上，请按流水逐笔列出日期、应扣、实扣。",
            ),
            p.FieldRow(
                fields=[
                    p.Field(
                        kind="person",
                        name="to",
                        label="退回给",
                        required=True,
                        choices=[p.Choice(value="l", label="罗文彬 徐汇滨江店", chosen=True)],
                    ),
                    p.Field(
                        kind="moment",
                        name="until",
                        label="重新提交期限",
                        required=True,
                        value="2026-10-10T12:00",
                    ),
                ]
            ),
            p.Notice(words="退回不暂停处理时限：二级 10月13日 周二 24:00 到期不变。"),
        ],
    )


def ledger() -> pages.ListPage:
    names = "门店 渠道 类别 环节"
    return pages.ListPage(
        title="投诉登记汇总台账",
        clause=clause("第六条(一)4"),
        actions=[
            act("列 12/26", icon="columns"),
            act("打印", icon="printer"),
            p.Action(label="导出", href="#", icon="download", small=True, style="outline"),
        ],
        views=p.Tabs(
            label="视图",
            tabs=[
                p.Tab(words="本月全部", href="#", on=True),
                p.Tab(words="迟与未做", href="#"),
                p.Tab(words="大众点评 · 未回复", href="#"),
                p.Tab(words="待归档", href="#"),
            ],
        ),
        view_links=[
            p.Action(label="存为视图", href="#", icon="device-floppy"),
            p.Action(label="共享给部门", href="#", icon="share"),
        ],
        chips=[
            p.FilterChip(words="接收时间：10月1日—10月10日", clear="#"),
            *(
                p.FilterChip(
                    words=f"{name}：全部", choices=[p.FilterChoice(words="全部", href="#", on=True)]
                )
                for name in names.split()
            ),
            p.FilterChip(words="级别：二级、三级", clear="#"),
            p.FilterChip(words="加条件", href="#", icon="plus"),
        ],
        clear_href="#",
        table=_ledger_table(),
        pager=p.Pager(
            next="#next",
            words="本页 5 条",
            source="合计来自同一份日志，与逐条合规一致",
            source_link=p.Action(label="核对", href="#"),
        ),
    )


def _ledger_table() -> p.LedgerTable:
    heads = "凭证编号 接收时间 登记用时 渠道 门店 核心问题 类别 级别 投诉人 环节 责任人 时限/结果"
    phone = {
        "凭证编号": "title",
        "时限/结果": "title",
        "核心问题": "line",
        "登记用时": "none",
        "类别": "none",
    }
    columns = [
        p.Column(
            label=head.replace("/", " / "),
            phone=phone.get(head, "pair"),
            sort="descending" if head == "接收时间" else "",
            href="#" if head == "接收时间" else "",
        )
        for head in heads.split()
    ]
    met, met_late = (
        p.Countdown(state=State.MET),
        p.Countdown(state=State.MET_LATE, amount="4小时"),
    )
    rows = [
        ("XH-2026-0424", "10-10 09:40", "2分", "现场", "徐汇滨江店", "《长汀渡口》场地积水滑倒", "环境", 2, "鲁*", "初步核实", "罗文彬", soon("21分", at(11, 3))),
        ("XH-2026-0423", "10-10 07:50", "4分", "现场", "徐汇滨江店", "DM 言语冲突，顾客中途离场", "服务", 2, "叶*青", "内部审核", "罗文彬", late("39分", at(10, 3), "")),
        ("KF-2026-0094", "10-08 20:12", "18分", "客服电话", "五角场店", "定金不退，规则未告知", "收费", 2, "程*", "处理", "何静", later("10-12 24:00")),
        ("WJ-2026-0190", "10-08 18:31", "41分 迟", "美团", "五角场店", "剧本与宣传不符，2 人差评", "剧本", 2, "美团用户 7*3", "分级", "顾晓岚", later("10-12 周一")),
        ("JA-2026-0231", "10-07 22:40", "3分", "现场", "静安寺店", "道具刀划伤手指，要求赔偿", "环境", 2, "何*琳", "反馈", "卢静怡", today("", at(18, 0))),
        ("JA-2026-0229", "10-04 19:55", "5分", "现场", "静安寺店", "11 人集体投诉剧本疑盗版", "剧本", 3, "牵头 贺*", "待管理层", "陆明远", p.Countdown(state=State.UNDETERMINED)),
        ("WJ-2026-0186", "10-02 16:18", "4分", "现场", "五角场店", "包间停电 35 分钟未补时", "服务", 2, "周*明", "归档", "周敏", met),
        ("XH-2026-0419", "10-01 21:07", "5分", "现场", "徐汇滨江店", "优惠券拒用", "收费", 2, "沈*", "归档", "周敏", met_late),
    ]  # fmt: skip
    drawn = [
        p.Row(
            ident=row[0],
            cells=[
                p.Cell(words=row[0], href="#"),
                p.Cell(words=row[1]),
                p.Cell(words=row[2], late="迟" in row[2]),
                *(p.Cell(words=words) for words in row[3:5]),
                p.Cell(words=row[5], clip=True),
                p.Cell(words=row[6]),
                p.Cell(part=level(row[7], short=True)),
                *(p.Cell(words=words) for words in row[8:11]),
                p.Cell(part=row[11]),
            ],
        )
        for row in rows
    ]
    void = [
        p.Cell(words="XH-2026-0422", href="#"),
        p.Cell(words="10-09 16:20"),
        p.Cell(none="作废，没有登记用时"),
        p.Cell(words="现场"),
        p.Cell(words="徐汇滨江店"),
        p.Cell(words="误开凭证", struck=True),
        p.Cell(none="作废，没有类别"),
        p.Cell(part=level(2, short=True)),
        p.Cell(none="没有投诉人"),
        p.Cell(part=p.Tag(words="作废", tone="late")),
        p.Cell(words="罗文彬"),
        p.Cell(words="误开，10-09 签，编号保留", quiet=True),
    ]
    drawn.insert(2, p.Row(ident="XH-2026-0422", cells=void))
    return p.LedgerTable(
        caption="投诉登记汇总台账",
        columns=columns,
        rows=drawn,
        foot=[
            p.Cell(words="合计 23 件", spans=2),
            p.Cell(words="迟登记 1"),
            p.Cell(words="二级 21 · 三级 2 · 作废 1（编号保留）", spans=5),
            p.Cell(words="在办 15 · 已归档 7", spans=3),
            p.Cell(words="按时 20 · 迟 3"),
        ],
    )


def search() -> pages.SearchPage:
    return pages.SearchPage(
        query="1380017",
        words="找“1380017”",
        remark=p.Notice(
            words="只有 7 位。手机号要填完整的 11 位才能查；部分号码查不到，是为了不让人逐位猜。",
            icon="info-circle",
        ),
        empty=p.Empty(
            title="没有找到，或您无权查看", words="可以搜凭证编号、查询码、剧本、完整手机号"
        ),
    )


def companies() -> pages.CompaniesPage:
    return pages.CompaniesPage(
        companies=[
            pages.CompanyEntry(
                name="雾港谜案馆",
                pack="制度 2026.1 版",
                post="客服专员",
                words="2 逾期，5 今天",
                late=True,
                current=True,
                action=act("进入"),
            ),
            pages.CompanyEntry(
                name="恒澈净水服务",
                pack="售后投诉办法 1.2 版",
                post="售后主管",
                action=act("进入", primary=True),
            ),
        ]
    )


def messages() -> message_pages.MessagesPage:
    return message_pages.MessagesPage(
        read_all=p.Action(label="全部标为已读", href="#", method="post", small=True),
        messages=[
            message_pages.MessageEntry(
                moment="今天 10:03",
                title="内部审核逾期：XH-2026-0423",
                words="罗文彬，迟 39分；已上报运营部",
                href="#",
                unread=True,
                late=True,
            ),
            message_pages.MessageEntry(
                moment="今天 09:15", title="财务部接收核算任务", words="XH-2026-0417", href="#"
            ),
        ],
        pager=p.Pager(words="本页 2 条"),
    )
