"""Pack a gigabyte in no time: for streams that inflate."""

import zlib


def packed_spaces(millions: int) -> bytes:
    """Pack millions of spaces as zlib does, but only one million: once flushed, all look the same.

    All are spaces, so the sum at the end (Adler-32) can be worked out.
    """
    packer, count = zlib.compressobj(9, wbits=-15), millions * 1_000_000
    million = packer.compress(b" " * 1_000_000) + packer.flush(zlib.Z_FULL_FLUSH)
    low, high = 1 + 32 * count, count + 16 * count * (count + 1)
    check = high % 65521 << 16 | low % 65521
    return b"\x78\xda" + million * millions + packer.flush() + check.to_bytes(4, "big")
