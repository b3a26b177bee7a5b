"""Writing the records: a CSV and a Markdown file for each sheet, into a folder that is made where it is missing."""

from collections.abc import Sequence
from pathlib import Path

from preview.records.sheet import Sheet, as_csv, as_markdown
from preview.run import Refused


class Unwritable(Refused):
    """The folder cannot be written to; the text is the sentence a person gets."""


def write(sheets: Sequence[Sheet], folder: Path) -> tuple[Path, ...]:
    """The files written, in the order of the sheets. The same records give the same bytes."""
    if folder.exists() and not folder.is_dir():
        raise Unwritable(f"--records {folder}: this is a file; give a folder, it is made where it is missing")
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for sheet in sheets:
            for ending, text in (("csv", as_csv(sheet)), ("md", as_markdown(sheet))):
                path = folder / f"{sheet.name}.{ending}"
                path.write_text(text, encoding="utf-8", newline="\n")
                written.append(path)
    except OSError as wrong:
        why = (wrong.strerror or str(wrong)).lower()
        raise Unwritable(f"--records {folder}: cannot be written to ({why}); give a folder you may write to") from None
    return tuple(written)


def as_json(sheets: Sequence[Sheet]) -> dict[str, object]:
    """The same sheets for a script: rows by the name of the sheet."""
    return {
        sheet.name: [dict(zip(sheet.columns, row, strict=True)) for row in (*sheet.rows, *sheet.rest)]
        for sheet in sheets
    }
