"""README.rst and static/description/index.html of each addon: pages.py [--check].

They are made of the fragments in the addon's folder readme/, laid out as the OCA's
generator wants them, of the manifest, and of pictures in docs/, which are copied beside
the page. With ``--check`` nothing is written: what is stale or missing is told.
"""

import ast
import re
import sys
from html import escape
from pathlib import Path

from docutils.core import publish_parts
from lxml import html

REPO = Path(__file__).resolve().parent.parent.parent
LONGEST_NAME = 25
SHELF_KEYS = ("website", "maintainers", "images", "summary", "author")
MUST_HAVE = ("DESCRIPTION", "CONFIGURE", "USAGE", "ROADMAP", "HISTORY", "CONTRIBUTORS")
SECTIONS = {
    "CONTEXT": "Use Cases / Context",
    "INSTALL": "Installation",
    "CONFIGURE": "Configuration",
    "USAGE": "Usage",
    "DEVELOP": "Development",
    "ROADMAP": "Known issues / Roadmap",
    "HISTORY": "Changelog",
}
PICTURE = re.compile(r"\.\./static/description/([\w.-]+)")
DOCUTILS = {
    "doctitle_xform": False,
    "initial_header_level": 3,
    "report_level": 2,
    "halt_level": 2,
    "file_insertion_enabled": False,
    "raw_enabled": False,
}
# Odoo's Apps take style sheets out, and leave the styles of elements.
COLUMN = "max-width: 960px; margin: 0 auto; padding: 0 16px;"
STYLES = {
    "figure": "margin: 24px 0; text-align: center;",
    "img": "max-width: 100%; box-sizing: border-box; border: 1px solid #d8d3dc;",
    "figcaption": "color: #6b6370; font-size: 90%; margin-top: 8px;",
    "code": "background: #f3f0f5; color: #4a2f55; padding: 1px 5px;",
    "li": "margin-bottom: 6px;",
    "h3": "font-size: 110%; margin: 20px 0 8px;",
}


class Page:
    """What one addon has on the shelf."""

    def __init__(self, folder):
        self.folder = folder
        manifest = (folder / "__manifest__.py").read_text(encoding="utf-8")
        self.manifest = ast.literal_eval(manifest)
        self.fragments = {
            path.stem: path.read_text(encoding="utf-8").strip()
            for path in sorted((folder / "readme").glob("*.rst"))
        }

    def make_files(self):
        """:return: ``{path: bytes}``, all that is made for this addon"""
        description = self.folder / "static" / "description"
        files = {
            self.folder / "README.rst": self.make_readme().encode(),
            description / "index.html": self.make_index().encode(),
        }
        for name in PICTURE.findall("\n".join(self.fragments.values())):
            if (source := REPO / "docs" / name).exists():
                files[description / name] = source.read_bytes()
        return files

    def find_mistakes(self):
        """:return: list of str, what the manifest or readme/ lacks"""
        manifest, addon = self.manifest, self.folder.name
        mistakes = [
            f"{addon}: readme/{name}.rst is missing"
            for name in MUST_HAVE
            if not self.fragments.get(name)
        ]
        mistakes += [
            f"{addon}: no {key} in its manifest"
            for key in SHELF_KEYS
            if not manifest.get(key)
        ]
        if len(manifest["name"]) > LONGEST_NAME:
            mistakes.append(f"{addon}: its name is over {LONGEST_NAME} characters")
        pictures = PICTURE.findall("\n".join(self.fragments.values()))
        for name in [
            "icon.png",
            *pictures,
            *map(_get_name, manifest.get("images", [])),
        ]:
            in_docs = name in pictures and (REPO / "docs" / name).exists()
            if not in_docs and not (self.folder / "static/description" / name).exists():
                mistakes.append(f"{addon}: no picture {name}")
        return mistakes

    def make_readme(self):
        """:return: str, README.rst"""
        name = self.manifest["name"]
        line = "=" * len(name)
        parts = [
            f"{line}\n{name}\n{line}",
            ".. This file is made by `make readme` of readme/ and the manifest.\n"
            "   What is changed here is lost.",
            self.manifest["summary"] + ".",
            self._tell_facts(),
            self.fragments.get("DESCRIPTION", ""),
            ".. contents:: Table of contents\n   :local:",
        ]
        for key, title in SECTIONS.items():
            if key in self.fragments:
                parts.append(f"{title}\n{'=' * len(title)}\n\n{self.fragments[key]}")
        parts.append(self._make_credits())
        readme = "\n\n".join(parts) + "\n"
        readme = PICTURE.sub(r"static/description/\1", readme)
        publish_parts(readme, writer="html5", settings_overrides=DOCUTILS)
        return readme

    def _tell_facts(self):
        manifest = self.manifest
        series = ".".join(manifest["version"].split(".")[:2])
        needs = ", ".join(f"``{name}``" for name in manifest["depends"])
        status = manifest["development_status"]
        return f"Odoo {series} · {status} · {manifest['license']} · needs {needs}"

    def _make_credits(self):
        manifest = self.manifest
        parts = [
            "Credits\n=======",
            f"Authors\n~~~~~~~\n\n- {manifest['author']}",
            f"Contributors\n~~~~~~~~~~~~\n\n{self.fragments.get('CONTRIBUTORS', '')}",
            "Maintainers\n~~~~~~~~~~~\n\n- "
            + "\n- ".join(manifest.get("maintainers", [])),
            "This addon is part of the lot_prealloc repository: mistakes are told "
            "and changes are welcome there.",
        ]
        return "\n\n".join(parts)

    def make_index(self):
        """:return: str, the page that Odoo's Apps show"""
        manifest = self.manifest
        cover = "".join(
            f'<p><img src="{_get_name(image)}" alt="{escape(manifest["name"])}" '
            'style="max-width: 100%; height: auto; border-radius: 12px;"/></p>\n'
            for image in manifest.get("images", [])[:1]
        )
        body = self._make_section(None, self.fragments.get("DESCRIPTION", ""))
        for key, title in SECTIONS.items():
            if key in self.fragments:
                body += self._make_section(title, self.fragments[key])
        body += self._make_section("Credits", self._make_credits().split("\n", 3)[3])
        return (
            "<!-- Made by `make readme` of readme/ and the manifest: "
            "what is changed here is lost. -->\n"
            f'<section class="oe_container" style="{COLUMN} padding-top: 16px;">\n'
            f"{cover}"
            f'<h1 style="margin: 24px 0 8px;">{escape(manifest["name"])}</h1>\n'
            f'<p style="font-size: 120%;">{escape(manifest["summary"])}.</p>\n'
            f'<div style="color: #6b6370;">{_to_html(self._tell_facts())}</div>\n'
            "</section>\n"
            f"{body}"
        )

    def _make_section(self, title, rst):
        heading = (
            '<h2 style="border-top: 2px solid #e4dfe8; padding-top: 24px; '
            f'margin: 32px 0 16px;">{escape(title)}</h2>\n'
            if title
            else ""
        )
        body = _to_html(PICTURE.sub(r"\1", rst))
        return (
            f'<section class="oe_container" style="{COLUMN}">\n'
            f"{heading}{body}\n</section>\n"
        )


def _get_name(path):
    return path.rpartition("/")[2]


def _to_html(rst):
    """:return: str, HTML whose looks need no style sheet"""
    body = publish_parts(rst, writer="html5", settings_overrides=DOCUTILS)["body"]
    root = html.fragment_fromstring(body, create_parent="div")
    for literal in root.xpath("//span[contains(@class, 'literal')]"):
        literal.tag = "code"
    for inner in root.xpath("//code//span[@class='pre']"):
        inner.drop_tag()
    for paragraph in root.xpath("//li/p | //figcaption/p"):
        paragraph.drop_tag()
    for element in root.iter():
        element.attrib.pop("class", None)
        element.attrib.pop("id", None)
        if element.tag in STYLES:
            element.set("style", STYLES[element.tag])
    return html.tostring(root, encoding="unicode").strip()


def find_pages():
    """:return: list of Page, of the addons that have fragments"""
    folders = sorted(REPO.glob("lot_prealloc*"))
    return [
        Page(folder)
        for folder in folders
        if (folder / "readme").is_dir() and (folder / "__manifest__.py").exists()
    ]


def main(check):
    stale, mistakes = [], []
    for page in find_pages():
        mistakes += page.find_mistakes()
        for path, content in page.make_files().items():
            if not path.exists() or path.read_bytes() != content:
                stale.append(str(path.relative_to(REPO)))
                if not check:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(content)
    if stale:
        print("run make readme, stale:" if check else "made:", ", ".join(stale))
    for mistake in mistakes:
        print(mistake)
    if not stale and not mistakes:
        print("The pages of the addons are current")
    return bool(mistakes or (check and stale))


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv))
