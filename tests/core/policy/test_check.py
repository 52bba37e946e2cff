"""A pack author's mistakes: each is found, at its line, with the clause and what to write."""

from datetime import date
from pathlib import Path

import pytest

from huiyin.obligations.packfindings import from_playing
from huiyin.policy.check import accept, check, check_folder, errors
from huiyin.policy.findings import Finding, PackRefused
from huiyin.policy.load import parse, read_folder
from tests.core.policy.bakery_pack import FOLDER, bakery, bakery_tests, edited, edited_tests

HEAD, CLAUSES = "pack.yaml", "clauses.yaml"
COMPLAINT, REVIEW = "procedures/complaint.yaml", "procedures/review.yaml"
TODAY = date(2026, 6, 1)


def found(file: str, old: str, new: str) -> tuple[Finding, ...]:
    return check(edited(file, old, new), bakery_tests(), TODAY)


def test_a_well_made_pack_has_no_finding_at_all() -> None:
    assert check_folder(FOLDER, TODAY) == ()
    assert list(from_playing(bakery(), bakery_tests())) == []


PAPER = """documents:
  voucher: {label: 凭证, clause: a1, series: {per: [year, unit]}, name: [year, n],
            shows: [register], signatories: [clerk]}
notices:
  thanks: {label: 致谢, clause: a1, after: receive, to: customer, text: "谢谢，编号 {number}"}
schedules:"""

REPORT = """reports:
  monthly: {label: 月报, clause: a1, to: manager, sections: [{ledger: nowhere}]}
schedules:"""

WATCH = """watches:
  again: {label: 多次投诉, clause: a8, procedure: complaint, same: [unit], different: [case],
          at_least: '3', within: 30 days, opens: review, confirm_by: manager}
schedules:"""

# One mistake each: where, what is written instead, the code found, what its sentence must say.
MISTAKES = [
    # clauses
    (CLAUSES, "a10:", "a11:", "C102", "a11"),
    (CLAUSES, "a10:", "a11:", "N201", "a10"),
    (COMPLAINT, "label: 告诉顾客进展, clause: a6,", "label: 告诉顾客进展,", "C103", "告诉顾客进展"),
    # names that lead nowhere
    (COMPLAINT, "to: 待登记", "to: 待登计", "N201", "待登记"),
    (COMPLAINT, "in: [待登记]", "in: [待登计]", "N201", "待登记"),
    (COMPLAINT, "not_by: [register]", "not_by: [registre]", "N201", "register"),
    (COMPLAINT, "by: manager\n    in: [核实]", "by: managr\n    in: [核实]", "N201", "manager"),
    (COMPLAINT, "asks: [reason]", "asks: [why]", "N201", "why"),
    (COMPLAINT, "of: propose\n", "of: purpose\n", "N201", "propose"),
    (COMPLAINT, "within: begin_limit", "within: begin_limt", "N201", "begin_limit"),
    (COMPLAINT, "from: receive.received", "from: receive.recieved", "N201", "receive.received"),
    (COMPLAINT, "new: ask_more.until", "new: ask_more.till", "N201", "ask_more.until"),
    (COMPLAINT, '"verify:不属实"', '"verify:不存在"', "N201", "不存在"),
    (COMPLAINT, "recuse: [register.about]", "recuse: [register.abuot]", "N201", "register.about"),
    (COMPLAINT, "严重: {within: 24 hours", "很重: {within: 24 hours", "N201", "很重"),
    (COMPLAINT, "sets_level: level", "sets_level: levle", "N201", "level"),
    (COMPLAINT, "{approved: pay}", "{approved: paid}", "N201", "pay"),
    (COMPLAINT, "measure: compensation, at_most", "measure: compensatoin, at_most", "N201", "compensation"),
    (COMPLAINT, "over: large", "over: larg", "N201", "large"),
    (HEAD, "opens: review", "opens: reviews", "N201", "review"),
    (HEAD, "stands: complaint.answer", "stands: complaint.anwser", "N201", "complaint.answer"),
    (HEAD, "encryption_at_rest", "encryption", "N201", "encryption_at_rest"),
    (HEAD, "determined_by: [manager]", "determined_by: [boss]", "N201", "boss"),
    # conditions that can never hold or cannot be read
    (COMPLAINT, "{done: ask_more,", "{last: ask_more, is: 好,", "Q301", "outcomes"),
    (COMPLAINT, "{done: ask_more,", "{last: verify, is: 真的,", "Q302", "真的"),
    (COMPLAINT, "while: [{stage: 处理}]", "while: [{field: level, is: 严重}]", "Q303", "level"),
    (COMPLAINT, "{done: ask_more,", "{field: register.story, is: 空,", "Q304", "经过"),
    (COMPLAINT, "{done: ask_more,", "{field: receive.received, over: 3,", "Q305", "moment"),
    (COMPLAINT, "measure: compensation, at_most: 0", "measure: compensation, is: 0", "Q306", "compensation"),
    (COMPLAINT, "{done: tell,", "{none_open: tell,", "Q309", "tell"),
    (COMPLAINT, ", says: 还没有人申请延期", "", "Q310", "审批延期"),
    # people
    (COMPLAINT, "after: register\n", "after: register\n    bearer: 值班的人\n", "W401", "值班的人"),
    (COMPLAINT, "clause: a6, by: clerk,", "clause: a6, by: {person: receive.channel},", "W402", "person"),
    (COMPLAINT, "by: manager\n    in: [核实]\n", "by: clerk\n    in: [核实]\n", "W403", "核实"),
    (COMPLAINT, "{by: chief, clause: a5,", "{by: manager, clause: a5,", "W404", "赔偿审批"),
    (COMPLAINT, "type: person, clause: a2", "type: person, personal: true, clause: a2", "W405", "register.about"),
    # times
    (COMPLAINT, "        普通: {within: plain_days, from: receive.received}\n", "", "T501", "普通"),
    (COMPLAINT, "within: 24 hours, from: receive.received", "at: receive.channel", "T502", "choice"),
    (HEAD, "  workday: {day_zero", "  minute: {day_zero", "T503", "minute"),
    (HEAD, "  workday: {day_zero", "  minute: {day_zero", "T510", "workday"),
    (COMPLAINT, "within: 24 hours", "within: 24 huors", "T504", "huors"),
    (COMPLAINT, "within: 24 hours", "within: large", "T505", "yuan"),
    (COMPLAINT, "50% of term", "half of term", "T511", "half of term"),
    (COMPLAINT, "of: propose.amount", "of: register.story", "T508", "register.story"),
    # parameters
    (COMPLAINT, "over: large", "over: 500", "A601", "large"),
    (HEAD, "{2026-01-01: 30}", "{2026-1-1: 30}", "A603", "2026-1-1"),
    (HEAD, "{2026-01-01: 30}", "{2026-03-01: 30}", "A604", "2026-03-01"),
    (HEAD, "values: {2026-01-01: 30}, fixed", "values: {}, fixed", "A605", "fixed"),
    (HEAD, "{2026-01-01: 30}", "{2026-01-01: 半小时}", "A607", "半小时"),
    (HEAD, "suggest: 500", "suggest: 500, min: 1000", "A608", "1000"),
    # steps and forms
    (COMPLAINT, "stages: [待登记, 核实,", "stages: [待登记, 复核, 核实,", "S701", "复核"),
    (COMPLAINT, "channel:  {label: 渠道, of: channels", "channel:  {label: 渠道, of: units", "S707", "units"),
    (COMPLAINT, "channel:  {label: 渠道, of: channels", "channel:  {label: 渠道, of: categories", "S708", "categories"),
    (COMPLAINT, "level_of: signs", "level_of: reason", "S710", "reason"),
    (COMPLAINT, "done_by: [answer,", "done_by: [stage 办结,", "N203", "stage 办结"),
    # watches
    (HEAD, "schedules:", WATCH.replace("at_least: '3', ", ""), "T514", "at_least"),
    (HEAD, "schedules:", WATCH.replace("different: [case]", "kind: surge"), "T514", "over_mean_of"),
    (HEAD, "schedules:", WATCH.replace("by: manager", "by: clerk"), "W406", "店员"),
    (HEAD, "schedules:", WATCH.replace("different:", "after: repair, different:"), "N201", "repair"),
    (HEAD, "schedules:", WATCH.replace("different:", "kind: streak, after: complaint, different:"), "T515", "streak"),
    # papers and messages
    (HEAD, "schedules:", PAPER.replace("year, unit", "carrier"), "N201", "编号部分"),
    (HEAD, "schedules:", PAPER.replace("name: [year, n]", "name: [date, n]"), "N201", "date"),
    (HEAD, "schedules:", PAPER.replace("name: [year, n]", "name: [year]"), "D951", "voucher"),
    (HEAD, "schedules:", PAPER.replace("shows: [register]", "shows: [registre]"), "N201", "registre"),
    (HEAD, "schedules:", PAPER.replace("signatories: [clerk]", "signatories: [clark]"), "N201", "clark"),
    (HEAD, "schedules:", PAPER.replace("{number}", "{nummer}"), "N201", "nummer"),
    (HEAD, "schedules:", REPORT, "N202", "nowhere"),
    (HEAD, "counting:", "close_of_business: 六点\ncounting:", "T512", "六点"),
    # head and words
    (HEAD, "title_en:", 'engine: "9"\ntitle_en:', "H901", "9"),
    (HEAD, "reviewed_on: 2026-01-01", "reviewed_on: 2025-01-01", "H904", "2025-01-01"),
    (HEAD, "effective_from: 2026-01-01", "effective_from: 元旦", "H903", "元旦"),
    ("words.en.yaml", "到店: In the shop\n", "", "E801", "到店"),
    ("words.en.yaml", "到店: In the shop", "到店: In the shop\n外卖: Delivery", "E803", "外卖"),
    ("words.en.yaml", "到店: In the shop", "到店: 在店里", "E804", "在店里"),
    (CLAUSES, "cite: 第三条", "cite: 附则", "E801", "附则"),
    (CLAUSES, ", text_en: Answers are sincere.", "", "E802", "a9"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "code", "says"), MISTAKES)
def test_a_mistake_is_found_with_its_place_and_what_to_write(
    file: str, old: str, new: str, code: str, says: str
) -> None:
    findings = [f for f in found(file, old, new) if f.code == code]
    assert any(says in str(f) for f in findings), [str(f) for f in found(file, old, new)]
    for finding in findings:
        assert finding.message_en, "an author who reads English gets the sentence too"
        assert finding.words("en") != finding.words("zh")


def test_a_finding_points_at_the_line_that_is_wrong() -> None:
    text = read_folder(FOLDER)[COMPLAINT]
    line = text[: text.index("not_by: [register]")].count("\n") + 1
    finding = next(
        f for f in found(COMPLAINT, "not_by: [register]", "not_by: [registre]") if f.code == "N201"
    )
    assert (finding.file, finding.line, finding.clause) == (COMPLAINT, line, "a2")


def test_all_mistakes_are_told_at_once() -> None:
    sources = read_folder(FOLDER)
    text = (
        sources[COMPLAINT]
        .replace("to: 待登记", "to: 待登计")
        .replace("not_by: [register]", "not_by: [registre]")
    )
    codes = [f.message for f in check(parse({**sources, COMPLAINT: text}))]
    assert any("待登计" in m for m in codes)
    assert any("registre" in m for m in codes)


def test_a_malformed_file_and_a_strange_key_are_findings_with_a_line(tmp_path: Path) -> None:
    folder = tmp_path / "bakery" / "2026.1"
    folder.mkdir(parents=True)
    (folder / "pack.yaml").write_text("pack: bakery\n title: [\n", encoding="utf-8")
    assert [f.code for f in check_folder(folder)] == ["P001"]
    with pytest.raises(PackRefused) as refused:
        edited(COMPLAINT, "stages:", "stagse:")
    assert {f.code for f in refused.value.findings} == {"P010"}
    assert any("stagse" in f.message and f.line == 3 for f in refused.value.findings)


def test_a_key_written_twice_is_refused_not_overwritten() -> None:
    with pytest.raises(PackRefused) as refused:
        edited(COMPLAINT, "main: true", "main: true\nmain: false")
    assert [(f.code, f.line) for f in refused.value.findings] == [("P002", 3)]


def test_a_pack_lies_in_the_folder_of_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "butcher" / "2027.1"
    folder.mkdir(parents=True)
    for name, text in read_folder(FOLDER).items():
        target = folder / name
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, encoding="utf-8")
    assert {"H906", "H907", "X101"} <= {f.code for f in check_folder(folder)}


def test_warnings_refuse_only_where_strictness_is_asked_for() -> None:
    findings = found("words.en.yaml", "到店: In the shop\n", "")
    assert errors(findings) == ()
    assert len(errors(findings, strict=True)) == 1


def test_whoever_installs_a_pack_gets_every_error_or_the_pack() -> None:
    accept(bakery())
    with pytest.raises(PackRefused) as refused:
        accept(edited(COMPLAINT, "to: 待登记", "to: 待登计"))
    assert all(not f.warning for f in refused.value.findings)


TEST_MISTAKES = [
    ("proves: a5", "proves: a55", "C104", "a55"),
    ("who: 小麦, do: propose", "who: 小卖, do: propose", "N201", "小麦"),
    ("do: ask_more, with", "do: ask_mor, with", "N201", "ask_more"),
    ("sign: pay", "sign: pya", "N201", "pay"),
    ("procedure: review", "procedure: reveiw", "N201", "review"),
    ("params: {large", "params: {larg", "N201", "large"),
    ("duties: {conclude: done", "duties: {concluded: done", "N201", "conclude"),
    ("  now: 2026-03-11T09:00\n", "", "X103", "now"),
    (", because: 应当回避", "", "X104", "because"),
    ("expect: {duties: {}}", "expected: {duties: {}}", "N201", "expect"),
    ("roles: [chief]", "roles: [cheif]", "N201", "chief"),
    ("roles: [chief]", "roles: []", "X102", "chief"),
]


@pytest.mark.parametrize(("old", "new", "code", "says"), TEST_MISTAKES)
def test_a_mistake_in_the_tests_of_a_pack_is_found_too(
    old: str, new: str, code: str, says: str
) -> None:
    findings = check(bakery(), edited_tests(old, new), TODAY)
    assert any(
        f.code == code and says in str(f) and f.file.startswith("tests/") for f in findings
    ), list(map(str, findings))


def test_a_step_that_nobody_ever_does_is_pointed_out() -> None:
    tests = edited_tests("do: ask_more, because", "do: propose, because")
    tests = type(tests)(
        tests.cast, tuple(s for s in tests.scenarios if "ask_more" not in str(s.data))
    )
    assert [f.code for f in check(bakery(), tests) if "申请延期" in f.message] == ["X106"]


def test_a_limit_without_its_twins_is_pointed_out() -> None:
    tests = edited_tests("2026-03-02T10:30:01", "2026-03-02T10:45:00")
    messages = [str(f) for f in from_playing(bakery(), tests) if f.code == "X107"]
    assert len(messages) == 1
    assert "30 分钟内登记" in messages[0]
    assert "刚过一刻" in messages[0]


def test_a_claim_that_touches_nothing_of_its_clause_is_pointed_out() -> None:
    tests = edited_tests("proves: a6", "proves: [a6, a8]")
    messages = [str(f) for f in from_playing(bakery(), tests) if f.code == "X109"]
    assert len(messages) == 1
    assert "“a8”" in messages[0]


def test_a_paper_and_a_message_that_can_be_filled_in_are_accepted() -> None:
    text = edited(HEAD, "schedules:", PAPER)
    assert [str(f) for f in check(text, bakery_tests(), TODAY) if f.code[0] in "ND"] == []
