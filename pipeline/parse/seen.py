"""Gather the dates that a reader of the page sees: time elements, bylines, words near the title."""

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml.html import HtmlElement

from pipeline.parse.clues import Clue
from pipeline.parse.outline import Block, Outline
from pipeline.parse.written import Written, machine_date, written_dates

PUBLISHED = re.compile(
    r"publish|posted|post date|date posted|first published|released|release date|issued|written"
    r"|created|submitted|(?<!up)date:|\bdated?\b|added on|filed|online (?:seit|since)|veröffentlich"
    r"|erstellt|erschienen|(?:artikel|meldung|mitteilung|beitrag|nachricht|[\d/]+) vom\b|\bdata:"
    r"|eingestellt|geschrieben|verfasst|gepostet|publi[ée]|paru le|mis en ligne|rédigé"
    r"|publicad|publicat|posteado|fecha|pubblicat|inserito|geplaatst|gepubliceerd|opublikowan|dodan"
    r"|utworzon|опубликован|опубліковано|дата|добавлен|yayın|yayim|eklenme|tarih"
    r"|publicerad|publisert|udgivet|oprettet|julkaistu|publikován|vydáno|zverejnen|közzét|megjelent"
    r"|postat|objavljen"
    r"|發佈|发布|發表|发表|發布|刊登|公開|掲載|投稿|등록|입력|게시|đăng|terbit|diterbitkan",
    re.IGNORECASE,
)
MODIFIED = re.compile(
    r"updat|modif|last (?:change|edit|review|revis|built)|zuletzt|revised"
    r"|amended|edited|changed on|aktualisier|geändert|änderung|bearbeitet|\bstand\b"
    r"|letzte bearbeitung|überarbeitet|mise? à jour|actualizad|actualisé|última edición|atualizad"
    r"|aggiornat|ultima modifica|bijgewerkt|gewijzigd"
    r"|laatst|aktualizac|zaktualizow|zmodyfikow|обновлен|оновлено|изменен|güncelle|uppdatera"
    r"|oppdatert|opdateret|päivitetty|aktualizov|upraven|frissít|actualizat|更新|修改|수정"
    r"|cập nhật",
    re.IGNORECASE,
)
ELSE = re.compile(
    r"event|expire|deadline|\b(?:until|valid|closing|born|due|starts?|ends?|seit|since|joined)\b"
    r"|\b(?:geb|\*|†)|geboren|anmeld|member since|registered|accessed|retrieved|abgerufen|version"
    r"|(?:copyright|©|\(c\))\W{0,3}$|vom\b.{1,40}\bbis\b|\btermin|beginn|founded|gegründet",
    re.IGNORECASE,
)
AFTER = re.compile(
    r"\W{0,3}(?:um \S+ (?:uhr )?)?(?:updated|aktualisiert|bearbeitet|geändert|modified|更新|修改)",
    re.IGNORECASE,
)
BLOCKS_READ = 4000  # far more than an article has; beyond lie tables and traps
SENTENCE = re.compile(r"(?:[^\s.]+\s+){6,}.*[.!?]$")
ABOUT_ITSELF = re.compile(
    r"(?:this|the) (?:entry|post|article|page|document|site)"
    r"|dieser?s? (?:beitrag|artikel|seite|eintrag)"
    r"|posted|published|updated|last|by |von |first|veröffentlicht|erstellt|zuletzt",
    re.IGNORECASE,
)
UPDATED = re.compile(
    r"modif|lastmod|last-?upd|updated?-(?:date|time|on)|date-?upd|^updated(?:\s|$)", re.IGNORECASE
)
DATELINE = re.compile(r"^[^\W\d_][^\d]{1,60}[,(–—-]\s?$")


def seen_clues(tree: HtmlElement, page: Outline) -> list[Clue]:
    """Read the visible dates; those of furniture are left out, as are those inside long prose."""
    clues = [*_time_clues(tree, page), *_boxed_clues(tree, page), *_block_clues(page)]
    return _without_listings(clues)


def _near_title(page: Outline, order: int) -> float:
    """Say how near the title a block stands, 1 to 0; long paragraphs between push it away."""
    if page.title is None:
        return 0.6 if page.read_before[order] < 600 else 0.15
    first, last = sorted((page.title, order))
    read = page.read_before[last] - page.read_before[min(first + 1, last)]
    reach = 900 if order > page.title else 350
    if order < page.title - 12:
        return 0.0
    near = max(0.0, 1 - max(0, read - 150) / reach)
    between = page.blocks[first + 1 : min(last, first + 40)]
    if order > page.title and any(len(one.text) > 150 for one in between):
        near *= 0.8  # below the article stand other dates too
    return near if order >= page.title else near * 0.85  # above it stand the site's own dates too


def _role(before: str, after: str, names: str) -> tuple[str, bool]:
    """Say what a date dates, by the words before (nearest last), after it and by its class."""
    close = before[-60:]
    spoken = [
        (match.start(), role)
        for role, words in (("published", PUBLISHED), ("modified", MODIFIED), ("other", ELSE))
        for match in words.finditer(close)
    ]
    role = max(spoken)[1] if spoken else None
    if role is None and AFTER.match(after):
        role = "modified"
    if role:
        return role, True
    if UPDATED.search(names):
        return "modified", False
    if re.search(r"publish|entry-date|post-?date|posted|pubdate|dateline", names, re.IGNORECASE):
        return "published", False
    return "unknown", False


def _names(element: HtmlElement) -> str:
    parent = element.getparent()
    names = [element.get("class"), element.get("id"), element.get("itemprop")]
    if parent is not None and len(parent) < 4:
        names += [parent.get("class"), parent.get("id")]
    return " ".join(name for name in names if name)


def _time_clues(tree: HtmlElement, page: Outline) -> Iterator[Clue]:
    """Read time elements: the words a reader sees win over the attribute, which may be in UTC."""
    for element in list(tree.iter("time"))[:200]:
        if page.is_furniture(element):
            continue
        shown = " ".join(element.text_content().split())[:120]
        attribute = element.get("datetime") or element.get("content") or element.get("title") or ""
        order = page.order_of.get(element, 0)
        block = page.blocks[order] if order < len(page.blocks) else None
        before = block.text.partition(shown)[0] if block and shown and shown in block.text else ""
        role, _ = _role(_label_before(page, order) + before, "", _names(element))
        if role == "other":
            continue
        near = _near_title(page, order)
        weight = 1.2 + 2.3 * near
        if element.get("pubdate") is not None or role == "published":
            role, weight = "published" if role != "modified" else role, weight + 0.5
        machine = machine_date(attribute)
        if machine:
            machine_weight = weight if not written_dates(shown) else weight - 0.2
            yield Clue(machine, "time", role, "machine", machine_weight, "time")
        for written in written_dates(shown)[:1]:
            yield Clue(written, "time", role, "seen", weight, "time-shown")


def _boxed_clues(tree: HtmlElement, page: Outline) -> Iterator[Clue]:
    """Read dates whose day, month and year lie in boxes of their own, as on calendar leaves."""
    boxes = tree.xpath("//*[contains(@class, 'date') or contains(@class, 'time')][count(*) > 1]")
    for element in boxes[:60]:
        shown = " ".join(" ".join(element.itertext()).split())
        if len(shown) > 40 or page.is_furniture(element):
            continue
        order = page.order_of.get(element, 0)
        for written in written_dates(shown)[:1]:
            role, _ = _role(_label_before(page, order), "", _names(element))
            if role != "other":
                weight = 1.4 + 2.0 * _near_title(page, order)
                yield Clue(written, "text", role, "seen", weight, "boxes")


def _label_before(page: Outline, order: int) -> str:
    """Give the short block before this one when it is a label that waits for its date."""
    if not 0 < order <= len(page.blocks):
        return ""
    block = page.blocks[order - 1]
    if block.order == page.title or block.element.tag in ("h1", "h2", "h3", "h4"):
        return ""  # "Updated rules for servers" is a headline, not a label
    text = block.text
    return text + " " if len(text) < 40 and not any(letter.isdigit() for letter in text) else ""


def _block_clues(page: Outline) -> Iterator[Clue]:
    for block in page.blocks[:BLOCKS_READ]:
        if block.furniture:
            if len(block.text) < 300 and (found := written_dates(block.text)):
                yield from _furniture_clue(block, found)
            continue
        limit = 400 if block.dated else 260
        text = block.text if len(block.text) <= limit else block.text[:120]
        for position, written in enumerate(written_dates(text)[:6]):
            found_clue = _block_clue(page, block, written, position)
            if found_clue:
                yield found_clue


def _furniture_clue(block: Block, found: list[Written]) -> Iterator[Clue]:
    """Read "Last updated: ..." out of a footer, which is where hand-made pages say it."""
    for written in found[:2]:
        role, labelled = _role(block.text[: written.start], block.text[written.end :], "")
        in_footer = re.search(r"foot|bottom|copyright|colophon", _footer_names(block))
        if labelled and role in ("modified", "published") and in_footer:
            weight = 2.4 if role == "modified" else 2.0
            yield Clue(written, "text", role, "seen", weight, "footer")


def _footer_names(block: Block) -> str:
    above = [block.element, *block.element.iterancestors()]
    return " ".join(f"{one.tag} {one.get('class')} {one.get('id')}" for one in above[:8]).lower()


def _block_clue(page: Outline, block: Block, written: Written, position: int) -> Clue | None:
    text = block.text
    before = text[: written.start]
    if position == 0 and len(before) < 25:
        before = _label_before(page, block.order) + before
    role, labelled = _role(before, text[written.end : written.end + 30], _names(block.element))
    if role == "other" or (page.title == block.order and not labelled):
        return None
    near = _near_title(page, block.order)
    alone = len(text) - len(written.raw) < 25
    short = len(text) < 140
    if labelled and short:
        weight, kind = (2.6 + 1.6 * near, "label")
        if SENTENCE.match(text) and not ABOUT_ITSELF.match(text):
            weight -= 1.2  # "The rules were published on 5 May 2019 in the gazette."
    elif block.dated and short:
        weight, kind = (1.6 + 2.0 * near, "dated")
    elif alone:
        weight, kind = (0.8 + 2.3 * near, "alone")
    elif short:
        weight, kind = (0.4 + 1.9 * near, "byline")
    elif position == 0 and written.start < 70 and DATELINE.match(text[: written.start]):
        weight, kind = (0.4 + 1.8 * near, "dateline")
    else:
        return None
    if written.short:
        weight -= 0.5
    if role == "unknown" and before.rstrip().endswith(":"):
        weight -= 0.7  # a label that we do not know: "Next meeting: ..."
    if len(text) - len(written.raw) < 4:
        beside = page.title is not None and 0 < block.order - page.title <= 2
        weight += 0.7 if beside else 0.3
    return Clue(written, "text", role, "seen", weight - 0.3 * position, kind)


def _without_listings(clues: list[Clue]) -> list[Clue]:
    """Weaken the dates of a list: five or more different days of one kind are no page's own.

    The first of them keeps its weight, for the article's own date stands above its relations.
    """
    days: dict[str, set[str]] = {}
    for one in clues:
        days.setdefault(one.kind, set()).add(one.day.isoformat())
    seen: set[str] = set()
    kept: list[Clue] = []
    for one in clues:
        crowded = len(days[one.kind]) >= 5 and one.kind in ("time", "time-shown", "dated", "alone")
        if crowded and one.kind in seen:
            kept.append(replace(one, weight=one.weight * 0.4))
        else:
            kept.append(one)
        seen.add(one.kind)
    return kept
