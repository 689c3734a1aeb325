"""Tables as texts: the text of one that any program saved, and the sign between its columns."""

import codecs

SEPARATORS = ",;\t"
_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


class TextTableError(ValueError):
    """Bytes that are not the text of a table; says in which line and column, counted from 1."""

    def __init__(self, line: int, column: int, problem: str, expected: str) -> None:
        super().__init__(line, column, problem, expected)
        self.line, self.column, self.problem, self.expected = line, column, problem, expected

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}: {self.problem}; expected {self.expected}"


def text_of(content: bytes) -> str:
    r"""Text of a table saved as UTF-8, or as UTF-16 with the mark that spreadsheets put first; lines end with ``\n``.

    Raises
    ------
    TextTableError
        If it is saved in anything else, such as a code page of Windows, in which a letter may mean any of several.
    """
    mark = next((mark for mark in _MARKS if content.startswith(mark)), b"")
    content = content.removeprefix(mark)
    encoding = _MARKS.get(mark, "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise _wrong(content[: error.start].decode(encoding, "ignore"), f"not a {encoding[:6].upper()} text") from None
    if "\0" in text:
        raise _wrong(text[: text.index("\0")], "a character that no text holds")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _wrong(before: str, problem: str) -> TextTableError:
    before = before.replace("\r\n", "\n").replace("\r", "\n")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return TextTableError(line, column, problem, "a table saved as 'CSV UTF-8'")


def separator_of(text: str) -> str:
    """Sign between the columns: of comma, semicolon and tab that which the first row has most of outside quotes.

    Examples
    --------
    >>> separator_of("id;date;note"), separator_of('id,"a;b;c",date'), separator_of("id")
    (';', ',', ',')
    """
    counts = dict.fromkeys(SEPARATORS, 0)
    is_quoted = False
    for sign in text.lstrip("\n").split("\n", 1)[0]:
        is_quoted ^= sign == '"'
        if sign in counts and not is_quoted:
            counts[sign] += 1
    return max(counts, key=lambda sign: counts[sign])  # the first of equals
