"""Breaking the texts of a label into the few lines it has."""

ELLIPSIS = "…"
# The fields in the order in which they get room; the first is a number and is never cut.
_IMPORTANCE = ("asset_no", "name", "place", "model", "date")
# Punctuation that closes must not begin a line (GB/T 15834 禁则).
_NO_LINE_START = frozenset(",.;:!?%)]}>，。、；：！？）】》〉」』”’…·")


def share_rows(fields, count, fits, refuse=None):
    """Return ``[(field name, lines)]`` in the order of ``fields``, at most ``count`` lines together.

    Each field gets one line, the number as many as it needs; lines left over go to name, place and model.
    What still does not fit is cut with an ellipsis; a field without any line is left out.

    :param fields: ``[(name, text)]``, no text empty
    :param fits: says whether a text fits on one line
    :param refuse: called with the number of lines that the number needs, returns the error to raise
    """
    wrapped = {name: wrap(text, fits, name == "asset_no") for name, text in fields}
    granted = dict.fromkeys(wrapped, 0)
    left = count
    for name in sorted(wrapped, key=_rank):
        wanted = len(wrapped[name]) if name == "asset_no" else 1
        if name == "asset_no" and refuse and wanted > left:
            raise refuse(wanted)
        granted[name] = min(wanted, left)
        left -= granted[name]
    for name in sorted(wrapped, key=_rank):
        more = min(len(wrapped[name]) - granted[name], left) if granted[name] else 0
        granted[name] += more
        left -= more
    return [(name, _cut(lines, granted[name], fits)) for name, lines in wrapped.items() if granted[name]]


def wrap(text, fits, anywhere=False):
    """Return the lines of ``text``: broken after spaces and between Chinese characters, in a word if need be.

    Nothing is lost but the spaces at the breaks; ``anywhere`` breaks a number where the line is full.
    A line has at least one character even if that does not fit.
    """
    lines = []
    while text:
        end = _line_end(text, fits)
        if end < len(text) and not anywhere:
            end = _break_before(text, end)
        lines.append(text[:end].rstrip())
        text = text[end:].lstrip()
    return lines


def _rank(name):
    return _IMPORTANCE.index(name) if name in _IMPORTANCE else len(_IMPORTANCE)


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


def _cut(lines, count, fits):
    """Return the first ``count`` lines, the last one ending in an ellipsis if there were more."""
    if len(lines) <= count:
        return lines
    last = lines[count - 1]
    while last and not fits(last + ELLIPSIS):
        last = last[:-1]
    return [*lines[: count - 1], last.rstrip() + ELLIPSIS]
