"""Turn looks into WARC 1.1 records and back: request, answer and, last, what else is known of it.

The ``metadata`` record closes a look: records that a crash left without theirs are no look.
"""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote, urlsplit

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders

from scrapers.answers import Answer, Ask
from scrapers.captures import Capture
from scrapers.links import Link
from scrapers.looks import Entry, Kept, Look, RunEnd, RunStart
from scrapers.warc_records import (
    FIELDS_TYPE,
    SOURCE_FIELD,
    BadRecord,
    Member,
    capture_of,
    digest_of,
    pack_fields,
    pack_record,
    read_fields,
    read_record,
    record_id,
)

NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
SAME_BYTES = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
LEDGER_TYPE = "application/json"
RUN_FIELD = "Stanceline-Run"
# The body is kept without its encodings, so these no longer speak of it. The names that replace
# them are those of browser-based crawlers, and tell what was sent.
UNTRUE = {"content-encoding", "transfer-encoding", "content-length"}
MOST_OF_A_FAILURE = 100_000  # bytes of an answer that was cut off: enough to see what it was
VALIDATORS = ("ETag", "Last-Modified")
OPENING = {"request", "response", "revisit"}
CUT_OFF = {"too_large": "length", "too_slow": "time", "unreachable": "disconnect"}


def pack_look(ask: Ask, answer: Answer, *, kept: str | None) -> tuple[bytes, ...]:
    """Pack a look as its records, the closing one last.

    ``kept`` is the digest of the body that is kept of this address already: when it came again,
    or was not modified, a ``revisit`` record stands for it.
    """
    if answer.status is None:
        return (_pack_closing(ask, answer, about=None),)
    answer_id = record_id("answer", ask.url, digest_of(answer.body), answer.asked_at)
    return (
        _pack_request(ask, answer, answer_id),
        _pack_answer(ask, answer, answer_id, kept),
        _pack_closing(ask, answer, about=answer_id, again=repeated(answer, kept) is not None),
    )


def pack_run_end(run: str, ledger: str, *, finished_at: str) -> bytes:
    """Pack the record that closes a run, with what it has to say of itself (JSON)."""
    body = ledger.encode()
    fields = {
        "WARC-Record-ID": record_id("run", run, finished_at),
        "WARC-Date": finished_at,
        RUN_FIELD: run,
        "WARC-Block-Digest": digest_of(body),
    }
    return pack_record(f"urn:stanceline:run:{run}", "metadata", body, LEDGER_TYPE, fields)


def _pack_request(ask: Ask, answer: Answer, answer_id: str) -> bytes:
    parts = urlsplit(answer.final_url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    path = quote(path, safe="/?%:@!$&'()*+,;=~-._[]|")  # a request line is ASCII
    sent = answer.sent or (("Host", parts.netloc),)
    http = StatusAndHeaders(f"GET {path} HTTP/1.1", list(sent), is_http_request=True)
    fields = {
        "WARC-Record-ID": record_id("request", ask.url, answer_id),
        "WARC-Date": answer.asked_at,
        "WARC-Concurrent-To": answer_id,
        SOURCE_FIELD: ask.source,
        "WARC-Block-Digest": _block_digest(http, b""),
    }
    return pack_record(
        answer.final_url, "request", b"", "application/http; msgtype=request", fields, http=http
    )


def _pack_answer(ask: Ask, answer: Answer, answer_id: str, kept: str | None) -> bytes:
    body = answer.body[: MOST_OF_A_FAILURE if answer.failure else None]
    fields = {
        "WARC-Record-ID": answer_id,
        "WARC-Date": answer.asked_at,
        SOURCE_FIELD: ask.source,
    }
    kind, digest, http = "response", digest_of(body), _http_of(answer, body)
    if (same := repeated(answer, kept)) is not None:
        kind, body, digest, http = "revisit", b"", same, None
        modified = answer.status != 304
        fields["WARC-Profile"] = SAME_BYTES if modified else NOT_MODIFIED
    if answer.failure in CUT_OFF:
        fields["WARC-Truncated"] = CUT_OFF[answer.failure]
    fields["WARC-Payload-Digest"] = digest
    fields["WARC-Block-Digest"] = _block_digest(http, body)
    return pack_record(
        answer.final_url, kind, body, "application/http; msgtype=response", fields, http=http
    )


def _pack_closing(ask: Ask, answer: Answer, *, about: str | None, again: bool = False) -> bytes:
    """Pack what closes a look; of a body that came ``again`` its validators stand here.

    A revisit without headers is played back with those of the page it repeats; with its own ones
    replay tools would show an empty 304.
    """
    link = ask.link or Link(ask.url)
    body = pack_fields(
        {
            "purpose": ask.purpose,
            "status": str(answer.status) if answer.status is not None else None,
            "final-url": answer.final_url,
            "failure": answer.failure,
            "note": answer.note,
            "fetchTimeMs": str(answer.elapsed_ms),
            "via": ask.via,
            "title": link.title,
            "published": link.published,
            "of": ask.of,
            "of-at": ask.of_at,
            **({name: answer.header(name) for name in VALIDATORS} if again else {}),
        }
    )
    fields = {
        "WARC-Record-ID": record_id("look", ask.url, digest_of(body), answer.asked_at),
        "WARC-Date": answer.asked_at,
        SOURCE_FIELD: ask.source,
        "WARC-Block-Digest": digest_of(body),
    }
    if about:
        fields["WARC-Concurrent-To"] = about
    return pack_record(ask.url, "metadata", body, FIELDS_TYPE, fields)


def _http_of(answer: Answer, body: bytes) -> StatusAndHeaders:
    headers = [
        (f"X-Orig-{name}" if name.lower() in UNTRUE else name, value)
        for name, value in answer.headers
    ]
    headers.append(("Content-Length", str(len(body))))
    # The words behind the status are not known, and the standard (RFC 9112, 4) wants none.
    return StatusAndHeaders(f"{answer.status} ", headers, protocol="HTTP/1.1")


def _block_digest(http: StatusAndHeaders | None, body: bytes) -> str:
    if http is None:
        return digest_of(body)
    http.compute_headers_buffer()
    return digest_of(http.headers_buff + body)


def repeated(answer: Answer, kept: str | None) -> str | None:
    """Give the digest of the kept body if it came again or was not modified, else None."""
    if kept is not None and answer.failure is None:
        if answer.status == 304:
            return kept
        if is_whole(answer) and digest_of(answer.body) == kept:
            return kept
    return None


def is_whole(answer: Answer) -> bool:
    """Tell whether a whole good answer came, a page and not an error."""
    return answer.failure is None and answer.status is not None and 200 <= answer.status < 300


def read_entries(members: Iterable[Member], *, file: str) -> Iterator[Entry]:
    """Put the records of a file together as looks, runs, and captures that stand alone.

    A request or answer of ours whose look was never closed gives nothing. Raises BadRecord.
    """
    started: int | None = None  # where the records of the look that is being read begin
    answered: tuple[Member, ArcWarcRecord] | None = None
    for member in members:
        record = read_record(member)
        end = member.offset + member.length
        ours = record.rec_headers.get_header(SOURCE_FIELD) is not None
        if record.rec_type == "request" and ours:
            started, answered = member.offset, None
        elif record.rec_type in ("response", "revisit") and ours:
            answered = member, record
            started = member.offset if started is None else started
        elif record.rec_type == "metadata" and ours:
            offset = member.offset if started is None else started
            yield _look(member, record, answered, file=file, offset=offset)
            started, answered = None, None
        elif record.rec_type == "metadata" and record.rec_headers.get_header(RUN_FIELD):
            yield RunEnd(
                id=record.rec_headers.get_header(RUN_FIELD),
                finished_at=record.rec_headers.get_header("WARC-Date"),
                ledger=record.content_stream().read().decode("utf-8", "replace"),
                file=file,
                end=end,
            )
        elif record.rec_type == "warcinfo":
            fields = read_fields(record.content_stream().read())
            if "run" in fields:
                yield RunStart(
                    id=fields["run"],
                    command=fields.get("command", ""),
                    started_at=record.rec_headers.get_header("WARC-Date"),
                    file=file,
                    end=end,
                )
        elif (capture := capture_of(member, file=file)) is not None:
            yield Kept(capture, file, end)


def opens_look(member: Member) -> bool:
    """Tell whether a record of ours belongs to a look that a later record has to close."""
    try:
        fields = read_record(member).rec_headers
    except BadRecord:
        return False
    kind = fields.get_header("WARC-Type")
    return kind in OPENING and fields.get_header(SOURCE_FIELD) is not None


def _look(
    member: Member,
    record: ArcWarcRecord,
    answered: tuple[Member, ArcWarcRecord] | None,
    *,
    file: str,
    offset: int,
) -> Look:
    fields = read_fields(record.content_stream().read())
    url, asked_at = (
        record.rec_headers.get_header(f"WARC-{name}") for name in ("Target-URI", "Date")
    )
    if not url or not asked_at or "purpose" not in fields:
        raise BadRecord("it lacks its address, its date or its purpose")
    ask = Ask(
        url=url,
        source=record.rec_headers.get_header(SOURCE_FIELD),
        purpose=fields["purpose"],  # type: ignore[arg-type]  # our own word, read back
        link=_link(url, fields),
        via=fields.get("via"),
        of=fields.get("of"),
        of_at=fields.get("of-at"),
    )
    headers, body, repeats = _content(answered)
    if repeats:
        headers = tuple((name, fields[name]) for name in VALIDATORS if name in fields)
    answer = Answer(
        url=url,
        final_url=fields.get("final-url", url),
        asked_at=asked_at,
        status=int(fields["status"]) if "status" in fields else None,
        headers=headers,
        body=body,
        elapsed_ms=int(fields.get("fetchTimeMs", "0")),
        failure=fields.get("failure"),  # type: ignore[arg-type]  # our own word, read back
        note=fields.get("note"),
    )
    end = member.offset + member.length
    capture = None
    if answered and not repeats:
        capture = capture_of_look(ask, answer, file=file, place=answered[0])
    return Look(ask, answer, capture, repeats, file, offset, end)


def capture_of_look(ask: Ask, answer: Answer, *, file: str, place: Member) -> Capture | None:
    """Make the capture of an answer, None if it was not good; ``place`` is its response record.

    An archived copy has the address and the moment of the page that it is a copy of.
    """
    if not is_whole(answer):
        return None
    url = ask.of or answer.final_url
    return Capture(
        url=url,
        captured_at=ask.of_at or answer.asked_at,
        source=ask.source,
        media_type=answer.media_type,
        body=answer.body,
        digest=digest_of(answer.body),
        file=file,
        offset=place.offset,
        length=place.length,
        asked=None if ask.url == url else ask.url,
    )


def _link(url: str, fields: dict[str, str]) -> Link | None:
    title, published = fields.get("title"), fields.get("published")
    return Link(url, title, published) if title or published else None


def _content(
    answered: tuple[Member, ArcWarcRecord] | None,
) -> tuple[tuple[tuple[str, str], ...], bytes, str | None]:
    """Give headers, body, and the digest that a revisit repeats."""
    if answered is None:
        return (), b"", None
    _, record = answered
    body = record.raw_stream.read()
    headers = tuple(
        (re.sub(r"(?i)^X-Orig-(?=(content|transfer)-)", "", name), value)
        for name, value in (record.http_headers.headers if record.http_headers else ())
        if name != "Content-Length"
    )
    if record.rec_type == "revisit":
        return headers, body, record.rec_headers.get_header("WARC-Payload-Digest")
    return headers, body, None
