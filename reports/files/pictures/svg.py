"""SVG: the elements and attributes that draw; pictures in it are cleaned in their turn."""

import base64
import re

from lxml import etree

from reports.files.pictures import chunked, jpeg
from reports.files.pictures.broken import BrokenPicture

SVG, XLINK, XML = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace"
OF_THE_PICTURE = {SVG, XLINK, XML, ""}
BEGINNING = re.compile(rb"\A(?:\xef\xbb\xbf)?(?:<\?[^>]*>|<!--.*?-->|<!DOCTYPE[^>]*>|\s)*<(?:\w+:)?svg\b", re.DOTALL)
TELLING = ("metadata", "desc", "title")
LOOKED_AT = 4_096  # bytes in which the first element has to begin
DATA = re.compile(r"data:image/(jpe?g|png)[^,]*;base64,(.*)", re.DOTALL)


def is_svg(content: bytes) -> bool:
    return bool(BEGINNING.match(content[:LOOKED_AT]))


def stripped(content: bytes) -> bytes:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        drawing = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as broken:
        raise BrokenPicture(str(broken)) from None
    for element in list(drawing.iter()):
        if not isinstance(element.tag, str):
            raise BrokenPicture("an entity")
        name = etree.QName(element)
        if (name.namespace or "") not in OF_THE_PICTURE or name.localname in TELLING:
            remove(element)
            continue
        for attribute, value in element.attrib.items():
            if (etree.QName(attribute).namespace or "") not in OF_THE_PICTURE:
                del element.attrib[attribute]
            elif value.lstrip().startswith("data:"):
                element.attrib[attribute] = cleaned_data(value.strip())
    etree.cleanup_namespaces(drawing, keep_ns_prefixes=["xlink"])
    return etree.tostring(drawing, encoding="utf-8", xml_declaration=True)


def remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        raise BrokenPicture("no drawing")
    parent.remove(element)


def cleaned_data(value: str) -> str:
    found = DATA.fullmatch(value)
    if not found:
        raise BrokenPicture("data of an unknown kind")
    content = base64.b64decode(re.sub(r"\s", "", found[2]))
    cleaned = chunked.png(content) if content.startswith(chunked.PNG_BEGINNING) else jpeg.stripped(content)
    return value[: found.start(2)] + base64.b64encode(cleaned).decode("ascii")
