"""What the product does for every company; a pack only points at it (`platform: … guarantee: NAME`).

A pack cannot weaken these: it has no words for them. Each names in both languages what holds.
"""

GUARANTEES: dict[str, tuple[str, str]] = {
    "append_only_log": (
        "案件记录只增不改不删，模型、查询和数据库触发器三处把关",
        "The record of a case only grows: model, query set and database trigger refuse the rest",
    ),
    "hash_chain": (
        "每条记录与前一条以哈希相连，全公司定时封存，删改即可发现",
        "Each record is chained to the one before and sealed hourly, so that tampering shows",
    ),
    "gapless_numbers": (
        "编号按序列连续，作废保号，不重不漏",
        "Numbers run without gap in their series; a void keeps its number",
    ),
    "encryption_at_rest": (
        "个人信息和附件加密存放，每人一把密钥",
        "Personal data and files lie encrypted, under a key per person",
    ),
    "masking": ("个人信息默认遮盖显示", "Personal data is masked unless a right unmasks it"),
    "access_control": (
        "谁能看哪些案件、看多深，由制度的查阅规则决定，每个页面都核对",
        "Who sees which cases how deep follows the pack's access rules on every page",
    ),
    "unmask_logged": (
        "查看完整个人信息须有权并写理由，每次留痕",
        "Unmasking takes a right and a reason and is itself recorded",
    ),
    "exact_search": (
        "加密的姓名、电话可以精确检索而不解密全库",
        "Encrypted names and phones can be searched exactly without decrypting the store",
    ),
    "evidence_store": (
        "证据文件按内容寻址保存，类型、大小核验，不可替换",
        "Evidence is stored by its content, with type and size verified, and cannot be replaced",
    ),
    "two_times": (
        "发生时间与录入时间都保存，补录可见",
        "Both times are kept, when it occurred and when it was recorded; backdating shows",
    ),
    "breach_receipts": (
        "逾期由记录推定并留回执，事后不能抹去",
        "A breach follows from the record, is receipted and cannot be unmade",
    ),
    "replay_equals_reality": (
        "台账与报表可由记录重建，重建前后逐字节一致",
        "Ledgers and reports can be rebuilt from the record to the same bytes",
    ),
    "pinned_versions": (
        "在办案件按受理时的制度版本办理，改版须有记录的决定",
        "Running cases stay on their pack version unless a recorded decision moves them",
    ),
    "draft_autosave": (
        "未提交的表单自动保存，不丢失",
        "Forms save themselves; nothing typed is lost",
    ),
    "single_effect": ("重复点击、重复提交只生效一次", "A command sent twice takes effect once"),
    "ledger_views": (
        "台账是同一份记录的视图，不存在第二份真相",
        "Ledgers are views of the one record, never a second truth",
    ),
    "print_export": (
        "台账、文书可打印和导出，导出留痕",
        "Papers and ledgers print and export, logged",
    ),
    "notifications": (
        "通知在办理完成后发送并保存送达回执，失败重试",
        "Messages go out after the act is stored, are retried, and keep their receipts",
    ),
    "policy_versions": (
        "制度版本安装后不可更改，差异可读",
        "Installed pack versions are immutable; differences are told in words",
    ),
    "user_accounts": ("一人一号，停用即失效", "One account a person, ended when the person leaves"),
    "password_rules": (
        "密码强度、登录失败限制、双因素验证",
        "Password rules, lockout, second factor",
    ),
    "backups": ("定期备份并验证可恢复", "Backups run on schedule and their restore is verified"),
    "virus_scan": (
        "配置了扫描程序时，附件先扫描后可用",
        "Files are scanned before use where a scanner is configured",
    ),
    "import_dedup": ("批量导入识别重复，不重复建案", "Imports recognise duplicates"),
    "retention_engine": (
        "保存期按级别和标记取最长，到期才可申请销毁",
        "Retention takes the longest class; destruction can be asked for only after it",
    ),
    "metrics_engine": (
        "指标由记录计算，可追到每一件",
        "Figures are computed and lead to their cases",
    ),
    "report_writer": (
        "报告按栏目自动生成，缺数据写明",
        "Reports write themselves and say what lacks",
    ),
}


def words(name: str, lang: str = "zh") -> str:
    """What a guarantee promises, in the reader's language. KeyError for an unknown name."""
    return GUARANTEES[name][1 if lang.startswith("en") else 0]
