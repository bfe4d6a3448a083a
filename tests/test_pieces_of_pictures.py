"""What hides in a piece of a picture that is otherwise kept: a small picture, a frame, what follows the end."""

import io
import struct

import pytest
from PIL import Image

from reports.files.pictures import BrokenPicture, chunked, metafiles, stripped
from reports.files.pictures.directories import directories
from tests.planted import SECRET, secrets_in


def saved(form, **more):
    made = io.BytesIO()
    Image.linear_gradient("L").resize((16, 16)).convert("RGB").save(made, form, **more)
    return made.getvalue()


def moving(form):
    return saved(form, save_all=True, append_images=[Image.new("RGB", (16, 16), "navy")], loop=3)


def test_the_small_picture_in_the_first_piece_of_a_jpeg_goes():
    plain = saved("JPEG")
    small = plain[:4] + (19).to_bytes(2, "big") + plain[6:18] + b"\1\1RGB" + plain[20:]
    assert (plain[6:11], stripped(small)) == (b"JFIF\0", stripped(plain))


def test_a_jpeg_with_a_piece_beyond_its_end_is_broken():
    with pytest.raises(BrokenPicture, match="beyond the end"):
        stripped(saved("JPEG")[:-2] + b"\xff\xdb\xff\xffcut short")


def test_a_frame_of_a_webp_is_cleaned_too():
    plain = moving("WEBP")
    chunk = chunked.riff_chunk(b"EXIF", SECRET.encode())
    pieces = [(name, body + chunk * (name == b"ANMF")) for name, body in chunked.riff_chunks(plain, 12)]
    body = b"WEBP" + b"".join(chunked.riff_chunk(*piece) for piece in pieces)
    content = b"RIFF" + len(body).to_bytes(4, "little") + body
    assert (secrets_in(content) != [], stripped(content)) == (True, stripped(plain))


def test_what_follows_the_end_of_a_bmp_goes():
    assert stripped(saved("BMP") + SECRET.encode()) == saved("BMP")


def test_a_gif_is_still_repeated_as_often():
    assert Image.open(io.BytesIO(stripped(moving("GIF")))).info["loop"] == 3


def test_a_gif_with_a_text_where_it_says_how_often_it_is_repeated_is_broken():
    plain = moving("GIF")
    at = plain.index(b"NETSCAPE2.0") + 11
    with pytest.raises(BrokenPicture, match="unknown loop"):
        stripped(plain[:at] + bytes((len(SECRET),)) + SECRET.encode() + plain[at + 4 :])


def test_a_jpeg_within_a_tiff_is_cleaned_too():
    plain = saved("TIFF", compression="jpeg")
    at, size = (plain.index(struct.pack("<HHL", tag, 4, 1)) + 8 for tag in (273, 279))
    start, length = (int.from_bytes(plain[place : place + 4], "little") for place in (at, size))
    segment = b"\xff\xfe" + (2 + len(SECRET)).to_bytes(2, "big") + SECRET.encode()
    piece = plain[start : start + 2] + segment + plain[start + 2 : start + length]
    content = bytearray(plain + piece)
    content[at : at + 4], content[size : size + 4] = struct.pack("<L", len(plain)), struct.pack("<L", len(piece))
    assert (secrets_in(bytes(content)) != [], stripped(bytes(content))) == (True, stripped(plain))


def test_a_tiff_whose_directories_go_round_is_broken():
    content = b"II*\0" + struct.pack("<LHHHLLL", 8, 1, 273, 4, 1, 0, 8)
    with pytest.raises(BrokenPicture, match="without end"):
        list(directories(content))


@pytest.mark.parametrize("words", [b"Exif\0\0", b"http://ns.adobe.com/xap/", b"<x:xmpmeta", b"Photoshop 3.0\0"])
def test_a_drawing_that_tells_of_itself_where_nobody_looks_is_broken(words):
    with pytest.raises(BrokenPicture, match="a place unknown"):
        metafiles.blanked_whole(b"\xd7\xcd\xc6\x9a" + words)
