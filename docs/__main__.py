"""`python -m docs` writes the generated pages anew."""

from docs.pages import PAGES

for path, page in PAGES.items():
    path.write_text(page(), encoding="utf-8")
    print(f"wrote docs/{path.name}")
