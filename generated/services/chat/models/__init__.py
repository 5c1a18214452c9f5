"""The models of Chat; each is loaded when it is first used (PEP 562)."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .auth_test import AuthTestResponse as AuthTestResponse
    from .channel import Channel as Channel
    from .create_channel import CreateChannelBody as CreateChannelBody
    from .create_channel_response import CreateChannelResponse as CreateChannelResponse
    from .file import File as File
    from .get_channel import GetChannelResponse as GetChannelResponse
    from .list_channels import ListChannelsResponse as ListChannelsResponse
    from .list_users import ListUsersResponse as ListUsersResponse
    from .lookup_user_by_email import LookupUserByEmailResponse as LookupUserByEmailResponse
    from .message import Message as Message
    from .message_id import MessageId as MessageId
    from .new_message import NewMessage as NewMessage
    from .posted_message import PostedMessage as PostedMessage
    from .reaction import Reaction as Reaction
    from .reaction_count import ReactionCount as ReactionCount
    from .result import Result as Result
    from .update_message import UpdateMessageBody as UpdateMessageBody
    from .upload_file import UploadFileBody as UploadFileBody
    from .upload_file import UploadFileResponse as UploadFileResponse
    from .user import User as User

_HOMES: dict[str, str] = {
    "AuthTestResponse": "auth_test",
    "Channel": "channel",
    "CreateChannelBody": "create_channel",
    "CreateChannelResponse": "create_channel_response",
    "File": "file",
    "GetChannelResponse": "get_channel",
    "ListChannelsResponse": "list_channels",
    "ListUsersResponse": "list_users",
    "LookupUserByEmailResponse": "lookup_user_by_email",
    "Message": "message",
    "MessageId": "message_id",
    "NewMessage": "new_message",
    "PostedMessage": "posted_message",
    "Reaction": "reaction",
    "ReactionCount": "reaction_count",
    "Result": "result",
    "UpdateMessageBody": "update_message",
    "UploadFileBody": "upload_file",
    "UploadFileResponse": "upload_file",
    "User": "user",
}

if not TYPE_CHECKING:  # type checkers read the imports above; a visible __getattr__ would let every misspelt name pass

    def __getattr__(name: str) -> Any:
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = globals()[name] = getattr(import_module(f".{_HOMES[name]}", __name__), name)
        return value

    def __dir__() -> list[str]:
        return sorted(_HOMES)
