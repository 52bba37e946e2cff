"""Pieces of a case's page that other pages show too: the stages, the files."""

from collections.abc import Mapping, Sequence

from huiyin.records.pictures import HEIC
from huiyin.web.desk.looking import Looking
from huiyin.web.pages import PicturePair
from huiyin.web.parts import FileItem, Stage, StageState, Stepper


def evidence_items(looking: Looking) -> list[FileItem]:
    """Files given as evidence; opened through their own address, which checks the right again."""
    items = []
    for event in looking.events:
        if event.kind == "evidence_added":
            kind = str(event.data["media"]).partition("/")[0]
            href = looking.desk.href("evidence", looking.case.id, event.data["evidence"])
            kinds = {"image": "photo", "video": "video"}
            words = f"{int(event.data['size']) // 1024} KB"
            converted = event.data["media"] == HEIC
            items.append(
                FileItem(
                    name=looking.speaker.short(event.at),
                    words=words,
                    kind=kinds.get(kind, "document"),
                    href=href,
                    original=f"{href}?original=1" if converted else "",
                )
            )
    return items


def picture_pairs(looking: Looking) -> list[PicturePair]:
    """Pictures that the pack wants side by side: before and after, the first of each."""
    found = []
    media = {
        str(e.data["evidence"]): str(e.data["media"])
        for e in looking.events
        if e.kind == "evidence_added"
    }
    for name, step in looking.spec.steps.items():
        for field, spec in step.form.items():
            if spec.beside is None:
                continue
            both = (spec.beside, field)
            given = [looking.assessment.state.fields.get(f"{name}.{one}") or [] for one in both]
            if any(given):
                labels = [looking.speaker.word(step.form[one].label) for one in both]
                shown = [_picture(looking, ids, media) for ids in given]
                found.append(PicturePair(left=shown[0], right=shown[1], labels=labels))
    return found


def _picture(looking: Looking, ids: Sequence[str], media: Mapping[str, str]) -> FileItem | None:
    pictures = [one for one in ids if media.get(one, "").startswith("image/")]
    chosen = next(iter(pictures or ids), None)
    if chosen is None:
        return None
    case = looking.case.id
    thumb = looking.desk.href("thumb", case, chosen) if pictures else ""
    href = looking.desk.href("evidence", case, chosen)
    return FileItem(name="", href=href, kind="photo" if pictures else "document", thumb=thumb)


def stepper(looking: Looking) -> Stepper:
    """The official stages: when each was reached, whether late, who comes next."""
    state, speaker = looking.assessment.state, looking.speaker
    reached = {stage: at for stage, at, _seq in state.stages}
    late = {row.duty for row in looking.rows if row.breach_at}
    order = [
        s for s in looking.spec.stages if s not in looking.spec.final_stages[1:] or s == state.stage
    ]
    here = order.index(state.stage) if state.stage in order else -1
    stages = []
    for n, name in enumerate(order):
        kind = StageState.NOW if n == here else StageState.PAST if n < here else StageState.NEXT
        if n == here and state.closed is not None:
            kind = StageState.PAST
        words = speaker.short(reached[name]) if name in reached and n <= here else ""
        stages.append(
            Stage(
                name=speaker.word(name),
                state=kind,
                words=words,
                late=n == here and bool(late) and any(r.owed and r.breach_at for r in looking.rows),
            )
        )
    return Stepper(stages=stages)
