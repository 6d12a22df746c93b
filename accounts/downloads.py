"""The one door through which stored bytes leave the house; whoever calls it has asked for the right before."""

import re
from collections.abc import Iterator
from typing import IO

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

SHOWN_INLINE = frozenset({"image/webp", "image/jpeg", "image/png"})
"""Kinds a browser may show on the spot, and only where the caller says that we made the picture ourselves."""
CHUNK = 64 * 1024
ONE_RANGE = re.compile(r"bytes=(?:(\d{1,18})-(\d{0,18})|-(\d{1,18}))")


def serve(request: HttpRequest, *, stored_name: str, original_name: str, sha256: str, mime: str, inline: bool = False) -> HttpResponseBase:
    """Answer with the stored file, a part of it (``Range``), 304 when the browser has it, or 404 when it is gone.

    ``sha256`` (hexadecimal) is the entity tag: a stored name never gets other bytes, so equal hash means equal file.
    The file is an attachment under its original name, unless ``inline`` and a picture.
    """
    etag = f'"{sha256}"'
    if (unchanged := get_conditional_response(request, etag=etag)) is not None:
        return _guard(unchanged, etag)
    try:
        handle = default_storage.open(stored_name, "rb")
    except FileNotFoundError as gone:
        raise Http404 from gone
    response = _body(request, handle, handle.size, etag)
    shown = inline and mime in SHOWN_INLINE
    response.headers["Content-Type"] = mime or "application/octet-stream"
    response.headers["Content-Disposition"] = content_disposition_header(not shown, original_name)
    return _guard(response, etag)


def _guard(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    """What every answer carries: no sniffing, no script, no other site, ask again before using a stored copy."""
    response.headers["ETag"] = etag
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _body(request: HttpRequest, handle: IO[bytes], size: int, etag: str) -> HttpResponseBase:
    """All of the file, or the one part asked for; several parts at once are answered with all, as RFC 9110 14.2 allows."""
    wanted = _wanted(request, size, etag)
    if wanted is None:
        whole = FileResponse(handle)
        whole.headers["Content-Length"] = str(size)
        return whole
    first, last = wanted
    if first > last:
        handle.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    handle.seek(first)
    part = StreamingHttpResponse(_part(handle, last - first + 1), status=206)
    part.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    part.headers["Content-Length"] = str(last - first + 1)
    return part


def _wanted(request: HttpRequest, size: int, etag: str) -> tuple[int, int] | None:
    """First and last byte asked for; first beyond last when there is no such part; nothing when all is wanted."""
    match = ONE_RANGE.fullmatch(request.headers.get("Range", ""))
    if not match or request.method != "GET" or request.headers.get("If-Range", etag) != etag:
        return None
    first, last, tail = match.groups()
    if tail is not None:
        return (max(size - int(tail), 0), size - 1) if int(tail) else (size, size - 1)
    if last and int(last) < int(first):
        return None  # not a valid range, so as if not asked (RFC 9110 14.1.1)
    return (int(first), min(int(last), size - 1)) if last and int(first) < size else (int(first), size - 1)


def _part(handle: IO[bytes], length: int) -> Iterator[bytes]:
    with handle:
        while length > 0 and (chunk := handle.read(min(CHUNK, length))):
            length -= len(chunk)
            yield chunk
