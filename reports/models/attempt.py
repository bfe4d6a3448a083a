"""How often something was tried of late, counted where every worker counts."""

from django.db import models


class Attempt(models.Model):
    """The tries in one bucket since its window began; what a bucket stands for is hashed away."""

    bucket = models.CharField(max_length=64, primary_key=True)
    begun = models.DateTimeField(db_index=True)
    tries = models.PositiveIntegerField(default=0)

    def __str__(self):
        return f"{self.bucket[:12]} {self.tries}"
