"""The report of an edition, made as a job makes it: `python -m benchmarks.document CODE FORM`."""

import resource
import sys

from benchmarks import place  # noqa: F401  sets Django up for the site of the run, before a model is imported
from reports import limits
from reports.documents.making import make

resource.setrlimit(resource.RLIMIT_AS, (limits.DOCUMENT_MEMORY, limits.DOCUMENT_MEMORY))
make(code=sys.argv[1], participants=True, subject="report", language="fr", form=sys.argv[2])
