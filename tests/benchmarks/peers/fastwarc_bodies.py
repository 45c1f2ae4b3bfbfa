"""Read every body with FastWARC, and do nothing with it: the least that any Python reader does."""

import json
import time
from importlib.metadata import version

from sample import arguments, pages

given = arguments("--verify")
start = time.process_time()
sizes = [len(body) for _, body, _ in pages(given.file, given.pages, verify=given.verify)]
print(
    json.dumps(
        {
            "pages": len(sizes),
            "html_bytes": sum(sizes),
            "cpu_seconds": time.process_time() - start,
            "texts": len(sizes),
            "versions": {"FastWARC": version("FastWARC")},
        }
    )
)
