"""What a page says and offers: its links by the route that they lead to, its files, and the words over its figures."""

import re
from urllib.parse import parse_qsl, urlsplit

from django.urls import Resolver404, resolve
from lxml import html

OVER_FIGURES = ("h2", "h3", "th", "dt", "figcaption", "caption", "legend")


def said(page: str) -> dict[str, list[str]]:
    """`{"links": [...], "files": [...], "words": [...]}` of its main part."""
    (main,) = html.fromstring(page).xpath("//main")
    links = {link for link in map(link_of, main.xpath(".//a/@href")) if link}
    files = {link for link in links if "format=" in link}
    words = {plain(one.text_content()) for tag in OVER_FIGURES for one in main.iter(tag)}
    return {"links": sorted(links - files), "files": sorted(files), "words": sorted(words - {""})}


def plain(text: str) -> str:
    """Without figures, which differ from day to day."""
    return " ".join(re.sub(r"[0-9]+", "", text).split())


def link_of(address: str) -> str:
    """`country MOZ`, `activity *` or `region ?chart=map&format=svg`; what is a row's own key is `*`."""
    parts = urlsplit(address)
    if parts.netloc or not parts.path:
        return ""
    try:
        match = resolve(parts.path)
    except Resolver404:
        return parts.path
    args = [str(value) if re.fullmatch(r"[A-Za-z.-]{1,8}", str(value)) else "*" for value in match.kwargs.values()]
    asked = dict(parse_qsl(parts.query))
    file = [f"{name}={asked[name]}" for name in ("chart", "format") if name in asked]
    return " ".join([match.view_name or parts.path, *args, *(["?" + "&".join(file)] if file else [])])
