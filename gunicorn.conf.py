"""What gunicorn takes at most, read from here wherever it is started in this folder: the site's own figures."""

from reports import limits

limit_request_line = limits.REQUEST_LINE
