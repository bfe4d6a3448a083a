"""Files that people sent, on their way out again."""

from django.http import FileResponse


def guarded(response: FileResponse) -> FileResponse:
    """Never shown inside a page of ours, and kept by nobody on the way."""
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
