"""A demo company made into a large chain: its `chain` says how many stores and cases, and what differs.

Stores and people are copied from the first ones of the script under names of their own; who answers
for several stores gets colleagues. The plots are played as they are, beside those of the chain.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from random import Random
from typing import Any

from huiyin.demo.script import Script

SURNAMES = """赵Zhao 钱Qian 孙Sun 周Zhou 吴Wu 郑Zheng 冯Feng 陈Chen 褚Chu 卫Wei 蒋Jiang 沈Shen 韩Han 杨Yang
朱Zhu 秦Qin 许Xu 何He 吕Lyu 施Shi 张Zhang 孔Kong 曹Cao 严Yan 金Jin 魏Wei 陶Tao 姜Jiang 戚Qi 谢Xie 邹Zou 喻Yu
苏Su 潘Pan 葛Ge 范Fan 彭Peng 鲁Lu 马Ma 方Fang 任Ren 袁Yuan 柳Liu 史Shi 唐Tang 费Fei 薛Xue 雷Lei 贺He 倪Ni
汤Tang 罗Luo 毕Bi 郝Hao 安An 常Chang 于Yu 傅Fu 卞Bian 康Kang 伍Wu 余Yu 顾Gu 孟Meng 黄Huang 穆Mu 萧Xiao 尹Yin"""
GIVEN = """晨Chen 一帆Yifan 雨桐Yutong 思远Siyuan 嘉宁Jianing 若溪Ruoxi 文博Wenbo 静怡Jingyi 子昂Zi'ang 明轩Mingxuan
书瑶Shuyao 海川Haichuan 可欣Kexin 立言Liyan 晓峰Xiaofeng 婉清Wanqing 天佑Tianyou 安琪Anqi 志恒Zhiheng 乐萱Lexuan"""
MERGED = ("plots", "segments", "routines", "forms", "pools")
"""What a chain adds to; everything else it says takes the place of the company's own."""


def chained(script: Script) -> Script | None:
    """The chain of a company; None when its script knows of none."""
    said = script.said.get("chain")
    if not said:
        return None
    names = _names(str(said["company"]["slug"]))
    whole = {**script.said, **{k: said[k] for k in ("company", "parameters") if k in said}}
    whole["hours"] = {**script.said["hours"], **(said.get("hours") or {})}
    whole["units"], whole["people"] = dict(script.said["units"]), dict(script.said["people"])
    whole["history"] = _merged(script.history, said["history"])
    _staff(whole, said["staff"], names)
    _stores(whole, said["stores"], names)
    for absent in ("revision", "chain", "try_first"):
        whole.pop(absent, None)
    return replace(script, said=whole)


def _merged(history: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    whole = {**history, **more}
    for part in MERGED:
        whole[part] = {**(history.get(part) or {}), **(more.get(part) or {})}
    for procedure, steps in (more.get("forms") or {}).items():
        own = (history.get("forms") or {}).get(procedure) or {}
        merged = {step: {**(own.get(step) or {}), **said} for step, said in steps.items()}
        whole["forms"][procedure] = {**own, **merged}
    whole["cast"] = {group: list(keys) for group, keys in history["cast"].items()}
    whole["places"] = list(history["places"])
    return whole


def _staff(whole: dict[str, Any], wanted: Mapping[str, Any], names: Iterator[list[str]]) -> None:
    """Colleagues for those of the cast who are not of one store."""
    for group, said in wanted.items():
        for number in range(int(said["count"])):
            key = f"{said['like']}{number + 1}"
            whole["people"][key] = _like(whole["people"][said["like"]], next(names))
            whole["history"]["cast"][group].append(key)


def _stores(whole: dict[str, Any], wanted: Mapping[str, str], names: Iterator[list[str]]) -> None:
    """More stores like the first one, each with people of its own."""
    template = whole["history"]["places"][0]
    old = whole["units"][template["unit"]]
    staff = {k: p for k, p in whole["people"].items() if p["unit"] == template["unit"]}
    for number, (name, name_en) in enumerate(wanted.items(), 1):
        code = f"D{number:02}"
        whole["units"][code] = {**old, "name": name, "name_en": name_en}
        keys = {key: f"{key}{number:02}" for key in staff}
        for key, person in staff.items():
            copy = _like(person, next(names), head="head" in person)
            copy |= {"unit": code, "title": person["title"].replace(old["name"], name)}
            whole["people"][keys[key]] = copy
        place = {role: keys.get(key, key) for role, key in template.items()} | {"unit": code}
        whole["history"]["places"].append(place)


def _like(person: Mapping[str, Any], named: list[str], *, head: bool = False) -> dict[str, Any]:
    """The same post for somebody else; nobody signs in as these."""
    name, name_en = named
    left = () if head else ("head",)
    copy = {key: value for key, value in person.items() if key not in left}
    return {**copy, "name": name, "name_en": name_en, "no_account": "是"}


def _names(seed: str) -> Iterator[list[str]]:
    """Names of invented people, none twice; the same seed, the same people."""
    pairs = [(s, g) for s in SURNAMES.split() for g in GIVEN.split()]
    Random(seed).shuffle(pairs)  # noqa: S311  (a story, not a secret)
    for surname, given in pairs:
        (s, s_en), (g, g_en) = _both(surname), _both(given)
        yield [s + g, f"{s_en} {g_en}"]


def _both(text: str) -> tuple[str, str]:
    at = next(n for n, letter in enumerate(text) if letter.isascii())
    return text[:at], text[at:]
