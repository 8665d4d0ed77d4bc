from mandrivna.enquiries.models.chats import Chat, LinkCode, Outgoing, Update
from mandrivna.enquiries.models.conversations import Conversation, Message
from mandrivna.enquiries.models.known import Known
from mandrivna.enquiries.models.log import LogLine, QuietCount
from mandrivna.enquiries.models.offers import Offer
from mandrivna.enquiries.models.refusals import LONGEST_KEY, Refusal, RefusalQuerySet, same_key
from mandrivna.enquiries.models.remarks import Remark, RemarkQuerySet
from mandrivna.enquiries.models.stations import Sitting, Station
from mandrivna.enquiries.models.surveys import Survey, SurveySheet, SurveyWords
from mandrivna.enquiries.models.wishes import Wish

__all__ = [
    "LONGEST_KEY",
    "Chat",
    "Conversation",
    "Known",
    "LinkCode",
    "LogLine",
    "Message",
    "Offer",
    "Outgoing",
    "QuietCount",
    "Refusal",
    "RefusalQuerySet",
    "Remark",
    "RemarkQuerySet",
    "Sitting",
    "Station",
    "Survey",
    "SurveySheet",
    "SurveyWords",
    "Update",
    "Wish",
    "same_key",
]
