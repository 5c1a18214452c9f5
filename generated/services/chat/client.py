"""Chat as functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codegen.runtime import UNSET, ServiceClient

from . import operations
from .service import SERVICE

if TYPE_CHECKING:
    from typing import Literal

    from codegen.runtime import File, Unset

    from . import models


class Client(ServiceClient):
    """Chat, called in this thread.

    External Service `chat`, owned by collaboration.
    """

    service = SERVICE

    def auth_test(self) -> models.AuthTestResponse:
        """Say whom the token belongs to.

        `GET /auth.test`
        """
        return self._call(operations.AUTH_TEST, {})

    def post_message(self, *, channel: str, text: str, thread_ts: str | None | Unset = UNSET) -> models.PostedMessage:
        """Post a message to a channel.

        `POST /chat.postMessage`

        Args:
            channel: The channel's name with `#`, or its id.
            text: What to say.
            thread_ts: The message to answer in a thread.
        """
        return self._call(operations.POST_MESSAGE, {"channel": channel, "text": text, "thread_ts": thread_ts})

    def update_message(self, *, channel: str, ts: str, text: str) -> models.PostedMessage:
        """Change a message's text.

        `POST /chat.update`

        Args:
            channel: Where it was posted.
            ts: The message's timestamp.
            text: The new text.
        """
        return self._call(operations.UPDATE_MESSAGE, {"channel": channel, "ts": ts, "text": text})

    def delete_message(self, *, channel: str, ts: str) -> models.Result:
        """Delete a message.

        `POST /chat.delete`

        Args:
            channel: Where it was posted.
            ts: The message's timestamp.
        """
        return self._call(operations.DELETE_MESSAGE, {"channel": channel, "ts": ts})

    def list_channels(
        self,
        *,
        types: list[Literal["public", "private", "direct"]] | None = None,
        exclude_archived: bool | None = None,
        cursor: str | None = None,
        limit: int | None = None,
    ) -> models.ListChannelsResponse:
        """List the channels.

        `GET /conversations.list`

        Args:
            types: Which kinds, separated by commas.
            exclude_archived: Leave archived channels out.
            cursor: Where to go on, from the page before.
            limit: How many to answer at most.
        """
        return self._call(
            operations.LIST_CHANNELS,
            {"types": types, "exclude_archived": exclude_archived, "cursor": cursor, "limit": limit},
        )

    def get_channel(self, *, channel: str) -> models.GetChannelResponse:
        """Read one channel.

        `GET /conversations.info`

        Args:
            channel: The channel's name with `#`, or its id.
        """
        return self._call(operations.GET_CHANNEL, {"channel": channel})

    def create_channel(self, *, name: str, is_private: bool | None = None) -> models.CreateChannelResponse:
        """Open a channel.

        `POST /conversations.create`

        Args:
            name: Without the `#`.
            is_private: Whether only members see it.
        """
        return self._call(operations.CREATE_CHANNEL, {"name": name, "is_private": is_private})

    def list_users(self, *, cursor: str | None = None, limit: int | None = None) -> models.ListUsersResponse:
        """List the people.

        `GET /users.list`

        Args:
            cursor: Where to go on, from the page before.
            limit: How many to answer at most.
        """
        return self._call(operations.LIST_USERS, {"cursor": cursor, "limit": limit})

    def lookup_user_by_email(self, *, email: str) -> models.LookupUserByEmailResponse:
        """Find a person by address.

        `GET /users.lookupByEmail`

        Args:
            email: The address to look for.
        """
        return self._call(operations.LOOKUP_USER_BY_EMAIL, {"email": email})

    def add_reaction(self, *, channel: str, ts: str, name: str) -> models.Result:
        """React to a message with an emoji.

        `POST /reactions.add`

        Args:
            channel: Where it was posted.
            ts: The message's timestamp.
            name: The emoji's name without colons.
        """
        return self._call(operations.ADD_REACTION, {"channel": channel, "ts": ts, "name": name})

    def upload_file(self, *, channel: str, file: bytes | File, title: str | None = None) -> models.UploadFileResponse:
        """Share a file in a channel.

        `POST /files.upload`

        Args:
            channel: Where to share it.
            file: The file's bytes.
            title: Shown above the file.
        """
        return self._call(operations.UPLOAD_FILE, {"channel": channel, "file": file, "title": title})
