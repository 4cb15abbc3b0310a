"""Breaking the texts of a label into the few lines it has."""

ELLIPSIS = "…"
# Who gives way first when there are too few lines; the number and the name never go.
_SHORTENED_FIRST = ("model", "place", "name")
_DROPPED_FIRST = ("date", "model", "place")
# Punctuation that closes must not begin a line (GB/T 15834).
_NO_LINE_START = frozenset(",.;:!?%)]}>，。、；：！？）】》〉」』”’…·")


def share_rows(fields, count, fits, refuse):
    """Return ``[(field name, lines)]`` in the order of ``fields``, at most ``count`` lines together.

    Each field gets as many lines as it needs if there is room. If not, model, place and name are cut to fewer
    lines (the last ends in an ellipsis), then date, model and place are left out. A number is never cut.

    :param fields: ``[(name, text)]``, no text empty; the number is named ``asset_no``
    :param fits: says whether a text fits on a line: ``fits(text, line)``, lines counted from 0
    :param refuse: called with the number of lines wanted, returns the error to raise if even that fails
    """
    caps = {name: None for name, _text in fields}
    while True:
        shared = _lay_out(fields, caps, fits)
        excess = sum(len(lines) for _name, lines in shared) - count
        if excess <= 0:
            return shared
        if not _give_way(caps, dict(shared), excess):
            raise refuse(count + excess)


def wrap(text, fits, anywhere=False):
    """Return the lines of ``text``: broken after spaces and between Chinese characters, in a word if need be.

    Nothing is lost but the spaces at the breaks; ``anywhere`` breaks a number where the line is full.
    A line has at least one character even if that does not fit.
    """
    lines = []
    while text:
        end = _line_end(text, lambda part: fits(part, len(lines)))
        if end < len(text) and not anywhere:
            end = _break_before(text, end)
        lines.append(text[:end].rstrip())
        text = text[end:].lstrip()
    return lines


def _lay_out(fields, caps, fits):
    shared, first = [], 0
    for name, text in fields:
        if caps[name] == 0:
            continue
        lines = wrap(text, _from_line(first, fits), name == "asset_no")
        lines = _cut(lines, caps[name], _from_line(first, fits))
        shared.append((name, lines))
        first += len(lines)
    return shared


def _from_line(first, fits):
    return lambda text, line: fits(text, first + line)


def _give_way(caps, shared, excess):
    """Lower one cap; return False if there is none to lower."""
    for name in _SHORTENED_FIRST:
        lines = len(shared.get(name, ()))
        if lines > 1:
            caps[name] = max(lines - excess, 1)
            return True
    for name in _DROPPED_FIRST:
        if name in shared:
            caps[name] = 0
            return True
    return False


def _line_end(text, fits):
    """Return the largest number of leading characters that fit, at least 1."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(text[:middle].rstrip()) else (low, middle - 1)
    return low


def _break_before(text, end):
    """Return the last place up to ``end`` where a line may end; ``end`` itself if there is none."""
    for place in range(end, 0, -1):
        before, after = text[place - 1], text[place]
        if after in _NO_LINE_START:
            continue
        if before in " -/" or after == " " or _is_wide(before) or _is_wide(after):
            return place
    return end


def _is_wide(character):
    """Return whether lines may break beside ``character``: Chinese characters and their punctuation."""
    return ord(character) >= 0x2E80


def _cut(lines, cap, fits):
    """Return the first ``cap`` lines (all if None), the last one ending in an ellipsis if there were more."""
    if cap is None or len(lines) <= cap:
        return lines
    return [*lines[: cap - 1], shorten("".join(lines[cap - 1 :]), lambda text: fits(text, cap - 1))]


def shorten(text, fits):
    """Return the longest beginning of ``text`` that fits with an ellipsis after it."""
    end = _line_end(text, lambda part: fits(part + ELLIPSIS))
    return text[:end].rstrip() + ELLIPSIS
