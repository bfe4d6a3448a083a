"""Documents signed as programs sign them, so far as the tracker looks: the signatures hold nothing, and have all that belongs."""

import base64
import io

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tests.planted import SECRET, docx, open_document

OFFICE_KIND = "application/vnd.openxmlformats-package.digital-signature-xmlsignature+xml"
DIGEST, VALUE = base64.b64encode(bytes(range(32))).decode(), base64.b64encode(bytes(range(256))).decode()
CONTENTS = bytes.fromhex("308201f0" + "06092a864886f70d010702") + bytes(range(256)) * 2
PLACES = "0 1111111111 2222222222 3333333333"  # as wide as the numbers that are put there afterwards


def signature(value=VALUE, digest=DIGEST):
    """An XML signature, as Office and OpenDocument files keep it."""
    inner = f"<SignedInfo><Reference URI='x'><DigestValue>{digest}</DigestValue></Reference></SignedInfo>"
    return f'<Signature xmlns="http://www.w3.org/2000/09/xmldsig#">{inner}<SignatureValue>{value}</SignatureValue></Signature>'


def signed_docx(content=None, kind=OFFICE_KIND, **parts):
    row = f'<Override PartName="/_xmlsignatures/sig1.xml" ContentType="{kind}"/>'
    listed = f'<Types><Default Extension="xml" ContentType="application/xml"/>{row}</Types>'
    held = {"[Content_Types]__xml": listed, "_xmlsignatures__sig1__xml": content or signature()}
    return docx(**held | parts)


def signed_odt(content=None):
    inner = signature() if content is None else content
    root = "urn:oasis:names:tc:opendocument:xmlns:digitalsignature:1.0"
    whole = f'<document-signatures xmlns="{root}">{inner}</document-signatures>'
    return open_document("text", **{"META-INF__documentsignatures__xml": whole})


def signed_pdf(contents=CONTENTS, ranges=None, form="/adbe.pkcs7.detached", **field):
    """A form with a field for a signature; `ranges` in place of those that leave out the signature alone."""
    saved = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page(page_size=(100, 100))
        made.docinfo["/Author"] = SECRET
        value = Dictionary(
            Type=Name.Sig, Contents=String(contents), ByteRange=Array([0, 1111111111, 2222222222, 3333333333])
        )
        value.SubFilter = Name(form)
        asked = made.make_indirect(
            Dictionary({"/FT": Name.Sig, "/T": String("a"), "/V": made.make_indirect(value)} | field)
        )
        made.Root.AcroForm = Dictionary(
            SigFlags=3, Fields=[made.make_indirect(Dictionary(T=String("b"), Kids=[asked]))]
        )
        made.save(saved, deterministic_id=True)
    content = saved.getvalue()
    start = content.index(b"<" + contents.hex().encode())
    end = start + 2 * len(contents) + 2
    meant = " ".join(map(str, ranges or (0, start, end, len(content) - end)))
    assert PLACES.encode() in content
    return content.replace(PLACES.encode(), meant.ljust(len(PLACES)).encode())
