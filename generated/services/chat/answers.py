"""What the operations of Chat answer, as type checkers and people read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from . import models

AuthTestAnswer: TypeAlias = "models.AuthTestResponse"
PostMessageAnswer: TypeAlias = "models.PostedMessage"
UpdateMessageAnswer: TypeAlias = "models.PostedMessage"
DeleteMessageAnswer: TypeAlias = "models.Result"
ListChannelsAnswer: TypeAlias = "models.ListChannelsResponse"
GetChannelAnswer: TypeAlias = "models.GetChannelResponse"
CreateChannelAnswer: TypeAlias = "models.CreateChannelResponse"
ListUsersAnswer: TypeAlias = "models.ListUsersResponse"
LookupUserByEmailAnswer: TypeAlias = "models.LookupUserByEmailResponse"
AddReactionAnswer: TypeAlias = "models.Result"
UploadFileAnswer: TypeAlias = "models.UploadFileResponse"
