"""The words of all findings: code -> what is wrong, what to write, in Chinese and English."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """A finding's sentence and its advice, with `{placeholders}`, in both languages."""

    zh: str
    en: str
    hint_zh: str = ""
    hint_en: str = ""
    warning: bool = False


MESSAGES: dict[str, Words] = {
    # -- clauses --
    "C102": Words(
        "条款“{name}”没有任何一项执行它：{text}",
        "nothing carries out clause “{name}”: {text}",
        "在执行它的那一项加 clause: {name}，或写进 judgements 说明为何留给人",
        "clause: {name} at what carries it out, or a judgement saying why it is left to people",
    ),
    "C103": Words("“{name}”没有写依据条款", "“{name}” cites no clause", "clause: …", "clause: …"),
    "C104": Words(
        "场景“{scenario}”说证明了“{name}”，制度里没有这一条款",
        "the scenario “{scenario}” proves “{name}”, which is no clause of the pack",
        "改正 proves 里的条款号",
        "the clause id under proves",
    ),
    # -- names --
    "N201": Words(
        "没有叫“{name}”的{kind}", "there is no {kind} called “{name}”", "{known}", "{known}"
    ),
    "N202": Words(
        "没有叫“{name}”的{kind}；这里一个{kind}也没有",
        "there is no {kind} called “{name}”; there is none at all here",
    ),
    "N203": Words(
        "“{trigger}”不能用在这里：完成一项义务的只能是环节、审批结果或子案结束",
        "“{trigger}” cannot stand here: only acts, settled approvals and closed children do",
        "写进入该阶段的那个环节",
        "the step that enters that stage",
    ),
    "N204": Words("“{key}”是空的", "“{key}” is empty", "{key}: …", "{key}: …"),
    # -- conditions --
    "Q301": Words(
        "“last: {step}”问结果，可这一环节没有 outcomes",
        "“last: {step}” asks for an outcome; that step has none",
        "{{done: {step}}}",
        "{{done: {step}}}",
    ),
    "Q302": Words(
        "“{name}”永远不会等于“{word}”",
        "“{name}” can never be “{word}”",
        "{choices} 之一",
        "one of {choices}",
    ),
    "Q303": Words(
        "此处没有正在填写的表单，“{field}”不知是哪个环节的",
        "no form is at hand here; “{field}” belongs to no step",
        "环节名.{field}",
        "STEP.{field}",
    ),
    "Q304": Words(
        "“{label}”（{field}）是自由文字或个人信息，存放在记录之外，条件读不到",
        "“{label}” ({field}) is free text or personal data, kept outside the log: unreadable here",
        "只能问 given: true；要比较就给字段加 of: [选项]",
        "given: true, or give the field choices with `of`",
    ),
    "Q305": Words(
        "“{field}”是 {type}，不能比大小",
        "“{field}” is a {type} and cannot be compared by size",
        "type: number 或 money",
        "type: number or money",
    ),
    "Q306": Words(
        "计量“{measure}”须用 over、at_least、under、at_most 比较",
        "measure “{measure}” is compared with over, at_least, under, at_most",
    ),
    "Q307": Words(
        "标记“{flag}”在这个程序里没有环节会设置",
        "no step of this procedure sets the flag “{flag}”",
        "在某个环节加 flag: {flag}",
        "flag: {flag} at some step",
        warning=True,
    ),
    "Q308": Words(
        "问的是做没做“{step}”，而它完成的义务“{duty}”有最早时间：过早做的也会放行",
        "asks whether “{step}” was done; its duty “{duty}” has a window: too early would pass",
        "{{none_open: {duty}}}",
        "{{none_open: {duty}}}",
        warning=True,
    ),
    "Q309": Words(
        "节奏“{cadence}”总有下一次，错过的一次也补不回来：这个条件永远不放行",
        "the rhythm “{cadence}” always has a next turn and a missed one stays missed: this never opens",
        "{{done: 环节}}，或 late: {cadence} 加 given: false",
        "{{done: STEP}}, or late: {cadence} with given: false",
    ),
    "Q310": Words(
        "“{step}”的条件没有说明被拒时告诉人什么",
        "a gate of “{step}” does not say what the person refused is told",
        "says: …",
        "says: …",
        warning=True,
    ),
    # -- people --
    "W401": Words(
        "义务人“{name}”不是角色",
        "the bearer “{name}” is no role",
        "bearer 写角色",
        "a role",
    ),
    "W402": Words(
        "“{field}”是 {type}，不能指明人员",
        "“{field}” is a {type} and names no person",
        "type: person 或 people",
        "type: person or people",
    ),
    "W403": Words(
        "若只有一人担任该岗位，办过“{other}”后就无人可办“{step}”，只能由上级负责人代办",
        "with one holder of the post, who did “{other}” leaves nobody for “{step}” but the head above",
        "确认有上级负责人（roles 里 head: true），或增加一个角色",
        "make sure of a head above (head: true), or add a role",
        warning=True,
    ),
    "W404": Words(
        "“{approval}”有两处由同一角色签署且须不同人，至少要有两人担任",
        "“{approval}” has two signatures of one role by different people: the post needs two holders",
        warning=True,
    ),
    "W406": Words(
        "“{watch}”由{roles}确认，可所开的程序里没有他们能先办的环节",
        "“{watch}” is confirmed by {roles}, who can begin nothing in the case it opens",
        "让 confirm_by 与所开程序第一个环节的 by 相合",
        "let confirm_by agree with `by` of the first step of that case",
    ),
    "W405": Words(
        "回避字段“{field}”是个人信息，存放在记录之外，认不出人",
        "the recusal field “{field}” is personal data outside the log: nobody can be recognised",
        "去掉 personal，用 type: person 选公司里的人",
        "type: person without personal",
    ),
    # -- times --
    "T501": Words(
        "by_level 缺级别：{levels}",
        "by_level lacks {levels}",
        "每级都写；没有时限的写 {{no_limit: true}}",
        "every level; {{no_limit: true}} where none is meant",
    ),
    "T502": Words(
        "“{field}”是 {type}，不是时间",
        "“{field}” is a {type}, no moment",
        "type: moment 或 date",
        "type: moment or date",
    ),
    "T503": Words(
        "counting 里的“{unit}”不是按日计的单位",
        "“{unit}” under counting is no unit of days",
        "day、workday、week、month、year",
        "day, workday, week, month, year",
    ),
    "T504": Words("“{text}”读不懂：{why}", "“{text}” cannot be read: {why}"),
    "T505": Words(
        "参数“{parameter}”的单位是“{unit}”，不是时间",
        "parameter “{parameter}” is in “{unit}”, no unit of time",
        "unit: minute、hour、workhour、day、workday、week、month、year 之一",
        "unit: one of minute, hour, workhour, day, workday, week, month, year",
    ),
    "T506": Words(
        "not_before 要和 within 一起用，否则不知道从何时起算",
        "not_before goes with within: without it there is no start to count from",
    ),
    "T507": Words(
        "“{duty}”没有时限，谈不上延期", "“{duty}” has no limit to be extended", warning=True
    ),
    "T508": Words(
        "计量“{measure}”求和，可“{field}”不是数字",
        "measure “{measure}” sums “{field}”, which is no number",
        "type: number 或 money",
        "type: number or money",
    ),
    "T509": Words(
        "计量“{measure}”数不同的“{field}”，可它是自由文字，存放在记录之外",
        "measure “{measure}” counts distinct “{field}”, free text that is kept outside the log",
        "给字段加 of: [选项]",
        "choices with `of`",
    ),
    "T510": Words(
        "用了“{text}”，可开头的 counting 没有说“{unit}”怎么数",
        "“{text}” is used, but counting says nothing about “{unit}”",
        "counting: {{{unit}: {{day_zero: excluded, end: midnight}}}}",
        "counting: {{{unit}: {{day_zero: excluded, end: midnight}}}}",
    ),
    "T511": Words(
        "提醒“{text}”读不懂",
        "the reminder “{text}” cannot be read",
        "70% of term 或 30 minutes before",
        "70% of term or 30 minutes before",
    ),
    "T512": Words("“{text}”不是钟点", "“{text}” is no time of day", "09:00", "09:00"),
    "T513": Words(
        "“{watch}”没有写 different：同一顾客连投几次也会算数",
        "“{watch}” has no `different`: one customer complaining again would count",
        "different: [customer]",
        "different: [customer]",
        warning=True,
    ),
    "T514": Words(
        "“{watch}”是 {form}，还须写明：{lacking}",
        "“{watch}” is a {form} and must also say: {lacking}",
        "kind: surge 要写 each、over_mean_of、by；streak 要写 each、at_least；count 要写 at_least",
        "a surge says each, over_mean_of and by; a streak each and at_least; a count at_least",
    ),
    "T515": Words(
        "“{watch}”是 {form}，不能写 after：只有 count 能问改进以后又发生几件",
        "“{watch}” is a {form} and cannot say `after`: only a count asks what came back after a remedy",
        "去掉 after，或者改成 kind: count",
        "leave `after` out, or make it kind: count",
    ),
    # -- parameters --
    "A601": Words(
        "参数“{parameter}”没有地方用到",
        "nothing reads the parameter “{parameter}”",
        "用在 within、over 等处，或删去",
        "use it in within, over …, or delete it",
        warning=True,
    ),
    "A602": Words(
        "参数名“{parameter}”以数字开头，会被当成时长",
        "the parameter name “{parameter}” begins with a digit and reads like a term",
    ),
    "A603": Words("“{text}”不是日期", "“{text}” is no date", "2026-01-01", "2026-01-01"),
    "A604": Words(
        "参数从 {day} 才有值，制度 {begin} 就生效",
        "the parameter has a value from {day} on; the pack takes effect on {begin}",
        "{begin}: …",
        "{begin}: …",
    ),
    "A605": Words(
        "写了 fixed 却没有值：条文定了多少就写多少",
        "fixed without a value: write the figure of the text",
        "values: {{日期: 值}}",
        "values: {{DATE: VALUE}}",
    ),
    "A606": Words(
        "既有值又有建议值：条文定了的不必建议，没定的不要替公司填",
        "a value and a suggestion: what the text settles needs none, what it leaves open no value",
        warning=True,
    ),
    "A607": Words("“{value}”不是整数（单位 {unit}）", "“{value}” is no whole number of {unit}"),
    "A608": Words("“{value}”超出允许范围（{bound}）", "“{value}” is beyond the bound {bound}"),
    # -- steps and stages --
    "S701": Words(
        "阶段“{stage}”没有环节会进入",
        "nothing enters the stage “{stage}”",
        "在某个环节写 to: {stage}，或删去",
        "to: {stage} at some step, or delete it",
    ),
    "S702": Words(
        "“{step}”只能在没有人进得去的阶段办理",
        "“{step}” can only be done in stages that nothing enters",
    ),
    "S703": Words("“{step}”没有写谁来办", "“{step}” does not say who does it", "by: …", "by: …"),
    "S705": Words(
        "“{field}”写了 columns，类型却是 {type}",
        "“{field}” has columns but is a {type}",
        "type: table",
        "type: table",
    ),
    "S706": Words("“{label}”没有选项", "“{label}” has no choices", "of: […]", "of: […]"),
    "S707": Words(
        "“of: {list}”不是选项",
        "“of: {list}” is no list of choices",
        "type: unit",
        "type: unit",
    ),
    "S708": Words(
        "“of: {list}”用的列表是空的：怎么填都会被拒",
        "the list behind “of: {list}” is empty: whatever is written is refused",
    ),
    "S709": Words(
        "紧急时可跳过“{step}”，但它的表单没有理由字段“{field}”",
        "“{step}” may be skipped in an emergency, but its form lacks the reason “{field}”",
        "form: {{{field}: {{label: 理由}}}}",
        "form: {{{field}: {{label: …}}}}",
    ),
    "S710": Words(
        "“{key}: {field}”读不到它的值（{type}）",
        "“{key}: {field}” cannot read it ({type})",
        "moment、date、number、multi 或带选项的字段",
        "a moment, date, number, multi or a field with choices",
    ),
    # -- English --
    "E801": Words(
        "“{word}”没有英文",
        "“{word}” has no English",
        "words.en.yaml 加一行 {word}: …",
        "a line in words.en.yaml",
        warning=True,
    ),
    "E802": Words(
        "条款“{name}”没有英文说明",
        "clause “{name}” has no English text",
        "text_en: …",
        "text_en: …",
        warning=True,
    ),
    "E803": Words(
        "words.en.yaml 里的“{word}”没有人看得到",
        "nobody sees “{word}” of words.en.yaml",
        "删去，或改成制度包里的原词",
        "delete it, or write the pack's own word",
        warning=True,
    ),
    "E804": Words(
        "“{word}”的英文“{english}”不是英文", "“{word}”: “{english}” is no English", warning=True
    ),
    # -- papers --
    "D951": Words(
        "文书“{document}”的名字里没有编号，几份会同名",
        "the name of “{document}” has no number in it: several would be called alike",
        "name: [..., n]",
        "name: [..., n]",
    ),
    # -- head --
    "H901": Words(
        "不认识格式版本“{engine}”", "unknown format version “{engine}”", "{known}", "{known}"
    ),
    "H902": Words("没有写 {key}", "{key} is missing", "{key}: 2026-01-01", "{key}: 2026-01-01"),
    "H903": Words(
        "{key} “{text}”不是日期", "{key} “{text}” is no date", "2026-01-01", "2026-01-01"
    ),
    "H904": Words(
        "上次复核是 {day}，已超过一年",
        "last reviewed on {day}, more than a year ago",
        "复核后改 reviewed_on",
        "review it and set reviewed_on",
        warning=True,
    ),
    "H905": Words("没有条款", "the pack has no clauses", "clauses.yaml", "clauses.yaml"),
    "H906": Words("pack 写的是“{name}”，文件夹叫“{folder}”", "pack “{name}” lies in “{folder}”"),
    "H907": Words(
        "version 写的是“{name}”，文件夹叫“{folder}”", "version “{name}” lies in “{folder}”"
    ),
    # -- tests --
    "X101": Words(
        "没有测试场景：什么也没有证明",
        "there are no scenarios: nothing is proven",
        "tests/*.yaml",
        "tests/*.yaml",
        warning=True,
    ),
    "X102": Words(
        "角色“{label}”（{role}）没有人担任，测试不到",
        "nobody in the cast holds “{label}” ({role}): it cannot be tested",
        warning=True,
    ),
    "X103": Words("场景没有写 {key}", "the scenario lacks {key}", "{key}: …", "{key}: …"),
    "X104": Words(
        "被拒的一行没有写理由：任何拒绝都会算对",
        "a refusal without a reason: any refusal would do",
        "because: '[条款号] …'",
        "because: '[CLAUSE] …'",
        warning=True,
    ),
    "X105": Words(
        "场景没有期望什么", "the scenario expects nothing", "expect: …", "expect: …", warning=True
    ),
    "X106": Words("没有场景办过“{step}”", "no scenario ever does “{step}”", warning=True),
    "X107": Words(
        "“{duty}”的时限缺这样的场景：{lacking}",
        "no scenario tries the limit of “{duty}”: {lacking_en}",
        warning=True,
    ),
    "X109": Words(
        "场景“{scenario}”说证明了“{name}”，但没有碰到执行该条款的任何一项",
        "the scenario “{scenario}” claims “{name}” but touches nothing that carries it out",
        "改正 proves，或让场景真正用到它",
        "correct proves, or let the scenario use it",
        warning=True,
    ),
}
