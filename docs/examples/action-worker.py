#!/usr/bin/env python3
"""A worker that clears a cache, with nothing but the standard library.

  TOCSIN_URL=http://localhost:8080 WORKER_USER=worker WORKER_PASSWORD=tocsin docs/examples/action-worker.py
"""

import base64
import json
import os
import socket
import sys
import urllib.error
import urllib.request

BASE = os.environ["TOCSIN_URL"].rstrip("/") + "/engine-rest/external-task"
CREDENTIALS = f"{os.environ['WORKER_USER']}:{os.environ['WORKER_PASSWORD']}"
AUTHORIZATION = "Basic " + base64.b64encode(CREDENTIALS.encode()).decode()
WORKER = f"cache-worker-{socket.gethostname()}-{os.getpid()}"
LOCK = 60_000  # milliseconds; longer than the work takes


class NothingToClear(Exception):
    """The action cannot be done: trying again would not help."""


def call(path, body):
    request = urllib.request.Request(
        BASE + path,
        data=json.dumps({"workerId": WORKER, **body}).encode(),
        headers={"Authorization": AUTHORIZATION, "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        text = answer.read()
    return json.loads(text) if text else None


def clear_cache(values):
    """The work itself. A key that was seen before need not be worked on twice."""
    if values["workerParameter_region"] not in ("eu", "us"):
        raise NothingToClear(f"no cache in {values['workerParameter_region']}")
    return f"{values['workerParameter_entries']} entries of {values['workerService']} cleared"


def work_on(task):
    values = {name: variable["value"] for name, variable in task["variables"].items()}
    try:
        said = clear_cache(values)
    except NothingToClear as problem:
        call(f"/{task['id']}/bpmnError", {"errorCode": "NOTHING_TO_CLEAR", "errorMessage": str(problem)})
    except Exception as problem:  # perhaps for a moment only
        # The first failure leaves retries open; at none left a person is asked.
        left = 2 if task["retries"] is None else task["retries"] - 1
        call(
            f"/{task['id']}/failure",
            {"errorMessage": str(problem), "retries": left, "retryTimeout": 10_000},
        )
    else:
        call(f"/{task['id']}/complete", {"variables": {"output": {"value": said, "type": "String"}}})
        print(said, flush=True)


def main():
    topics = [{"topicName": "clear-cache", "lockDuration": LOCK}]
    while True:
        try:
            # Waits up to 30 seconds for something to do.
            for task in call("/fetchAndLock", {"maxTasks": 1, "asyncResponseTimeout": 30_000, "topics": topics}):
                work_on(task)
        except urllib.error.HTTPError as problem:
            sys.exit(f"{problem.code}: {problem.read().decode()}")


if __name__ == "__main__":
    main()
