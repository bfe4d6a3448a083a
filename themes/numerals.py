def roman(number: int) -> str:
    """`4` -> `IV`, from 1 to 39: as the Plan numbers its themes and the report its chapters."""
    tens, ones = divmod(number, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]
