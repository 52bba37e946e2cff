"""P1, P2, P3, P5 and D14 as in the pictures."""

# ruff: noqa: E501  (sentences and rows as they stand in the pictures)

import segno
from django.utils.safestring import mark_safe

from huiyin.web import parts as p
from huiyin.web import portal_pages as pages
from huiyin.web.parts import CountdownState as State
from tests.shell.web_parts.sample_duties import NOW, at, clause


def portal_shell(store: str = "徐汇滨江店", *links: tuple[str, str]) -> p.PortalShell:
    return p.PortalShell(
        company="雾港谜案馆",
        store=store,
        links=links,
        now=NOW,
        languages=[
            p.Language(code="zh-hans", short="中文", tag="zh-CN", current=True),
            p.Language(code="en", short="EN", tag="en"),
        ],
        privacy_href="#privacy",
    )


def _choices(labels: str, *chosen: str) -> list[p.Choice]:
    return [p.Choice(value=label, label=label, chosen=label in chosen) for label in labels.split()]


def complain() -> pages.ComplainPage:
    field = p.Field
    contact = p.Alternatives(
        name="contact",
        label="怎么找您",
        required=True,
        options=[
            p.Alternative(
                choice=p.Choice(
                    value="phone", label="留手机号", words="只用来处理这件事", chosen=True
                ),
                fields=[
                    field(
                        kind="phone",
                        name="phone",
                        label="手机号",
                        hidden_label=True,
                        value="1380017207",
                        error="少 1 位，手机号是 11 位",
                        autocomplete="tel",
                    ),
                    field(
                        kind="text",
                        name="called",
                        label="怎么称呼您",
                        hidden_label=True,
                        example="怎么称呼您，例如 林女士",
                    ),
                ],
            ),
            p.Alternative(
                choice=p.Choice(
                    value="other",
                    label="不留个人信息，换个方式联系",
                    words="例如社群昵称。我们会按“顾客拒绝提供”登记，照常处理",
                ),
                fields=[field(kind="text", name="other", label="用什么找您", hidden_label=True)],
            ),
        ],
    )
    form = p.StepForm(
        action="#complain",
        ident="complain-form",
        once="k-4",
        submit="提交投诉",
        draft=p.DraftState(restored="10:31", discard="#discard"),
        draft_action="#draft",
        problems=p.ErrorSummary(brief=True, problems=[p.Problem(label="手机号", anchor="f-phone")]),
        body=[
            field(
                kind="longtext",
                name="story",
                label="怎么回事",
                required=True,
                limit=3000,
                count=True,
                help="时间、哪个包间、哪位 DM，记得多少写多少",
                value="昨晚 7 点半的场，包间地上有水，鞋全湿了。玩到一半 DM 走了，换了个人，有 20 分钟没人管，也没人说为什么。",
            ),
            field(kind="moment", name="when", label="什么时候", value="2026-10-09T19:30"),
            field(
                kind="choice",
                name="script",
                label="剧本",
                hint="不记得可以不填",
                choices=_choices(
                    "《长汀渡口》 《槐安镇旧事》 《第七扇门》 a b c d", "《长汀渡口》"
                ),
            ),
            field(
                kind="multi",
                name="wishes",
                label="希望我们怎么做",
                required=True,
                hint="可多选",
                choices=_choices("道歉 退费 赔偿 更换剧本 改进服务 其他", "道歉", "退费"),
            ),
            field(
                kind="money", name="refund", label="退多少", value="198", when=[("wishes", "退费")]
            ),
            field(
                kind="file",
                name="photos",
                label="照片、视频、聊天记录",
                hint="最多 9 个",
                example="添加",
                icon="camera",
                limit=9,
                accept="image/*,video/*",
                help="信号不好也能先提交，视频会接着传",
                files=[
                    p.FileItem(name="地面积水", kind="photo", remove="photos.1"),
                    p.FileItem(name="视频", kind="video", percent=71),
                ],
            ),
            contact,
            field(
                kind="choice",
                name="people",
                label="几个人一起投诉",
                choices=[
                    p.Choice(value="1", label="就我 1 人"),
                    p.Choice(value="many", label="多人一起", icon="users", chosen=True),
                ],
            ),
            _others(),
        ],
    )
    return pages.ComplainPage(
        title="请告诉我们发生了什么",
        lead="写不全没关系，先提交，之后还能补充。提交后 30 分钟内开始登记，并给您查询码。",
        form=form,
        promise=p.MarkedText(
            spans=[
                p.Span(text="您投诉到的人"),
                p.Span(text="不会经手这件事", kind="strong"),
                p.Span(text="。联系方式加密保存，只有回复您的人能看到，每次查看都有记录。"),
            ]
        ),
    )


def _others() -> p.Field:
    def person(number: int, name: str, wish: str) -> p.TableRow:
        stem = f"others.{number}"
        return p.TableRow(
            index=number,
            title=f"第 {number + 2} 位",
            cells=[
                p.Field(kind="text", name=f"{stem}.name", label="怎么称呼", value=name),
                p.Field(kind="text", name=f"{stem}.wish", label="另外的要求", value=wish),
            ],
        )

    return p.Field(
        kind="table",
        name="others",
        label="同来的人",
        hint="您是牵头，收进度",
        when=[("people", "many")],
        example="再加一人",
        rows=[person(0, "陈女士", "诉求相同"), person(1, "赵先生", "另要求更换剧本")],
    )


def receipt() -> pages.ReceiptPage:
    def button(label: str, icon: str = "") -> p.Action:
        return p.Action(label=label, href="#", icon=icon, small=True)

    return pages.ReceiptPage(
        title="收到了，林女士",
        words="10月10日 10:18 收到您和另外 2 位的投诉。",
        code="7Q2M-94KD-HX",
        intake="S20261010-0068",
        look_href="#look",
        picture="#picture",
        to_phone=button("发到我手机", "message"),
        steps=[
            p.NextStep(when="10:48 前", what="开始登记，登记后给您凭证编号"),
            p.NextStep(when="之后 1 小时", what="核实，缺什么会联系您"),
            p.NextStep(
                when="定级以后",
                what="告诉您最迟什么时候答复：\n一般 24 小时内；需多部门配合 3 个工作日内",
            ),
        ],
        note=p.Notice(words="今天是调休上班日，照常计时；明天周日不算工作日。", icon="calendar"),
        more=[button("补充材料", "paperclip"), button("更正", "pencil"), button("撤回")],
        phone="021-5550 0142",
    )


def progress() -> pages.ProgressPage:
    def promise(*pieces: str) -> p.MarkedText:
        return p.MarkedText(
            spans=[
                p.Span(text=text, kind="strong" if number % 2 else "")
                for number, text in enumerate(pieces)
            ]
        )

    return pages.ProgressPage(
        as_of="10月13日 周二 16:05",
        title="我们给了处理方案，\n等您答复",
        proposal=pages.Proposal(
            title="处理方案",
            words="林女士，您反映的两件事都属实：空调管漏水，当天没有清理；DM 柳青因急事离开，店里没有安排人接手，也没有向您说明。",
            items=[
                promise("向您和同行 2 位", "书面道歉", "，店长当面或电话说明"),
                promise("3 人场次费", "全部退回，共 594.00 元", "，您同意后 1 个工作日内原路退"),
                promise("赵先生可", "免费换一场", "，12月31日前有效"),
            ],
            facts=[
                ("依据", "监控、开本记录、维修单"),
                ("负责人", "罗文彬，徐汇滨江店长"),
                ("不满意", "可以在下面说，由运营部另派人重新处理"),
            ],
        ),
        form=p.StepForm(
            action="#answer",
            ident="answer-form",
            submit="提交答复",
            note="提交后还能在 30 天内再说“没有解决”",
            body=[
                p.Field(
                    kind="choice",
                    name="answer",
                    label="这样处理，您接受吗？",
                    hint="没有期限，您想好再答",
                    choices=[
                        p.Choice(
                            value="yes",
                            label="接受",
                            words="按上面的办，退款 1 个工作日内到",
                            icon="circle-check",
                        ),
                        p.Choice(
                            value="no",
                            label="没有解决",
                            words="写一句哪里不行，换人重新处理",
                            icon="circle-x",
                        ),
                        p.Choice(
                            value="talk",
                            label="想先谈谈",
                            words="约个时间，我们打给您",
                            icon="message-2",
                        ),
                    ],
                ),
                p.Field(
                    kind="scale",
                    name="score",
                    label="这次处理您满意吗？",
                    ends=("很不满意", "很满意"),
                    choices=_choices("1 2 3 4 5"),
                ),
                p.Field(
                    kind="longtext",
                    name="words",
                    label="想说的话",
                    hidden_label=True,
                    example="想说的话（可不写）。3 分及以下请告诉我们为什么",
                ),
            ],
        ),
        way=[
            pages.WayEntry(title="等您答复", words="方案已发出", moment="今天 16:02", tone="now"),
            pages.WayEntry(
                title="审核完成",
                words="是我们慢了，已记录在案，不影响最后期限",
                moment="10月10日 15:04",
                tone="late",
                late_words="晚了 22 分钟",
            ),
            pages.WayEntry(
                title="登记 XH-2026-0425",
                words="二级，最迟 10月14日 周三 24:00 答复",
                moment="10月10日 10:55",
                why="#why",
            ),
            pages.WayEntry(
                title="收到投诉", words="您提交文字、照片 1、视频 1", moment="10月10日 10:18"
            ),
        ],
        actions=[
            p.Action(label="补充材料", href="#", icon="paperclip", small=True),
            p.Action(label="我的个人信息", href="#", small=True),
        ],
    )


def look() -> pages.LookPage:
    return pages.LookPage(
        title="查进度",
        phone="021-5550 0142",
        form=p.StepForm(
            action="#look",
            submit="查看",
            body=[
                p.Field(
                    kind="code", name="code", label="查询码", example="7Q2M-94KD-HX", required=True
                )
            ],
        ),
    )


def quick() -> pages.QuickPage:
    field = p.Field
    return pages.QuickPage(
        title="现场登记",
        back_href="#back",
        draft=p.DraftState(saved="10:44"),
        clock=pages.RunningClock(
            label="5 分钟内启动登记",
            countdown=p.Countdown(state=State.SOON, amount="2分36秒", due=at(10, 44, 48)),
            before="10:47:00 前",
            percent=48,
            words="顾客 10:42 开口时起算。按“启动登记”就停表，其余可以接着填。",
            clause=clause("第七条(三)"),
        ),
        form=p.StepForm(
            action="#quick",
            ident="quick-form",
            submit="启动登记（停表）",
            body=[
                field(
                    kind="longtext",
                    name="story",
                    label="一句话：怎么了",
                    required=True,
                    value="3 号包间空调不制冷，顾客要求换房间",
                ),
                field(
                    kind="choice",
                    name="category",
                    label="类别",
                    required=True,
                    choices=_choices("剧本 服务 环境 收费 其他", "环境"),
                ),
                field(
                    kind="text",
                    name="session",
                    label="场次",
                    value="今天 09:30 《雾中电报局》 3 号包间",
                    help="按现在开着的场次带出，DM 江予",
                ),
                p.FieldRow(
                    narrow=True,
                    fields=[
                        field(kind="text", name="called", label="顾客", value="许女士"),
                        field(kind="phone", name="phone", label="手机号"),
                    ],
                ),
                field(kind="check", name="refused", label="顾客不愿留信息"),
                field(kind="file", name="photos", label="照片", example="拍照", icon="camera"),
            ],
        ),
        steps=[
            p.NextStep(when="登记完成", what="补齐消费时间、诉求，您签名"),
            p.NextStep(when="1 小时内", what="核实，由您办"),
            p.NextStep(when="之后", what="罗文彬审核，1 小时"),
        ],
        submit_words="先保住时间，再慢慢补",
    )


def voucher() -> pages.PaperPage:
    cell = pages.PaperCell
    code = segno.make("https://example.test/v/XH-2026-0417", error="m").svg_inline(
        scale=1, border=0
    )
    wishes = [("道歉", True), ("退费 2,148.00 元", True), ("赔偿", False), ("更换剧本", False)]
    return pages.PaperPage(
        company="雾港谜案馆文化有限公司",
        title="顾客投诉登记凭证",
        head=[("凭证编号", "XH-2026-0417"), ("版本", "1 版 电子"), ("密级", "内部，已遮盖")],
        code=mark_safe(code.replace("<svg ", '<svg viewBox="0 0 29 29" ')),
        rows=[
            [
                cell(label="投诉人（牵头）", words="林*舟"),
                cell(label="联系方式", words="138****2071"),
            ],
            [
                cell(label="会员等级", words="金卡"),
                cell(label="投诉人数", words="6 人（附名单 1 页）"),
            ],
            [
                cell(label="接收时间", words="2026年09月30日 16时12分"),
                cell(label="启动登记", words="16时15分（第 3 分钟，按时）"),
            ],
            [
                cell(label="投诉渠道", words="门店现场反馈（徐汇滨江店服务台）"),
                cell(label="消费时间", words="2026年09月30日 13时30分"),
            ],
            [
                cell(
                    label="核心问题",
                    words="约定 13:30 开场，DM 14:12 到场，迟到 42 分钟，未作说明。开场念错阶段，说出凶手姓名，6 名顾客体验受损。顾客陈述经复述核对。",
                    tall=True,
                )
            ],
            [
                cell(
                    label="投诉诉求",
                    boxes=[pages.PaperBox(label=label, ticked=ticked) for label, ticked in wishes],
                )
            ],
            [
                cell(label="投诉类别", words="服务相关投诉"),
                cell(label="投诉级别", words="二级（较重大投诉）", strong=True),
            ],
            [
                cell(
                    label="内部审核",
                    words="通过。罗文彬（徐汇滨江店负责人） 2026-09-30 19:31",
                    late="迟 39 分",
                )
            ],
        ],
        signatures=[
            pages.PaperSignature(
                role="接收人员签名",
                name="唐可",
                unit="徐汇滨江店",
                moment="2026-09-30 16:33",
                kind="电子签名",
            ),
            pages.PaperSignature(
                role="部门负责人签名",
                name="罗文彬",
                unit="徐汇滨江店",
                moment="2026-09-30 19:31",
                kind="电子签名",
            ),
            pages.PaperSignature(
                role="二次审核签名",
                name="周敏",
                unit="客服部",
                moment="2026-09-30 19:58",
                kind="电子签名",
            ),
            pages.PaperSignature(role="盖章处", stamp="（门店章）"),
        ],
        basis="依据《顾客投诉登记管理制度》2026.1 版第八条、第九条、第十条、第十一条。涂改无效；更正须重新签发新版本，旧版保留。",
        fingerprint="内容指纹 SHA-256 前 32 位 8c1f 52d0 a97e 4b36 · 0e7d 91aa 6f28 c3b5",
        issued="签发 2026-09-30 19:58 打印 2026-10-10 10:42 周敏",
        pages="第 1 页 共 2 页",
    )
