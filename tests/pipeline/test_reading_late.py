"""The language model is loaded for pages that concern the law, and for nothing else."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
NIGHTS = """
import json, sys
from pathlib import Path
from nights import TRACKER, Web, article, data_folder, entry, feed, night
from pipeline.rebuilding import rebuild
from pipeline.tracker import load_tracker

FEED, data, loaded = "http://paper.example/feed", Path(sys.argv[1]), {}
web = Web()
data_folder(data, [entry("paper", "feed", FEED)])

def look(what):
    heavy = ("spacy", "thinc", "trafilatura", "htmldate", "dateparser")
    loaded[what] = [name for name in heavy if name in sys.modules]

def print_page(name, text):
    web.put(f"http://paper.example/2020/07/{name}", article(text))
    pages.append(f"http://paper.example/2020/07/{name}")
    web.put(FEED, feed(*pages), media_type="application/rss+xml")

pages = []
web.put(FEED, feed(), media_type="application/rss+xml")
night(data, web=web)
look("a night without news")
print_page("weather", "A storm is on its way to Hong Kong, where the national security law holds.")
print_page("shares", "Zoom said that its shares had paused after a good year. " * 20)
print_page("bolsa", "Zoom dijo que la policía de Hong Kong no tendrá los datos que pide. " * 20)
night(data, days=1, web=web)
look("a night with other news")
rebuild(data, load_tracker(data / TRACKER))
look("a rebuild of it")
print_page("zoom", "Zoom has paused data requests from the Hong Kong police, it said on July 7.")
night(data, days=2, web=web)
look("a night with news of the law")
print(json.dumps(loaded))
"""


def test_a_night_or_rebuild_without_news_of_the_law_does_not_import_spacy(tmp_path):
    places = [ROOT, ROOT / "tests", ROOT / "tests" / "support"]
    loaded = json.loads(
        subprocess.run(
            [sys.executable, "-c", NIGHTS, str(tmp_path / "data")],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, places))},
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            timeout=120,
        ).stdout
    )

    assert loaded["a night without news"] == []
    assert "spacy" not in loaded["a night with other news"]
    assert "spacy" not in loaded["a rebuild of it"]
    assert "spacy" in loaded["a night with news of the law"]
