"""One spelling for the two orthographies of Portuguese: Mozambique writes "acção", "projecto", "adoptada"; others do not."""

import re

from themes.folding import fold

NOT_SPOKEN = re.compile("[cp](?=[ct])")


def spelled(text: str) -> str:
    """Folded, without the letters that the orthography of 1990 leaves out: `"Acções do menu"` -> `"acoes do menu"`.

    What is compared with it is spelled in the same way, whatever its language.
    """
    return NOT_SPOKEN.sub("", fold(text))
