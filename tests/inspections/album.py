"""The story in pictures. Where the variable STORY names a folder, each step of the test leaves its picture there, and
the paper beside the folder is written anew: that is `make story`, and docs/story.md. Otherwise the words alone are
compared with that paper, so that it says what the test has seen."""

import os
from pathlib import Path

from config.environment import BASE_DIR
from network import beside, clock

PAPER = BASE_DIR / "docs" / "story.md"
STEPS = beside.read(__file__, "album.toml")
OPENING = """\
# The story, as each of them sees it

One inspection on the phones of everybody whom it concerns, from the window’s opening to three months after. Everybody
is invented. `make story` takes the pictures and writes this paper: they show what `tests/inspections/test_story.py`
sees in a browser, 390 pixels wide. The same story is walked through without a script.
"""


class Album:
    """Begun once for all chapters. Its folder is emptied first: the numbers of the pictures may have changed."""

    def __init__(self):
        self.folder = Path(os.environ["STORY"]) if os.environ.get("STORY") else None
        self.chapters: list[str] = []
        if self.folder:
            self.folder.mkdir(parents=True, exist_ok=True)
            for old in self.folder.glob("*.png"):
                old.unlink()

    def end(self):
        if self.folder:
            self.folder.with_suffix(".md").write_text("\n".join([OPENING, *self.chapters]))


class Chapter:
    """`first` is the number of its first picture. Pictures are taken in a browser with scripts, as most have them."""

    def __init__(self, album: Album, title: str, *, first: int, script: bool):
        self.album, self.script, self.number = album, script, first
        self.parts = [f"## {title}\n"]

    def step(self, phone, name: str) -> None:
        """What is on this phone now."""
        step = STEPS[name]
        who, title = step["who"], step["title"]
        picture = f"{self.number:02}-{who}-{name}.png"
        moment = clock.local(clock.now())
        whose = f"{phone.person.first_name}, the {who}"
        when = f"{moment:%A} {moment.day} {moment:%B %Y}, {moment.hour}.{moment:%M}"
        self.parts.append(
            f"### {self.number}. {title}\n\n{when}. {whose}.\n\n{step['sentence']}\n\n"
            f"![{whose}: {title}](story/{picture})\n"
        )
        self.number += 1
        if self.album.folder and self.script:
            top = phone.page.get_by_text(step["at"]).first.bounding_box()["y"] - 24 if "at" in step else 0
            phone.page.evaluate("top => window.scrollTo(0, top)", top)
            phone.page.screenshot(path=self.album.folder / picture)

    def end(self) -> None:
        text = "\n".join(self.parts)
        if self.album.folder is None:
            assert text in PAPER.read_text(), "docs/story.md says something else: `make story` writes it anew"
        elif self.script:
            self.album.chapters.append(text)
