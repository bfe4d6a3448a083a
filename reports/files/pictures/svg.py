"""SVG: the elements and attributes that draw; pictures in it are cleaned in their turn."""

import base64
import re

from lxml import etree

from reports.files.pictures import chunked, jpeg
from reports.files.pictures.broken import BrokenPicture

SVG, XLINK, XML = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace"
OF_THE_PICTURE = {SVG, XLINK, XML, ""}
BEGINNING = re.compile(  # what was passed over once is not tried in another way
    rb"\A(?:\xef\xbb\xbf)?(?>(?:<\?[^>]*>|<!--.*?-->|<!DOCTYPE[^>]*>|\s)*)<(?:\w+:)?svg\b", re.DOTALL
)
TELLING = ("metadata", "desc", "title")
LOOKED_AT = 4_096  # bytes in which the first element has to begin
PICTURE = "data:image"
DATA = re.compile(r"data:image/(jpe?g|png)[^,]*;base64,(.*)", re.DOTALL)


def is_svg(content: bytes) -> bool:
    return bool(BEGINNING.match(content[:LOOKED_AT]))


def stripped(content: bytes) -> bytes:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        drawing = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as broken:
        raise BrokenPicture(str(broken)) from None
    tags = {element.tag for element in drawing.iter()}
    if not all(isinstance(tag, str) for tag in tags):
        raise BrokenPicture("an entity")
    left_out = {tag for tag in tags if is_strange(tag) or etree.QName(tag).localname in TELLING}
    if drawing.tag in left_out:
        raise BrokenPicture("no drawing")
    etree.strip_elements(drawing, *left_out, with_tail=False)
    for element in drawing.iter():
        clean_element(element)
    etree.cleanup_namespaces(drawing, keep_ns_prefixes=["xlink"])
    return etree.tostring(drawing, encoding="utf-8", xml_declaration=True)


def is_strange(name: str) -> bool:
    return (etree.QName(name).namespace or "") not in OF_THE_PICTURE


def clean_element(element: etree._Element) -> None:
    if PICTURE in (element.text or "").lower():
        raise BrokenPicture("a picture in a style")
    for attribute, value in element.attrib.items():
        if is_strange(attribute):
            del element.attrib[attribute]
        elif value.lstrip().startswith("data:"):
            element.attrib[attribute] = cleaned_data(value.strip())
        elif PICTURE in value.lower():
            raise BrokenPicture("a picture in a style")


def cleaned_data(value: str) -> str:
    match = DATA.fullmatch(value)
    if not match:
        raise BrokenPicture("data of an unknown kind")
    content = base64.b64decode(re.sub(r"\s", "", match[2]))
    cleaned = chunked.png(content) if content.startswith(chunked.PNG_BEGINNING) else jpeg.stripped(content)
    return value[: match.start(2)] + base64.b64encode(cleaned).decode("ascii")
