"""The words of findings about metrics."""

from huiyin.policy.checks.words import Words

METRICS: dict[str, Words] = {
    "F601": Words(
        "指标“{label}”的 of 写的“{of}”不是{form}能数的",
        "the metric “{label}” is of “{of}”, which {form} cannot count",
        "of 写：{may}",
        "of: {may}",
    ),
    "F602": Words(
        "指标“{label}”按“{dim}”分，可没有一件案件填得出它",
        "the metric “{label}” is told apart by “{dim}”, which no case could fill",
        "{known}",
        "{known}",
    ),
    "F603": Words(
        "“{label}”（{dim}）是存放在记录之外的文字，又查不出谁与谁相同，不能用来分",
        "“{label}” ({dim}) is a text kept outside the log, and nothing tells which are alike",
        "给字段加 of: [选项]，或 plain: true，或可以检索的 mask",
        "give the field choices with `of`, `plain: true`, or a mask that can be searched",
    ),
    "F604": Words(
        "指标“{label}”的目标“{target}”不是数，也不是参数",
        "the target “{target}” of the metric “{label}” is neither a number nor a parameter",
        "target: 95%，target: 3，或参数的名字",
        "target: 95%, target: 3, or the name of a parameter",
    ),
    "F605": Words(
        "指标“{label}”按 {count} 样分；期间以外最多三样",
        "the metric “{label}” is told apart by {count} things; three at most beside its period",
    ),
    "F606": Words(
        "指标“{label}”（{form}）少写了 {lacking}",
        "the metric “{label}” ({form}) does not say {lacking}",
        "{lacking}: …",
        "{lacking}: …",
    ),
    "F607": Words(
        "指标“{label}”要算的“{field}”不是数",
        "the metric “{label}” is about “{field}”, which is no number",
        "type: number，或只有数字的选项",
        "type: number, or choices that are numbers",
    ),
}
