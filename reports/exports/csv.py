"""CSV: UTF-8 with its mark, streamed; numbers and dates as programs write them."""

import csv
from collections.abc import Generator, Iterator
from datetime import datetime
from itertools import chain, islice

from django.http import StreamingHttpResponse

from reports.exports.columns import Table, Value, is_dangerous
from reports.signs import writable
from themes.dates import machine

MARK = "\ufeff"


class Echo:
    """A file that gives each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


class Begun:
    """Lines of which the first are there before the answer begins: what cannot be read is refused, not broken off.

    Closed with the answer, whether it was read to its end or not.
    """

    def __init__(self, lines: Generator[str, None, None]):
        self.head, self.lines = list(islice(lines, 2)), lines
        self.close = lines.close

    def __iter__(self) -> Iterator[str]:
        return chain(self.head, self.lines)


def response(table: Table) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(Begun(written(table)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{table.file_name}.csv"'
    return answer


def written(table: Table) -> Generator[str, None, None]:
    writer = csv.writer(Echo())
    yield MARK + writer.writerow([cell(column.title) for column in table.columns])
    for line in table.lines():
        yield writer.writerow([cell(value) for value in line])


def cell(value: Value) -> str:
    """A quote before text that a spreadsheet would take for a formula; what no file can hold is named."""
    if value is None:
        return ""
    if isinstance(value, str):
        text = writable(value)
        return f"'{text}" if is_dangerous(text) else text
    if isinstance(value, datetime):
        return machine(value)
    return str(value)
