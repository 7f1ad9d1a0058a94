"""Rounds and results -> letters to agencies: covering, of correction, reminding; to be sent."""

from formgen.letters.inviting import Invited, invite
from formgen.letters.places import Places
from formgen.letters.posting import Batches, Outbox, Posted, outbox
from formgen.letters.reminding import Reminded, remind
from formgen.letters.replying import Replied, reply
from formgen.letters.sending import Blanks, pages
from formgen.letters.stationery import Stationery, load_stationery

__all__ = [
    "Batches",
    "Blanks",
    "Invited",
    "Outbox",
    "Places",
    "Posted",
    "Reminded",
    "Replied",
    "Stationery",
    "invite",
    "load_stationery",
    "outbox",
    "pages",
    "remind",
    "reply",
]
