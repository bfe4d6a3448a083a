"""Where files are kept: evidence and uploads in storages of their own, documents beside them."""

from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.db.models import FileField

DOCUMENT_DEPTH = 3  # release, snapshot, name: what is deeper is still being made


def stores() -> dict[str, Storage]:
    """Each store by the folder that it has in an archive."""
    documents = FileSystemStorage(location=Path(settings.DATA_DIR) / "documents")
    return {"evidence": storages["evidence"], "uploads": storages["uploads"], "documents": documents}


def names_in(store: Storage, folder: str = "") -> Iterator[str]:
    """The name of every file of a store. A folder that is not there, or not any more, holds none."""
    try:
        folders, files = store.listdir(folder)
    except FileNotFoundError:
        return
    prefix = f"{folder}/" if folder else ""
    yield from (f"{prefix}{name}" for name in files)
    for name in folders:
        yield from names_in(store, f"{prefix}{name}")


def kept() -> Iterator[tuple[str, Storage, str]]:
    """Every file: its name in an archive, its store and its name there."""
    for folder, store in stores().items():
        for name in names_in(store):
            if folder != "documents" or len(name.split("/")) == DOCUMENT_DEPTH:
                yield f"{folder}/{name}", store, name


def columns() -> Iterator[tuple[str, str, str]]:
    """Where the database names files: the folder in an archive, the table and the column."""
    folders = {id(store): folder for folder, store in stores().items()}
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, FileField) and field.column:
                yield folders[id(field.storage)], model._meta.db_table, field.column
