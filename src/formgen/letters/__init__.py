"""Dataset -> what the office answers: letters of correction and reminders, ready to be sent."""

from formgen.letters.places import Places
from formgen.letters.posting import Batches, Outbox, Posted, outbox
from formgen.letters.reminding import Reminded, remind
from formgen.letters.replying import Replied, reply
from formgen.letters.sending import Blanks, pages
from formgen.letters.stationery import Stationery, load_stationery

__all__ = [
    "Batches",
    "Blanks",
    "Outbox",
    "Places",
    "Posted",
    "Reminded",
    "Replied",
    "Stationery",
    "load_stationery",
    "outbox",
    "pages",
    "remind",
    "reply",
]
