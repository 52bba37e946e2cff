"""The script that a company keeps by a procedure of its own: its newest version that is in force."""

from huiyin.cases.personal import open_all, revealed
from huiyin.cases.standards import script_in_force
from huiyin.policy.contacts import Kept
from huiyin.web.desk.looking import Looking


def newest(looking: Looking, kept: Kept) -> tuple[str, str] | None:
    """Version and text of the script that holds today; None while there is none."""
    case = script_in_force(looking.desk.caller, looking.speaker.rules, kept)
    if case is None:
        return None
    held = [case.fields.get(name) for name in (kept.version, kept.text)]
    texts = open_all(case.company_id, *held)
    version, text = (revealed(value, texts) for value in held)
    return str(version or ""), str(text or "")
