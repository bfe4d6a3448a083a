"""Two activities that were one event: which one stays, and what both said before."""

from collections.abc import Iterable
from typing import Self
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from reports import limits
from reports.models.organisation import Organisation
from reports.models.people import User


class MergeQuerySet(models.QuerySet["Merge"]):
    def standing(self) -> Self:
        """Those that were not undone."""
        return self.filter(undone_at__isnull=True)

    def gone_up_in(self, pk: UUID) -> list[UUID]:
        """The ids of all that have gone up in an activity, through all merges that stand. One query for each step of them."""
        gone: list[UUID] = []
        todo = [pk]
        while todo := list(self.standing().filter(kept__in=todo).values_list("gone", flat=True)):
            gone += todo
        return gone

    def stays_of(self, pks: Iterable[str]) -> dict[str, UUID]:
        """Of these ids, those of activities that have gone up in another, with the id of the one that stays. The same."""
        stays: dict[str, UUID] = {}
        todo = {pk: pk for pk in pks}
        while todo:
            steps = {str(row.gone): row.kept for row in self.standing().filter(gone__in=set(todo.values()))}
            todo = {pk: str(steps[now]) for pk, now in todo.items() if now in steps}
            stays |= {pk: UUID(now) for pk, now in todo.items()}
        return stays


class Merge(models.Model):
    """`gone` was merged into `kept`; both by their id, for the one has no row any more, and the other may go up in a
    third. `before` are the rows of both as they stood, so that nothing is lost and all of it can be undone; `claims` says
    into which claim of `kept` one of `gone` went, `identifiers` by which outside systems knew it."""

    kept = models.UUIDField(editable=False, db_index=True)
    gone = models.UUIDField(editable=False, db_index=True)
    title = models.CharField(_("title"), max_length=limits.TITLE)  # of the one that is gone
    by = models.ForeignKey(User, models.PROTECT, related_name="merges")
    at = models.DateTimeField(_("merged on"))
    choices = models.JSONField(_("choices"), default=dict)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    claims = models.JSONField(default=dict)
    identifiers = models.JSONField(default=list)
    # In whose name the one that is gone, or what had gone up in it, was recorded: they still see what stays.
    organisations = models.ManyToManyField(Organisation, editable=False, related_name="+")
    logged = models.PositiveBigIntegerField(
        default=0
    )  # its last row in the log: whoever builds on it leaves a later one
    undone_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="merges_undone")
    undone_at = models.DateTimeField(_("undone on"), null=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        constraints = (
            models.UniqueConstraint(
                fields=("gone",), condition=Q(undone_at__isnull=True), name="an_activity_is_merged_away_once"
            ),
            models.CheckConstraint(condition=~Q(kept=F("gone")), name="nothing_is_merged_with_itself"),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="who_undoes_a_merge_signs",
            ),
        )

    def __str__(self):
        return self.title
