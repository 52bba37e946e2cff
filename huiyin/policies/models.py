"""Tables: installed pack versions (immutable), adoptions and parameter values (append-only)."""

from django.db import models

from huiyin.people.ids import LENGTH, new_id
from huiyin.people.models import Company


class PackVersion(models.Model):
    """One installed version of a pack: its source files as they were, and their digest."""

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    slug = models.SlugField(max_length=60)
    version = models.CharField(max_length=30)
    title = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    sources = models.JSONField()
    installed_at = models.DateTimeField()
    installed_by = models.CharField(max_length=LENGTH)

    class Meta:
        """A version is installed once; other content needs another version."""

        constraints = [
            models.UniqueConstraint(fields=["slug", "version"], name="policies_pack_version")
        ]

    def __str__(self) -> str:
        return f"{self.slug}@{self.version}"


class CompanyPolicy(models.Model):
    """That a company runs a pack; `stamp` is renewed whenever anything of its rules changes."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="policies")
    slug = models.SlugField(max_length=60)
    stamp = models.CharField(max_length=LENGTH, default=new_id)

    class Meta:
        """One row a company and pack."""

        constraints = [
            models.UniqueConstraint(fields=["company", "slug"], name="policies_company_slug")
        ]

    def __str__(self) -> str:
        return f"{self.company_id} {self.slug}"


class Adoption(models.Model):
    """A company takes a pack version into force from a moment; the newest past one counts."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="adoptions")
    pack = models.ForeignKey(PackVersion, models.PROTECT, related_name="adoptions")
    effective_from = models.DateTimeField()
    adopted_at = models.DateTimeField()
    adopted_by = models.CharField(max_length=LENGTH)
    note = models.CharField(max_length=400, blank=True)

    class Meta:
        """Read by company and moment."""

        indexes = [
            models.Index(fields=["company", "effective_from"], name="policies_adoption_since")
        ]

    def __str__(self) -> str:
        return f"{self.company_id} {self.pack_id}"


class ParameterValue(models.Model):
    """A value that a company set, in force from a day; never altered, later ones stand beside it."""

    company = models.ForeignKey(Company, models.PROTECT, related_name="parameter_values")
    slug = models.SlugField(max_length=60)
    name = models.CharField(max_length=80)
    effective = models.DateField()
    value = models.CharField(max_length=80, null=True)  # noqa: DJ001  (null: not set, "" is no value)
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=LENGTH)
    note = models.CharField(max_length=400, blank=True)

    class Meta:
        """Read whole for a company's pack, in the order set."""

        indexes = [models.Index(fields=["company", "slug", "id"], name="policies_parameter_set")]

    def __str__(self) -> str:
        return f"{self.name} {self.effective}"
