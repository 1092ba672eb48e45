"""The life of a case: intake, assignment, handling, closing, queues."""
