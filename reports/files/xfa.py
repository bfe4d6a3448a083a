"""Forms of a PDF that are written in XML (XFA): what notes their makers goes.

Their fields, what people wrote into them, and the texts of their template are the form itself, and stay.
"""

import re
from collections.abc import Callable, Iterator

from pikepdf import Array, Dictionary, Object, Stream

PROPERTIES = "xmpmeta"  # the name of a part of the form
PROPERTIES_BEGUN, PROPERTIES_END = re.compile(rb"<(?:\w+:)?xmpmeta[\s>]"), b"xmpmeta>"
SETTINGS_BEGUN, SETTINGS_END = re.compile(rb"<(?:\w+:)?config[\s>]"), b"config>"
MAKERS = re.compile(rb"(<(?:\w+:)?(?:creator|producer|author)(?:\s[^<>]*)?>)[^<]+(?=</)")


def clean_form(form: Object | None) -> None:
    """Of the `/AcroForm` of a PDF; one that is written otherwise stays as it is."""
    if not isinstance(form, Dictionary) or "/XFA" not in form:
        return
    if isinstance(form.XFA, Array) and any(str(one) == PROPERTIES for one in form.XFA if not isinstance(one, Stream)):
        pairs = zip(form.XFA[::2], form.XFA[1::2], strict=False)
        form.XFA = Array([one for pair in pairs if str(pair[0]) != PROPERTIES for one in pair])
    for stream in streams_of(form.XFA):
        content = stream.read_bytes()
        if (clean := without_makers(content)) != content:
            stream.write(clean)


def streams_of(written: Object) -> Iterator[Stream]:
    yield from (one for one in (written if isinstance(written, Array) else [written]) if isinstance(one, Stream))


def without_makers(content: bytes) -> bytes:
    content = changed(content, PROPERTIES_BEGUN, PROPERTIES_END, lambda _match: b"")
    return changed(content, SETTINGS_BEGUN, SETTINGS_END, lambda match: MAKERS.sub(rb"\1", match))


def changed(content: bytes, begun: re.Pattern[bytes], end: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The text with every piece of it, from its beginning to its end, as `change` gives it."""
    made, at = [], 0
    while (match := begun.search(content, at)) and (until := content.find(end, match.end())) >= 0:
        made += [content[at : match.start()], change(content[match.start() : until + len(end)])]
        at = until + len(end)
    return b"".join([*made, content[at:]])
