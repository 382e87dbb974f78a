from django.db import models

from network.register.models.imports import RegisterImport


class UploadedPart(models.Model):
    """A piece of a register file between its upload and its reading. In the database, so that any machine's worker can
    read it. It names heads, so it goes as soon as it is read."""

    register_import = models.ForeignKey(RegisterImport, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["register_import", "number"], name="uploaded_part_once")]
