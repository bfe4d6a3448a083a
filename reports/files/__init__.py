"""Files that people send: which are accepted, what is taken out of them, their small pictures.

Whatever reads the bytes of a file does so in a process of its own: `apart` starts it, `reader` is it, `carried` is what
goes between. `kinds`, `metadata` and `previews` run there and import nothing of Django; `accepted` asks them and says
no in the reader's language.
"""
