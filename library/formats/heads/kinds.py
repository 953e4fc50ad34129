"""The kinds of files that hold pictures, by their names: those that are read, and those that are left out."""

from __future__ import annotations

SUFFIXES = {
    ".png": "png", ".apng": "png", ".jpg": "jpeg", ".jpeg": "jpeg", ".jpe": "jpeg", ".jfif": "jpeg", ".webp": "webp",
    ".gif": "gif", ".avif": "avif",
}  # fmt: skip
"""File names that are looked at, and what they promise."""

OTHERS = frozenset(
    f".{one}"
    for one in (
        *("heic", "heif", "hif", "jxl", "tif", "tiff", "bmp", "dib", "jp2", "j2k", "jpx", "jxr", "psd", "psb", "xcf"),
        *("kra", "ora", "svg", "exr", "hdr", "tga", "qoi", "ico", "icns", "pcx", "ppm", "pgm", "pbm", "pnm", "dds"),
        *("dng", "cr2", "cr3", "nef", "nrw", "arw", "orf", "rw2", "raf", "pef", "srw"),
        *("mp4", "m4v", "mov", "webm", "mkv", "avi", "mpg", "mpeg", "wmv", "flv", "ogv", "3gp", "mts", "m2ts"),
    )
)
"""Names of pictures and films that the studio does not read: they are counted, so that nobody misses them unawares."""
