"""QR codes as plain matrices, for paper and screen."""

from functools import lru_cache


@lru_cache(maxsize=64)
def qr_matrix(text: str) -> list[list[bool]]:
    """Return the same as `matrix_of`; the codes of a paper are asked for more than once."""
    return matrix_of(text)


def matrix_of(text: str) -> list[list[bool]]:
    """Return the modules of a QR code without its quiet zone; a fifth of it may be damaged."""
    import qrcode
    from qrcode.constants import ERROR_CORRECT_Q

    code = qrcode.QRCode(border=0, error_correction=ERROR_CORRECT_Q)
    code.add_data(text)
    code.make()
    return [[bool(cell) for cell in row] for row in code.get_matrix()]
