"""The language of a customer: the one in which the portal was last used for a case."""

from collections.abc import Iterable

from huiyin.cases.models import Case
from huiyin.channels.models import CustomerLanguage
from huiyin.people.models import Company
from huiyin.worktime import Lang
from huiyin.writegate import gate


def language_of(case: Case) -> Lang | None:
    """The language to write in; None while nobody knows, as after a call."""
    kept = CustomerLanguage.objects.filter(case=case).values_list("lang", flat=True).first()
    return None if kept is None else "en" if kept == "en" else "zh"


def used(company: Company, cases: Iterable[str], lang: str) -> None:
    """Keep that the customer of some cases used the portal in a language; written when it is news."""
    said: Lang = "en" if lang == "en" else "zh"
    wanted = Case.objects.filter(company=company, id__in=list(cases))  # noqa: TID251  (own device)
    held = dict(CustomerLanguage.objects.filter(case__in=wanted).values_list("case_id", "lang"))
    news = [case for case in wanted.values_list("id", flat=True) if held.get(case) != said]
    if not news:
        return
    with gate():
        CustomerLanguage.objects.bulk_create(
            [CustomerLanguage(case_id=case, lang=said) for case in news],
            update_conflicts=True,
            unique_fields=["case"],
            update_fields=["lang"],
        )
