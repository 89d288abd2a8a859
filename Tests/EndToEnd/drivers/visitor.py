"""Who every tool says it is, and how a run tells what came of it."""

import json

NAME = "Robin Field"
EMAIL = "robin.field@example.org"
PASSWORD = "correct-horse-battery"


def tell(session_id: str | None, outcome: str | None) -> None:
    print(json.dumps({"session_id": session_id, "outcome": outcome}))
