"""Ways out of the house: SMTP, an HTTP gateway for text messages, a webhook; as a place has them.

Nothing is imported here: a desk that only queues loads no protocol.
"""
