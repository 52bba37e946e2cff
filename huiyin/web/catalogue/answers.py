"""Samples of what a page answers: refusals, conflicts, confirmations, nothing, progress, done."""

from typing import Any

from huiyin.web import parts as p
from huiyin.web.catalogue.forms import void_fields
from huiyin.web.catalogue.words import said


def samples() -> dict[str, Any]:
    """One value for each part and state."""
    return {**_refusals(), **_outcomes()}


def _refusals() -> dict[str, Any]:
    return {
        "refusal": p.Refusal(
            title=said("现在不能归档。", "You cannot file this case yet."),
            missing=[
                said(
                    "缺 2 样：处理结果、顾客反馈记录。",
                    "Two things are missing: the result and the customer's reply.",
                )
            ],
            who=[
                said(
                    "先由 顾晓岚（运营部）提交结果，再由 周敏（服务部）记录反馈。",
                    "Gu Xiaolan (Operations) submits the result first.",
                )
            ],
            clauses=[p.Clause(label=said("第十二条", "Art. 12"), href="#clause")],
            next=p.Action(label=said("提醒顾晓岚", "Remind Gu Xiaolan"), href="#remind"),
        ),
        "refusal_brief": p.Refusal(
            title=said("申请延期：本制度没有延期。", "No extension: this regulation has none."),
            brief=True,
        ),
        "conflict": p.Conflict(
            title=said("方黎 12 秒前已审核通过。", "Fang Li passed this 12 seconds ago."),
            words=said(
                "您的意见没有提交，文字还在下面。可以改成补充意见，或关掉。",
                "Yours was not submitted; your text is kept below.",
            ),
            actions=[
                p.Action(
                    label=said("作为补充意见提交", "Submit as a remark"),
                    href="#add",
                    style="outline",
                    small=True,
                ),
                p.Action(label=said("看方黎的意见", "Read Fang Li's"), href="#read", small=True),
            ],
        ),
        "offline": p.Notice(
            title=said("网络断了。", "You are offline."),
            words=said(
                "填的内容存在本机，连上后再提交。",
                "What you typed is kept on this device until you are back.",
            ),
            icon="wifi-off",
            tone="soon",
        ),
    }


def _outcomes() -> dict[str, Any]:
    return {
        "confirm": _void_confirm(),
        "empty": p.Empty(
            title=said("今天没有要办的", "Nothing to do today"),
            words=said(
                "下一件：10月12日 周一 12:00 月度回访抽样", "Next: Mon 12 Oct 12:00, monthly sample"
            ),
            actions=[
                p.Action(label=said("看等待他人的 6 项", "6 waiting for others"), href="#waiting"),
                p.Action(label=said("登记投诉", "Register"), href="#register"),
            ],
        ),
        "no_data": p.NoData(
            label=said("满意度，7 月", "Satisfaction, July"),
            why=said("没有完成的回访；不是 0，也不是 100%", "no finished revisit; not 0, not 100%"),
        ),
        "progress": p.Progress(
            label=said("校验 31 万条事件", "Verifying 310,000 events"),
            done=214_000,
            total=312_480,
            words=said("约 9 秒", "about 9 s"),
        ),
        "status_line": p.StatusLine(
            done=said("已记录告知，按时。", "Recorded, on time."),
            next=said("下一件：核对当天记录，今天 24:00。", "Next: check the ledger, today 24:00."),
            next_action=p.Action(label=said("去办", "Go"), href="#next"),
        ),
        "status_late": p.StatusLine(
            done=said("已记录，迟 11 分钟。", "Recorded, 11 minutes late."), late=True
        ),
        "problems": p.ErrorSummary(
            problems=[
                p.Problem(
                    label=said("手机号", "Phone"),
                    anchor="sample-phone",
                    words=said(
                        "少 1 位：现有 10 位，手机号是 11 位。", "one digit missing: 10 of 11."
                    ),
                )
            ]
        ),
        "draft": p.DraftState(saved="10:41"),
        "draft_restored": p.DraftState(restored="10:31", discard="#discard"),
    }


def _void_confirm() -> p.Confirm:
    return p.Confirm(
        title=said("作废凭证 HC-2026-0422？", "Void voucher HC-2026-0422?"),
        consequences=[
            said("编号保留，不再使用，也不补给别人。", "The number is kept and never used again."),
            said("凭证盖“作废”，内容完整保存。", "The voucher is stamped void and kept whole."),
            said("不能撤销。要改，请另开一份。", "This cannot be undone; open a new one instead."),
        ],
        fields=void_fields(),
        act=said("作废 HC-2026-0422", "Void HC-2026-0422"),
        keep=said("不作废", "Keep it"),
        action="#void",
        keep_href="#keep",
    )
