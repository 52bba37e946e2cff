"""A demo company as a large chain: forty stores with people of their own, before anything is played."""

from huiyin.demo.chain import chained
from huiyin.demo.script import Script, scripts
from huiyin.policy.load import load


def chains() -> list[Script]:
    found = [chained(script) for script in scripts()]
    return [script for script in found if script is not None]


def test_a_chain_has_forty_stores_each_with_a_head_and_a_place_where_customers_complain() -> None:
    for chain in chains():
        said = chain.said
        stores = {code for code, unit in said["units"].items() if unit.get("kind") == "门店"}
        heads = {one["unit"] for one in said["people"].values() if "head" in one}
        assert len(stores) == 40
        assert stores <= heads
        assert stores <= {place["unit"] for place in chain.history["places"]}
        assert int(chain.history["cases"]) == 1000


def test_nobody_of_a_chain_has_the_name_or_the_title_of_another_store() -> None:
    for chain in chains():
        people = list(chain.said["people"].values())
        assert len({person["name"] for person in people}) == len(people)
        for person in people:
            title, own = person["title"], chain.said["units"][person["unit"]]["name"]
            others = [unit["name"] for unit in chain.said["units"].values() if unit["name"] != own]
            assert not any(title.startswith(other) for other in others if other.endswith("店"))
            assert person["name_en"].isascii()


def test_a_chain_is_a_company_of_its_own_and_every_post_holds_roles_of_its_pack() -> None:
    assert chains()
    for chain in chains():
        assert chain.slug not in {script.slug for script in scripts()}
        roles = load(chain.pack_folder).pack.roles
        for person in chain.said["people"].values():
            assert set(person["roles"]) <= set(roles)


def test_who_is_of_the_cast_stands_in_the_script() -> None:
    for chain in chains():
        known = set(chain.said["people"])
        assert all(set(keys) <= known for keys in chain.history["cast"].values())
        assert all(len(keys) == len(set(keys)) for keys in chain.history["cast"].values())
