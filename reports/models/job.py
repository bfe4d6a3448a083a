from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class JobQuerySet(models.QuerySet["Job"]):
    def open(self) -> Self:
        """Neither done nor given up; one that is being worked on is open too."""
        return self.filter(done_at__isnull=True, given_up_at__isnull=True)

    def given_up(self) -> Self:
        return self.filter(given_up_at__isnull=False)


class Job(models.Model):
    """Work that no request waits for: a kind of `reports.jobs`, with its arguments as plain values.

    A worker takes it until a moment (`taken_until`) and goes on saying so; what it left is free for another then. `taken_by`
    is drawn anew each time, so that a worker that was thought dead closes nothing of its successor's. `key` names the occasion: the work is queued for it once.
    """

    kind = models.CharField(_("kind"), max_length=40)
    arguments = models.JSONField(_("arguments"), default=dict)
    key = models.CharField(_("key"), max_length=160, unique=True)
    created_at = models.DateTimeField(_("queued on"), auto_now_add=True)
    due_at = models.DateTimeField(_("due on"))
    tries = models.PositiveSmallIntegerField(_("attempts"), default=0)
    taken_by = models.CharField(max_length=32, blank=True)
    taken_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(_("done on"), null=True)
    given_up_at = models.DateTimeField(_("given up on"), null=True)
    problem = models.TextField(_("problem"), blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("background job")
        verbose_name_plural = _("background jobs")
        indexes = (
            models.Index(
                fields=("due_at", "id"),
                condition=Q(done_at__isnull=True, given_up_at__isnull=True),
                name="job_open",
            ),
            models.Index(fields=("-given_up_at",), condition=Q(given_up_at__isnull=False), name="job_given_up"),
        )

    def __str__(self):
        return f"{self.kind} {self.pk}"
