"""Sample fields of the catalogue: each kind, empty, filled, wrong."""

from huiyin.web import parts as p
from huiyin.web.catalogue.words import said


def reveal_reason() -> p.Field:
    """The reasons for which a covered value may be seen; on a real page they come from the pack."""
    return p.Field(
        kind="choice",
        name="reason",
        label=said("事由", "Reason"),
        required=True,
        prefix="reveal",
        choices=[
            p.Choice(value="call", label=said("回电告知进度", "Call back"), chosen=True),
            p.Choice(value="identity", label=said("核对身份", "Check identity")),
            p.Choice(value="other", label=said("其他，写明", "Other, in words")),
        ],
    )


def void_fields() -> list[p.Field]:
    """Reason and password before a paper is voided."""
    return [
        p.Field(
            kind="text",
            name="void_reason",
            label=said("作废原因", "Reason"),
            required=True,
            value=said("误开，顾客只是问路", "Opened by mistake"),
        ),
        p.Field(
            kind="password",
            name="void_password",
            label=said("密码", "Password"),
            hint=said("作废要再次验证身份", "Voiding asks who you are again"),
            autocomplete="current-password",
            required=True,
        ),
    ]


def sample_fields() -> list[p.Field]:
    """One field of each kind, some with hint, error, warning or a mark that may stand instead."""
    return [
        *_plain_fields(),
        *_typed_fields(),
        *_chosen_fields(),
        *_answer_fields(),
        *_large_fields(),
    ]


def _plain_fields() -> list[p.Field]:
    return [
        p.Field(
            kind="text",
            name="called",
            label=said("称呼", "Name"),
            hint=said("顾客自己说的", "as the customer says"),
            prefix="sample",
            example=said("例如 林女士", "for example Ms Lin"),
        ),
        p.Field(
            kind="phone",
            name="phone",
            label=said("手机号", "Phone"),
            required=True,
            prefix="sample",
            value="1380017207",
            error=said(
                "少 1 位：现有 10 位，手机号是 11 位。",
                "One digit missing: there are 10, a number has 11.",
            ),
            marks=[
                p.Mark(
                    name="phone_mark",
                    value="refused",
                    label=said("顾客拒绝提供", "Customer declines"),
                )
            ],
        ),
    ]


def _story_field() -> p.Field:
    return p.Field(
        kind="longtext",
        name="story",
        label=said("经过", "What happened"),
        required=True,
        prefix="sample",
        limit=3000,
        count=True,
        value=said("工程师可能没有装紧。", "The engineer probably left it loose."),
        warning=p.Caution(
            words=said(
                "“可能”是含糊用语。能核对就写实；顾客原话请加引号。",
                "“Probably” is vague. Check it, or quote the customer.",
            ),
            excerpt=[
                p.Span(text=said("工程师", "The engineer ")),
                p.Span(text=said("可能", "probably"), kind="vague"),
                p.Span(text=said("没有装紧。", " left it loose.")),
            ],
            action=p.Action(label=said("是原话，加引号", "It is a quote"), href="#quote"),
        ),
    )


def _typed_fields() -> list[p.Field]:
    return [
        p.Field(
            kind="number",
            name="people",
            label=said("人数", "People"),
            value="3",
            unit=said("人", "persons"),
            prefix="sample",
        ),
        p.Field(
            kind="money",
            name="refund",
            label=said("退费金额", "Refund"),
            value="198.00",
            prefix="sample",
        ),
        p.Field(
            kind="moment",
            name="found",
            label=said("我们发现", "Found"),
            value="2026-10-10T10:18",
            prefix="sample",
        ),
        p.Field(
            kind="date",
            name="day",
            label=said("到店日期", "Day"),
            value="2026-10-09",
            prefix="sample",
        ),
        p.Field(
            kind="shown",
            name="begun",
            label=said("启动登记", "Begun"),
            hint=said("系统记录，不可改", "recorded by the system"),
            value="2026-10-10 10:42",
            prefix="sample",
        ),
    ]


def _chosen_fields() -> list[p.Field]:
    many = [
        p.Choice(value=f"u{number}", label=said(f"{number} 号店", f"Store {number}"))
        for number in range(1, 31)
    ]
    return [
        p.Field(
            kind="choice",
            name="mood",
            label=said("情绪", "Mood"),
            prefix="sample",
            choices=[
                p.Choice(value="calm", label=said("平静", "calm")),
                p.Choice(value="angry", label=said("不满", "displeased"), chosen=True),
            ],
        ),
        p.Field(
            kind="multi",
            name="wishes",
            label=said("诉求", "Wishes"),
            prefix="sample",
            choices=[
                p.Choice(value="sorry", label=said("道歉", "apology"), chosen=True),
                p.Choice(value="money", label=said("退费", "refund")),
            ],
        ),
        p.Field(
            kind="choice",
            name="channel",
            label=said("渠道", "Channel"),
            choices=many[:9],
            prefix="sample",
        ),
        p.Field(
            kind="unit", name="store", label=said("门店", "Store"), choices=many, prefix="sample"
        ),
    ]


def _answer_fields() -> list[p.Field]:
    return [
        p.Field(
            kind="choice",
            name="answer",
            label=said("这样处理，您接受吗？", "Do you accept this?"),
            prefix="sample",
            choices=[
                p.Choice(
                    value="yes",
                    label=said("接受", "Accept"),
                    words=said("按上面的办", "as written"),
                    icon="circle-check",
                ),
                p.Choice(
                    value="no",
                    label=said("没有解决", "Not solved"),
                    words=said("换人处理", "somebody else"),
                    icon="circle-x",
                ),
            ],
        ),
        p.Field(
            kind="scale",
            name="score",
            label=said("满意吗？", "Satisfied?"),
            prefix="sample",
            ends=(said("很不满意", "not at all"), said("很满意", "very")),
            choices=[p.Choice(value=str(number), label=str(number)) for number in range(1, 6)],
        ),
        p.Field(
            kind="check",
            name="several",
            label=said("多位投诉人", "Several complainants"),
            prefix="sample",
        ),
    ]


def _large_fields() -> list[p.Field]:
    def cells(number: int) -> list[p.Field]:
        name = f"attempts.{number}"
        return [
            p.Field(kind="moment", name=f"{name}.at", label=said("时间", "Time"), prefix="sample"),
            p.Field(
                kind="text", name=f"{name}.result", label=said("结果", "Result"), prefix="sample"
            ),
        ]

    return [
        p.Field(
            kind="table",
            name="attempts",
            label=said("联系记录", "Attempts"),
            prefix="sample",
            rows=[p.TableRow(index=0, cells=cells(0)), p.TableRow(index=1, cells=cells(1))],
        ),
        p.Field(
            kind="file",
            name="evidence",
            label=said("证据", "Evidence"),
            prefix="sample",
            accept="image/*,video/*",
            files=[
                p.FileItem(
                    name=said("截图_1.png", "shot_1.png"),
                    words="412 KB",
                    kind="photo",
                    remove="evidence.1",
                ),
                p.FileItem(
                    name=said("积水.mp4", "water.mp4"), words="68 / 96 MB", kind="video", percent=71
                ),
            ],
        ),
    ]
