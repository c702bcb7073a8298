"""Which kinds of messages are nothing to us: nobody said anything with them, so nobody is answered.

A kind that is not known here is answered: rather a sentence too many than somebody who is left in silence.
"""

from collections.abc import Mapping
from typing import Any

SERVICE = frozenset({
    "new_chat_members", "left_chat_member", "chat_owner_left", "chat_owner_changed", "new_chat_title",
    "new_chat_photo", "delete_chat_photo", "group_chat_created", "supergroup_chat_created", "channel_chat_created",
    "message_auto_delete_timer_changed", "migrate_to_chat_id", "migrate_from_chat_id", "pinned_message",
    "successful_payment", "refunded_payment", "users_shared", "user_shared", "chat_shared", "gift", "unique_gift",
    "gift_upgrade_sent", "connected_website", "write_access_allowed", "passport_data", "proximity_alert_triggered",
    "boost_added", "chat_background_set", "checklist_tasks_done", "checklist_tasks_added",
    "direct_message_price_changed", "forum_topic_created", "forum_topic_edited", "forum_topic_closed",
    "forum_topic_reopened", "general_forum_topic_hidden", "general_forum_topic_unhidden", "giveaway_created",
    "giveaway", "giveaway_winners", "giveaway_completed", "paid_message_price_changed", "suggested_post_approved",
    "suggested_post_approval_failed", "suggested_post_declined", "suggested_post_paid", "suggested_post_refunded",
    "video_chat_scheduled", "video_chat_started", "video_chat_ended", "video_chat_participants_invited",
    "web_app_data",
})  # fmt: skip
"""The fields of service messages, and of those that come by themselves (core.telegram.org/bots/api#message, 9.4).

A chat tells with them what was done in it: a message was pinned, its messages delete themselves, a name was changed.
"""


def says_nothing(message: Mapping[str, Any], *, is_edit: bool) -> bool:
    """Says whether a message is nothing to us.

    So is an edit without words: a live location is edited every few seconds, as long as it is shared
    (core.telegram.org/bots/api#location). The message that began it is answered once.
    """
    if is_edit and "text" not in message and "caption" not in message:
        return True
    return not SERVICE.isdisjoint(message)
