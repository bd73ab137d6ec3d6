"""Webhooks: other programs are told what happens: queued beside the act, signed, sent, tried again, given up."""
