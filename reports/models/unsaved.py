"""What a person has typed and not yet saved."""

from django.db import models

from reports import limits
from reports.models.people import User


class UnsavedForm(models.Model):
    """The fields of one form as they stand in a person's browser, kept until they are saved; nobody else sees them.

    `key` names the form (`activity-<id>`, `evidence-<id>`), `fields` is what the form would send.
    """

    person = models.ForeignKey(User, models.CASCADE, related_name="unsaved_forms")
    key = models.CharField(max_length=80)
    title = models.CharField(max_length=limits.TITLE, blank=True)
    path = models.CharField(max_length=200)
    fields = models.TextField()
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        db_table = "reports_typed"  # as it was first called
        ordering = ("-updated_at",)
        constraints = (models.UniqueConstraint(fields=("person", "key"), name="a_form_is_kept_once_a_person"),)

    def __str__(self):
        return f"{self.person_id} {self.key}"
