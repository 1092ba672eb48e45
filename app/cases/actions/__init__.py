"""Use cases that write: each checks the right, applies the rules, leaves event and journal."""

import app.cases.documents  # noqa: F401  whoever writes cases keeps their search documents true
