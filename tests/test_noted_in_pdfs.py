"""What a PDF notes of its makers in its layers, its articles and its forms that are written in XML."""

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String

from reports.files.xfa import without_makers
from tests.planted import SECRET, secrets_in
from tests.test_embedded import clean

MADE = f"<config><present><pdf><creator>{SECRET}</creator><producer a='1'>{SECRET}</producer></pdf></present></config>"
PROPERTIES = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><a>{SECRET}</a></x:xmpmeta>"
FILLED = "<xfa:datasets><creator>The Ministry</creator><config/></xfa:datasets>"


def made(plant):
    """A PDF in which `plant(pdf)` puts something, and that is cleaned: `(before, after)`."""
    saved = io.BytesIO()
    with pikepdf.new() as opened:
        opened.add_blank_page(page_size=(100, 100))
        plant(opened)
        opened.save(saved)
    return saved.getvalue(), clean(saved.getvalue())


def layers(pdf, indirect):
    hold = pdf.make_indirect if indirect else lambda one: one
    about = hold(Dictionary(CreatorInfo=hold(Dictionary(Creator=String(SECRET), Subtype=Name.Artwork))))
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Roads"), Usage=about))
    default, other = (hold(Dictionary(Creator=String(SECRET), ON=Array([layer]))) for _one in range(2))
    pdf.Root.OCProperties = hold(Dictionary(OCGs=Array([layer]), D=default, Configs=Array([other])))


@pytest.mark.parametrize("indirect", [False, True])
def test_who_made_the_layers_is_taken_out_and_they_stay(indirect):
    before, after = made(lambda pdf: layers(pdf, indirect))
    assert (len(secrets_in(before)) >= 3, secrets_in(after)) == (True, [])
    with pikepdf.open(io.BytesIO(after)) as kept:
        assert (str(kept.Root.OCProperties.OCGs[0].Name), len(kept.Root.OCProperties.D.ON)) == ("Roads", 1)


def test_who_wrote_an_article_is_taken_out_and_its_title_stays():
    def plant(pdf):
        pdf.Root.Threads = Array([pdf.make_indirect(Dictionary(I=Dictionary(Title="A", Author=SECRET)))])

    before, after = made(plant)
    assert (secrets_in(before) != [], secrets_in(after)) == (True, [])
    with pikepdf.open(io.BytesIO(after)) as kept:
        assert str(kept.Root.Threads[0].I.Title) == "A"


def test_a_picture_that_is_named_after_its_author_is_drawn_all_the_same():
    def plant(pdf):
        pdf.pages[0].Resources = Dictionary(XObject=Dictionary(Author=Stream(pdf, b"q Q", Subtype=Name.Form)))

    with pikepdf.open(io.BytesIO(made(plant)[1])) as kept:
        assert "/Author" in kept.pages[0].Resources.XObject


def in_parts(pdf):
    packets = {"config": MADE, "xmpmeta": PROPERTIES, "datasets": FILLED}
    rows = [one for name, text in packets.items() for one in (String(name), Stream(pdf, text.encode()))]
    pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=Array(rows))


def in_one(pdf):
    whole = f"<xdp:xdp>{MADE}{PROPERTIES}{FILLED}</xdp:xdp>".encode()
    pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=Stream(pdf, whole))


@pytest.mark.parametrize("plant", [in_parts, in_one])
def test_a_form_in_xml_loses_its_makers_and_keeps_what_was_written(plant):
    before, after = made(plant)
    assert (secrets_in(before) != [], secrets_in(after)) == (True, [])
    with pikepdf.open(io.BytesIO(after)) as kept:
        form = kept.Root.AcroForm.XFA
        held = [one.read_bytes() for one in (form if isinstance(form, Array) else [form]) if isinstance(one, Stream)]
    assert FILLED.encode() in held[-1]


@pytest.mark.parametrize("content", [b"<config>", b"<x:xmpmeta><a/>", b"config>", b"<a/>", b""])
def test_a_form_in_xml_that_notes_nothing_stays(content):
    assert without_makers(content) == content
