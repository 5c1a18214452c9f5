"""The operations of Chat: how each is called and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from codegen.runtime import Body, Operation, Parameter, Response
from pydantic import Field

from . import models

AUTH_TEST: Operation[models.AuthTestResponse] = Operation(
    name="authTest",
    method="GET",
    path="/auth.test",
    responses=(Response(status="200", media_type="application/json", type=lambda: models.AuthTestResponse),),
    security=((("bearer", ()),),),
    summary="Say whom the token belongs to.",
    tags=("people",),
)

POST_MESSAGE: Operation[models.PostedMessage] = Operation(
    name="postMessage",
    method="POST",
    path="/chat.postMessage",
    body=Body(
        media_type="application/json",
        type=lambda: models.NewMessage,
        fields=("channel", "text", "thread_ts"),
        nullable=("thread_ts",),
        required=True,
    ),
    responses=(
        Response(status="200", media_type="application/json", type=lambda: models.PostedMessage),
        Response(status="429", media_type="application/json", type=lambda: models.Result),
    ),
    security=((("bearer", ()),),),
    summary="Post a message to a channel.",
    tags=("messages",),
)

UPDATE_MESSAGE: Operation[models.PostedMessage] = Operation(
    name="updateMessage",
    method="POST",
    path="/chat.update",
    body=Body(
        media_type="application/json",
        type=lambda: models.UpdateMessageBody,
        fields=("channel", "ts", "text"),
        required=True,
    ),
    responses=(
        Response(status="200", media_type="application/json", type=lambda: models.PostedMessage),
        Response(status="429", media_type="application/json", type=lambda: models.Result),
    ),
    security=((("bearer", ()),),),
    summary="Change a message's text.",
    tags=("messages",),
)

DELETE_MESSAGE: Operation[models.Result] = Operation(
    name="deleteMessage",
    method="POST",
    path="/chat.delete",
    body=Body(
        media_type="application/x-www-form-urlencoded",
        type=lambda: models.MessageId,
        fields=("channel", "ts"),
        required=True,
    ),
    responses=(
        Response(status="200", media_type="application/json", type=lambda: models.Result),
        Response(status="429", media_type="application/json", type=lambda: models.Result),
    ),
    security=((("bearer", ()),),),
    summary="Delete a message.",
    tags=("messages",),
)

LIST_CHANNELS: Operation[models.ListChannelsResponse] = Operation(
    name="listChannels",
    method="GET",
    path="/conversations.list",
    parameters=(
        Parameter(
            ident="types",
            wire="types",
            location="query",
            explode=False,
            type=lambda: list[Literal["public", "private", "direct"]],
        ),
        Parameter(ident="exclude_archived", wire="exclude_archived", location="query", type=lambda: bool),
        Parameter(ident="cursor", wire="cursor", location="query", type=lambda: str),
        Parameter(ident="limit", wire="limit", location="query", type=lambda: Annotated[int, Field(ge=1, le=1000)]),
    ),
    responses=(
        Response(status="200", media_type="application/json", type=lambda: models.ListChannelsResponse),
        Response(status="429", media_type="application/json", type=lambda: models.Result),
    ),
    security=((("bearer", ()),),),
    summary="List the channels.",
    tags=("channels",),
)

GET_CHANNEL: Operation[models.GetChannelResponse] = Operation(
    name="getChannel",
    method="GET",
    path="/conversations.info",
    parameters=(Parameter(ident="channel", wire="channel", location="query", required=True, type=lambda: str),),
    responses=(
        Response(status="200", media_type="application/json", type=lambda: models.GetChannelResponse),
        Response(status="429", media_type="application/json", type=lambda: models.Result),
    ),
    security=((("bearer", ()),),),
    summary="Read one channel.",
    tags=("channels",),
)

CREATE_CHANNEL: Operation[models.CreateChannelResponse] = Operation(
    name="createChannel",
    method="POST",
    path="/conversations.create",
    body=Body(
        media_type="application/x-www-form-urlencoded",
        type=lambda: models.CreateChannelBody,
        fields=("name", "is_private"),
        required=True,
    ),
    responses=(
        Response(status="200", media_type="application/json", type=lambda: models.CreateChannelResponse),
        Response(status="429", media_type="application/json", type=lambda: models.Result),
    ),
    security=((("bearer", ()),),),
    summary="Open a channel.",
    tags=("channels",),
)

LIST_USERS: Operation[models.ListUsersResponse] = Operation(
    name="listUsers",
    method="GET",
    path="/users.list",
    parameters=(
        Parameter(ident="cursor", wire="cursor", location="query", type=lambda: str),
        Parameter(ident="limit", wire="limit", location="query", type=lambda: Annotated[int, Field(ge=1, le=1000)]),
    ),
    responses=(
        Response(status="200", media_type="application/json", type=lambda: models.ListUsersResponse),
        Response(status="429", media_type="application/json", type=lambda: models.Result),
    ),
    security=((("bearer", ()),),),
    summary="List the people.",
    tags=("people",),
)

LOOKUP_USER_BY_EMAIL: Operation[models.LookupUserByEmailResponse] = Operation(
    name="lookupUserByEmail",
    method="GET",
    path="/users.lookupByEmail",
    parameters=(Parameter(ident="email", wire="email", location="query", required=True, type=lambda: str),),
    responses=(
        Response(status="200", media_type="application/json", type=lambda: models.LookupUserByEmailResponse),
        Response(status="429", media_type="application/json", type=lambda: models.Result),
    ),
    security=((("bearer", ()),),),
    summary="Find a person by address.",
    tags=("people",),
)

ADD_REACTION: Operation[models.Result] = Operation(
    name="addReaction",
    method="POST",
    path="/reactions.add",
    body=Body(
        media_type="application/x-www-form-urlencoded",
        type=lambda: models.Reaction,
        fields=("channel", "ts", "name"),
        required=True,
    ),
    responses=(
        Response(status="200", media_type="application/json", type=lambda: models.Result),
        Response(status="429", media_type="application/json", type=lambda: models.Result),
    ),
    security=((("bearer", ()),),),
    summary="React to a message with an emoji.",
    tags=("messages",),
)

UPLOAD_FILE: Operation[models.UploadFileResponse] = Operation(
    name="uploadFile",
    method="POST",
    path="/files.upload",
    body=Body(
        media_type="multipart/form-data",
        type=lambda: models.UploadFileBody,
        fields=("channel", "title", "file"),
        required=True,
    ),
    responses=(
        Response(status="200", media_type="application/json", type=lambda: models.UploadFileResponse),
        Response(status="429", media_type="application/json", type=lambda: models.Result),
    ),
    security=((("bearer", ()),),),
    summary="Share a file in a channel.",
    tags=("files",),
)

OPERATIONS: Mapping[str, Operation[Any]] = {
    "authTest": AUTH_TEST,
    "postMessage": POST_MESSAGE,
    "updateMessage": UPDATE_MESSAGE,
    "deleteMessage": DELETE_MESSAGE,
    "listChannels": LIST_CHANNELS,
    "getChannel": GET_CHANNEL,
    "createChannel": CREATE_CHANNEL,
    "listUsers": LIST_USERS,
    "lookupUserByEmail": LOOKUP_USER_BY_EMAIL,
    "addReaction": ADD_REACTION,
    "uploadFile": UPLOAD_FILE,
}
