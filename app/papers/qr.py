"""QR codes as plain matrices, so that they are drawn as one path in the paper's own black."""

from functools import lru_cache


@lru_cache(maxsize=64)
def qr_matrix(text: str) -> list[list[bool]]:
    """Return the modules of a QR code without its quiet zone; a fifth of it may be damaged."""
    import qrcode
    from qrcode.constants import ERROR_CORRECT_Q

    code = qrcode.QRCode(border=0, error_correction=ERROR_CORRECT_Q)
    code.add_data(text)
    code.make()
    return [[bool(cell) for cell in row] for row in code.get_matrix()]
